//! Any form or outline of the rule set, with what a person has written for it:
//! minutes, a programme, a list of delegates, a budget, a letter.

use crate::making::{
    CellsByColumn, ComposedDocument, DocumentContext, FieldEntry, Group, Supplied, TemplateFiller,
    compose, share,
};
use crate::model::{Align, Block, Cell, Content};
use crate::spelled;
use crate::text::{Blank, Face, Text};
use register::computed::percent;
use register::reports::Outline;
use register::summary_table::{Figure, TableLayout};
use std::collections::BTreeMap;

/// The content of a form that a person has written, by keys of the form. Whatever is not in it is a
/// dotted line on the paper.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FormDraft {
    /// For the places in the form's texts: `conferenceName`.
    pub words: BTreeMap<String, String>,
    /// By the section's key.
    pub texts: BTreeMap<String, String>,
    /// By the field's key.
    pub fields: BTreeMap<String, String>,
    /// By the layout's id: rows by the columns' keys.
    pub rows: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
    /// By the layout's id: columns that are summed in a last row.
    pub totals: BTreeMap<String, Vec<String>>,
    /// Who signs beside the head of the unit.
    pub author: Option<String>,
}

/// A value in a row of a [`FormDraft`]'s table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// Scaled by its decimals.
    Number {
        value: i64,
        decimals: u8,
    },
}

/// Tables of a budget, and the column whose total is said in words.
const MONEY: [(&str, &str); 2] = [("budgetLines", "amount"), ("settlementLines", "spent")];
const TOTAL: &str = "Tổng cộng";
/// Percentages of votes are shown with one decimal.
const PERCENT_DECIMALS: u8 = 1;

/// A form filled from a draft. None where the rule set has no form of this id.
pub fn drafted(
    context: DocumentContext<'_>,
    form: &str,
    draft: &FormDraft,
) -> Option<ComposedDocument> {
    filled(context, form, draft, BTreeMap::new())
}

/// As [`drafted`], with rows that were made from the register.
pub(super) fn filled(
    context: DocumentContext<'_>,
    form: &str,
    draft: &FormDraft,
    groups: BTreeMap<String, Vec<Group>>,
) -> Option<ComposedDocument> {
    let rules = context.rules;
    let mut known = rules
        .parts
        .printed_forms
        .iter()
        .chain(&rules.parts.report_outlines);
    let outline = known.find(|outline| outline.id == form)?;
    let office = context.office.issuing(outline, context.rules);
    let office = &*office;
    let mut pen = TemplateFiller::new(DocumentContext { office, ..context });
    pen.words.clone_from(&draft.words);
    for (key, words) in of_any_use(outline) {
        pen.words.entry(key).or_insert(words);
    }
    let mut supplied = Supplied {
        author: draft.author.clone(),
        groups,
        ..Supplied::default()
    };
    for (layout, rows) in &draft.rows {
        let Some(known) = rules.table(layout) else {
            continue;
        };
        let money = MONEY.iter().find(|(table, _)| table == layout);
        let money: Vec<String> = money.iter().map(|(_, key)| (*key).to_owned()).collect();
        let totals = draft.totals.get(layout).unwrap_or(&money);
        supplied
            .groups
            .insert(layout.clone(), vec![group(known, rows, totals)]);
    }
    for (layout, key) in MONEY {
        let rows = draft.rows.get(layout).map_or(&[][..], Vec::as_slice);
        let said = match sum(rows, key) {
            Some(amount) => Text::plain(&spelled::dong(amount)).then(Text::plain(".")),
            None => Text::blank(Blank::Line),
        };
        let said = Text::plain("Bằng chữ: ").then(said).in_face(Face::ITALIC);
        let below = Block::Paragraph(said);
        supplied.below.insert(layout.to_owned(), below);
    }
    if let Some((layout, table)) = super::summary::open(context) {
        supplied.tables.insert(layout, (table, Vec::new()));
    }
    for (key, text) in &draft.texts {
        let paragraphs = Text::lines(text).into_iter().map(Block::Paragraph);
        supplied.sections.insert(key.clone(), paragraphs.collect());
    }
    for (key, text) in &draft.fields {
        supplied
            .fields
            .insert(key.clone(), FieldEntry::Line(Text::plain(text)));
    }
    Some(compose(pen, outline, &supplied))
}

