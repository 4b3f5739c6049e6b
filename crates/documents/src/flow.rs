//! A document as it is read from top to bottom: lines with a role, two sides
//! beside each other, tables. All writers write from this, so that what stands
//! in one stands in all.

use crate::layout::{MOTTO, NATIONAL_TITLE, Role, Under};
use crate::model::{
    AppendixHead, Block, Cell, Content, Document, Foot, Head, Heading, Numbering, Orientation,
    Signature, Table,
};
use crate::numbering::Counters;
use crate::text::Text;
use register::number;

/// A part of the document, which begins a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<'a> {
    pub orientation: Orientation,
    pub pieces: Vec<Piece<'a>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    Line(Line),
    Sides(Sides),
    Table(&'a Table),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub role: Role,
    pub text: Text,
    pub under: Under,
}

/// Two columns without lines: a head, a foot.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    pub left: Vec<Line>,
    pub right: Vec<Line>,
    /// The left one's share of the width, of a hundred.
    pub left_share: u32,
}

/// The national title needs three fifths of the line.
const HEAD_SHARE: u32 = 40;
const FOOT_SHARE: u32 = 50;

pub fn flow(document: &Document) -> Vec<Page<'_>> {
    let mut counters = Counters::default();
    let parts = document.parts.iter();
    let pages = parts.map(|part| {
        let mut pieces = Vec::new();
        for block in &part.blocks {
            pieces_of(block, &mut counters, &mut pieces);
        }
        Page {
            orientation: part.orientation,
            pieces,
        }
    });
    pages.collect()
}

/// What a cell shows as text.
pub fn cell_lines(cell: &Cell) -> Vec<Text> {
    match &cell.content {
        Content::Text(texts) => texts.clone(),
        Content::Number { value, decimals } => {
            let shown = number::format_fixed(*value, *decimals);
            vec![Text::faced(&shown, cell.face)]
        }
        Content::Sum { value, .. } => vec![Text::faced(&number::format(*value, 0), cell.face)],
    }
}

fn line(role: Role, text: Text) -> Line {
    let under = Under::Nothing;
    Line { role, text, under }
}

fn pieces_of<'a>(block: &'a Block, counters: &mut Counters, pieces: &mut Vec<Piece<'a>>) {
    let mut say = |role, text: &Text| pieces.push(Piece::Line(line(role, text.clone())));
    match block {
        Block::Head(head) => pieces.push(Piece::Sides(head_sides(head))),
        Block::Title(title) => {
            say(Role::Kind, &title.kind);
            let mut lines: Vec<Line> = title
                .subject
                .iter()
                .map(|text| line(Role::Subject, text.clone()))
                .collect();
            if let Some(last) = lines.last_mut() {
                last.under = Under::Part;
            }
            pieces.extend(lines.into_iter().map(Piece::Line));
        }
        Block::Addressee(text) => say(Role::Addressee, text),
        Block::Heading(heading) => pieces.extend(heading_lines(heading, counters)),
        Block::Paragraph(text) => say(Role::Body, text),
        Block::Basis(text) => say(Role::Basis, text),
        Block::Item(text) => say(Role::Item, text),
        Block::Note(text) => say(Role::Note, text),
        Block::Table(table) => pieces.push(Piece::Table(table)),
        Block::Signature(signature) => pieces.push(Piece::Sides(foot_sides(signature))),
        Block::Appendix(head) => pieces.extend(appendix_lines(head)),
    }
}

fn head_sides(head: &Head) -> Sides {
    let capitals = |role, texts: &[Text]| -> Vec<Line> {
        let texts = texts.iter().cloned();
        texts.map(|text| line(role, text.in_capitals())).collect()
    };
    let mut left = capitals(Role::Superior, &head.superior);
    left.extend(capitals(Role::Issuing, &head.issuing));
    if let Some(last) = left.last_mut() {
        last.under = Under::Part;
    }
    left.extend(head.number.clone().map(|text| line(Role::Number, text)));
    left.extend(head.about.clone().map(|text| line(Role::About, text)));
    let mut motto = line(Role::Motto, Text::plain(MOTTO));
    motto.under = Under::Whole;
    let right = vec![
        line(Role::NationalTitle, Text::plain(NATIONAL_TITLE)),
        motto,
        line(Role::PlaceAndDate, head.place_and_date.clone()),
    ];
    let left_share = HEAD_SHARE;
    Sides {
        left,
        right,
        left_share,
    }
}

fn heading_lines<'a>(heading: &Heading, counters: &mut Counters) -> Vec<Piece<'a>> {
    let number = counters.next(heading.depth, heading.numbering);
    let is_part = matches!(
        heading.numbering,
        Numbering::PartWords | Numbering::PartRoman
    );
    let mut lines = Vec::new();
    if is_part {
        lines.extend(number.map(|number| line(Role::Part, Text::plain(&number))));
        lines.push(line(Role::PartTitle, heading.text.clone().in_capitals()));
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
        lines.push(line(role, text));
    }
    lines.into_iter().map(Piece::Line).collect()
}

fn appendix_lines<'a>(head: &AppendixHead) -> Vec<Piece<'a>> {
    let name = head.name.clone();
    let mut lines: Vec<Line> = name
        .map(|text| line(Role::AppendixName, text))
        .into_iter()
        .collect();
    // Its name is in capitals (mục III.1), what is added to it is not.
    let title = head.title.iter().enumerate();
    lines.extend(title.map(|(place, text)| {
        let text = text.clone();
        let text = if place == 0 { text.in_capitals() } else { text };
        line(Role::AppendixTitle, text)
    }));
    let reference = head.reference.clone();
    lines.extend(reference.map(|text| line(Role::AppendixReference, text)));
    lines.into_iter().map(Piece::Line).collect()
}

fn foot_sides(signature: &Signature) -> Sides {
    let left_share = FOOT_SHARE;
    Sides {
        left: foot_lines(&signature.left),
        right: foot_lines(&signature.right),
        left_share,
    }
}

fn foot_lines(foot: &Foot) -> Vec<Line> {
    match foot {
        Foot::Nothing => Vec::new(),
        Foot::Recipients { heading, lines } => {
            let mut all = vec![line(Role::RecipientsHeading, heading.clone())];
            all.extend(lines.iter().map(|text| line(Role::Recipient, text.clone())));
            all
        }
        Foot::Signer { lines, name } => {
            let of_line = |text: &Text| match text.shown().starts_with('(') {
                true => line(Role::SignerRemark, text.clone()),
                false => line(Role::SignerLine, text.clone()),
            };
            let mut all: Vec<Line> = lines.iter().map(of_line).collect();
            all.push(line(Role::SignerName, name.clone()));
            all
        }
    }
}
