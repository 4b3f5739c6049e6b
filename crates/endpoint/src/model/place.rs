//! Places in a scope's history, from which cursors are made.

/// A place in a scope's history: the number of an entry, and the mark of the transaction that the
/// number belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPosition {
    pub seq: i64,
    pub mark: String,
}

/// A [`LogPosition`] with the epoch whose history it is in: what a cursor holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub epoch: String,
    pub place: LogPosition,
    /// In the middle of a pull: the newest place of then.
    pub newest: Option<LogPosition>,
    /// This register gave it, or one whose backup it is. Nobody knows of what was
    /// given before cursors had a proof.
    pub is_proved: bool,
}
