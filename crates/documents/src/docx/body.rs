//! What is between the margins.

use super::styles::word;
use super::{LINKS, WORD, XML};
use crate::flow::{Line, Page, Piece, Sides, cell_lines};
use crate::grid::{Slot, slots, widths};
use crate::layout::{BOTTOM, LEFT, PAGE_NUMBER_FROM_EDGE, RIGHT, Role, TOP, Under, length_under};
use crate::model::{Align, Cell, Orientation, Table};
use crate::text::{Blank, Face, Ink, Run, Text};
use crate::xml::escaped;

/// A row with less than this many letters is not torn apart between two pages.
const KEPT_WHOLE: usize = 600;

pub(super) fn document(pages: &[Page<'_>]) -> String {
    let mut body = String::new();
    for (place, page) in pages.iter().enumerate() {
        let width = page.orientation.text_width();
        for (place, piece) in page.pieces.iter().enumerate() {
            match piece {
                Piece::Line(line) => {
                    // A signature never stands on a page by itself.
                    let keeps = match page.pieces.get(place + 1) {
                        Some(Piece::Sides(_)) => Keeps::Next,
                        _ => Keeps::Itself,
                    };
                    body.push_str(&paragraphs(line, width, keeps));
                }
                Piece::Sides(sides) => body.push_str(&side_by_side(sides, width)),
                Piece::Table(one) => body.push_str(&table(one, width)),
            }
            // Two tables side by side in the text would become one.
            let is_table = !matches!(piece, Piece::Line(_));
            if is_table && place + 1 < page.pieces.len() {
                body.push_str(&spacer(GAP_AFTER_TABLE, ""));
            }
        }
        let section = section(page.orientation, place == 0);
        if place + 1 < pages.len() {
            body.push_str(&spacer(NO_HEIGHT, &section));
        } else {
            body.push_str(&spacer(NO_HEIGHT, ""));
            body.push_str(&section);
        }
    }
    format!(
        r#"{XML}<w:document xmlns:w="{WORD}" xmlns:r="{LINKS}"><w:body>{body}</w:body></w:document>"#
    )
}

fn section(orientation: Orientation, is_first: bool) -> String {
    let (width, height) = orientation.paper();
    let across = match orientation {
        Orientation::Portrait => "",
        Orientation::Landscape => r#" w:orient="landscape""#,
    };
    // The first page has no number.
    let title_page = if is_first { "<w:titlePg/>" } else { "" };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{across}/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="{PAGE_NUMBER_FROM_EDGE}" w:footer="{PAGE_NUMBER_FROM_EDGE}" w:gutter="0"/>{title_page}</w:sectPr>"#
    )
}

const GAP_AFTER_TABLE: u32 = 120;
const NO_HEIGHT: u32 = 20;

/// A paragraph without text: after a table, at the end of a part.
fn spacer(height: u32, section: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>{section}</w:pPr></w:p>"#
    )
}

/// Whether a paragraph stays on one page with what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeps {
    Itself,
    Next,
}

/// A line, and the line under it where it has one.
fn paragraphs(line: &Line, width: u32, keeps: Keeps) -> String {
    let paragraph = paragraph(line.role, &line.text, None, width, keeps);
    if line.under == Under::Nothing || line.text.is_empty() {
        return paragraph;
    }
    let length = length_under(line.under, &line.text.shown(), line.role, width).min(width);
    let side = (width - length) / 2;
    let after = if line.role == Role::Subject { 200 } else { 0 };
    format!(
        r#"{paragraph}<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr><w:spacing w:before="60" w:after="{after}" w:line="60" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>"#
    )
}

