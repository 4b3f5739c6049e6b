//! What the phone carries for others: how it is sent, held and delivered.

use crate::{StoreError, Table, Tx, keys, rows};
use merge::{AuthorProof, Pending};
use protocol::wire::{Devices, WireOperation};
use sorted::SortedSet;

/// After so many milliseconds by the endpoint's clock it is asked again whether it
/// knows the author.
const HELD_FOR: i64 = 60 * 60 * 1000;

/// Whether the endpoint has said that it does not know the author yet.
pub(crate) fn is_held(pending: &Pending) -> bool {
    let relayed = pending.relayed.as_ref();
    relayed.is_some_and(|relayed| relayed.held.is_some())
}

/// A couriered operation on the wire, its author's key in the request's table.
pub(crate) fn pack(
    pending: &Pending,
    relayed: &AuthorProof,
    devices: &mut Devices,
    keys: &mut Vec<String>,
) -> WireOperation {
    let known = keys.iter().position(|key| *key == relayed.key);
    let key = known.unwrap_or_else(|| {
        keys.push(relayed.key.clone());
        keys.len() - 1
    });
    WireOperation {
        key,
        sig: relayed.signature.clone(),
        ..devices.pack(&pending.operation)
    }
}

/// Notes that the author is not known yet; nothing of what is not relayed.
pub(crate) async fn hold(
    tx: &mut impl Tx,
    pending: &mut Pending,
    now: i64,
) -> Result<(), StoreError> {
    let Some(relayed) = &mut pending.relayed else {
        return Ok(());
    };
    relayed.held = Some(now);
    if tx.get(Table::Meta, keys::HELD).await?.is_none() {
        rows::put(tx, Table::Meta, keys::HELD, &now)?;
    }
    Ok(())
}

/// After a while what is held is sent once more; whether there is any.
pub(crate) async fn try_held_again(tx: &mut impl Tx, now: i64) -> Result<bool, StoreError> {
    let since: Option<i64> = rows::get(tx, Table::Meta, keys::HELD).await?;
    // A clock that was set back has not waited.
    if since.is_none_or(|since| (0..HELD_FOR).contains(&now.saturating_sub(since))) {
        return Ok(false);
    }
    tx.delete(Table::Meta, keys::HELD)?;
    let overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, "").await?;
    let mut any = false;
    for (key, mut pending) in overlay {
        if let Some(relayed) = &mut pending.relayed
            && relayed.held.take().is_some()
        {
            rows::put(tx, Table::Overlay, &key, &pending)?;
            any = true;
        }
    }
    Ok(any)
}

/// What waits in a scope becomes visible with the scope.
pub(crate) async fn touch_all(
    tx: &impl Tx,
    scope: &str,
    changed_records: &mut SortedSet<(String, String)>,
) -> Result<(), StoreError> {
    let prefix = keys::within(scope);
    for (key, _) in tx.range(Table::Overlay, &prefix).await? {
        let record = key[prefix.len()..].split('|').next().unwrap_or_default();
        changed_records.insert((scope.to_owned(), protocol::root_of(record).to_owned()));
    }
    Ok(())
}
