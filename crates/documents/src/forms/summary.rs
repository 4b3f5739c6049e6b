//! Mẫu số 02: the award summary table (Hướng dẫn 2020, mục I.2.3).

use crate::making::{
    ComposedDocument, DocumentContext, Supplied, TemplateFiller, finish, laid_out, share, sheet,
    sheet_name,
};
use crate::model::{Align, Cell, Content, Document, Table};
use crate::text::{Face, Text};
use register::computed::percent;
use register::summary_table::{
    Figure, LayoutRow, Question, RowKind, SumRelation, SummaryTable, TableLayout, summary_table,
};

const AWARD_SUMMARY: &str = "awardSummary";

/// The table by itself, lying across, with its notes. None where the rule set has
/// no such table.
pub fn award_summary(
    context: DocumentContext<'_>,
    counted: &SummaryTable,
) -> Option<ComposedDocument> {
    let layout = context.rules.table(AWARD_SUMMARY)?;
    let mut pen = TemplateFiller::new(context);
    let mut supplied = Supplied::default();
    let table = table(&mut pen, layout, counted);
    let findings = counted.findings.clone();
    supplied.tables.insert(layout.id.clone(), (table, findings));
    let part = sheet(&mut pen, layout, &supplied);
    let document = Document {
        name: sheet_name(&mut pen, layout),
        parts: vec![part],
        ..Document::default()
    };
    Some(finish(pen, document, layout.reference))
}

/// The counted table as it is printed: numbers as numbers, sums as sums of the
/// rows that they are made from.
pub(crate) fn table(
    pen: &mut TemplateFiller<'_>,
    layout: &TableLayout,
    counted: &SummaryTable,
) -> Table {
    let empty = [crate::making::Group {
        heading: None,
        rows: vec![crate::making::CellsByColumn::new()],
    }];
    let mut table = laid_out(pen, layout, &empty);
    let rows = counted.rows.iter().enumerate();
    table.rows = rows
        .map(|(place, row)| cells(layout, counted, place, row))
        .collect();
    table
}

/// The table with its rows and nothing counted in them, for a form to be filled by
/// hand. None where the rule set has no such table.
pub(super) fn open(context: DocumentContext<'_>) -> Option<(String, Table)> {
    let rules = context.rules;
    let layout = rules.table(AWARD_SUMMARY)?;
    let counted = summary_table(rules, layout, &[], &Question::default());
    // Whether the form has this table is not known here: nothing of it is missing.
    let table = table(&mut TemplateFiller::new(context), layout, &counted);
    Some((layout.id.clone(), table))
}

fn cells(layout: &TableLayout, counted: &SummaryTable, place: usize, row: &LayoutRow) -> Vec<Cell> {
    let face = Face {
        bold: matches!(row.kind, RowKind::Group | RowKind::Total),
        italic: row.italic,
    };
    let mut cells = Vec::new();
    for (index, column) in counted.columns.iter().enumerate() {
        cells.push(match column.figure {
            // The total's name goes over the number and the name.
            Some(Figure::RowNumber) if row.kind == RowKind::Total => continue,
            Some(Figure::RowNumber) => {
                let number = row.number.as_deref();
                Cell::maybe(number).centred().in_face(face)
            }
            Some(Figure::RowText) if row.kind == RowKind::Total => {
                Cell::text(Text::plain(&row.text))
                    .over(2, 1)
                    .centred()
                    .in_face(face)
            }
            Some(Figure::RowText) => {
                let lead = row.lead.as_ref().map(|lead| format!("{} ", lead.text));
                let lead = Text::italic(lead.as_deref().unwrap_or_default());
                let text = lead.then(Text::faced(&row.text, face));
                Cell {
                    face,
                    ..Cell::text(text)
                }
            }
            _ => figure(layout, counted, place, index, face),
        });
    }
    cells
}

fn figure(
    layout: &TableLayout,
    counted: &SummaryTable,
    place: usize,
    index: usize,
    face: Face,
) -> Cell {
    let cell = &counted.cells[place][index];
    let decimals = cell.decimals;
    let content = match cell.value {
        _ if cell.not_applicable => {
            let mark = layout.not_applicable_mark.as_deref().unwrap_or_default();
            return Cell::text(Text::plain(mark)).centred();
        }
        None => return Cell::empty(),
        Some(value) => match (
            summed(counted, place, index, value),
            shared(layout, counted, place, index),
        ) {
            (Some(of), _) => Content::Sum {
                value,
                decimals,
                of,
            },
            (None, Some((part, whole))) => Content::Percent {
                value,
                decimals,
                part,
                whole,
            },
            (None, None) => Content::Number { value, decimals },
        },
    };
    Cell {
        face,
        ..Cell::of(content, Align::Centre)
    }
}

/// The columns that a percentage is made of; none where it is of something else, or
/// where a person has put another figure in its place.
fn shared(
    layout: &TableLayout,
    counted: &SummaryTable,
    place: usize,
    index: usize,
) -> Option<(usize, usize)> {
    let (part, whole) = share(layout, index)?;
    let row = &counted.cells[place];
    let value = percent(row[part].value?, row[whole].value?, row[index].decimals);
    (value.is_some() && value == row[index].value).then_some((part, whole))
}

/// The rows that a figure is the sum of; none where it is counted, or where a
/// person has put another figure in its place.
fn summed(counted: &SummaryTable, place: usize, index: usize, value: i64) -> Option<Vec<usize>> {
    let sum = counted.rows[place].sum.as_ref()?;
    if sum.relation != SumRelation::Equal || counted.cells[place][index].decimals != 0 {
        return None;
    }
    let keys = sum.of.iter();
    let rows = keys.filter_map(|key| counted.rows.iter().position(|row| row.key == *key));
    let rows: Vec<usize> = rows.collect();
    let figures = rows
        .iter()
        .map(|row| counted.cells[*row][index].value.unwrap_or(0));
    (figures.sum::<i64>() == value && !rows.is_empty()).then_some(rows)
}
