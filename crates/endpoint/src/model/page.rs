//! What is pushed and pulled of one scope.

use super::{CursorKey, LogPosition, Position, StoredState, WriteTarget};
use merge::Answer;
use protocol::{OpId, ReportedOperation};
use register::rights::Rights;
use std::collections::{BTreeMap, BTreeSet};

/// The store's answer to a [`super::Batch`] that it has written.
#[derive(Clone, Debug, Default)]
pub struct PushOutcome {
    /// One for each operation of the batch, in its order.
    pub answers: Vec<(OpId, Answer)>,
    /// How many fields changed.
    pub changed: usize,
}

/// The newest places of all readable scopes, with the epoch that they are of. By them a phone
/// learns where there is news.
#[derive(Clone, Debug)]
pub struct Heads {
    pub epoch: String,
    /// By what the cursors of all of its epochs are known.
    pub key: CursorKey,
    pub places: BTreeMap<String, LogPosition>,
}

/// The question for one page of a scope, from `sync` to a store.
#[derive(Clone, Debug, Default)]
pub struct PullQuery {
    pub scope: String,
    /// The epoch that the answer will be told to be of; another one fails.
    pub epoch: String,
    /// Nothing: from the beginning.
    pub after: Option<Position>,
    /// About how many bytes of states.
    pub limit: usize,
    /// The devices whose vector is wanted in any case.
    pub devices: BTreeSet<String>,
}

/// The next part of a scope's states after a place, all read at one moment. `sync` makes a reply's
/// scope of it.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// `after` is not of this history; the page begins at zero.
    pub reset: bool,
    /// If the history that `after` is of is an earlier one of this store's: up
    /// to which number they are the same.
    pub held: Option<u64>,
    pub states: Vec<StoredState>,
    /// Where the next page begins; nothing while the scope is empty.
    pub end: Option<LogPosition>,
    /// The newest place of that moment, if there is more.
    pub newest: Option<LogPosition>,
    pub more: bool,
    pub vectors: Vec<VectorState>,
    /// All that waits in the scope to be looked at; nothing if that has not changed.
    pub reports: Option<Vec<WaitingReport>>,
}

/// A report that waits in a scope for somebody who may write its field.
#[derive(Clone, Debug)]
pub struct WaitingReport {
    pub report: ReportedOperation,
    /// The kind of its record's root, if that is there.
    pub above: Option<String>,
    /// Whether it would delete a record that has a step.
    pub is_reviewed: bool,
}

impl WaitingReport {
    /// Whether it is for somebody with these rights to decide on.
    pub fn is_for(&self, scope: &str, rights: &Rights) -> bool {
        let ReportedOperation {
            record,
            kind,
            field,
            entry,
        } = &self.report;
        let target = WriteTarget {
            scope,
            record,
            above: self.above.as_deref(),
            is_reviewed: self.is_reviewed,
            kind,
            field,
        };
        target.is_writable(rights, &entry.value)
    }
}

/// The version vector of one device in a scope, as a page tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorState {
    pub device: String,
    pub seen: u64,
    /// The names past the first gap, of a device whose vector was asked for.
    pub beyond: Vec<OpId>,
    /// A backup holds the numbers up to this one.
    pub kept: u64,
}
