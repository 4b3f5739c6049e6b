//! What a phone does when the endpoint was set back: it pushes again what is its
//! own, tells what it had pulled of others', and only then pulls anew.
//!
//! ```text
//!   pulling ──another epoch──▶ telling, from a key of the base on ──all told──▶ pulling from the start
//!                 ▲                        │
//!                 └── yet another epoch ◀──┘  (what was told to an endpoint that is no more is told anew)
//! ```
//!
//! - While a scope is being told nothing of it is pulled, and its base stays as it is.
//! - What the endpoint had answered counts as not answered, and receipts wait again: nothing of this
//!   phone's own rests on a promise of a history that is no more.
//! - What was told stands here, marked as what this phone tells, until the register brings it.
//! - A record that cannot have changed since the backup (`held`) is not told.

use crate::outgoing::{MOST_OUTGOING, ToldUntil};
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
        let mut touched = SortedSet::new();
        for (key, _) in scopes {
            requeue_receipts(&mut tx, &key[keys::SCOPES.len()..], &mut touched).await?;
        }
        let summaries = self.summarise(&mut tx, touched).await?;
        tx.commit().await?;
        Ok(summaries)
    }
}

/// What was pulled of a scope and the endpoint may have no more, after a key of
/// the base: as much as fits.
pub(crate) async fn tell(
    tx: &impl Tx,
    scope: &str,
    from: &str,
    row: &ScopeRow,
    devices: &mut Devices,
    size: &mut usize,
) -> Result<(Vec<FieldState>, ToldUntil), StoreError> {
    let prefix = keys::within(scope);
    let (mut states, mut told) = (Vec::new(), ToldUntil::default());
    for (key, bytes) in tx.range(Table::Base, &prefix).await? {
        if *key <= *from {
            continue;
        }
        let base: RecordState = rows::decode(&key, &bytes)?;
        if !is_told(&base, row) {
            continue;
        }
        for (field, live) in base.fields.iter() {
            let shown = |entry: &&Entry| live.iter().any(|other| other.name == entry.name);
            let told = base.told.get(field).into_iter().flatten();
            let entries = live.iter().chain(told.filter(|entry| !shown(entry)));
            states.push(FieldState {
                record: key[prefix.len()..].to_owned(),
                kind: base.kind.clone(),
                field: field.clone(),
                live: entries.map(|entry| devices.pack_entry(entry)).collect(),
                told: SortedMap::new(),
            });
        }
        *size += bytes.len();
        told.last = key;
        if *size > MOST_OUTGOING {
            return Ok((states, told));
        }
    }
    told.ended = true;
    Ok((states, told))
}

/// All has been told. What the pages that follow do not bring, the register does not hold: it
/// waits there, or was passed over, and stands here as what this phone tells.
pub(crate) async fn mark_told(
    tx: &mut impl Tx,
    scope: &str,
    row: &ScopeRow,
    device: &str,
) -> Result<(), StoreError> {
    let bases: Vec<(String, RecordState)> =
        rows::range(tx, Table::Base, &keys::within(scope)).await?;
    for (key, mut base) in bases {
        if !is_told(&base, row) {
            continue;
        }
        for (field, live) in base.fields.iter_mut() {
            if holds(Rule::ToldIsMarked) {
                let unmarked = live.iter_mut().filter(|entry| entry.told.is_none());
                unmarked.for_each(|entry| entry.told = Some(device.to_owned()));
            }
            if holds(Rule::ToldIsKept) {
                let told = base.told.get_or_insert_with(field.clone(), Vec::new);
                told.retain(|entry| live.iter().all(|other| other.name != entry.name));
                told.extend(live.iter().cloned());
            }
        }
        rows::put(tx, Table::Base, &key, &base)?;
    }
    Ok(())
}

/// Whether a record is told of: the backup may not hold what has come to it. The number of what was
/// told before is of a history that is no more.
fn is_told(base: &RecordState, row: &ScopeRow) -> bool {
    base.at == 0 || !base.told.is_empty() || row.held.is_none_or(|held| base.at > held)
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

/// What was told to an endpoint that is no more is told from the beginning.
pub(crate) async fn restart_recovery(
    tx: &mut impl Tx,
    touched: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    let all: Vec<(String, ScopeRow)> = rows::range(tx, Table::Meta, keys::SCOPES).await?;
    for (key, mut row) in all {
        if row.telling.is_some() && holds(Rule::NextEpochIsToldAnew) {
            (row.telling, row.held) = (Some(String::new()), None);
            rows::put(tx, Table::Meta, &key, &row)?;
            requeue_receipts(tx, &key[keys::SCOPES.len()..], touched).await?;
        } else if row.lost && !row.cursor.is_empty() {
            // Lost at an endpoint that is no more, which may have had what this one has not.
            requeue_receipts(tx, &key[keys::SCOPES.len()..], touched).await?;
        }
    }
    Ok(())
}

/// What the endpoint had of this phone, or had answered, waits again; what was
/// replaced since is not shown.
pub(crate) async fn requeue_receipts(
    tx: &mut impl Tx,
    scope: &str,
    touched: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    requeue_answered(tx, scope, touched).await?;
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
        touched.insert((
            scope.to_owned(),
            protocol::root_of(&operation.record).to_owned(),
        ));
        let pending = Pending {
            name,
            operation,
            answered: false,
            hidden: !stands,
            carried: None,
        };
        rows::put(tx, Table::Overlay, &key, &pending)?;
    }
    Ok(())
}

/// What was answered and is not in the base yet counts as not answered.
pub(crate) async fn requeue_answered(
    tx: &mut impl Tx,
    scope: &str,
    touched: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    let prefix = keys::within(scope);
    let overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
    for (key, mut pending) in overlay {
        if pending.answered && holds(Rule::AnswersGoWithTheirEndpoint) {
            pending.answered = false;
            if pending.carried.is_none() && holds(Rule::AnsweredIsTold) {
                stand(tx, scope, &pending).await?;
            }
            let root = protocol::root_of(&pending.operation.record);
            touched.insert((scope.to_owned(), root.to_owned()));
            rows::put(tx, Table::Overlay, &key, &pending)?;
        }
    }
    Ok(())
}

/// What was answered had entered, whether or not it was pulled: it is told with the base, for its
/// author may have lost the right to send it again.
async fn stand(tx: &mut impl Tx, scope: &str, pending: &Pending) -> Result<(), StoreError> {
    let operation = &pending.operation;
    let key = keys::record(scope, &operation.record);
    let mut row: RecordState = rows::get(tx, Table::Base, &key).await?.unwrap_or_default();
    // Of what is not known to be in a backup everything is told.
    (row.kind, row.at) = (operation.kind.clone(), 0);
    let mut live = row.fields.remove(&operation.field).unwrap_or_default();
    live.retain(|entry| entry.name != pending.name && !operation.replaces.contains(&entry.name));
    live.push(Entry {
        name: pending.name.clone(),
        value: operation.value.clone(),
        at: operation.at,
        received: operation.at,
        told: None,
    });
    row.fields.insert(operation.field.clone(), live);
    rows::put(tx, Table::Base, &key, &row)
}
