//! Words with their source, what the register puts into them, and where an item stands in the law.

use super::reader::{read_item, read_shared};
use crate::source::Source;

read_shared!(Source);

/// A line of text with its source; without one it is the rule set's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    pub source: Option<Source>,
    /// What the text is about, where a list asks: a quarter, a subject kind.
    pub code: Option<String>,
    pub quarter: Option<u8>,
    /// The contents of a report that the text asks for.
    pub contents: Vec<String>,
    pub supplies: Vec<Supply>,
    /// An award level, or a commendation mode, that the text is about.
    pub level: Option<String>,
    pub mode: Option<String>,
    /// Its place in a list that is numbered: an item of an agenda.
    pub no: Option<u32>,
    /// Whom a dress is for.
    pub who: Option<String>,
    /// Roles of the units that the text is for; none is all.
    pub only_for: Vec<String>,
    /// The role that a performer of a task has.
    pub role: Option<String>,
    /// False of what stands in the document to guide and is not printed.
    pub printed: Option<bool>,
}

read_item!(Words {
    text,
    source,
    code,
    quarter,
    contents,
    supplies,
    level,
    mode,
    no,
    who,
    only_for,
    role,
    printed
} and "note", "checked", "slip", "why", "retired", "reference");

/// An order to the register within a section: which fact to put in, and what to compare it with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supply {
    pub fact: String,
    pub compare_with: Vec<String>,
    /// In place of `compare_with` in a report of half a year.
    pub midyear_compare_with: Vec<String>,
    pub ratio: Option<String>,
    pub award: Option<String>,
}

read_item!(Supply {
    fact,
    compare_with,
    midyear_compare_with,
    ratio,
    award
});

/// A document that a rule set was taken from. [`crate::source::Source`]s name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDocument {
    pub id: String,
    pub short_title: String,
    pub title: String,
}

read_item!(SourceDocument { id, short_title, title }
    and "file", "number", "issuer", "issuedOn", "signedBy", "replaces", "note", "slips");

/// The place of an item in the law: its source, or a legal basis and a clause of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing<'a> {
    pub source: Option<&'a Source>,
    pub legal_basis: Option<&'a str>,
    pub clause: Option<&'a str>,
    pub checked: bool,
}
