//! The parts of an official document, without how they look.

use crate::text::{Face, Text};
use register::date::PartialDate;
pub use register::reports::Numbering;

/// An official document before it is written to a file: its name, and its parts, each on a new
/// page. `making` and `forms` compose it; `docx`, `xlsx` and `html` write it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub name: String,
    /// Whom it is about; none where it is the office's own.
    pub about: Option<String>,
    /// Whose it is.
    pub office: Option<String>,
    /// The day on which its file is made.
    pub made_on: Option<PartialDate>,
    pub parts: Vec<Part>,
}

/// A part of a [`Document`]: blocks on pages of one orientation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    pub orientation: Orientation,
    pub blocks: Vec<Block>,
}

impl Part {
    /// An appendix has page numbers of its own (mục III.1).
    pub fn is_appendix(&self) -> bool {
        matches!(self.blocks.first(), Some(Block::Appendix(_)))
    }
}

/// The orientation of a part's pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Orientation {
    #[default]
    Portrait,
    Landscape,
}

/// A block of a document in the order of reading. It says what stands there; [`crate::flow`] makes
/// lines of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Head(Head),
    Title(Title),
    /// «Kính gửi: …»
    Addressee(Text),
    Heading(Heading),
    Paragraph(Text),
    /// «Căn cứ …»: in italics.
    Basis(Text),
    /// «- …»
    Item(Text),
    Table(Table),
    /// A line under a table.
    Note(Text),
    Signature(Signature),
    Appendix(AppendixHead),
}

/// The head of the first page, beside the national title and motto.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    pub superior: Vec<Text>,
    pub issuing: Vec<Text>,
    pub number: Option<Text>,
    /// «V/v …» of a letter, which has no kind.
    pub about: Option<Text>,
    pub place_and_date: Text,
}

/// The title under the head: the kind of the document and what it is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Title {
    pub kind: Text,
    pub subject: Vec<Text>,
}

/// A heading by its depth and kind of numbering; the number itself is made by where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 0 is the outermost.
    pub depth: usize,
    pub numbering: Numbering,
    pub text: Text,
    /// A numbered sentence and no heading: printed upright.
    pub is_sentence: bool,
}

/// The head of an appendix, which begins a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AppendixHead {
    /// «Phụ lục I», where it has a name.
    pub name: Option<Text>,
    pub title: Vec<Text>,
    /// «(Kèm theo …)»
    pub reference: Option<Text>,
}

/// A table of a document: columns, header rows that come again on each page, and rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What a sheet is called.
    pub name: String,
    pub columns: Vec<Column>,
    /// Rows that stand again on each page.
    pub header: Vec<Vec<Cell>>,
    /// Each row has the cells that begin in it.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a [`Table`], by its share of the width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    /// The share of the width, of all columns' together.
    pub width: u32,
}

/// A cell of a [`Table`], perhaps over several columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub content: Content,
    pub columns: usize,
    pub rows: usize,
    pub align: Align,
    pub face: Face,
}

/// The content of a [`Cell`]: text, or a number that a spreadsheet keeps as number or formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(Vec<Text>),
    /// Scaled by its decimals.
    Number {
        value: i64,
        decimals: u8,
    },
    /// A number that is the sum of other rows of its column; no decimal is printed
    /// that is 0 at its end.
    Sum {
        value: i64,
        decimals: u8,
        of: Vec<usize>,
    },
    /// So many of a hundred: what stands in one column of the row over what stands
    /// in another.
    Percent {
        value: i64,
        decimals: u8,
        part: usize,
        whole: usize,
    },
}

/// The alignment of lines in a cell or a style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
    Both,
}

impl Cell {
    pub fn text(text: Text) -> Self {
        Self::of(Content::Text(vec![text]), Align::Left)
    }

    pub fn empty() -> Self {
        Self::of(Content::Text(Vec::new()), Align::Left)
    }

    pub fn header(words: &str) -> Self {
        Self {
            face: Face::BOLD,
            ..Self::of(Content::Text(vec![Text::bold(words)]), Align::Centre)
        }
    }

    pub fn number(value: i64, decimals: u8) -> Self {
        Self::of(Content::Number { value, decimals }, Align::Centre)
    }

    pub fn of(content: Content, align: Align) -> Self {
        Self {
            content,
            columns: 1,
            rows: 1,
            align,
            face: Face::PLAIN,
        }
    }

    #[must_use]
    pub fn centred(self) -> Self {
        let align = Align::Centre;
        Self { align, ..self }
    }

    /// Over so many columns and rows.
    #[must_use]
    pub fn over(self, columns: usize, rows: usize) -> Self {
        Self {
            columns: columns.max(1),
            rows: rows.max(1),
            ..self
        }
    }

    #[must_use]
    pub fn in_face(mut self, face: Face) -> Self {
        self.face = face;
        if let Content::Text(texts) = &mut self.content {
            for text in texts {
                *text = std::mem::take(text).in_face(face);
            }
        }
        self
    }
}

/// The end of a document, two columns beside each other: recipients, and who signs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signature {
    pub left: Foot,
    pub right: Foot,
}

/// One column of a [`Signature`].
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Foot {
    #[default]
    Nothing,
    /// «Nơi nhận:»
    Recipients { heading: Text, lines: Vec<Text> },
    /// «TM. …», «KT. …», the position; what is in brackets; the name.
    Signer { lines: Vec<Text>, name: Text },
}

impl Document {
    /// What it is and whose: what an office program and a browser show of its file.
    pub fn title(&self) -> String {
        match self.about.as_ref().or(self.office.as_ref()) {
            Some(whose) => format!("{} – {whose}", self.name),
            None => self.name.clone(),
        }
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let blocks = self.parts.iter().flat_map(|part| &part.blocks);
        blocks.filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}
