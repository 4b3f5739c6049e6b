//! Tables by the layouts of the rule set.

use super::pen::Pen;
use super::widths::{LETTERS, LETTERS_ACROSS, Need, shared};
use crate::flow::cell_lines;
use crate::model::{Align, Cell, Column, Table};
use crate::text::{Face, Text};
use register::summary_table::{Figure, Orientation, TableLayout};
use std::collections::BTreeMap;

/// A row by the keys of its columns.
pub(crate) type Row = BTreeMap<String, Cell>;

pub(crate) fn by_key<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    cells.map(|(key, cell)| (key.to_owned(), cell)).into()
}

/// Rows, under a heading where the table has groups.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub heading: Option<String>,
    pub rows: Vec<Row>,
}

/// Rows to write in by hand, where there is nothing.
const OPEN_ROWS: usize = 3;
/// A column with nothing longer stands in the middle.
const SHORT: usize = 12;

pub(crate) fn laid_out(pen: &mut Pen<'_>, layout: &TableLayout, groups: &[Group]) -> Table {
    let name = layout.text.as_deref().or(layout.name.as_deref());
    let name = pen.fill(name.unwrap_or_default(), Face::PLAIN).shown();
    let mut rows = Vec::new();
    let mut number = 0;
    for group in groups {
        if let Some(heading) = &group.heading {
            let cell = Cell::text(Text::bold(heading)).over(layout.columns.len(), 1);
            rows.push(vec![cell.in_face(Face::BOLD)]);
        }
        for row in &group.rows {
            number += 1;
            rows.push(cells(layout, row, number));
        }
    }
    let rows_of_groups = || groups.iter().flat_map(|group| &group.rows);
    for column in layout.columns.iter().filter(|column| column.required) {
        let is_blank = |row: &Row| match row.get(&column.key) {
            Some(cell) => cell_lines(cell).is_empty(),
            None => true,
        };
        if rows_of_groups().any(is_blank) {
            let heading = column.text.as_deref().unwrap_or_default();
            let message = format!("Bảng “{name}”: cột “{heading}” còn chỗ trống.");
            pen.miss(&layout.id, message);
        }
    }
    if number == 0 {
        pen.miss(&layout.id, format!("Bảng “{name}” chưa có dòng nào."));
        rows.extend((1..=OPEN_ROWS).map(|number| cells(layout, &Row::new(), number)));
    }
    Table {
        name,
        columns: columns(layout, &rows),
        header: header(pen, layout),
        rows,
    }
}

/// A table of our own, which no rule set describes: its columns' keys and names.
pub(crate) fn table_of(name: &str, columns: &[(&str, &str)], rows: &[Row]) -> Table {
    let header = columns.iter().map(|(_, name)| Cell::header(name)).collect();
    let rows = rows.iter().enumerate().map(|(place, row)| {
        let cell = |(key, _): &(&str, &str)| match row.get(*key) {
            Some(cell) => cell.clone(),
            None => Cell::text(Text::plain(&(place + 1).to_string())).centred(),
        };
        columns.iter().map(cell).collect()
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let need = |(place, (_, name)): (usize, &(&str, &str))| match place {
        0 => Need::NUMBER,
        _ => Need::of(name, &rows, place),
    };
    let needs: Vec<Need> = columns.iter().enumerate().map(need).collect();
    Table {
        name: name.to_owned(),
        columns: shared(&needs, LETTERS),
        header: vec![header],
        rows,
    }
}

/// A table of which only headings and texts are known.
pub(crate) fn of_strings(name: &str, headings: &[String], rows: &[Vec<String>]) -> Table {
    let header: Vec<Cell> = headings
        .iter()
        .map(|heading| Cell::header(heading))
        .collect();
    let rows: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|text| Cell::text(Text::plain(text)))
                .collect()
        })
        .collect();
    let mut rows = rows;
    for column in 0..headings.len() {
        let is_short = |row: &Vec<Cell>| {
            let lines = row.get(column).map(cell_lines);
            let mut lines = lines.iter().flatten();
            lines.all(|text| text.shown().chars().count() <= SHORT)
        };
        if rows.iter().all(is_short) {
            let cells = rows.iter_mut().filter_map(|row| row.get_mut(column));
            cells.for_each(|cell| cell.align = Align::Centre);
        }
    }
    let needs = headings.iter().enumerate();
    let needs = needs.map(|(column, heading)| Need::of(heading, &rows, column));
    let needs: Vec<Need> = needs.collect();
    Table {
        name: name.to_owned(),
        columns: shared(&needs, LETTERS),
        header: vec![header],
        rows,
    }
}

fn cells(layout: &TableLayout, row: &Row, number: usize) -> Vec<Cell> {
    let columns = layout.columns.iter();
    let cell = |column: &register::summary_table::Column| match row.get(&column.key) {
        Some(cell) => cell.clone(),
        None if is_number(column) => Cell::text(Text::plain(&number.to_string())).centred(),
        None => Cell::empty(),
    };
    columns.map(cell).collect()
}

/// A wide table, or one of which the rule set says so.
pub(super) fn lies_across(layout: &TableLayout) -> bool {
    layout.orientation == Some(Orientation::Landscape) || layout.columns.len() > 7
}

fn is_number(column: &register::summary_table::Column) -> bool {
    column.figure == Some(Figure::RowNumber)
}

/// The header's rows: as they are written, or one row of the columns' names.
pub(super) fn header(pen: &mut Pen<'_>, layout: &TableLayout) -> Vec<Vec<Cell>> {
    if layout.header_rows.is_empty() {
        let name = |column: &register::summary_table::Column| {
            let text = column.text.as_deref().unwrap_or_default();
            let text = pen.fill(text, Face::BOLD).shown();
            Cell::header(&text)
        };
        return vec![layout.columns.iter().map(name).collect()];
    }
    let span = |count: Option<u32>| count.map_or(1, |count| usize::try_from(count).unwrap_or(1));
    let rows = layout.header_rows.iter().map(|row| {
        let cells = row.iter().map(|cell| {
            let header = Cell::header(&cell.text);
            header.over(span(cell.column_span), span(cell.row_span))
        });
        cells.collect()
    });
    rows.collect()
}

/// Shares of the width: numbers are narrow, texts by what is in them.
pub(super) fn columns(layout: &TableLayout, rows: &[Vec<Cell>]) -> Vec<Column> {
    let columns = layout.columns.iter().enumerate();
    let needs = columns.map(|(place, column)| match column.figure {
        Some(Figure::RowNumber) => Need::NUMBER,
        Some(Figure::Quantity | Figure::DirectQuantity | Figure::Percent) => Need::FIGURE,
        Some(Figure::RowText) => Need::ROW_TEXT,
        None => Need::of(column.text.as_deref().unwrap_or_default(), rows, place),
    });
    let letters = match lies_across(layout) {
        true => LETTERS_ACROSS,
        false => LETTERS,
    };
    shared(&needs.collect::<Vec<_>>(), letters)
}

impl Cell {
    /// A number without zeros at the end of its fraction.
    pub(crate) fn trimmed(mut value: i64, mut decimals: u8) -> Self {
        while decimals > 0 && value % 10 == 0 {
            value /= 10;
            decimals -= 1;
        }
        Self::number(value, decimals)
    }

    /// Text that may be missing.
    pub(crate) fn maybe(text: Option<&str>) -> Self {
        text.map_or_else(Self::empty, |text| {
            let texts = Text::lines(text);
            Self::of(crate::model::Content::Text(texts), Align::Left)
        })
    }
}
