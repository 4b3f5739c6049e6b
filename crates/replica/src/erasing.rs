//! What was erased on a person's wish: when the endpoint says so, nothing of it stays on this phone
//! (docs/PROTOCOL.md, section 22).
//!
//! What waits to be sent keeps its place, for numbers must not be left out; it is not shown from then
//! on, and goes when the endpoint has refused it.

use crate::rows::{ReceivedReport, RefusedOperation};
use crate::{StoreError, Table, Tx, keys, rows};
use merge::{Pending, RecordState};
use protocol::Operation;
use sorted::{SortedMap, SortedSet};

/// The code of the refusal of what came of something erased.
pub(crate) const CODE: &str = "erased";

/// Drops what is here of these records and lines beside the base, which is told apart.
pub(crate) async fn drop_erased(
    tx: &mut impl Tx,
    scope: &str,
    erased: &SortedSet<String>,
) -> Result<(), StoreError> {
    let is_erased = |record: &String| {
        let root = protocol::root_of(record).to_owned();
        erased.contains(record) || erased.contains(&root)
    };
    let prefix = keys::within(scope);
    let receipts: Vec<(String, Operation)> = rows::range(tx, Table::Receipts, &prefix).await?;
    let refused: Vec<(String, RefusedOperation)> = rows::range(tx, Table::Refused, &prefix).await?;
    let overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
    let base: Vec<(String, RecordState)> = rows::range(tx, Table::Base, &prefix).await?;
    for (key, _) in { receipts.iter() }.filter(|(_, operation)| is_erased(&operation.record)) {
        tx.delete(Table::Receipts, key)?;
    }
    for (key, _) in { refused.iter() }.filter(|(_, one)| is_erased(&one.pending.operation.record)) {
        tx.delete(Table::Refused, key)?;
    }
    for (key, mut pending) in overlay {
        if !is_erased(&pending.operation.record) {
            continue;
        }
        if pending.answered {
            tx.delete(Table::Overlay, &key)?;
        } else {
            pending.hidden = true;
            rows::put(tx, Table::Overlay, &key, &pending)?;
        }
    }
    for (key, mut row) in base {
        if !row.reported.is_empty() && is_erased(&key[prefix.len()..].to_owned()) {
            row.reported = SortedMap::new();
            rows::put(tx, Table::Base, &key, &row)?;
        }
    }
    let key = keys::reports(scope);
    let reports: Option<Vec<ReceivedReport>> = rows::get(tx, Table::Meta, &key).await?;
    if let Some(mut reports) = reports {
        reports.retain(|one| !is_erased(&one.record));
        rows::put(tx, Table::Meta, &key, &reports)?;
    }
    Ok(())
}
