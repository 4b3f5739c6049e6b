//! What waits, after the endpoint was set back, for a person to say whether it stands.

use crate::rows::{ReceivedTelling, leave_base};
use crate::{About, Edit, Mode, Replica, Store, StoreError, Summary, Table, Tx, keys, rows};
use merge::Tree;
use protocol::wire::{Devices, UnknownDevice, WireTelling};
use sorted::SortedSet;

impl<S: Store, A: About> Replica<S, A> {
    /// What waits for this person, each with its scope.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn told(&self) -> Result<Vec<(String, ReceivedTelling)>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let prefix = keys::told("");
        let rows: Vec<(String, Vec<ReceivedTelling>)> =
            rows::range(&tx, Table::Meta, &prefix).await?;
        let of_scope = |(key, told): (String, Vec<ReceivedTelling>)| {
            let scope = key[prefix.len()..].to_owned();
            told.into_iter().map(move |one| (scope.clone(), one))
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
        let (told, decided) = (keys::told(scope), keys::decided(scope));
        let mut waiting: Vec<ReceivedTelling> = rows::get(&tx, Table::Meta, &told)
            .await?
            .unwrap_or_default();
        let mut touched = SortedSet::new();
        for one in waiting.iter().filter(|one| one.id == id) {
            // It may be this phone that told it, before its person was given the right.
            let place = (&one.record[..], &one.field[..]);
            leave_base(&mut tx, scope, place, |entry| {
                let by = entry.told.as_ref();
                entry.name == one.entry.name && by.is_some_and(|by| one.by.contains(by))
            })
            .await?;
            touched.insert((scope.to_owned(), protocol::root_of(&one.record).to_owned()));
        }
        waiting.retain(|one| one.id != id);
        rows::put(&mut tx, Table::Meta, &told, &waiting)?;
        let mut ids: Vec<String> = rows::get(&tx, Table::Meta, &decided)
            .await?
            .unwrap_or_default();
        ids.push(id.to_owned());
        rows::put(&mut tx, Table::Meta, &decided, &ids)?;
        let summaries = self.summarise(&mut tx, touched).await?;
        tx.commit().await?;
        Ok(summaries)
    }
}

impl ReceivedTelling {
    /// The edit by which what is told becomes the person's own, in place of what is
    /// `shown` in the field. What is told itself is not replaced: if its author
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
            replaces: field.map_or_else(Vec::new, |field| field.held.clone()),
        }
    }
}

/// Puts all that waits, as the endpoint says it, in place of what waited.
pub(crate) fn note(
    tx: &mut impl Tx,
    scope: &str,
    told: Vec<WireTelling>,
    devices: &Devices,
) -> Result<(), crate::SyncProblem> {
    let mut waiting = Vec::with_capacity(told.len());
    for one in told {
        let by: Result<_, UnknownDevice> = one
            .by
            .iter()
            .map(|place| devices.id(*place).map(str::to_owned))
            .collect();
        waiting.push(ReceivedTelling {
            id: one.id,
            record: one.record,
            kind: one.kind,
            field: one.field,
            entry: devices.unpack_entry(one.entry)?,
            by: by?,
        });
    }
    rows::put(tx, Table::Meta, &keys::told(scope), &waiting)?;
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
