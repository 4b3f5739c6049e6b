//! Reads of the store for screens and for what the app keeps beside the register: records as they
//! are seen, what waits, lost scopes, authors, the device id.

use crate::rows::{ScopeRow, ScopeState};
use crate::{
    About, Author, Mode, PendingOperation, Pulled, Replica, Store, StoreError, Table, Tx, keys,
    rows, summary,
};
use merge::{Pending, Tree};
use reading::Slot;
use serde::Serialize;
use sorted::{SortedMap, SortedSet};

impl<S: Store, A: About> Replica<S, A> {
    /// What is seen of a record and its lines.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn tree(&self, scope: &str, root: &str) -> Result<Tree, StoreError> {
        let tx = self
            .store
            .begin(Mode::Read, &[Table::Base, Table::Overlay])
            .await?;
        Ok(summary::read_tree(&tx, scope, root).await?.0)
    }

    /// What this person wrote and is not yet in the shared register, oldest first.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn waiting(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let mut waiting = self.not_entered().await?;
        waiting.retain(|one| one.pending.relayed.is_none());
        Ok(waiting)
    }

    /// What lies here of others and is not yet in the shared register, oldest first.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn relayed(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let mut relayed = self.not_entered().await?;
        relayed.retain(|one| one.pending.relayed.is_some());
        Ok(relayed)
    }

    pub(crate) async fn not_entered(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Overlay]).await?;
        let rows: Vec<(String, Pending)> = rows::range(&tx, Table::Overlay, "").await?;
        let waiting = rows
            .into_iter()
            .filter(|(_, pending)| !pending.answered)
            .map(|(key, pending)| PendingOperation {
                scope: scope_of(&key),
                pending,
            })
            .collect();
        Ok(sorted::by_number(waiting, |waiting| {
            waiting.pending.operation.at
        }))
    }

    /// The scopes in which the person has no right any more. What waits there
    /// is kept; the rest is not to be shown.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn lost(&self) -> Result<SortedSet<String>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let rows: Vec<(String, ScopeRow)> = rows::range(&tx, Table::Meta, keys::SCOPES).await?;
        let lost = rows.into_iter().filter(|(_, row)| row.lost);
        let mut scopes = SortedSet::new();
        scopes.extend(lost.map(|(key, _)| key[keys::SCOPES.len()..].to_owned()));
        Ok(scopes)
    }

    /// How much of what the endpoint has for this person has come; nothing before its
    /// first answer.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn pulled(&self) -> Result<Option<Pulled>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        if tx.get(Table::Meta, keys::EPOCH).await?.is_none() {
            return Ok(None);
        }
        let mut rows: Vec<(String, ScopeRow)> = rows::range(&tx, Table::Meta, keys::SCOPES).await?;
        rows.retain(|(_, row)| !row.lost);
        let whole = rows.iter().filter(|(_, row)| !row.behind).count();
        Ok(Some(Pulled {
            whole,
            of: rows.len(),
        }))
    }

    /// How much of a scope is here.
    ///
    /// # Errors
    /// If the store fails or the row cannot be read.
    pub async fn scope_state(&self, scope: &str) -> Result<ScopeState, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let row: Option<ScopeRow> = rows::get(&tx, Table::Meta, &keys::scope(scope)).await?;
        Ok(match row {
            Some(row) if row.recovering.is_some() => ScopeState::Telling,
            Some(row) if !row.behind && !row.lost && !row.cursor.is_empty() => ScopeState::Whole,
            Some(_) | None => ScopeState::Behind,
        })
    }

    /// Who writes under which device id.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn authors(&self) -> Result<SortedMap<String, Author>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let prefix = keys::author("");
        let rows: Vec<(String, Author)> = rows::range(&tx, Table::Meta, &prefix).await?;
        let mut authors = SortedMap::new();
        authors.extend(
            rows.into_iter()
                .map(|(key, author)| (key[prefix.len()..].to_owned(), author)),
        );
        Ok(authors)
    }

    /// The device id under which this phone writes now.
    ///
    /// # Errors
    /// If the store fails, or nobody is enrolled.
    pub async fn device(&self) -> Result<String, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        own_device(&tx).await
    }

    /// Sets the device id at enrolment.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_device(&self, device: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin(Mode::Write, &[Table::Meta]).await?;
        rows::put(&mut tx, Table::Meta, keys::DEVICE, &device)?;
        tx.commit().await
    }

    /// The epoch of the register, as its last reply said.
    ///
    /// # Errors
    /// If the store fails, or there was none yet.
    pub async fn epoch(&self) -> Result<String, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let epoch = rows::get(&tx, Table::Meta, keys::EPOCH).await?;
        epoch.ok_or_else(|| StoreError::Row("no reply has come yet".into()))
    }

    /// Something the app keeps beside the register.
    ///
    /// # Errors
    /// If the store fails or the row cannot be read.
    pub async fn kept<T: Slot + Default>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        rows::get(&tx, Table::Meta, &format!("{}{key}", keys::APP)).await
    }

    /// Keeps something beside the register.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keep<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let mut tx = self.store.begin(Mode::Write, &[Table::Meta]).await?;
        rows::put(&mut tx, Table::Meta, &format!("{}{key}", keys::APP), value)?;
        tx.commit().await
    }
}

pub(crate) async fn own_device(tx: &impl Tx) -> Result<String, StoreError> {
    rows::get(tx, Table::Meta, keys::DEVICE)
        .await?
        .ok_or_else(|| StoreError::Row("no device is enrolled".into()))
}

pub(crate) fn scope_of(key: &str) -> String {
    key.split('|').next().unwrap_or_default().to_owned()
}
