use replica::StoreError;

/// What must never happen has happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Violation(pub String);

impl From<StoreError> for Violation {
    fn from(problem: StoreError) -> Self {
        Self(format!("the store of a phone failed: {problem}"))
    }
}
