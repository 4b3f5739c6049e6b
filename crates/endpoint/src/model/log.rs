//! The log of operations: what a batch adds to it, and how its rows are kept.

use super::{Batch, LoggedRow, StoreError};
use merge::{Field, LogNote, LogReason, LogRow, MergeOutcome};
use protocol::{Entry, OpId};
use serde::Serialize;
use std::collections::BTreeMap;

/// The reasons as the stores keep them.
const REASONS: [(i64, LogReason); 5] = [
    (0, LogReason::Accepted),
    (1, LogReason::DeadOnArrival),
    (2, LogReason::Told),
    (3, LogReason::Dropped),
    (4, LogReason::Beginning),
];

/// A row of `op_log` without its scope, as a JSON array in the order of its columns.
#[derive(Serialize)]
pub struct NewLogRow(
    /// `seq`, and the place under it.
    pub i64,
    pub usize,
    /// `record` and `field`.
    pub String,
    pub String,
    /// The entry's name, its value as JSON; nothing in a row without an entry.
    Option<String>,
    Option<u64>,
    Option<String>,
    Option<String>,
    /// The names that it replaces, with blanks between, those of its own device without it.
    String,
    /// `at` and `received`.
    i64,
    i64,
    /// The reason.
    i64,
    /// Who reported it.
    Option<String>,
    /// Where the log of the field goes on backwards; 0 at its end.
    i64,
);

impl NewLogRow {
    pub fn new(
        (seq, ix): (i64, usize),
        (record, field): Field,
        row: LogRow,
        received: i64,
        before: i64,
    ) -> Self {
        let reason = REASONS.iter().find(|(_, reason)| *reason == row.reason);
        let reason = reason.map_or(0, |(code, _)| *code);
        let author = row.entry.as_ref().map(|entry| entry.name.device.as_str());
        let replaces = written(&row.replaces, author);
        match row.entry {
            Some(entry) => Self(
                seq,
                ix,
                record,
                field,
                Some(entry.name.device),
                Some(entry.name.number),
                Some(entry.name.hash),
                Some(entry.value.to_string()),
                replaces,
                entry.at,
                entry.received,
                reason,
                entry.reported_by,
                before,
            ),
            None => Self(
                seq, ix, record, field, None, None, None, None, replaces, received, received,
                reason, None, before,
            ),
        }
    }
}

/// How a row is read: its number, device, number and hash of the operation, value, the names
/// replaced, `at`, `received`, the reason, and who reported it.
pub type KeptLogRow = (
    i64,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    i64,
    i64,
    i64,
    Option<String>,
);

/// # Errors
/// If it is none.
pub fn read_log_row(kept: KeptLogRow) -> Result<LoggedRow, StoreError> {
    let (seq, device, number, hash, value, replaces, at, received, reason, reported_by) = kept;
    let damaged = || StoreError::Damaged("a row of the log");
    let reason = REASONS.iter().find(|(code, _)| *code == reason);
    let (_, reason) = reason.ok_or_else(damaged)?;
    let is_erased = device.is_some() && value.is_none();
    let author = device.clone().unwrap_or_default();
    let entry = match (device, number, hash) {
        (Some(device), Some(number), Some(hash)) => Some(Entry {
            name: OpId {
                device,
                number: u64::try_from(number).map_err(|_| damaged())?,
                hash,
            },
            value: match value {
                Some(value) => serde_json::from_str(&value).map_err(|_| damaged())?,
                None => serde_json::Value::Null,
            },
            at,
            received,
            reported_by: reported_by.clone(),
        }),
        _ => None,
    };
    let names = replaces.split(' ').filter(|name| !name.is_empty());
    let names = names.map(|name| match name.starts_with('.') {
        true => format!("{author}{name}").parse().map_err(|_| damaged()),
        false => name.parse().map_err(|_| damaged()),
    });
    let row = LogRow {
        seq,
        reason: *reason,
        entry,
        replaces: names.collect::<Result<_, _>>()?,
    };
    Ok(LoggedRow {
        row,
        is_erased,
        at,
        received,
        reported_by,
    })
}

/// Names of the author's own device without it: most edits replace one's own.
fn written(names: &[OpId], author: Option<&str>) -> String {
    let mut written = String::new();
    for name in names {
        if !written.is_empty() {
            written.push(' ');
        }
        if author != Some(name.device.as_str()) {
            written.push_str(&name.device);
        }
        written.push_str(&format!(".{}.{}", name.number, name.hash));
    }
    written
}

impl Batch {
    /// What the log gets of it. Each operation and each report has a number of its own, the last
    /// one of the batch the `head`. `last` is where the log of each field ends, before and after.
    pub fn log(
        &self,
        accepted: &MergeOutcome,
        head: i64,
        last: &mut BTreeMap<Field, i64>,
    ) -> Result<Vec<NewLogRow>, StoreError> {
        let many = || StoreError::Damaged("more operations than numbers");
        let first = head - i64::try_from(self.numbers()).map_err(|_| many())? + 1;
        let mut rows: Vec<NewLogRow> = Vec::with_capacity(accepted.logged.len());
        for note in &accepted.logged {
            let (place, field, row) = self.row_of(note).ok_or_else(many)?;
            let seq = first + i64::try_from(place).map_err(|_| many())?;
            let row = LogRow { seq, ..row };
            let (ix, before) = match rows.last() {
                Some(NewLogRow(of, ix, .., before)) if *of == seq => (ix + 1, *before),
                _ => (0, last.insert(field.clone(), seq).unwrap_or_default()),
            };
            rows.push(NewLogRow::new((seq, ix), field, row, self.received, before));
        }
        Ok(rows)
    }

    /// The place of its number among those of the batch, the field, and the row but for the number.
    fn row_of(&self, note: &LogNote) -> Option<(usize, Field, LogRow)> {
        let (place, record, field, row) = match note {
            LogNote::Operation {
                place,
                name,
                reason,
            } => {
                let operation = self.operations.get(*place)?;
                let entry = Entry {
                    name: name.clone(),
                    value: operation.value.clone(),
                    at: operation.at,
                    received: self.received,
                    reported_by: None,
                };
                let row = LogRow {
                    seq: 0,
                    reason: *reason,
                    entry: Some(entry),
                    replaces: operation.predecessors.clone(),
                };
                (*place, &operation.record, &operation.field, row)
            }
            LogNote::Report {
                place,
                entry,
                reason,
            } => {
                let report = self.recovering.as_ref()?.reports.get(*place)?;
                let row = LogRow {
                    seq: 0,
                    reason: *reason,
                    entry: Some(entry.clone()),
                    replaces: Vec::new(),
                };
                let place = self.operations.len() + place;
                (place, &report.record, &report.field, row)
            }
        };
        Some((place, (record.clone(), field.clone()), row))
    }
}
