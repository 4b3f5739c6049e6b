//! What is between the margins.

use super::styles::word;
use super::{LINKS, WORD, XML};
use crate::flow::{DocumentPage, FlowLine, FlowPiece, Sides, SidesRow, cell_lines};
use crate::grid::{Slot, slots, widths};
use crate::layout::{
    BOTTOM, CELL_MARGIN, LEFT, LineRole, PAGE_NUMBER_FROM_EDGE, RIGHT, TOP, Underline, length_under,
};
use crate::model::{Align, Cell, Orientation, Table};
use crate::text::{Blank, Face, Run, RunContent, Text};
use crate::xml::escaped;

/// A row with less than this many letters is not torn apart between two pages.
const KEPT_WHOLE: usize = 600;

pub(super) fn document(pages: &[DocumentPage<'_>]) -> String {
    let mut body = String::new();
    for (place, page) in pages.iter().enumerate() {
        let width = page.orientation.text_width();
        for (place, piece) in page.pieces.iter().enumerate() {
            match piece {
                FlowPiece::Line(line) => {
                    let next = page.pieces.get(place + 1);
                    let above = place
                        .checked_sub(1)
                        .and_then(|above| page.pieces.get(above));
                    let set = ParagraphFormat {
                        keeps: keeps(line, next),
                        gap: match above {
                            Some(FlowPiece::Table(_) | FlowPiece::Sides(_)) => GAP_AFTER_TABLE,
                            _ => 0,
                        },
                        ..ParagraphFormat::PLAIN
                    };
                    body.push_str(&paragraphs(line, width, set));
                }
                FlowPiece::Sides(sides) => body.push_str(&side_by_side(sides, width)),
                FlowPiece::Table(one) => body.push_str(&table(one, width, signed(page, place))),
            }
            // Two tables side by side in the text would become one.
            let is_table = !matches!(piece, FlowPiece::Line(_));
            let next_is_table = |next: &FlowPiece<'_>| !matches!(next, FlowPiece::Line(_));
            if is_table && page.pieces.get(place + 1).is_some_and(next_is_table) {
                let keeps = match signed(page, place) {
                    true => Keeps::Next,
                    false => Keeps::Itself,
                };
                body.push_str(&spacer(GAP_AFTER_TABLE, keeps.words()));
            }
        }
        let section = section(page);
        if place + 1 < pages.len() {
            body.push_str(&ending(&section));
        } else {
            body.push_str(&ending(""));
            body.push_str(&section);
        }
    }
    format!(
        r#"{XML}<w:document xmlns:w="{WORD}" xmlns:r="{LINKS}"><w:body>{body}</w:body></w:document>"#
    )
}

/// A signature never stands on a page by itself, nor does the last line above a
/// table, or one that says that something follows.
fn keeps(line: &FlowLine, next: Option<&FlowPiece<'_>>) -> Keeps {
    let shown = || line.text.shown();
    match next {
        Some(FlowPiece::Sides(_) | FlowPiece::Table(_)) => Keeps::Next,
        Some(FlowPiece::Line(_)) if line.role == LineRole::Item && shown().ends_with(':') => {
            Keeps::Next
        }
        // A heading of many lines would leave half a page blank.
        Some(FlowPiece::Line(_))
            if line.role.style().keeps_next && shown().chars().count() > LONG_HEADING =>
        {
            Keeps::Nothing
        }
        _ => Keeps::Itself,
    }
}

/// Whether the table in this place is the last thing above a signature.
fn signed(page: &DocumentPage<'_>, place: usize) -> bool {
    let is_table = matches!(page.pieces.get(place), Some(FlowPiece::Table(_)));
    is_table && matches!(page.pieces.get(place + 1), Some(FlowPiece::Sides(_)))
}

/// A heading with more letters has more than five lines.
const LONG_HEADING: usize = 400;

fn section(page: &DocumentPage<'_>) -> String {
    let (width, height) = page.orientation.paper();
    let across = match page.orientation {
        Orientation::Portrait => "",
        Orientation::Landscape => r#" w:orient="landscape""#,
    };
    let count = match page.begins_count {
        true => r#"<w:pgNumType w:start="1"/><w:titlePg/>"#,
        false => "",
    };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{across}/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="{PAGE_NUMBER_FROM_EDGE}" w:footer="{PAGE_NUMBER_FROM_EDGE}" w:gutter="0"/>{count}</w:sectPr>"#
    )
}

const GAP_AFTER_TABLE: u32 = 120;
const NO_HEIGHT: u32 = 20;

/// A paragraph without text: between two tables.
fn spacer(height: u32, keeps: &str) -> String {
    format!(
        r#"<w:p><w:pPr>{keeps}<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/></w:pPr></w:p>"#
    )
}

/// A paragraph without text at the end of a part.
fn ending(section: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{NO_HEIGHT}" w:lineRule="exact"/>{section}</w:pPr></w:p>"#
    )
}

/// Whether a paragraph stays on one page with what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeps {
    /// As its role says.
    Itself,
    Next,
    /// Whatever its role says.
    Nothing,
}

impl Keeps {
    fn words(self) -> &'static str {
        match self {
            Self::Next => "<w:keepNext/>",
            Self::Nothing => r#"<w:keepNext w:val="0"/>"#,
            Self::Itself => "",
        }
    }
}

/// How a paragraph stands to what is around it.
#[derive(Debug, Clone, Copy)]
struct ParagraphFormat {
    keeps: Keeps,
    /// Above it, more than its role has.
    gap: u32,
    /// Of a heading.
    level: Option<u8>,
}

impl ParagraphFormat {
    const PLAIN: Self = Self {
        keeps: Keeps::Itself,
        gap: 0,
        level: None,
    };
}

