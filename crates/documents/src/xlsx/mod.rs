//! A document as a workbook: its tables as tables, one a sheet, and what is
//! around them on the first sheet.

mod room;

use crate::Problem;
use crate::flow::{Line, Page, Piece, cell_lines, flow};
use crate::grid::{Slot, slots, widths};
use crate::layout::{FONT, Role};
use crate::model::{Align, Cell, Content, Document, Orientation, Table};
use room::Room;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

/// The sheet of what is no table.
const TEXT_SHEET: &str = "Văn bản";
/// Width of that sheet, in characters.
const TEXT_WIDTH: u32 = 92;
const NAME_LIMIT: usize = 31;
const A4: u8 = 9;
/// Mục I.2 in inches: right, top and bottom; left.
const MARGIN: f64 = 0.79;
const LEFT_MARGIN: f64 = 1.18;
const RIGHT_MARGIN: f64 = 0.59;

/// The bytes of the file.
///
/// # Errors
///
/// Where a table has more rows or columns than a sheet.
pub fn write(document: &Document) -> Result<Vec<u8>, Problem> {
    let mut workbook = Workbook::new();
    // No clock: the file is the same whenever it is made.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let name = crate::text::Text::plain(&document.name).shown();
    let properties = DocProperties::new().set_title(name);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    let pages = flow(document);
    let tables = pages.iter().flat_map(|page| {
        let pieces = page.pieces.iter().enumerate();
        pieces.filter_map(move |(place, piece)| match piece {
            Piece::Table(table) => Some((page, place, *table)),
            _ => None,
        })
    });
    let tables: Vec<(&Page<'_>, usize, &Table)> = tables.collect();
    let names = sheet_names(&tables);
    text_sheet(workbook.add_worksheet(), &pages, &names)?;
    for (index, (page, place, table)) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&names[index])?;
        if index == 0 {
            sheet.set_active(true);
        }
        paper(sheet, page.orientation);
        let notes = page
            .pieces
            .iter()
            .skip(place + 1)
            .map_while(|piece| match piece {
                Piece::Line(line) if line.role == Role::Note => Some(line),
                _ => None,
            });
        let notes: Vec<&Line> = notes.collect();
        table_sheet(sheet, table, &notes, page.orientation)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Names that a sheet may have, each once.
fn sheet_names(tables: &[(&Page<'_>, usize, &Table)]) -> Vec<String> {
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
        let short: String = clean.chars().take(NAME_LIMIT).collect();
        let mut name = short.trim().to_owned();
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
            let short: String = clean.chars().take(room).collect();
            name = format!("{}{ending}", short.trim());
        }
        names.push(name);
    }
    names
}

fn paper(sheet: &mut Worksheet, orientation: Orientation) {
    sheet.set_paper_size(A4);
    sheet.set_margins(LEFT_MARGIN, RIGHT_MARGIN, MARGIN, MARGIN, 0.4, 0.4);
    sheet.set_print_fit_to_pages(1, 0);
    match orientation {
        Orientation::Portrait => sheet.set_portrait(),
        Orientation::Landscape => sheet.set_landscape(),
    };
}

fn font(role: Role) -> Format {
    let style = role.style();
    let mut format = Format::new()
        .set_font_name(FONT)
        .set_font_size(style.size)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(align(style.align));
    if style.bold {
        format = format.set_bold();
    }
    if style.italic {
        format = format.set_italic();
    }
    format
}

fn align(align: Align) -> FormatAlign {
    match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
        Align::Both => FormatAlign::Justify,
    }
}

