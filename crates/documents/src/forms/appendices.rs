//! The rows of the tables that go with a report.

use crate::making::{CellsByColumn, Group, by_key};
use crate::model::Cell;
use register::awards::Award;
use register::number;
use register::reports::{FactTable, Knowledge, Outline};
use register::rules::Rules;
use register::subject::SubjectKind;
use register::summary_table::TableLayout;

/// The layouts of an outline's appendices that show a fact.
pub(super) fn layouts<'a>(rules: &'a Rules, outline: &Outline) -> Vec<&'a TableLayout> {
    let named = outline.appendices.iter().map(|one| one.table.as_str());
    let layouts = named.filter_map(|id| rules.table(id));
    layouts.filter(|layout| layout.fact.is_some()).collect()
}

/// What stands in the table of a fact.
pub(super) fn rows(
    rules: &Rules,
    layout: &TableLayout,
    known: &Knowledge<'_>,
    tables: &[&FactTable],
) -> Group {
    let rows = match layout.fact.as_deref().unwrap_or_default() {
        "awardedCollectives" => awarded(rules, known, SubjectKind::Collective),
        "awardedIndividuals" => awarded(rules, known, SubjectKind::Individual),
        "issuedDocuments" => issued(known),
        _ => tables
            .iter()
            .flat_map(|table| by_headings(layout, table))
            .collect(),
    };
    Group {
        heading: None,
        rows,
    }
}

fn awarded(rules: &Rules, known: &Knowledge<'_>, kind: SubjectKind) -> Vec<CellsByColumn> {
    let of_years = |award: &&Award| award.year.is_some_and(|year| known.span.holds(year));
    let awards = known.awards.iter().filter(of_years);
    let row = |award: &Award| {
        let mode = award.mode.as_deref();
        let mode = mode.map(|mode| rules.label_of("commendationModes", mode));
        let date = award.decision_date.as_deref();
        let date = date.and_then(register::date::PartialDate::parse_stored);
        let date = date.map(|date| date.to_string());
        by_key([
            ("subjectName", Cell::maybe(Some(&award.subject_name))),
            (
                "award",
                Cell::maybe(Some(rules.label_of("awards", &award.award))),
            ),
            ("commendationMode", Cell::maybe(mode)),
            (
                "decisionNumber",
                Cell::maybe(award.decision_number.as_deref()),
            ),
            ("decisionDate", Cell::maybe(date.as_deref()).centred()),
            (
                "issuingAuthority",
                Cell::maybe(award.issuing_authority.as_deref()),
            ),
        ])
    };
    awards
        .filter(|award| award.kind == Some(kind))
        .map(row)
        .collect()
}

/// Of a document the name is what it is about; then come its number, its day and
/// who issued it.
fn issued(known: &Knowledge<'_>) -> Vec<CellsByColumn> {
    let entries = known.entries.get("issuedDocuments").into_iter().flatten();
    let row = |entry: &register::reports::KnowledgeEntry| {
        let cell = |place: usize| Cell::maybe(entry.cells.get(place).map(String::as_str));
        by_key([
            ("subjectLine", Cell::maybe(Some(&entry.name))),
            ("documentNumber", cell(0)),
            ("issuedOn", cell(1).centred()),
            ("issuer", cell(2)),
        ])
    };
    entries.map(row).collect()
}

/// The columns of the register's table that are called as the layout's are.
fn by_headings(layout: &TableLayout, table: &FactTable) -> Vec<CellsByColumn> {
    let keys = [
        "award",
        "collectives",
        "smallCollectives",
        "individuals",
        "directWorkers",
        "families",
        "note",
    ];
    let place = |key: &str| {
        let column = layout.columns.iter().find(|column| column.key == key)?;
        let text = column.text.as_ref()?;
        table.headings.iter().position(|heading| heading == text)
    };
    let places = keys.iter().filter_map(|key| Some((*key, place(key)?)));
    let places: Vec<(&str, usize)> = places.collect();
    let row = |row: &Vec<String>| {
        let cells = places.iter().map(|(key, place)| {
            let text = row.get(*place).map(String::as_str);
            let parsed = text.and_then(|text| number::parse(text, 0).ok());
            let cell = parsed
                .filter(|_| *key != "award")
                .map(|value| Cell::number(value, 0));
            ((*key).to_owned(), cell.unwrap_or_else(|| Cell::maybe(text)))
        });
        cells.collect()
    };
    table.rows.iter().map(row).collect()
}
