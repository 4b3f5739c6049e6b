//! The error of every check: a rule that did not hold.

use replica::StoreError;

/// A rule that must always hold and did not, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Violation(pub String);

impl From<StoreError> for Violation {
    fn from(problem: StoreError) -> Self {
        Self(format!("the store of a phone failed: {problem}"))
    }
}