fn text_sheet(
    sheet: &mut Worksheet,
    pages: &[Page<'_>],
    names: &[String],
) -> Result<(), XlsxError> {
    sheet.set_name(TEXT_SHEET)?;
    sheet.set_column_width(0, TEXT_WIDTH)?;
    paper(sheet, Orientation::Portrait);
    let mut row = 0;
    let mut names = names.iter();
    for piece in pages.iter().flat_map(|page| &page.pieces) {
        let lines: Vec<&Line> = match piece {
            Piece::Line(line) => vec![line],
            Piece::Sides(sides) => sides.left.iter().chain(&sides.right).collect(),
            Piece::Table(_) => {
                let name = names.next().map_or("", String::as_str);
                let format = font(Role::Basis);
                sheet.write_with_format(
                    row,
                    0,
                    format!("(Bảng ở trang tính “{name}”)"),
                    &format,
                )?;
                row += 1;
                continue;
            }
        };
        for line in lines {
            let format = font(line.role);
            let room = Room::new(TEXT_WIDTH, line.role);
            for (piece, lines) in room.pieces(&line.text.shown()) {
                sheet.write_string_with_format(row, 0, piece, &format)?;
                sheet.set_row_height(row, room.height(lines))?;
                row += 1;
            }
        }
    }
    sheet.set_print_area(0, 0, row.saturating_sub(1), 0)?;
    Ok(())
}

/// The columns' widths come to about this many digits.
fn sheet_width(orientation: Orientation) -> u32 {
    match orientation {
        Orientation::Portrait => 92,
        Orientation::Landscape => 132,
    }
}

fn table_sheet(
    sheet: &mut Worksheet,
    table: &Table,
    notes: &[&Line],
    orientation: Orientation,
) -> Result<(), XlsxError> {
    let shares: Vec<u32> = table.columns.iter().map(|column| column.width).collect();
    let whole = sheet_width(orientation);
    let widths: Vec<u32> = widths(&shares, whole)
        .into_iter()
        .map(|width| width.max(5))
        .collect();
    for (index, width) in (0_u16..).zip(&widths) {
        sheet.set_column_width(index, *width)?;
    }
    let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut row = 0;
    if !table.name.is_empty() {
        let name = crate::text::Text::plain(&table.name).shown();
        row = across(sheet, row, last, &name, Role::AppendixTitle, whole)?;
    }
    let first_header = row;
    row = write_rows(sheet, &table.header, &widths, Role::HeaderCell, row)?;
    sheet.set_freeze_panes(row, 0)?;
    if row > first_header {
        sheet.set_repeat_rows(first_header, row - 1)?;
    }
    row = write_rows(sheet, &table.rows, &widths, Role::Cell, row)?;
    for note in notes {
        row = across(sheet, row, last, &note.text.shown(), Role::Note, whole)?;
    }
    sheet.set_print_area(0, 0, row.saturating_sub(1), last)?;
    Ok(())
}

/// Writes rows from a row of the sheet on, and gives the one after them. What has
/// no room in its row goes on in rows of its own.
fn write_rows(
    sheet: &mut Worksheet,
    rows: &[Vec<Cell>],
    widths: &[u32],
    role: Role,
    first: u32,
) -> Result<u32, XlsxError> {
    let slots = slots(rows, widths.len());
    let mut begins = Vec::with_capacity(rows.len());
    let mut next = first;
    for slots in &slots {
        begins.push(next);
        let mut heights = vec![0.0_f64];
        for slot in slots {
            let Slot::Begins {
                column,
                columns,
                rows: 1,
                cell,
            } = slot
            else {
                continue;
            };
            let width = widths.iter().skip(*column).take(*columns).sum();
            let room = Room::new(width, role);
            for (place, (_, lines)) in room.pieces(&cell_text(cell)).iter().enumerate() {
                if place == heights.len() {
                    heights.push(0.0);
                }
                heights[place] = heights[place].max(room.height(*lines));
            }
        }
        for height in heights {
            sheet.set_row_height(next, height.max(Room::new(1, role).line) + 2.0)?;
            next += 1;
        }
    }
    for (slots, begin) in slots.into_iter().zip(&begins) {
        for slot in slots {
            write_slot(sheet, *begin, slot, role, widths, &begins)?;
        }
    }
    Ok(next)
}

/// A line over all columns; gives the row after it.
fn across(
    sheet: &mut Worksheet,
    first: u32,
    last: u16,
    text: &str,
    role: Role,
    width: u32,
) -> Result<u32, XlsxError> {
    let room = Room::new(width, role);
    let mut row = first;
    for (piece, lines) in room.pieces(text) {
        if last == 0 {
            sheet.write_string_with_format(row, 0, piece, &font(role))?;
        } else {
            sheet.merge_range(row, 0, row, last, &piece, &font(role))?;
        }
        sheet.set_row_height(row, room.height(lines))?;
        row += 1;
    }
    Ok(row)
}

fn cell_text(cell: &Cell) -> String {
    let lines = cell_lines(cell);
    let lines: Vec<String> = lines.iter().map(crate::text::Text::shown).collect();
    lines.join("\n")
}

fn write_slot(
    sheet: &mut Worksheet,
    row: u32,
    slot: Slot<'_>,
    role: Role,
    widths: &[u32],
    begins: &[u32],
) -> Result<(), XlsxError> {
    let boxed = font(role)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    let place = |column: usize| u16::try_from(column).unwrap_or(u16::MAX);
    let (column, columns, rows, cell) = match slot {
        Slot::GoesOn { .. } => return Ok(()),
        Slot::Open { column } => {
            sheet.write_blank(row, place(column), &boxed)?;
            return Ok(());
        }
        Slot::Begins {
            column,
            columns,
            rows,
            cell,
        } => (column, columns, rows, cell),
    };
    let first = place(column);
    let mut format = boxed.set_align(align(cell.align));
    if cell.face.bold {
        format = format.set_bold();
    }
    if cell.face.italic {
        format = format.set_italic();
    }
    if let Content::Number { decimals, .. } = cell.content {
        format = format.set_num_format(number_format(decimals));
    } else if let Content::Sum { .. } = cell.content {
        format = format.set_num_format(number_format(0));
    }
    if columns > 1 || rows > 1 {
        let down = u32::try_from(rows - 1).unwrap_or(0);
        sheet.merge_range(
            row,
            first,
            row + down,
            place(column + columns - 1),
            "",
            &format,
        )?;
    }
    match &cell.content {
        Content::Number { value, decimals } => {
            let scale = 10_f64.powi(i32::from(*decimals));
            sheet.write_number_with_format(row, first, *value as f64 / scale, &format)?;
        }
        Content::Sum { value, of } => {
            let cells: Vec<String> = of
                .iter()
                .filter_map(|place| begins.get(*place))
                .map(|row| rust_xlsxwriter::utility::row_col_to_cell(*row, first))
                .collect();
            let formula = Formula::new(format!("=SUM({})", cells.join(",")));
            let formula = formula.set_result(value.to_string());
            sheet.write_formula_with_format(row, first, formula, &format)?;
        }
        Content::Text(_) => {
            let width = widths.iter().skip(column).take(columns).sum();
            let pieces = Room::new(width, role).pieces(&cell_text(cell));
            for (down, (piece, _)) in (0_u32..).zip(pieces) {
                sheet.write_string_with_format(row + down, first, piece, &format)?;
            }
        }
    }
    Ok(())
}

/// Shown as «1.234,5»: the office program puts the signs of Vietnamese.
fn number_format(decimals: u8) -> String {
    let fraction = "0".repeat(usize::from(decimals));
    let point = if decimals > 0 { "." } else { "" };
    format!("[$-42A]#,##0{point}{fraction}")
}
