//! Any form or outline of the rule set, with what a person has written for it:
//! minutes, a programme, a list of delegates, a budget, a letter.

use crate::making::{Desk, Entry, Group, Made, Pen, Row, Supplied, compose};
use crate::model::{Align, Block, Cell, Content};
use crate::text::{Face, Text};
use register::reports::Outline;
use register::summary_table::{Figure, TableLayout};
use std::collections::BTreeMap;

/// What is written for a form; what is not there is a dotted line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// Scaled by its decimals.
    Number {
        value: i64,
        decimals: u8,
    },
}

const TOTAL: &str = "Tổng cộng";
/// Percentages of votes are shown with one decimal.
const PERCENT_DECIMALS: u8 = 1;

/// A form filled from a draft. None where the rule set has no form of this id.
pub fn drafted(desk: Desk<'_>, form: &str, draft: &Draft) -> Option<Made> {
    filled(desk, form, draft, BTreeMap::new())
}

/// As [`drafted`], with rows that were made from the register.
pub(super) fn filled(
    desk: Desk<'_>,
    form: &str,
    draft: &Draft,
    groups: BTreeMap<String, Vec<Group>>,
) -> Option<Made> {
    let rules = desk.rules;
    let mut known = rules.printed_forms.iter().chain(&rules.report_outlines);
    let outline = known.find(|outline| outline.id == form)?;
    let office = desk.office.issuing(outline, desk.rule_set);
    let office = &*office;
    let mut pen = Pen::new(Desk { office, ..desk });
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
        let totals = draft.totals.get(layout).map_or(&[][..], Vec::as_slice);
        supplied
            .groups
            .insert(layout.clone(), vec![group(known, rows, totals)]);
    }
    if let Some((layout, table)) = super::summary::open(desk) {
        supplied.tables.insert(layout, (table, Vec::new()));
    }
    for (key, text) in &draft.texts {
        let paragraphs = Text::lines(text).into_iter().map(Block::Paragraph);
        supplied.sections.insert(key.clone(), paragraphs.collect());
    }
    for (key, text) in &draft.fields {
        supplied
            .fields
            .insert(key.clone(), Entry::Line(Text::plain(text)));
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
    let mut cells: Vec<Row> = rows.iter().map(|row| cells(layout, row)).collect();
    if !totals.is_empty() {
        cells.push(total(layout, rows, totals));
    }
    Group {
        heading: None,
        rows: cells,
    }
}

fn cells(layout: &TableLayout, row: &BTreeMap<String, Value>) -> Row {
    let number = |key: &Option<String>| match key.as_ref().and_then(|key| row.get(key)) {
        Some(Value::Number { value, decimals: 0 }) => Some(*value),
        _ => None,
    };
    let mut cells = Row::new();
    for column in &layout.columns {
        let cell = match row.get(&column.key) {
            Some(Value::Text(text)) => Cell::maybe(Some(text)),
            Some(Value::Number { value, decimals }) => Cell::trimmed(*value, *decimals),
            None if column.figure == Some(Figure::Percent) => {
                let share = number(&column.numerator).zip(number(&column.denominator));
                share
                    .and_then(|(part, whole)| percent(part, whole))
                    .unwrap_or_else(Cell::empty)
            }
            None => continue,
        };
        cells.insert(column.key.clone(), cell);
    }
    cells
}

/// None over nothing: the cell stays blank.
fn percent(part: i64, whole: i64) -> Option<Cell> {
    let scaled = part.checked_mul(2000)?.checked_add(whole)?;
    let value = (whole > 0).then(|| scaled.div_euclid(whole * 2))?;
    Some(Cell::number(value, PERCENT_DECIMALS))
}

fn total(layout: &TableLayout, rows: &[BTreeMap<String, Value>], totals: &[String]) -> Row {
    let sum = |key: &String| {
        let values = rows.iter().filter_map(|row| match row.get(key) {
            Some(Value::Number { value, decimals: 0 }) => Some(*value),
            _ => None,
        });
        values.fold(0_i64, i64::saturating_add)
    };
    let mut cells = Row::new();
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
        let content = Content::Sum {
            value: sum(key),
            of: (0..rows.len()).collect(),
        };
        let cell = Cell::of(content, Align::Centre).in_face(Face::BOLD);
        cells.insert(key.clone(), cell);
    }
    cells
}