/// A line, and the line under it where it has one.
fn paragraphs(line: &FlowLine, width: u32, set: ParagraphFormat) -> String {
    let set = ParagraphFormat {
        level: line.level,
        ..set
    };
    let paragraph = paragraph(line.role, &line.text, None, width, set);
    if line.under == Underline::Nothing || line.text.is_empty() {
        return paragraph;
    }
    let length = length_under(line.under, &line.text.shown(), line.role, width).min(width);
    let side = (width - length) / 2;
    let after = if line.role == LineRole::Subject {
        200
    } else {
        0
    };
    format!(
        r#"{paragraph}<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr><w:spacing w:before="60" w:after="{after}" w:line="60" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>"#
    )
}

/// A word processor's navigation knows no more.
const DEEPEST_LEVEL: u8 = 9;

fn paragraph(
    role: LineRole,
    text: &Text,
    align: Option<Align>,
    width: u32,
    set: ParagraphFormat,
) -> String {
    let style = role.style();
    let keeps = set.keeps.words();
    let gap = match set.gap {
        0 => String::new(),
        gap => format!(r#"<w:spacing w:before="{}"/>"#, style.before + gap),
    };
    let to_the_end = text
        .runs()
        .iter()
        .any(|run| run.ink == RunContent::Blank(Blank::Line));
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
    let level = set.level.map_or(String::new(), |level| {
        let level = level.clamp(1, DEEPEST_LEVEL) - 1;
        format!(r#"<w:outlineLvl w:val="{level}"/>"#)
    });
    let runs: String = text
        .runs()
        .iter()
        .map(|run| self::run(run, style.bold, style.italic))
        .collect();
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{keeps}{tabs}{gap}{align}{level}</w:pPr>{runs}</w:p>"#,
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
        RunContent::Blank(Blank::Line) => format!("<w:r>{face}<w:tab/></w:r>"),
        RunContent::Blank(blank) => format!("<w:r>{face}<w:t>{}</w:t></w:r>", blank.dots()),
        RunContent::Words(words) => format!(
            r#"<w:r>{face}<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escaped(words)
        ),
    }
}

fn side_by_side(sides: &Sides, width: u32) -> String {
    let left = width * sides.left_share / 100;
    let right = width - left;
    let last = sides.rows.len().saturating_sub(1);
    let side = |lines: &[FlowLine], width: u32, keeps: Keeps| {
        let set = ParagraphFormat {
            keeps,
            ..ParagraphFormat::PLAIN
        };
        let lines = lines.iter().map(|line| paragraphs(line, width, set));
        let mut inside: String = lines.collect();
        if inside.is_empty() {
            inside = spacer(NO_HEIGHT, keeps.words());
        }
        format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>"#)
    };
    let row = |(place, row): (usize, &SidesRow)| {
        // Its rows stay together.
        let keeps = match place < last {
            true => Keeps::Next,
            false => Keeps::Itself,
        };
        let (left, right) = (side(&row.left, left, keeps), side(&row.right, right, keeps));
        format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{left}{right}</w:tr>")
    };
    let rows: String = sides.rows.iter().enumerate().map(row).collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid>{rows}</w:tbl>"#
    )
}

/// So many rows of a table go with the signature under it.
const ROWS_OF_SIGNATURE: usize = 2;
/// Its last row, the total of the others, never stands on a page by itself.
const LAST_ROWS: usize = 2;
/// A table with no more rows is not torn apart above a signature.
const SHORT_TABLE: usize = 6;

fn table(table: &Table, width: u32, is_signed: bool) -> String {
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
        .map(|row| self::row(row, &widths, LineRole::HeaderCell, Keeps::Next))
        .collect();
    let count = table.rows.len();
    let goes_along = |place: usize| {
        let is_near = count <= SHORT_TABLE || place + ROWS_OF_SIGNATURE >= count;
        let has_last_below = place + LAST_ROWS == count;
        match has_last_below || (is_signed && is_near) {
            true => Keeps::Next,
            false => Keeps::Itself,
        }
    };
    let rows: String = slots(&table.rows, widths.len())
        .iter()
        .enumerate()
        .map(|(place, row)| self::row(row, &widths, LineRole::Cell, goes_along(place)))
        .collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="15" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/><w:bottom w:w="15" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"#
    )
}

fn row(row: &[Slot<'_>], widths: &[u32], role: LineRole, keeps: Keeps) -> String {
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
                // The heading of a group goes with the row after it.
                let is_group = columns == widths.len() && columns > 1;
                let keeps = match is_group {
                    true => Keeps::Next,
                    false => keeps,
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
                cells.push_str(&tc(column, columns, widths, "<w:vMerge/>", |_| {
                    empty(role, keeps)
                }));
            }
            Slot::Open { column } => {
                cells.push_str(&tc(column, 1, widths, "", |_| empty(role, keeps)))
            }
        }
    }
    let whole = if letters < KEPT_WHOLE {
        "<w:cantSplit/>"
    } else {
        ""
    };
    let repeated = if role == LineRole::HeaderCell {
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

fn cell_paragraphs(
    cell: &Cell,
    lines: &[Text],
    role: LineRole,
    width: u32,
    keeps: Keeps,
) -> String {
    if lines.is_empty() {
        return empty(role, keeps);
    }
    let lines = lines.iter();
    let set = ParagraphFormat {
        keeps,
        ..ParagraphFormat::PLAIN
    };
    lines
        .map(|text| paragraph(role, text, Some(cell.align), width, set))
        .collect()
}

fn empty(role: LineRole, keeps: Keeps) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr></w:p>"#,
        role.style().id,
        keeps.words()
    )
}
