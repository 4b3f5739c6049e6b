//! The shapes of stored rows, and how rows are read and written as JSON. Their keys are made in
//! `keys.rs`.

use crate::{StoreError, Table, Tx, keys};
use merge::{Pending, RecordState};
use protocol::Entry;
use protocol::bundle::SignedOperation;
use reading::Slot;
use serde::{Deserialize, Serialize};

/// The row of one scope on the phone: its cursor, and whether it is behind, lost, or being reported
/// after a restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub(crate) struct ScopeRow {
    /// Empty before the first pull.
    #[serde(default)]
    pub cursor: String,
    /// The endpoint has something that this phone has not pulled.
    #[serde(default)]
    pub behind: bool,
    /// The person has no right here any more: kept, and not synced.
    #[serde(default)]
    pub lost: bool,
    /// The endpoint was set back: what was pulled is reported to it again, from
    /// after this key of the base on, and then pulled anew.
    #[serde(rename = "telling", default, skip_serializing_if = "Option::is_none")]
    pub recovering: Option<String>,
    /// While recovering: it still has what came up to this number of the cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<u64>,
}

/// The progress of the first pull, in scopes: how many are whole of those that the endpoint has
/// named. Screens show it while the register comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The scopes of which all is here.
    pub whole: usize,
    /// The scopes that the endpoint has named.
    pub of: usize,
}

/// How much of a scope is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeState {
    /// All that the endpoint was known to have.
    Whole,
    /// The endpoint has something that is not here, or nothing is known of that.
    Behind,
    /// The endpoint was set back: what is here is told to it, or pulled anew.
    Telling,
}

/// The person behind a device id, as the endpoint said. Screens name authors by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Author {
    /// The person's id.
    pub person: String,
    /// The person's name, as the endpoint knows it.
    pub name: String,
}

/// A report of others that waits for this person's decision: an operation that the register lost in
/// a restore and that its reporter may not write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct ReceivedReport {
    /// Of what is reported, whoever reports it.
    pub id: String,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub entry: Entry,
    /// The devices that report it.
    pub by: Vec<String>,
}

/// An operation that is not yet in the shared register: this person's, or one that
/// the phone relays for somebody else (`pending.relayed`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingOperation {
    pub scope: String,
    pub pending: Pending,
}

impl PendingOperation {
    /// What the phone has to sign before it hands this over; nothing of what it
    /// carries, which its author has signed.
    pub fn to_sign(&self) -> Option<String> {
        let own = self.pending.relayed.is_none();
        own.then(|| self.pending.operation.signed_text(&self.scope))
    }

    /// As it is handed over: by the phone's own key and signature if it is its own.
    pub fn signed(self, key: &str, signature: &str) -> SignedOperation {
        let (key, signature) = match self.pending.relayed {
            Some(relayed) => (relayed.key, relayed.signature),
            None => (key.to_owned(), signature.to_owned()),
        };
        SignedOperation {
            scope: self.scope,
            operation: self.pending.operation,
            key,
            signature,
        }
    }
}

/// An operation that the endpoint did not take, with the reason and the time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct RefusedOperation {
    pub scope: String,
    pub pending: Pending,
    /// The stable code of the reason.
    pub code: String,
    /// The endpoint's clock then, in milliseconds since 1970.
    pub at: i64,
}

pub(crate) fn decode<T: Slot + Default>(key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    reading::read(bytes).map_err(|problem| StoreError::Row(format!("{key}: {problem}")))
}

pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|problem| StoreError::Row(problem.to_string()))
}

pub(crate) async fn get<T: Slot + Default>(
    tx: &impl Tx,
    table: Table,
    key: &str,
) -> Result<Option<T>, StoreError> {
    tx.get(table, key)
        .await?
        .map(|bytes| decode(key, &bytes))
        .transpose()
}

pub(crate) async fn range<T: Slot + Default>(
    tx: &impl Tx,
    table: Table,
    prefix: &str,
) -> Result<Vec<(String, T)>, StoreError> {
    let mut rows = Vec::new();
    for (key, bytes) in tx.range(table, prefix).await? {
        let row = decode(&key, &bytes)?;
        rows.push((key, row));
    }
    Ok(rows)
}

pub(crate) fn put<T: Serialize>(
    tx: &mut impl Tx,
    table: Table,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    tx.put(table, key, encode(value)?)
}

/// What leaves the base of a field though no page has said so.
pub(crate) async fn leave_base(
    tx: &mut impl Tx,
    scope: &str,
    (record, field): (&str, &str),
    leaves: impl Fn(&Entry) -> bool,
) -> Result<(), StoreError> {
    let key = keys::record(scope, record);
    let Some(mut row) = get::<RecordState>(tx, Table::Base, &key).await? else {
        return Ok(());
    };
    let mut changed = false;
    for entries in [&mut row.fields, &mut row.reported] {
        if let Some(entries) = entries.get_mut(field) {
            let before = entries.len();
            entries.retain(|entry| !leaves(entry));
            changed |= entries.len() != before;
        }
    }
    if changed {
        put(tx, Table::Base, &key, &row)?;
    }
    Ok(())
}
