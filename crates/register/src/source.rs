//! Where words or a rule come from, and how that is cited on a screen.

use reading::Slot;
use std::fmt;

/// The place in a document that something was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct Source {
    /// The document's id among the rule set's `sourceDocuments`, or the number of a legal text.
    pub document: String,
    pub line: Option<u32>,
    /// «mục II.2.2.a»
    pub clause: Option<String>,
    /// The exact words, slips included.
    pub quote: Option<String>,
}

/// The clause that something rests on, as a screen cites it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clause {
    /// «Hướng dẫn 2020, mục II.2.2.a»
    pub text: String,
    /// Whether it was compared with the rules now in force.
    pub checked: bool,
}

impl fmt::Display for Clause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
