//! What is odd or against a rule, in words, with the clause.

pub use crate::finding::Severity;
use crate::source::Clause;
use std::fmt;

/// Beside [`crate::finding::Finding`], which is about a field of one record:
/// this one is about a list, a sum, a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub code: &'static str,
    /// What it is about: a record's id, a cell's `row/column`, a rule's id.
    pub about: String,
    /// In Vietnamese, with what to do.
    pub message: String,
    pub clause: Option<Clause>,
}

impl Finding {
    pub fn warning(code: &'static str, about: &str, message: String) -> Self {
        Self {
            severity: Severity::Warning,
            code,
            about: about.to_owned(),
            message,
            clause: None,
        }
    }

    pub fn error(code: &'static str, about: &str, message: String) -> Self {
        Self {
            severity: Severity::Error,
            ..Self::warning(code, about, message)
        }
    }

    #[must_use]
    pub fn citing(self, clause: Option<Clause>) -> Self {
        Self { clause, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.clause {
            Some(clause) => write!(formatter, "{} ({clause})", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}
