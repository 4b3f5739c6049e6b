//! What is erased on a person's wish.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A record with its lines, or one line, that is to be erased for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub scope: String,
    pub record: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Files that went with it before, by their hashes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub files: BTreeSet<String>,
}

impl Erasure {
    /// Between what the ids of its lines lie, neither of the two among them.
    pub fn lines(&self) -> [String; 2] {
        // '/' is the character after '.'.
        [format!("{}.", self.record), format!("{}/", self.record)]
    }

    /// Whether a record is the erased one, or a line of it.
    pub fn includes(&self, record: &str) -> bool {
        let rest = record.strip_prefix(&self.record);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// What an erasure comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureOutcome {
    /// How many fields have a value, or had one and are empty now.
    pub fields: usize,
    /// How many values of the history.
    pub logged: usize,
    /// How much that waited for somebody's decision.
    pub waiting: usize,
    /// The files that nothing else names, by their hashes.
    pub files: BTreeSet<String>,
    /// Scope and record of what names the record: copies of what it said may be there.
    pub named_by: BTreeSet<(String, String)>,
}

/// The id and those of the records above it, of which it is a line.
pub fn with_those_above(record: &str) -> impl Iterator<Item = &str> {
    let dots = record.match_indices('.').map(|(at, _)| &record[..at]);
    dots.chain([record])
}
