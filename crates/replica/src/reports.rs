//! What waits, after the endpoint was set back, for a person to say whether it stands.

use crate::rows::{ReceivedReport, leave_base};
use crate::{About, Edit, Mode, Replica, Store, StoreError, Summary, Table, Tx, keys, rows};
use merge::Tree;
use protocol::wire::{Devices, UnknownDevice, WireReport};
use sorted::SortedSet;

impl<S: Store, A: About> Replica<S, A> {
    /// What waits for this person, each with its scope.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn reports(&self) -> Result<Vec<(String, ReceivedReport)>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let prefix = keys::reports("");
        let rows: Vec<(String, Vec<ReceivedReport>)> =
            rows::range(&tx, Table::Meta, &prefix).await?;
        let of_scope = |(key, reported): (String, Vec<ReceivedReport>)| {
            let scope = key[prefix.len()..].to_owned();
            reported.into_iter().map(move |one| (scope.clone(), one))
        };
        Ok(rows.into_iter().flat_map(of_scope).collect())
    }

    /// The person has decided on it: it waits no more. What is taken over is saved
    /// before, as the person's own edit ([`Told::taken_over`]). Gives the lines of the
    /// lists that have changed by it.
    ///
    /// # Errors
    /// If the store fails; then it still waits.
    pub async fn decide(&self, scope: &str, id: &str) -> Result<Vec<Summary<A>>, StoreError> {
        let tables = [Table::Meta, Table::Base, Table::Overlay, Table::Summary];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let (reported, decided) = (keys::reports(scope), keys::decided(scope));
        let mut waiting: Vec<ReceivedReport> = rows::get(&tx, Table::Meta, &reported)
            .await?
            .unwrap_or_default();
        let mut changed_records = SortedSet::new();
        for one in waiting.iter().filter(|one| one.id == id) {
            // It may be this phone that reported it, before its person was given the right.
            let place = (&one.record[..], &one.field[..]);
            leave_base(&mut tx, scope, place, |entry| {
                let by = entry.reported_by.as_ref();
                entry.name == one.entry.name && by.is_some_and(|by| one.by.contains(by))
            })
            .await?;
            changed_records.insert((scope.to_owned(), protocol::root_of(&one.record).to_owned()));
        }
        waiting.retain(|one| one.id != id);
        rows::put(&mut tx, Table::Meta, &reported, &waiting)?;
        let mut ids: Vec<String> = rows::get(&tx, Table::Meta, &decided)
            .await?
            .unwrap_or_default();
        ids.push(id.to_owned());
        rows::put(&mut tx, Table::Meta, &decided, &ids)?;
        let summaries = self.summarise(&mut tx, changed_records).await?;
        tx.commit().await?;
        Ok(summaries)
    }
}

impl ReceivedReport {
    /// The edit by which what is reported becomes the person's own, in place of what is
    /// `shown` in the field. What is reported itself is not replaced: if its author
    /// brings it, it stands beside.
    pub fn taken_over(&self, scope: &str, shown: &Tree) -> Edit {
        let field = shown.record(&self.record).and_then(|record| {
            if self.field == protocol::DELETION {
                Some(&record.deletion)
            } else {
                record.fields.get(&self.field)
            }
        });
        Edit {
            scope: scope.to_owned(),
            record: self.record.clone(),
            kind: self.kind.clone(),
            field: self.field.clone(),
            value: self.entry.value.clone(),
            predecessors: field.map_or_else(Vec::new, |field| field.held.clone()),
        }
    }
}

/// Puts all that waits, as the endpoint says it, in place of what waited.
pub(crate) fn note(
    tx: &mut impl Tx,
    scope: &str,
    reported: Vec<WireReport>,
    devices: &Devices,
) -> Result<(), crate::ApplyError> {
    let mut waiting = Vec::with_capacity(reported.len());
    for one in reported {
        let by: Result<_, UnknownDevice> = one
            .by
            .iter()
            .map(|place| devices.id(*place).map(str::to_owned))
            .collect();
        waiting.push(ReceivedReport {
            id: one.id,
            record: one.record,
            kind: one.kind,
            field: one.field,
            entry: devices.unpack_entry(one.entry)?,
            by: by?,
        });
    }
    rows::put(tx, Table::Meta, &keys::reports(scope), &waiting)?;
    Ok(())
}

/// What was decided and sent, the endpoint knows now.
pub(crate) async fn forget(
    tx: &mut impl Tx,
    scope: &str,
    sent: &[String],
) -> Result<(), StoreError> {
    if sent.is_empty() {
        return Ok(());
    }
    let key = keys::decided(scope);
    let mut ids: Vec<String> = rows::get(tx, Table::Meta, &key).await?.unwrap_or_default();
    ids.retain(|id| !sent.contains(id));
    if ids.is_empty() {
        return tx.delete(Table::Meta, &key);
    }
    rows::put(tx, Table::Meta, &key, &ids)
}
