//! A phone that was reported lost: what the register has is deleted, and what was not sent is put
//! where nothing shows it and nothing sends it, until its person enrols anew.
//!
//! The device id goes, too. So nothing more is written, sent or taken in: whatever does begins by
//! asking for it.
//!
//! A register of another epoch than the phone knows may have been set back, or be another one. What it
//! says is doubted: the phone shows nothing, and deletes when it hears the same a day later.

use crate::{
    About, File, Mode, PIECE, PendingOperation, Replica, Store, StoreError, Table, Tx, keys, rows,
};
use merge::Pending;
use protocol::rule::{Rule, holds};
use reading::Slot;
use serde::{Deserialize, Serialize};
use sorted::SortedSet;

/// So long what another register says is doubted, in milliseconds.
const DOUBTED_FOR: i64 = 24 * 60 * 60 * 1000;

#[derive(Default, PartialEq, Serialize, Deserialize, Slot)]
struct Doubted {
    epoch: String,
    /// By the phone's clock.
    at: i64,
}

impl<S: Store, A: About> Replica<S, A> {
    /// Locks the phone, in one transaction: of what the app keeps in here only `keep` stays. In an
    /// epoch that is not that of its last answer it is only closed, until it is said again a day
    /// later; `at` is the phone's clock. Whether anything was deleted.
    ///
    /// # Errors
    /// If the store fails; then everything is as it was.
    pub async fn lock(&self, epoch: &str, keep: &str, at: i64) -> Result<bool, StoreError> {
        let mut tx = self.store.begin(Mode::Write, &Table::ALL).await?;
        let known: Option<String> = rows::get(&tx, Table::Meta, keys::EPOCH).await?;
        if known.as_deref() != Some(epoch) && holds(Rule::AnotherEpochDeletesNothing) {
            let said: Option<Doubted> = rows::get(&tx, Table::Meta, keys::DOUBTED).await?;
            let since = said.filter(|said| said.epoch == epoch).map(|said| said.at);
            // A clock that was set back has not waited.
            let since = since.unwrap_or(at).min(at);
            if at - since < DOUBTED_FOR {
                let epoch = epoch.to_owned();
                let doubted = Doubted { epoch, at: since };
                rows::put(&mut tx, Table::Meta, keys::DOUBTED, &doubted)?;
                tx.commit().await?;
                return Ok(false);
            }
        }
        let kept = [keys::EPOCH.to_owned(), format!("{}{keep}", keys::APP)];
        for (key, _) in tx.range(Table::Meta, "").await? {
            if !kept.contains(&key) && !key.starts_with(keys::LOCKED) {
                tx.delete(Table::Meta, &key)?;
            }
        }
        for table in [Table::Overlay, Table::Refused] {
            for (key, row) in tx.range(table, "").await? {
                tx.delete(table, &key)?;
                if is_unsent(table, &key, &row) && holds(Rule::LostKeepsWhatWaits) {
                    tx.put(Table::Meta, &keys::locked(table, &key), row)?;
                }
            }
        }
        for table in [Table::Base, Table::Receipts, Table::Typing, Table::Summary] {
            for (key, _) in tx.range(table, "").await? {
                tx.delete(table, &key)?;
            }
        }
        forget_sent_files(&mut tx, epoch).await?;
        rows::put(&mut tx, Table::Meta, keys::LOCKED, &true)?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether the phone was reported lost, be it doubted or not.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn is_locked(&self) -> Result<bool, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let said = async |key| Ok(tx.get(Table::Meta, key).await?.is_some());
        Ok(said(keys::LOCKED).await? || said(keys::DOUBTED).await?)
    }

    /// The endpoint has said something else: what was doubted was not so.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn is_not_lost(&self) -> Result<(), StoreError> {
        let mut tx = self.store.begin(Mode::Write, &[Table::Meta]).await?;
        tx.delete(Table::Meta, keys::DOUBTED)?;
        tx.commit().await
    }

    /// What this person wrote here and has not sent, also on a phone that was reported lost: for the
    /// next enrolment of the same person, and nothing else.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn left_behind(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let mut left = self.waiting().await?;
        let tx = self.store.begin(Mode::Read, &[Table::Meta]).await?;
        let prefix = keys::locked(Table::Overlay, "");
        let aside: Vec<(String, Pending)> = rows::range(&tx, Table::Meta, &prefix).await?;
        let own = aside.into_iter().filter(|(_, one)| one.relayed.is_none());
        left.extend(own.map(|(key, pending)| PendingOperation {
            scope: crate::read::scope_of(&key[prefix.len()..]),
            pending,
        }));
        Ok(sorted::by_number(left, |one| one.pending.operation.at))
    }
}

/// What was answered is in the register. A row that cannot be read may be work.
fn is_unsent(table: Table, key: &str, row: &[u8]) -> bool {
    let pending = || rows::decode::<Pending>(key, row);
    table == Table::Refused || !pending().is_ok_and(|pending| pending.answered)
}

/// Files that the endpoint has go, with their bytes, unless another file of the same bytes stays.
async fn forget_sent_files(tx: &mut impl Tx, epoch: &str) -> Result<(), StoreError> {
    let files: Vec<(String, File)> = rows::range(tx, Table::Files, "").await?;
    let is_sent = |file: &File| file.sent.as_deref() == Some(epoch);
    let mut staying = SortedSet::new();
    staying.extend(
        { files.iter() }
            .filter(|(_, file)| !is_sent(file))
            .map(|(_, file)| file.sha256.clone()),
    );
    for (key, file) in &files {
        if !is_sent(file) {
            continue;
        }
        tx.delete(Table::Files, key)?;
        if !staying.contains(&file.sha256) {
            let size = usize::try_from(file.size).unwrap_or(usize::MAX);
            for place in 0..size.div_ceil(PIECE) {
                tx.delete(Table::Pieces, &keys::piece(&file.sha256, place))?;
            }
        }
    }
    Ok(())
}
