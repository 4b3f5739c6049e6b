//! A document as a workbook: its tables as tables, one a sheet, and what is
//! around them on the first sheet.

mod book;
mod room;

use crate::DocumentFileError;
use crate::flow::{DocumentPage, FlowLine, FlowPiece, cell_lines, flow};
use crate::grid::{Slot, slots, widths};
use crate::layout::LineRole;
use crate::model::{Align, Cell, Content, Document, Orientation, Table};
use book::{Decimals, Looks, Sheet, SheetRow, Value};
use room::ColumnRoom;

/// The sheet of what is no table.
const TEXT_SHEET: &str = "Văn bản";
/// Width of that sheet, in digits.
const TEXT_WIDTH: u32 = 84;
const NAME_LIMIT: usize = 31;

/// The bytes of the file.
///
/// # Errors
///
/// Only where the document is larger than a zip can hold.
pub fn write(document: &Document) -> Result<Vec<u8>, DocumentFileError> {
    let pages = flow(document);
    let tables = pages.iter().flat_map(|page| {
        let pieces = page.pieces.iter().enumerate();
        pieces.filter_map(move |(place, piece)| match piece {
            FlowPiece::Table(table) => Some((page, place, *table)),
            _ => None,
        })
    });
    let tables: Vec<(&DocumentPage<'_>, usize, &Table)> = tables.collect();
    let names = sheet_names(&tables);
    let mut sheets = vec![text_sheet(&pages, &names)];
    for ((page, place, table), name) in tables.iter().zip(&names) {
        let below = page.pieces.iter().skip(place + 1);
        let notes = below.map_while(|piece| match piece {
            FlowPiece::Line(line) if line.role == LineRole::Note => Some(line),
            _ => None,
        });
        let notes: Vec<&FlowLine> = notes.collect();
        sheets.push(table_sheet(name, table, &notes, page.orientation));
    }
    book::write(document, &sheets)
}

/// Names that a sheet may have, each once.
fn sheet_names(tables: &[(&DocumentPage<'_>, usize, &Table)]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, _, table) in tables {
        let allowed = |character: &char| !"[]:*?/\\'".contains(*character);
        let clean = crate::text::Text::plain(&table.name).shown();
        let clean: String = clean.chars().filter(allowed).collect();
        let clean = if clean.trim().is_empty() {
            "Bảng"
        } else {
            clean.trim()
        };
        let mut name = shortened(clean, NAME_LIMIT).to_owned();
        let mut number = 1;
        let is_taken = |name: &String, names: &[String]| {
            name == TEXT_SHEET
                || names
                    .iter()
                    .any(|one| one.to_lowercase() == name.to_lowercase())
        };
        while is_taken(&name, &names) {
            number += 1;
            let ending = format!(" {number}");
            let room = NAME_LIMIT - ending.chars().count();
            name = format!("{}{ending}", shortened(clean, room));
        }
        names.push(name);
    }
    names
}

/// As many whole words as there is room for; a word that has none by itself is cut.
fn shortened(name: &str, room: usize) -> &str {
    let Some((limit, next)) = name.char_indices().nth(room) else {
        return name;
    };
    let head = &name[..limit];
    let whole = match next {
        ' ' => head,
        _ => head.rsplit_once(' ').map_or(head, |(words, _)| words),
    };
    whole.trim_end_matches([' ', ',', ';', '-', '('])
}

fn looks(role: LineRole) -> Looks {
    let style = role.style();
    Looks {
        size: style.size,
        bold: style.bold,
        italic: style.italic,
        // Justified text has gaps in a sheet.
        align: match style.align {
            Align::Both => Align::Left,
            other => other,
        },
        boxed: false,
        decimals: None,
    }
}

fn text_sheet(pages: &[DocumentPage<'_>], names: &[String]) -> Sheet {
    let mut sheet = Sheet {
        name: TEXT_SHEET.to_owned(),
        widths: vec![TEXT_WIDTH],
        ..Sheet::default()
    };
    let mut names = names.iter();
    for piece in pages.iter().flat_map(|page| &page.pieces) {
        match piece {
            FlowPiece::Line(line) => across(&mut sheet, &line.text.shown(), line.role),
            FlowPiece::Sides(sides) => {
                for line in sides.lines() {
                    across(&mut sheet, &line.text.shown(), line.role);
                }
            }
            FlowPiece::Table(_) => {
                let name = names.next().map_or("", String::as_str);
                let place = format!("(Bảng ở trang tính “{name}”)");
                across(&mut sheet, &place, LineRole::Basis);
            }
        }
    }
    sheet
}

/// The columns' widths come to about this many digits.
fn sheet_width(orientation: Orientation) -> u32 {
    match orientation {
        Orientation::Portrait => 84,
        Orientation::Landscape => 130,
    }
}

fn table_sheet(name: &str, table: &Table, notes: &[&FlowLine], orientation: Orientation) -> Sheet {
    let shares: Vec<u32> = table.columns.iter().map(|column| column.width).collect();
    let widths = widths(&shares, sheet_width(orientation)).into_iter();
    let mut sheet = Sheet {
        name: name.to_owned(),
        orientation,
        widths: widths.map(|width| width.max(5)).collect(),
        ..Sheet::default()
    };
    if !table.name.is_empty() {
        let name = crate::text::Text::plain(&table.name).shown();
        across(&mut sheet, &name, LineRole::AppendixTitle);
    }
    let first = sheet.rows.len();
    write_rows(&mut sheet, &table.header, LineRole::HeaderCell);
    sheet.header = Some((first, sheet.rows.len()));
    write_rows(&mut sheet, &table.rows, LineRole::Cell);
    for note in notes {
        across(&mut sheet, &note.text.shown(), LineRole::Note);
    }
    sheet
}

/// A line over all columns.
fn across(sheet: &mut Sheet, text: &str, role: LineRole) {
    let room = ColumnRoom::new(sheet.widths.iter().sum(), role);
    let columns = sheet.widths.len();
    for (piece, lines) in room.pieces(text) {
        let row = sheet.rows.len();
        sheet.rows.push(SheetRow {
            height: room.height(lines),
            ..SheetRow::default()
        });
        sheet.put([row, 0], [1, columns], looks(role), Value::Text(piece));
    }
}

/// Writes rows below what is there. What has no room in its row goes on in rows of
/// its own.
fn write_rows(sheet: &mut Sheet, rows: &[Vec<Cell>], role: LineRole) {
    let widths = sheet.widths.clone();
    let slots = slots(rows, widths.len());
    let mut begins = Vec::with_capacity(rows.len());
    for slots in &slots {
        begins.push(sheet.rows.len());
        let mut heights = vec![ColumnRoom::new(1, role).height(1)];
        for slot in slots {
            if let Slot::Begins { rows: 1, .. } = slot {
                for (place, (_, height)) in pieces(slot, &widths, role).iter().enumerate() {
                    match heights.get_mut(place) {
                        Some(known) => *known = known.max(*height),
                        None => heights.push(*height),
                    }
                }
            }
        }
        sheet
            .rows
            .extend(heights.into_iter().map(|height| SheetRow {
                height: (height + 2.0).min(room::HIGHEST),
                ..SheetRow::default()
            }));
    }
    for (slots, begin) in slots.iter().zip(&begins) {
        for slot in slots {
            write_slot(sheet, *begin, slot, role, &widths, &begins);
        }
    }
}

/// The text of a cell in pieces that a row has room for, each with its height.
fn pieces(slot: &Slot<'_>, widths: &[u32], role: LineRole) -> Vec<(String, f64)> {
    let Slot::Begins {
        column,
        columns,
        cell,
        ..
    } = slot
    else {
        return Vec::new();
    };
    let lines = cell_lines(cell);
    let lines: Vec<String> = lines.iter().map(crate::text::Text::shown).collect();
    let room = ColumnRoom::new(widths.iter().skip(*column).take(*columns).sum(), role);
    let pieces = room.pieces(&lines.join("\n")).into_iter();
    pieces
        .map(|(text, lines)| (text, room.height(lines)))
        .collect()
}

/// How many decimals a number shows; nothing of a text.
fn decimals_of(content: &Content) -> Option<Decimals> {
    match *content {
        Content::Number { decimals, .. } | Content::Percent { decimals, .. } => {
            Some(Decimals::Fixed(decimals))
        }
        // Another summand may have other decimals.
        Content::Sum { decimals, .. } if decimals > 0 => Some(Decimals::AsNeeded),
        Content::Sum { .. } => Some(Decimals::Fixed(0)),
        Content::Text(_) => None,
    }
}

fn write_slot(
    sheet: &mut Sheet,
    row: usize,
    slot: &Slot<'_>,
    role: LineRole,
    widths: &[u32],
    begins: &[usize],
) {
    let boxed = Looks {
        boxed: true,
        ..looks(role)
    };
    let (column, columns, rows, cell) = match *slot {
        Slot::GoesOn { .. } => return,
        Slot::Open { column } => return sheet.put([row, column], [1, 1], boxed, Value::Nothing),
        Slot::Begins {
            column,
            columns,
            rows,
            cell,
        } => (column, columns, rows, cell),
    };
    let looks = Looks {
        bold: boxed.bold || cell.face.bold,
        italic: boxed.italic || cell.face.italic,
        align: cell.align,
        decimals: decimals_of(&cell.content),
        ..boxed
    };
    let value = match &cell.content {
        Content::Number { value, decimals } => Value::Number {
            value: *value,
            decimals: *decimals,
        },
        Content::Percent {
            value,
            decimals,
            part,
            whole,
        } => Value::Percent {
            value: *value,
            decimals: *decimals,
            part: *part,
            whole: *whole,
        },
        Content::Sum {
            value,
            decimals,
            of,
        } => {
            let rows_of = of.iter().filter_map(|place| begins.get(*place));
            Value::Sum {
                value: *value,
                decimals: *decimals,
                rows: rows_of.filter_map(|row| u32::try_from(*row).ok()).collect(),
            }
        }
        Content::Text(_) => {
            let mut pieces = pieces(slot, widths, role);
            if rows > 1 {
                // What goes over several rows has no rows of its own to go on in.
                let whole = pieces.drain(..).map(|(piece, _)| piece).collect();
                pieces.push((whole, 0.0));
            }
            for (down, (piece, _)) in pieces.into_iter().enumerate() {
                let place = [row + down, column];
                sheet.put(place, [rows, columns], looks, Value::Text(piece));
            }
            return;
        }
    };
    sheet.put([row, column], [rows, columns], looks, value);
}
