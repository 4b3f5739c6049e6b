//! A document as it is read from top to bottom: lines with a role, two sides
//! beside each other, tables. All writers write from this, so that what stands
//! in one stands in all.

use crate::layout::{MOTTO, NATIONAL_TITLE, Role, Under};
use crate::lines::balanced;
use crate::metrics::width;
use crate::model::{
    AppendixHead, Block, Cell, Content, Document, Foot, Head, Heading, Numbering, Orientation,
    Signature, Table,
};
use crate::numbering::Counters;
use crate::text::Text;
use register::number;

/// A part of the document, which begins a page.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage<'a> {
    pub orientation: Orientation,
    /// Its pages are numbered from 1, and the first one shows no number.
    pub begins_count: bool,
    pub pieces: Vec<FlowPiece<'a>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FlowPiece<'a> {
    Line(FlowLine),
    Sides(Sides),
    Table(&'a Table),
}

#[derive(Debug, Clone, PartialEq)]
pub struct FlowLine {
    pub role: Role,
    pub text: Text,
    pub under: Under,
    /// Of a heading: 1 is the document's or the appendix's own.
    pub level: Option<u8>,
}

/// Two columns without lines: a head, a foot.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// What begins in a row begins at one height.
    pub rows: Vec<Beside>,
    /// The left one's share of the width, of a hundred.
    pub left_share: u32,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
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

fn line(role: Role, text: Text) -> FlowLine {
    FlowLine {
        role,
        text,
        under: Under::Nothing,
        level: None,
    }
}

/// A title of a document or of an appendix.
const FIRST_LEVEL: u8 = 1;

/// In as many lines as it needs in a column of this width.
fn fitted(role: Role, text: Text, room: u32) -> Vec<FlowLine> {
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
                ..line(Role::Kind, title.kind.clone())
            }));
            let mut lines: Vec<FlowLine> = title
                .subject
                .iter()
                .map(|text| line(Role::Subject, text.clone()))
                .collect();
            if let Some(last) = lines.last_mut() {
                last.under = Under::Part;
            }
            pieces.extend(lines.into_iter().map(FlowPiece::Line));
        }
        Block::Addressee(text) => say(Role::Addressee, text),
        Block::Heading(heading) => pieces.extend(heading_lines(heading, counters)),
        Block::Paragraph(text) => say(Role::Body, text),
        Block::Basis(text) => say(Role::Basis, text),
        Block::Item(text) => say(Role::Item, text),
        Block::Note(text) => say(Role::Note, text),
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
    let mut office = capitals(Role::Superior, &head.superior);
    office.extend(capitals(Role::Issuing, &head.issuing));
    if let Some(last) = office.last_mut() {
        last.under = Under::Part;
    }
    let mut motto = line(Role::Motto, Text::plain(MOTTO));
    motto.under = Under::Whole;
    let mut number: Vec<FlowLine> = Vec::new();
    number.extend(head.number.clone().map(|text| line(Role::Number, text)));
    // A letter has no other title.
    number.extend(head.about.clone().map(|text| FlowLine {
        level: Some(FIRST_LEVEL),
        ..line(Role::About, text)
    }));
    let titles = Beside {
        left: office,
        right: vec![
            line(Role::NationalTitle, Text::plain(NATIONAL_TITLE)),
            motto,
        ],
    };
    let dates = Beside {
        left: number,
        right: vec![line(Role::PlaceAndDate, head.place_and_date.clone())],
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
        lines.extend(number.map(|number| line(Role::Part, Text::plain(&number))));
        lines.push(FlowLine {
            level,
            ..line(Role::PartTitle, heading.text.clone().in_capitals())
        });
    } else {
        let role = match heading.numbering {
            _ if heading.is_sentence => Role::Body,
            Numbering::Dotted => Role::Point,
            Numbering::LowerLetter => Role::Letter,
            _ => Role::Section,
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
        .map(|text| line(Role::AppendixName, text))
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
            ..line(Role::AppendixTitle, text)
        }
    }));
    let reference = head.reference.clone();
    lines.extend(reference.map(|text| line(Role::AppendixReference, text)));
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
            Beside {
                left: signer_lines(left),
                right: signer_lines(right),
            },
            Beside {
                left: vec![line(Role::SignerName, name.clone())],
                right: vec![line(Role::SignerName, other.clone())],
            },
        ],
        (left, right) => vec![Beside {
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
            let mut all = vec![line(Role::RecipientsHeading, heading.clone())];
            all.extend(lines.iter().map(|text| line(Role::Recipient, text.clone())));
            all
        }
        Foot::Signer { lines, name } => {
            let mut all = signer_lines(lines);
            all.push(line(Role::SignerName, name.clone()));
            all
        }
    }
}

fn signer_lines(lines: &[Text]) -> Vec<FlowLine> {
    let of_line = |text: &Text| match text.shown().starts_with('(') {
        true => line(Role::SignerRemark, text.clone()),
        false => line(Role::SignerLine, text.clone()),
    };
    lines.iter().map(of_line).collect()
}
