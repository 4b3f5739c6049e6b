//! Report outlines and printed forms as a rule set writes them.

use crate::rules::reader::{read_choice, read_item};
use crate::rules::source::{Source, Supply, Words};
use crate::subject::SubjectKind;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pub id: String,
    pub kind: String,
    pub name: String,
    /// No official layout is known: a person is told so, the paper is not.
    pub reference: bool,
    pub uses: Vec<Use>,
    pub header: Option<PrintedHeader>,
    pub title: Vec<Words>,
    pub addressee: Option<Words>,
    pub preamble: Vec<Words>,
    /// The layout of the one table that the form is.
    pub table: Option<String>,
    pub numbering: Numbering,
    pub sections: Vec<OutlineSection>,
    pub signature: Option<PrintedSignature>,
    pub appendices: Vec<Appendix>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Outline { id, kind, name, reference, uses, header, title, addressee, preamble, table,
    numbering, sections, signature, appendices, checked, source }
    and "formNo", "note", "slip", "why", "retired", "recordKind", "years", "requires", "lead",
    "notes", "guidance");

/// What stands at the head of the first page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrintedHeader {
    /// The superior body, where there is one, and the issuing body.
    pub left: Vec<Words>,
    pub number: Option<Words>,
    pub place_and_date: Option<Words>,
}

read_item!(PrintedHeader { left, number, place_and_date } and "right", "label");

/// Where it is signed, and who gets it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrintedSignature {
    pub recipients: Option<Recipients>,
    /// The lines above the name: authority, position.
    pub signer: Vec<Words>,
    /// Where another body confirms it.
    pub confirmation: Vec<Words>,
}

read_item!(PrintedSignature {
    recipients,
    signer,
    confirmation
});

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recipients {
    pub heading: Words,
    pub lines: Vec<Words>,
}

read_item!(Recipients { heading, lines });

/// A table that goes with a report, on pages of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Appendix {
    pub id: String,
    pub name: String,
    pub table: Option<String>,
}

read_item!(Appendix { id, name, table } and "reference", "source", "checked", "note");

/// A field of a record that a section prints.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrintedField {
    pub key: String,
    pub label: String,
    /// Only for units of these kinds; none is for all.
    pub only_for: Vec<String>,
}

read_item!(PrintedField { key, label, only_for } and "source");

/// One outline that serves reports of half a year and of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    #[doc(alias = "use")]
    pub name: String,
    pub kind: String,
    pub words: std::collections::BTreeMap<String, String>,
}

read_item!(Use { name = "use", kind, words });

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Numbering {
    PartWords,
    PartRoman,
    UpperRoman,
    Arabic,
    Dotted,
    LowerLetter,
    UpperLetter,
    #[default]
    None,
}

read_choice!(Numbering {
    "partWords" => PartWords,
    "partRoman" => PartRoman,
    "upperRoman" => UpperRoman,
    "arabic" => Arabic,
    "dotted" => Dotted,
    "lowerLetter" => LowerLetter,
    "upperLetter" => UpperLetter,
    "none" => None,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutlineSection {
    pub key: String,
    pub kind: SectionKind,
    pub text: String,
    /// The heading to print in place of `text`, where that is an instruction.
    pub may_print: Option<String>,
    /// False takes no number; none is as yes.
    pub numbered: Option<bool>,
    /// False is not printed; none is as yes.
    pub printed: Option<bool>,
    /// The subjects that the section is for; none is for all.
    pub visible_for: Vec<SubjectKind>,
    /// How the sections below are numbered.
    pub numbering: Option<Numbering>,
    pub fields: Vec<PrintedField>,
    /// Paragraphs after the first of a `paragraph`.
    pub continued: Vec<Words>,
    pub optional: bool,
    pub contents: Vec<String>,
    pub supplies: Vec<Supply>,
    pub movements: Vec<String>,
    pub table: Option<String>,
    pub source: Option<Source>,
    pub hints: Vec<Words>,
    pub starter: Vec<Words>,
    pub sections: Vec<OutlineSection>,
}

read_item!(OutlineSection {
    key, kind, text, may_print, numbered, printed, visible_for, numbering, fields, continued, optional,
    contents, supplies, movements, table, source, hints, starter, sections
} and "printedNumber", "slip", "why", "note", "appendix", "planTaskWords");

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SectionKind {
    Part,
    Group,
    #[default]
    Text,
    Paragraph,
}

read_choice!(SectionKind {
    "part" => Part,
    "group" => Group,
    "text" => Text,
    "paragraph" => Paragraph,
});
