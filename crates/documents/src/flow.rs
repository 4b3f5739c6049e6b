//! A document as it is read from top to bottom: lines with a role, two sides
//! beside each other, tables. All writers write from this, so that what stands
//! in one stands in all.

use crate::layout::{LineRole, MOTTO, NATIONAL_TITLE, Underline};
use crate::lines::balanced;
use crate::metrics::width;
use crate::model::{
    AppendixHead, Block, Cell, Content, Document, Foot, Head, Heading, Numbering, Orientation,
    Signature, Table,
};
use crate::numbering::Counters;
use crate::text::Text;
use register::number;

/// A part of a document, which begins on a new page, as its pieces from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage<'a> {
    pub orientation: Orientation,
    /// Its pages are numbered from 1, and the first one shows no number.
    pub begins_count: bool,
    pub pieces: Vec<FlowPiece<'a>>,
}

/// A piece of a [`DocumentPage`] that a writer writes: a line, two columns of lines, or a table.
#[derive(Debug, Clone, PartialEq)]
pub enum FlowPiece<'a> {
    Line(FlowLine),
    Sides(Sides),
    Table(&'a Table),
}

/// One paragraph with its role, by which every writer finds its looks in [`crate::layout`].
#[derive(Debug, Clone, PartialEq)]
pub struct FlowLine {
    pub role: LineRole,
    pub text: Text,
    pub under: Underline,
    /// Of a heading: 1 is the document's or the appendix's own.
    pub level: Option<u8>,
}

/// Two columns without lines: a head, a foot.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// What begins in a row begins at one height.
    pub rows: Vec<SidesRow>,
    /// The left one's share of the width, of a hundred.
    pub left_share: u32,
}

/// One row of [`Sides`]: the lines on the left and those beside them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SidesRow {
    pub left: Vec<FlowLine>,
    pub right: Vec<FlowLine>,
}

impl Sides {
    /// Row by row, in each the left side first.
    pub fn lines(&self) -> impl Iterator<Item = &FlowLine> {
        let rows = self.rows.iter();
        rows.flat_map(|row| row.left.iter().chain(&row.right))
    }
}

/// The national title needs three fifths of the line.
const HEAD_SHARE: u32 = 40;
const FOOT_SHARE: u32 = 50;
/// Between what stands on the left of a head and the national title.
const HEAD_GAP: u32 = 200;

pub fn flow(document: &Document) -> Vec<DocumentPage<'_>> {
    let mut counters = Counters::default();
    let parts = document.parts.iter().enumerate();
    let pages = parts.map(|(place, part)| {
        let mut pieces = Vec::new();
        for block in &part.blocks {
            pieces_of(block, &mut counters, &mut pieces);
        }
        DocumentPage {
            orientation: part.orientation,
            begins_count: place == 0 || part.is_appendix(),
            pieces,
        }
    });
    pages.collect()
}

/// What a cell shows as text.
pub fn cell_lines(cell: &Cell) -> Vec<Text> {
    match &cell.content {
        Content::Text(texts) => texts.clone(),
        Content::Number { value, decimals }
        | Content::Percent {
            value, decimals, ..
        } => {
            let shown = number::format_fixed(*value, *decimals);
            vec![Text::faced(&shown, cell.face)]
        }
        Content::Sum {
            value, decimals, ..
        } => vec![Text::faced(&number::format(*value, *decimals), cell.face)],
    }
}

fn line(role: LineRole, text: Text) -> FlowLine {
    FlowLine {
        role,
        text,
        under: Underline::Nothing,
        level: None,
    }
}

/// A title of a document or of an appendix.
const FIRST_LEVEL: u8 = 1;

/// In as many lines as it needs in a column of this width.
fn fitted(role: LineRole, text: Text, room: u32) -> Vec<FlowLine> {
    let style = role.style();
    let measure = |text: &str| width(text, style.size, style.bold);
    let lines = text.in_lines(|text| balanced(text, room, measure));
    lines.into_iter().map(|text| line(role, text)).collect()
}

fn pieces_of<'a>(block: &'a Block, counters: &mut Counters, pieces: &mut Vec<FlowPiece<'a>>) {
    let mut say = |role, text: &Text| pieces.push(FlowPiece::Line(line(role, text.clone())));
    match block {
        Block::Head(head) => pieces.push(FlowPiece::Sides(head_sides(head))),
        Block::Title(title) => {
            pieces.push(FlowPiece::Line(FlowLine {
                level: Some(FIRST_LEVEL),
                ..line(LineRole::Kind, title.kind.clone())
            }));
            let mut lines: Vec<FlowLine> = title
                .subject
                .iter()
                .map(|text| line(LineRole::Subject, text.clone()))
                .collect();
            if let Some(last) = lines.last_mut() {
                last.under = Underline::Part;
            }
            pieces.extend(lines.into_iter().map(FlowPiece::Line));
        }
        Block::Addressee(text) => say(LineRole::Addressee, text),
        Block::Heading(heading) => pieces.extend(heading_lines(heading, counters)),
        Block::Paragraph(text) => say(LineRole::Body, text),
        Block::Basis(text) => say(LineRole::Basis, text),
        Block::Item(text) => say(LineRole::Item, text),
        Block::Note(text) => say(LineRole::Note, text),
        Block::Table(table) => pieces.push(FlowPiece::Table(table)),
        Block::Signature(signature) => pieces.push(FlowPiece::Sides(foot_sides(signature))),
        Block::Appendix(head) => pieces.extend(appendix_lines(head)),
    }
}

