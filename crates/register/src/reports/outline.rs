//! Report outlines and printed forms as a rule set writes them.

use super::frame::{Appendix, Header, Signature};
use crate::rules::reader::{read_choice, read_item};
use crate::rules::source::{Supply, Words};
use crate::source::Source;
use crate::subject::SubjectKind;

/// The outline of a report or of a printed form, as a rule set writes it: head, sections, tables,
/// end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pub id: String,
    pub kind: String,
    /// Who issues it, where that is not the unit itself.
    pub issued_by: Option<IssuedBy>,
    pub name: String,
    /// «Mẫu số 01»
    pub form_no: Option<String>,
    pub uses: Vec<Use>,
    pub header: Option<Header>,
    pub title: Vec<Words>,
    /// «Kính gửi»
    pub addressee: Option<Words>,
    pub lead: Option<Words>,
    /// «Căn cứ …»
    pub preamble: Vec<Words>,
    pub numbering: Numbering,
    pub sections: Vec<OutlineSection>,
    /// The table that the form is, beside its sections or without any.
    pub table: Option<String>,
    pub notes: Vec<Words>,
    pub signature: Option<Signature>,
    pub appendices: Vec<Appendix>,
    /// The kind of the record that the form prints.
    pub record_kind: Option<String>,
    /// How many years it looks back on.
    pub years: Option<u32>,
    /// What must be there before it is signed.
    pub requires: Vec<String>,
    /// What the document says on how to write it.
    pub guidance: Vec<Words>,
    /// Not an official form.
    pub reference: bool,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Outline {
    id, kind, issued_by, name, form_no, uses, header, title, addressee, lead, preamble, numbering, sections, table,
    notes, signature, appendices, record_kind, years, requires, guidance, reference, checked, source
} and "note", "slip", "why", "retired");

impl Outline {
    pub fn issuer(&self) -> IssuedBy {
        self.issued_by.unwrap_or_default()
    }
}

/// The issuer of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IssuedBy {
    #[default]
    Unit,
    /// An emulation block, by its lead or deputy.
    Block,
}

read_choice!(IssuedBy {
    "unit" => Unit,
    "block" => Block,
});

/// One use of an outline that serves reports of half a year and of a year: its name, kind and
/// words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    #[doc(alias = "use")]
    pub name: String,
    pub kind: String,
    pub words: std::collections::BTreeMap<String, String>,
}

read_item!(Use { name = "use", kind, words });

/// The way in which headings of one depth are numbered.
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

/// One section of an outline: its heading, the contents and facts that belong into it, and the
/// sections below.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutlineSection {
    pub key: String,
    pub kind: SectionKind,
    pub text: String,
    /// False takes no number.
    pub numbered: Option<bool>,
    /// False of a heading that guides and is not printed.
    pub printed: Option<bool>,
    /// The number in the document, where it has slipped.
    pub printed_number: Option<String>,
    /// What a report may print in place of a heading that is an instruction.
    pub may_print: Option<String>,
    pub optional: bool,
    /// Only for subjects of these kinds; none is all.
    pub visible_for: Vec<SubjectKind>,
    pub contents: Vec<String>,
    pub supplies: Vec<Supply>,
    pub movements: Vec<String>,
    pub table: Option<String>,
    /// The id of the outline's appendix that the section refers to.
    pub appendix: Option<String>,
    /// Whose words a table of plan tasks has: `source` or `commune`.
    pub plan_task_words: Option<String>,
    pub source: Option<Source>,
    pub hints: Vec<Words>,
    pub starter: Vec<Words>,
    /// Words after the sections below.
    pub continued: Vec<Words>,
    pub fields: Vec<SectionField>,
    /// How the sections below are numbered, where otherwise than around.
    pub numbering: Option<Numbering>,
    pub sections: Vec<OutlineSection>,
}

read_item!(OutlineSection {
    key, kind, text, numbered, printed, printed_number, may_print, optional, visible_for, contents, supplies,
    movements, table, appendix, plan_task_words, source, hints, starter, continued, fields, numbering, sections
} and "slip", "why", "note");

/// A blank to be filled in: «Tên đơn vị», «số tài khoản».
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionField {
    pub key: String,
    pub label: String,
    /// Roles of the units that it is for; none is all.
    pub only_for: Vec<String>,
    pub source: Option<Source>,
}

read_item!(SectionField {
    key,
    label,
    only_for,
    source
});

/// The kind of an [`OutlineSection`]. Only a `Text` is missed when nothing is in it; the heading of
/// a `Paragraph` is printed as a sentence.
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
