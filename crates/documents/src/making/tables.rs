//! Tables by the layouts of the rule set.

use super::template_filler::TemplateFiller;
use super::widths::{ColumnUse, columns as widths_of};
use crate::flow::cell_lines;
use crate::model::{Align, Cell, Column, Content, Orientation as Paper, Table};
use crate::text::{Face, Text};
use register::number;
use register::reports::{FactTable, Share};
use register::summary_table::{Figure, Orientation, TableLayout};
use std::collections::BTreeMap;

/// A row by the keys of its columns.
pub(crate) type CellsByColumn = BTreeMap<String, Cell>;

pub(crate) fn by_key<const N: usize>(cells: [(&str, Cell); N]) -> CellsByColumn {
    cells.map(|(key, cell)| (key.to_owned(), cell)).into()
}

/// Some rows of a table, with the heading above them where the layout has groups.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub heading: Option<String>,
    pub rows: Vec<CellsByColumn>,
}

/// Rows to write in by hand, where there is nothing.
const OPEN_ROWS: usize = 3;
/// A column with nothing longer stands in the middle.
const SHORT: usize = 12;

pub(crate) fn laid_out(
    pen: &mut TemplateFiller<'_>,
    layout: &TableLayout,
    groups: &[Group],
) -> Table {
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
            // The row of a section or of a total is not counted.
            number += usize::from(!has_own_number(layout, row));
            rows.push(cells(layout, row, number));
        }
    }
    let rows_of_groups = || groups.iter().flat_map(|group| &group.rows);
    for column in layout.columns.iter().filter(|column| column.required) {
        let is_blank = |row: &CellsByColumn| match row.get(&column.key) {
            Some(cell) => cell_lines(cell).is_empty(),
            None => true,
        };
        if rows_of_groups().any(is_blank) {
            let heading = column.text.as_deref().unwrap_or_default();
            let message = format!("Bảng “{name}”: cột “{heading}” còn chỗ trống.");
            pen.miss(&layout.id, message);
        }
    }
    if groups.iter().all(|group| group.rows.is_empty()) {
        pen.miss(&layout.id, format!("Bảng “{name}” chưa có dòng nào."));
        rows.extend((1..=OPEN_ROWS).map(|number| cells(layout, &CellsByColumn::new(), number)));
    }
    let header = header(pen, layout);
    Table {
        name,
        columns: columns(layout, &header, &rows),
        header,
        rows,
    }
}

/// A table of our own, which no rule set describes: its columns' keys and names.
pub(crate) fn table_of(name: &str, columns: &[(&str, &str)], rows: &[CellsByColumn]) -> Table {
    let header = vec![columns.iter().map(|(_, name)| Cell::header(name)).collect()];
    let rows = rows.iter().enumerate().map(|(place, row)| {
        let cell = |(key, _): &(&str, &str)| match row.get(*key) {
            Some(cell) => cell.clone(),
            None => Cell::text(Text::plain(&(place + 1).to_string())).centred(),
        };
        columns.iter().map(cell).collect()
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let of_column = |place| {
        if place == 0 {
            ColumnUse::Number
        } else {
            ColumnUse::Text
        }
    };
    let uses: Vec<ColumnUse> = (0..columns.len()).map(of_column).collect();
    Table {
        name: name.to_owned(),
        columns: widths_of(&uses, &header, &rows, Paper::Portrait.text_width()),
        header,
        rows,
    }
}

/// A table of which headings and texts are known, and which columns are percentages:
/// those and what they are made of are numbers.
pub(crate) fn of_facts(name: &str, table: &FactTable) -> Table {
    let headings = &table.headings;
    let header = headings.iter().map(|heading| Cell::header(heading));
    let header = vec![header.collect()];
    let rows = table.rows.iter().map(|row| {
        let texts = row.iter().enumerate();
        let cells = texts.map(|(column, text)| {
            let counts = |share: &&Share| [share.column, share.part, share.whole].contains(&column);
            let share = table.shares.iter().find(counts);
            let number = share.and_then(|share| numeric(text, column, share));
            number.unwrap_or_else(|| Cell::text(Text::plain(text)))
        });
        cells.collect()
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
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
    let uses = vec![ColumnUse::Text; headings.len()];
    Table {
        name: name.to_owned(),
        columns: widths_of(&uses, &header, &rows, Paper::Portrait.text_width()),
        header,
        rows,
    }
}

/// The number that a text shows, with as many decimals; none where it shows none.
fn numeric(text: &str, column: usize, share: &Share) -> Option<Cell> {
    let decimals = text
        .split_once(',')
        .map_or(0, |(_, fraction)| fraction.len());
    let decimals = u8::try_from(decimals).ok()?;
    let value = number::parse(text, decimals).ok()?;
    let content = match *share {
        Share {
            column: own,
            part,
            whole,
        } if own == column => Content::Percent {
            value,
            decimals,
            part,
            whole,
        },
        _ => Content::Number { value, decimals },
    };
    Some(Cell::of(content, Align::Centre))
}

fn cells(layout: &TableLayout, row: &CellsByColumn, number: usize) -> Vec<Cell> {
    let columns = layout.columns.iter();
    let cell = |column: &register::summary_table::LayoutColumn| match row.get(&column.key) {
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

fn is_number(column: &register::summary_table::LayoutColumn) -> bool {
    column.figure == Some(Figure::RowNumber)
}

fn has_own_number(layout: &TableLayout, row: &CellsByColumn) -> bool {
    let mut columns = layout.columns.iter();
    columns.any(|column| is_number(column) && row.contains_key(&column.key))
}

/// The header's rows: as they are written, or one row of the columns' names.
pub(super) fn header(pen: &mut TemplateFiller<'_>, layout: &TableLayout) -> Vec<Vec<Cell>> {
    if layout.header_rows.is_empty() {
        let name = |column: &register::summary_table::LayoutColumn| {
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
pub(super) fn columns(
    layout: &TableLayout,
    header: &[Vec<Cell>],
    rows: &[Vec<Cell>],
) -> Vec<Column> {
    let uses = layout.columns.iter().map(|column| match column.figure {
        Some(Figure::RowNumber) => ColumnUse::Number,
        Some(Figure::Quantity | Figure::DirectQuantity | Figure::Percent) => ColumnUse::Figure,
        Some(Figure::RowText) => ColumnUse::RowText,
        None => ColumnUse::Text,
    });
    let paper = match lies_across(layout) {
        true => Paper::Landscape,
        false => Paper::Portrait,
    };
    widths_of(&uses.collect::<Vec<_>>(), header, rows, paper.text_width())
}

/// Of which two columns a column is the percentage.
pub(crate) fn share(layout: &TableLayout, column: usize) -> Option<(usize, usize)> {
    let of = layout.columns.get(column)?;
    let find = |key: &Option<String>| {
        let mut all = layout.columns.iter();
        all.position(|one| Some(&one.key) == key.as_ref())
    };
    find(&of.numerator).zip(find(&of.denominator))
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
            Self::of(Content::Text(texts), Align::Left)
        })
    }
}
