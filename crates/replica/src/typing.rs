//! Text that a person has typed and not saved, kept at every letter so that a closed app loses
//! nothing. It is never sent.

use crate::{About, Mode, Replica, Store, StoreError, Table, Tx, keys, rows};
use protocol::OpId;
use reading::Slot;
use serde::{Deserialize, Serialize};

/// The unsaved text of one field, exactly as typed, with the names that the field held when it was
/// shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Typing {
    pub scope: String,
    pub record: String,
    pub kind: String,
    pub field: String,
    /// Exactly as typed, right or wrong.
    pub text: String,
    /// What was held in the field when it was shown.
    #[serde(rename = "replaces")]
    pub predecessors: Vec<OpId>,
    /// When, by the phone's clock, in milliseconds since 1970.
    pub at: i64,
}

impl<S: Store, A: About> Replica<S, A> {
    /// Keeps what is being typed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keep_typing(&self, typing: &Typing) -> Result<(), StoreError> {
        let key = keys::typing(&typing.scope, &typing.record, &typing.field);
        let mut tx = self.store.begin(Mode::Write, &[Table::Typing]).await?;
        rows::put(&mut tx, Table::Typing, &key, typing)?;
        tx.commit().await
    }

    /// Forgets what was typed at the place of `typing`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_typing(&self, typing: &Typing) -> Result<(), StoreError> {
        let key = keys::typing(&typing.scope, &typing.record, &typing.field);
        let mut tx = self.store.begin(Mode::Write, &[Table::Typing]).await?;
        tx.delete(Table::Typing, &key)?;
        tx.commit().await
    }

    /// What was typed and not saved, everywhere.
    ///
    /// # Errors
    /// If the store fails. A row that cannot be read is left out, and kept.
    pub async fn typings(&self) -> Result<Vec<Typing>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Typing]).await?;
        let rows = tx.range(Table::Typing, "").await?;
        Ok(rows
            .iter()
            .filter_map(|(key, bytes)| rows::decode(key, bytes).ok())
            .collect())
    }
}
