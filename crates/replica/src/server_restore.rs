//! What a phone does when the endpoint was set back: it pushes again what is its
//! own, reports what it had pulled of others', and only then pulls anew.
//!
//! ```text
//!   pulling ──another epoch──▶ recovering, from a key of the base on ──all reported──▶ pulling from the start
//!                 ▲                        │
//!                 └── yet another epoch ◀──┘  (what was reported to an endpoint that is no more is reported anew)
//! ```
//!
//! - While a scope is being reported nothing of it is pulled, and its base stays as it is.
//! - What the endpoint had answered counts as not answered, and receipts wait again: nothing of this
//!   phone's own rests on a promise of a history that is no more.
//! - What was reported stands here, marked as what this phone reports, until the register brings it.
//! - A record that cannot have changed since the backup (`held`) is not reported.

use crate::outgoing::{MOST_OUTGOING, ReportedUntil};
use crate::rows::ScopeRow;
use crate::{About, Mode, Replica, Store, StoreError, Summary, Table, Tx, keys, rows};
use merge::{Pending, RecordState};
use protocol::rule::{Rule, holds};
use protocol::wire::{Devices, FieldState};
use protocol::{Entry, Operation};
use sorted::{SortedMap, SortedSet};

impl<S: Store, A: About> Replica<S, A> {
    /// The endpoint does not know this phone: it was set back to before it was enrolled, and has
    /// nothing of what it had answered. All of that waits again, until the person enrols anew.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn is_not_known(&self) -> Result<Vec<Summary<A>>, StoreError> {
        let tables = [
            Table::Meta,
            Table::Base,
            Table::Overlay,
            Table::Receipts,
            Table::Summary,
        ];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let scopes = tx.range(Table::Meta, keys::SCOPES).await?;
        let mut changed_records = SortedSet::new();
        for (key, _) in scopes {
            requeue_receipts(&mut tx, &key[keys::SCOPES.len()..], &mut changed_records).await?;
        }
        let summaries = self.summarise(&mut tx, changed_records).await?;
        tx.commit().await?;
        Ok(summaries)
    }
}

/// What was pulled of a scope and the endpoint may have no more, after a key of
/// the base: as much as fits.
pub(crate) async fn report_base(
    tx: &impl Tx,
    scope: &str,
    from: &str,
    row: &ScopeRow,
    devices: &mut Devices,
    size: &mut usize,
) -> Result<(Vec<FieldState>, ReportedUntil), StoreError> {
    let prefix = keys::within(scope);
    let (mut states, mut reported) = (Vec::new(), ReportedUntil::default());
    for (key, bytes) in tx.range(Table::Base, &prefix).await? {
        if *key <= *from {
            continue;
        }
        let base: RecordState = rows::decode(&key, &bytes)?;
        if !may_be_missing(&base, row) {
            continue;
        }
        for (field, live) in base.fields.iter() {
            let shown = |entry: &&Entry| live.iter().any(|other| other.name == entry.name);
            let reported = base.reported.get(field).into_iter().flatten();
            let entries = live.iter().chain(reported.filter(|entry| !shown(entry)));
            states.push(FieldState {
                record: key[prefix.len()..].to_owned(),
                kind: base.kind.clone(),
                field: field.clone(),
                live: entries.map(|entry| devices.pack_entry(entry)).collect(),
                told: SortedMap::new(),
                erased: false,
            });
        }
        *size += bytes.len();
        reported.last = key;
        if *size > MOST_OUTGOING {
            return Ok((states, reported));
        }
    }
    reported.ended = true;
    Ok((states, reported))
}

/// All has been reported. What the pages that follow do not bring, the register does not hold: it
/// waits there, or was passed over, and stands here as what this phone reports.
pub(crate) async fn mark_reported(
    tx: &mut impl Tx,
    scope: &str,
    row: &ScopeRow,
    device: &str,
) -> Result<(), StoreError> {
    let bases: Vec<(String, RecordState)> =
        rows::range(tx, Table::Base, &keys::within(scope)).await?;
    for (key, mut base) in bases {
        if !may_be_missing(&base, row) {
            continue;
        }
        for (field, live) in base.fields.iter_mut() {
            if holds(Rule::ToldIsMarked) {
                let unmarked = live.iter_mut().filter(|entry| entry.reported_by.is_none());
                unmarked.for_each(|entry| entry.reported_by = Some(device.to_owned()));
            }
            if holds(Rule::ToldIsKept) {
                let reported = base.reported.get_or_insert_with(field.clone(), Vec::new);
                reported.retain(|entry| live.iter().all(|other| other.name != entry.name));
                reported.extend(live.iter().cloned());
            }
        }
        rows::put(tx, Table::Base, &key, &base)?;
    }
    Ok(())
}

