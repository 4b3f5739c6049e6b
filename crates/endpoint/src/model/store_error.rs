//! The error of every store. SQL errors are translated into it here.

/// A failure of the store that a request or a command meets. Refusals of what people ask are not
/// among it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store did not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the store holds something that cannot be read: {0}")]
    Damaged(&'static str),
    #[error("the store was restored from a backup while it was asked")]
    Restored,
    #[error("another process is at work on the register: stop it first")]
    InUse,
    #[error(
        "there is no register in {0}: only `endpoint serve` and `endpoint invite --init` found one"
    )]
    NoRegister(String),
    #[error(
        "the register is of a newer version of this program (schema {there}, this one knows {known}): \
         nothing was changed; take the newer program, or restore the backup of before the upgrade"
    )]
    Newer { there: i64, known: i64 },
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl StoreError {
    /// A stable word for the log.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "storeUnavailable",
            Self::Damaged(_) => "storeDamaged",
            Self::Restored => "storeRestored",
            Self::InUse => "storeInUse",
            Self::NoRegister(_) => "storeMissing",
            Self::Newer { .. } => "storeNewer",
        }
    }
}
