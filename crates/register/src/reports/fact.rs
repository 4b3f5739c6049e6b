//! A fact: figures, a sentence and a table, each with where it came from.

use crate::date::Days;
use crate::finding::Finding;
use crate::registrations::RegistrationOwner;
use crate::source::Clause;

/// Something that the register itself can put into a section: figures, sentences and tables with
/// their sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// The word of the rule set: `registrationCounts`.
    pub fact: String,
    pub whose: RegistrationOwner,
    /// The days that it speaks of.
    pub days: Option<Days>,
    /// To be put in as it is, or changed: «Có 12 tập thể, 145 cá nhân đăng ký …».
    pub sentences: Vec<String>,
    pub figures: Vec<Figure>,
    pub tables: Vec<FactTable>,
    /// The register has nothing for it: the sentence is left to the person.
    pub is_missing: bool,
    pub clause: Option<Clause>,
    pub findings: Vec<Finding>,
}

/// A number, and the records that it was counted from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    pub label: String,
    /// As it is written: «12», «66,7%».
    pub shown: String,
    /// Ids of records; none of a figure that was entered.
    pub from: Vec<String>,
}

/// A table in a [`Fact`], as texts. Its layout, if the rule set has one, says how it is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactTable {
    /// The table's layout in the rule set, where there is one.
    pub layout: Option<String>,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns that are percentages of others.
    pub shares: Vec<Share>,
}

/// A column that says what one column is in percent of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub column: usize,
    pub part: usize,
    pub whole: usize,
}

impl Fact {
    pub(super) fn of(word: &str) -> Self {
        Self {
            fact: word.to_owned(),
            ..Self::default()
        }
    }

    /// With nothing to show there is nothing to put in.
    pub(super) fn or_missing(mut self) -> Self {
        self.is_missing =
            self.sentences.is_empty() && self.figures.is_empty() && self.tables.is_empty();
        self
    }

    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    pub(super) fn figure(&mut self, label: &str, shown: String, from: Vec<String>) {
        self.figures.push(Figure {
            label: label.to_owned(),
            shown,
            from,
        });
    }

    pub(super) fn table(
        &mut self,
        layout: Option<&str>,
        headings: &[&str],
        rows: Vec<Vec<String>>,
    ) {
        if rows.is_empty() {
            return;
        }
        self.tables.push(FactTable {
            layout: layout.map(str::to_owned),
            headings: headings
                .iter()
                .map(|heading| (*heading).to_owned())
                .collect(),
            rows,
            shares: Vec::new(),
        });
    }
}