/// Whether a record is to be reported: the backup may not hold what has come to it. The number of what was
/// reported before is of a history that is no more.
fn may_be_missing(base: &RecordState, row: &ScopeRow) -> bool {
    base.at == 0 || !base.reported.is_empty() || row.held.is_none_or(|held| base.at > held)
}

/// How far the numbers of each device had been pulled in a scope.
pub(crate) async fn pulled(
    tx: &impl Tx,
    scope: &str,
    devices: &mut Devices,
) -> Result<SortedMap<usize, u64>, StoreError> {
    let prefix = keys::pulled(scope, "");
    let rows: Vec<(String, u64)> = rows::range(tx, Table::Meta, &prefix).await?;
    let mut pulled = SortedMap::new();
    for (key, number) in rows {
        pulled.insert(devices.place(&key[prefix.len()..]), number);
    }
    Ok(pulled)
}

/// What was reported to an endpoint that is no more is reported from the beginning.
pub(crate) async fn restart_recovery(
    tx: &mut impl Tx,
    changed_records: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    let all: Vec<(String, ScopeRow)> = rows::range(tx, Table::Meta, keys::SCOPES).await?;
    for (key, mut row) in all {
        if row.recovering.is_some() && holds(Rule::NextEpochIsToldAnew) {
            (row.recovering, row.held) = (Some(String::new()), None);
            rows::put(tx, Table::Meta, &key, &row)?;
            requeue_receipts(tx, &key[keys::SCOPES.len()..], changed_records).await?;
        } else if row.lost && !row.cursor.is_empty() {
            // Lost at an endpoint that is no more, which may have had what this one has not.
            requeue_receipts(tx, &key[keys::SCOPES.len()..], changed_records).await?;
        }
    }
    Ok(())
}

/// What the endpoint had of this phone, or had answered, waits again; what was
/// replaced since is not shown.
pub(crate) async fn requeue_receipts(
    tx: &mut impl Tx,
    scope: &str,
    changed_records: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    requeue_answered(tx, scope, changed_records).await?;
    // What the pages of a pull have said that will not end.
    let heard = tx.range(Table::Meta, &keys::heard(scope, "")).await?;
    for (key, _) in heard {
        tx.delete(Table::Meta, &key)?;
    }
    let prefix = keys::within(scope);
    let receipts: Vec<(String, Operation)> = rows::range(tx, Table::Receipts, &prefix).await?;
    for (_, operation) in receipts {
        if !holds(Rule::ReceiptsArePushedAgain) {
            break;
        }
        let name = operation.name(scope);
        let base: Option<RecordState> =
            rows::get(tx, Table::Base, &keys::record(scope, &operation.record)).await?;
        let live = base
            .as_ref()
            .and_then(|row| row.fields.get(&operation.field));
        let stands = live.is_some_and(|live| live.iter().any(|entry| entry.name == name));
        let key = keys::operation(scope, &operation.record, &operation.field, &name);
        changed_records.insert((
            scope.to_owned(),
            protocol::root_of(&operation.record).to_owned(),
        ));
        let pending = Pending {
            name,
            operation,
            answered: false,
            hidden: !stands,
            relayed: None,
        };
        rows::put(tx, Table::Overlay, &key, &pending)?;
    }
    Ok(())
}

/// What was answered and is not in the base yet counts as not answered.
pub(crate) async fn requeue_answered(
    tx: &mut impl Tx,
    scope: &str,
    changed_records: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    let prefix = keys::within(scope);
    let overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
    for (key, mut pending) in overlay {
        if pending.answered && holds(Rule::AnswersGoWithTheirEndpoint) {
            pending.answered = false;
            if pending.relayed.is_none() && holds(Rule::AnsweredIsTold) {
                stand_in_base(tx, scope, &pending).await?;
            }
            let root = protocol::root_of(&pending.operation.record);
            changed_records.insert((scope.to_owned(), root.to_owned()));
            rows::put(tx, Table::Overlay, &key, &pending)?;
        }
    }
    Ok(())
}

/// What was answered had entered, whether or not it was pulled: it is reported with the base, for its
/// author may have lost the right to send it again.
async fn stand_in_base(tx: &mut impl Tx, scope: &str, pending: &Pending) -> Result<(), StoreError> {
    let operation = &pending.operation;
    let key = keys::record(scope, &operation.record);
    let mut row: RecordState = rows::get(tx, Table::Base, &key).await?.unwrap_or_default();
    // Of what is not known to be in a backup everything is reported.
    (row.kind, row.at) = (operation.kind.clone(), 0);
    let mut live = row.fields.remove(&operation.field).unwrap_or_default();
    live.retain(|entry| {
        entry.name != pending.name && !operation.predecessors.contains(&entry.name)
    });
    live.push(Entry {
        name: pending.name.clone(),
        value: operation.value.clone(),
        at: operation.at,
        received: operation.at,
        reported_by: None,
    });
    row.fields.insert(operation.field.clone(), live);
    rows::put(tx, Table::Base, &key, &row)
}
