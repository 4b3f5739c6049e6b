//! What is asked and answered of the history of a record.

use merge::LogRow;

/// What of the log is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryQuery {
    pub scope: String,
    pub record: String,
    /// One field of the record; nothing: all of it and of its lines.
    pub field: Option<String>,
    /// What came before this number; nothing: the newest.
    pub before: Option<i64>,
    /// The most entries, and about how many bytes of values.
    pub limit: usize,
    pub bytes: usize,
}

/// A row of the log as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRow {
    pub row: LogRow,
    /// Its value is there no more.
    pub is_erased: bool,
    /// Milliseconds since 1970.
    pub at: i64,
    pub received: i64,
    /// The device that reported it, after the endpoint was set back.
    pub reported_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    pub record: String,
    pub kind: String,
    pub field: String,
    pub logged: LoggedRow,
}

/// Some entries, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPage {
    pub entries: Vec<HistoryEntry>,
    /// There are earlier ones.
    pub more: bool,
    /// When the history of the scope began, in milliseconds since 1970.
    pub since: i64,
}