/// The office beside the national title, and below both, on one line, the number
/// and the date (Phụ lục I, mục V).
fn head_sides(head: &Head) -> Sides {
    let room = Orientation::Portrait.text_width() * HEAD_SHARE / 100 - HEAD_GAP;
    let capitals = |role, texts: &[Text]| -> Vec<FlowLine> {
        let texts = texts.iter().cloned();
        let lines = texts.map(|text| fitted(role, text.in_capitals(), room));
        lines.flatten().collect()
    };
    let mut office = capitals(LineRole::Superior, &head.superior);
    office.extend(capitals(LineRole::Issuing, &head.issuing));
    if let Some(last) = office.last_mut() {
        last.under = Underline::Part;
    }
    let mut motto = line(LineRole::Motto, Text::plain(MOTTO));
    motto.under = Underline::Whole;
    let mut number: Vec<FlowLine> = Vec::new();
    number.extend(head.number.clone().map(|text| line(LineRole::Number, text)));
    // A letter has no other title.
    number.extend(head.about.clone().map(|text| FlowLine {
        level: Some(FIRST_LEVEL),
        ..line(LineRole::About, text)
    }));
    let titles = SidesRow {
        left: office,
        right: vec![
            line(LineRole::NationalTitle, Text::plain(NATIONAL_TITLE)),
            motto,
        ],
    };
    let dates = SidesRow {
        left: number,
        right: vec![line(LineRole::PlaceAndDate, head.place_and_date.clone())],
    };
    Sides {
        rows: vec![titles, dates],
        left_share: HEAD_SHARE,
    }
}

fn heading_lines<'a>(heading: &Heading, counters: &mut Counters) -> Vec<FlowPiece<'a>> {
    let number = counters.next(heading.depth, heading.numbering);
    // Below the title of the document.
    let level = u8::try_from(heading.depth).unwrap_or(u8::MAX);
    let level = Some(level.saturating_add(FIRST_LEVEL + 1)).filter(|_| !heading.is_sentence);
    let is_part = matches!(
        heading.numbering,
        Numbering::PartWords | Numbering::PartRoman
    );
    let mut lines = Vec::new();
    if is_part {
        lines.extend(number.map(|number| line(LineRole::Part, Text::plain(&number))));
        lines.push(FlowLine {
            level,
            ..line(LineRole::PartTitle, heading.text.clone().in_capitals())
        });
    } else {
        let role = match heading.numbering {
            _ if heading.is_sentence => LineRole::Body,
            Numbering::Dotted => LineRole::Point,
            Numbering::LowerLetter => LineRole::Letter,
            _ => LineRole::Section,
        };
        let text = match number {
            Some(number) => Text::plain(&format!("{number} ")).then(heading.text.clone()),
            None => heading.text.clone(),
        };
        lines.push(FlowLine {
            level,
            ..line(role, text)
        });
    }
    lines.into_iter().map(FlowPiece::Line).collect()
}

fn appendix_lines<'a>(head: &AppendixHead) -> Vec<FlowPiece<'a>> {
    let name = head.name.clone();
    let mut lines: Vec<FlowLine> = name
        .map(|text| line(LineRole::AppendixName, text))
        .into_iter()
        .collect();
    // Its name is in capitals (mục III.1), what is added to it is not.
    let title = head.title.iter().enumerate();
    lines.extend(title.map(|(place, text)| {
        let text = text.clone();
        let (text, level) = match place {
            0 => (text.in_capitals(), Some(FIRST_LEVEL)),
            _ => (text, None),
        };
        FlowLine {
            level,
            ..line(LineRole::AppendixTitle, text)
        }
    }));
    let reference = head.reference.clone();
    lines.extend(reference.map(|text| line(LineRole::AppendixReference, text)));
    lines.into_iter().map(FlowPiece::Line).collect()
}

/// Two who sign have their names on one height, however much stands above each.
fn foot_sides(signature: &Signature) -> Sides {
    let rows = match (&signature.left, &signature.right) {
        (
            Foot::Signer { lines: left, name },
            Foot::Signer {
                lines: right,
                name: other,
            },
        ) => vec![
            SidesRow {
                left: signer_lines(left),
                right: signer_lines(right),
            },
            SidesRow {
                left: vec![line(LineRole::SignerName, name.clone())],
                right: vec![line(LineRole::SignerName, other.clone())],
            },
        ],
        (left, right) => vec![SidesRow {
            left: foot_lines(left),
            right: foot_lines(right),
        }],
    };
    Sides {
        rows,
        left_share: FOOT_SHARE,
    }
}

fn foot_lines(foot: &Foot) -> Vec<FlowLine> {
    match foot {
        Foot::Nothing => Vec::new(),
        Foot::Recipients { heading, lines } => {
            let mut all = vec![line(LineRole::RecipientsHeading, heading.clone())];
            all.extend(
                lines
                    .iter()
                    .map(|text| line(LineRole::Recipient, text.clone())),
            );
            all
        }
        Foot::Signer { lines, name } => {
            let mut all = signer_lines(lines);
            all.push(line(LineRole::SignerName, name.clone()));
            all
        }
    }
}

fn signer_lines(lines: &[Text]) -> Vec<FlowLine> {
    let of_line = |text: &Text| match text.shown().starts_with('(') {
        true => line(LineRole::SignerRemark, text.clone()),
        false => line(LineRole::SignerLine, text.clone()),
    };
    lines.iter().map(of_line).collect()
}