/// The words of a form that is not filled in yet, for each of its uses, as the
/// sources print them: «Sơ kết, tổng kết», «6 tháng đầu năm … (hoặc năm …)».
fn of_any_use(outline: &Outline) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (key, words) in outline.uses.iter().flat_map(|one| &one.words) {
        let is_period = words.contains('{');
        match all.get_mut(key) {
            None => {
                all.insert(key.clone(), words.clone());
            }
            Some(known) if is_period => {
                let or = match words.contains(" NĂM") || words.starts_with("NĂM") {
                    true => "HOẶC",
                    false => "hoặc",
                };
                known.push_str(&format!(" ({or} {words})"));
            }
            Some(known) => known.push_str(&format!(", {}", words.to_lowercase())),
        }
    }
    all
}

fn group(layout: &TableLayout, rows: &[BTreeMap<String, Value>], totals: &[String]) -> Group {
    let mut cells: Vec<CellsByColumn> = rows.iter().map(|row| cells(layout, row)).collect();
    if !totals.is_empty() {
        cells.push(total(layout, rows, totals));
    }
    Group {
        heading: None,
        rows: cells,
    }
}

fn cells(layout: &TableLayout, row: &BTreeMap<String, Value>) -> CellsByColumn {
    let mut cells = CellsByColumn::new();
    for (place, column) in layout.columns.iter().enumerate() {
        let cell = match row.get(&column.key) {
            Some(Value::Text(text)) => Cell::maybe(Some(text)),
            Some(Value::Number { value, decimals }) => Cell::trimmed(*value, *decimals),
            None if column.figure == Some(Figure::Percent) => {
                percentage(layout, place, row).unwrap_or_else(Cell::empty)
            }
            None => continue,
        };
        cells.insert(column.key.clone(), cell);
    }
    cells
}

/// None over nothing: the cell stays blank.
fn percentage(layout: &TableLayout, column: usize, row: &BTreeMap<String, Value>) -> Option<Cell> {
    let (part, whole) = share(layout, column)?;
    let number = |place: usize| match row.get(&layout.columns.get(place)?.key)? {
        Value::Number { value, decimals: 0 } => Some(*value),
        _ => None,
    };
    let content = Content::Percent {
        value: percent(number(part)?, number(whole)?, PERCENT_DECIMALS)?,
        decimals: PERCENT_DECIMALS,
        part,
        whole,
    };
    Some(Cell::of(content, Align::Centre))
}

/// None where no row has a number in the column.
fn sum(rows: &[BTreeMap<String, Value>], key: &str) -> Option<i64> {
    let values = rows.iter().filter_map(|row| match row.get(key) {
        Some(Value::Number { value, decimals: 0 }) => Some(*value),
        _ => None,
    });
    values.reduce(i64::saturating_add)
}

fn total(
    layout: &TableLayout,
    rows: &[BTreeMap<String, Value>],
    totals: &[String],
) -> CellsByColumn {
    let mut cells = CellsByColumn::new();
    let mut columns = layout.columns.iter();
    if let Some(number) = columns.next() {
        cells.insert(number.key.clone(), Cell::empty());
    }
    if let Some(name) = columns.next() {
        cells.insert(
            name.key.clone(),
            Cell::text(Text::bold(TOTAL)).in_face(Face::BOLD),
        );
    }
    for key in totals {
        let Some(value) = sum(rows, key) else {
            continue;
        };
        let content = Content::Sum {
            value,
            decimals: 0,
            of: (0..rows.len()).collect(),
        };
        let cell = Cell::of(content, Align::Centre).in_face(Face::BOLD);
        cells.insert(key.clone(), cell);
    }
    cells
}
