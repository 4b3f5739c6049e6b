//! The log of a field, and the live set that it proves.
//!
//! Whatever changes a live set is written down in the order in which it did. So a live set is what is
//! left when each row is taken in its order: what the row replaces leaves, and what it brings joins.
//!
//! - An operation that was dead when it arrived joins nothing, and replaces all the same.
//! - What an author brings takes the place of what was told under its name; two that tell the same name
//!   otherwise stand side by side.
//! - A beginning is a whole live set, in as many rows of one number as it has entries: whatever the log
//!   says of before counts no more.

use protocol::{Entry, OpId};

/// How a row of the log came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogReason {
    Accepted,
    /// Accepted, and something that replaces it had come before it.
    DeadOnArrival,
    /// A witness reported it after the endpoint was set back: the entry says who.
    Told,
    /// It left, for the witness that the entry names had seen it replaced.
    Dropped,
    /// It stood there when the log began.
    Beginning,
}

/// One row of the log of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// The number that it took in its scope.
    pub seq: i64,
    pub reason: LogReason,
    /// Nothing where a log begins with nothing.
    pub entry: Option<Entry>,
    pub replaces: Vec<OpId>,
}

/// What is new for the log, of what [`crate::accept()`] and [`crate::apply_reports()`] were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogNote {
    /// The operation of this place has entered.
    Operation {
        place: usize,
        name: OpId,
        reason: LogReason,
    },
    /// By the report of this place something has joined its field, or left it.
    Report {
        place: usize,
        entry: Entry,
        reason: LogReason,
    },
}

/// A live set while the rows of its log are taken, the first one first.
#[derive(Clone, Debug, Default)]
pub struct LiveSetFold {
    live: Vec<Entry>,
    begun_at: Option<i64>,
}

impl LiveSetFold {
    pub fn take(&mut self, row: LogRow) {
        if row.reason == LogReason::Beginning {
            if self.begun_at != Some(row.seq) {
                self.live.clear();
                self.begun_at = Some(row.seq);
            }
            self.live.extend(row.entry);
            return;
        }
        self.live
            .retain(|entry| !row.replaces.contains(&entry.name));
        let Some(entry) = row.entry else { return };
        if row.reason != LogReason::Told {
            self.live.retain(|other| other.name != entry.name);
        }
        if matches!(row.reason, LogReason::Accepted | LogReason::Told) {
            let place = self.live.partition_point(|other| other.name < entry.name);
            self.live.insert(place, entry);
        }
    }

    pub fn live(&self) -> &[Entry] {
        &self.live
    }
}

/// The live set of a field whose whole log this is, the first row first.
pub fn fold(rows: impl IntoIterator<Item = LogRow>) -> Vec<Entry> {
    let mut fold = LiveSetFold::default();
    rows.into_iter().for_each(|row| fold.take(row));
    fold.live
}