fn paragraph(role: Role, text: &Text, align: Option<Align>, width: u32, keeps: Keeps) -> String {
    let style = role.style();
    let keeps = match keeps {
        Keeps::Next => "<w:keepNext/>",
        Keeps::Itself => "",
    };
    let to_the_end = text
        .runs()
        .iter()
        .any(|run| run.ink == Ink::Blank(Blank::Line));
    let tabs = match to_the_end {
        true => {
            format!(r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>"#)
        }
        false => String::new(),
    };
    let align = match align {
        _ if to_the_end => Some(Align::Left),
        same if same == Some(style.align) => None,
        other => other,
    };
    let align = align.map_or(String::new(), |align| {
        format!(r#"<w:jc w:val="{}"/>"#, word(align))
    });
    let runs: String = text
        .runs()
        .iter()
        .map(|run| self::run(run, style.bold, style.italic))
        .collect();
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{keeps}{tabs}{align}</w:pPr>{runs}</w:p>"#,
        style.id
    )
}

fn run(run: &Run, is_bold: bool, is_italic: bool) -> String {
    let Face { bold, italic } = run.face;
    let mut face = String::new();
    if bold && !is_bold {
        face.push_str("<w:b/><w:bCs/>");
    }
    if italic && !is_italic {
        face.push_str("<w:i/><w:iCs/>");
    }
    if !face.is_empty() {
        face = format!("<w:rPr>{face}</w:rPr>");
    }
    match &run.ink {
        Ink::Blank(Blank::Line) => format!("<w:r>{face}<w:tab/></w:r>"),
        Ink::Blank(blank) => format!("<w:r>{face}<w:t>{}</w:t></w:r>", blank.dots()),
        Ink::Words(words) => format!(
            r#"<w:r>{face}<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escaped(words)
        ),
    }
}

fn side_by_side(sides: &Sides, width: u32) -> String {
    let left = width * sides.left_share / 100;
    let right = width - left;
    let side = |lines: &[Line], width: u32| {
        let mut inside: String = lines
            .iter()
            .map(|line| paragraphs(line, width, Keeps::Itself))
            .collect();
        if inside.is_empty() {
            inside = spacer(NO_HEIGHT, "");
        }
        format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>"#)
    };
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr></w:tbl>"#,
        side(&sides.left, left),
        side(&sides.right, right)
    )
}

/// Between a cell's lines and its text, on both sides.
const CELL_MARGIN: u32 = 70;

fn table(table: &Table, width: u32) -> String {
    let shares: Vec<u32> = table.columns.iter().map(|column| column.width).collect();
    let widths = widths(&shares, width);
    let grid: String = widths
        .iter()
        .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
        .collect();
    let edges: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .iter()
        .map(|edge| format!(r#"<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#))
        .collect();
    let header: String = slots(&table.header, widths.len())
        .iter()
        .map(|row| self::row(row, &widths, Role::HeaderCell))
        .collect();
    let rows: String = slots(&table.rows, widths.len())
        .iter()
        .map(|row| self::row(row, &widths, Role::Cell))
        .collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="15" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/><w:bottom w:w="15" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"#
    )
}

fn row(row: &[Slot<'_>], widths: &[u32], role: Role) -> String {
    let mut letters = 0;
    let mut cells = String::new();
    for slot in row {
        match *slot {
            Slot::Begins {
                column,
                columns,
                rows,
                cell,
            } => {
                let lines = cell_lines(cell);
                let size = |text: &Text| text.shown().chars().count();
                // A header, and the heading of a group, go with the row after them.
                let is_group = columns == widths.len() && columns > 1;
                let keeps = match is_group || role == Role::HeaderCell {
                    true => Keeps::Next,
                    false => Keeps::Itself,
                };
                letters += lines.iter().map(size).sum::<usize>();
                let merge = if rows > 1 {
                    r#"<w:vMerge w:val="restart"/>"#
                } else {
                    ""
                };
                cells.push_str(&tc(column, columns, widths, merge, |width| {
                    cell_paragraphs(cell, &lines, role, width, keeps)
                }));
            }
            Slot::GoesOn { column, columns } => {
                cells.push_str(&tc(column, columns, widths, "<w:vMerge/>", |_| empty(role)));
            }
            Slot::Open { column } => cells.push_str(&tc(column, 1, widths, "", |_| empty(role))),
        }
    }
    let whole = if letters < KEPT_WHOLE {
        "<w:cantSplit/>"
    } else {
        ""
    };
    let repeated = if role == Role::HeaderCell {
        "<w:tblHeader/>"
    } else {
        ""
    };
    format!("<w:tr><w:trPr>{whole}{repeated}</w:trPr>{cells}</w:tr>")
}

fn tc(
    column: usize,
    columns: usize,
    widths: &[u32],
    merge: &str,
    inside: impl Fn(u32) -> String,
) -> String {
    let width: u32 = widths.iter().skip(column).take(columns).sum();
    let over = match columns {
        0 | 1 => String::new(),
        _ => format!(r#"<w:gridSpan w:val="{columns}"/>"#),
    };
    let inside = inside(width.saturating_sub(2 * CELL_MARGIN));
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{merge}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>"#
    )
}

fn cell_paragraphs(cell: &Cell, lines: &[Text], role: Role, width: u32, keeps: Keeps) -> String {
    if lines.is_empty() {
        return empty(role);
    }
    let lines = lines.iter();
    lines
        .map(|text| paragraph(role, text, Some(cell.align), width, keeps))
        .collect()
}

fn empty(role: Role) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr></w:p>"#,
        role.style().id
    )
}
