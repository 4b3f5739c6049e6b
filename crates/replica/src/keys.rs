//! The keys of rows. Parts are joined by `|`, which no identifier contains.

use crate::Table;
use protocol::OpId;

pub(crate) const DEVICE: &str = "device";
pub(crate) const EPOCH: &str = "epoch";
/// When the endpoint said first of something relayed that it does not know the author.
pub(crate) const HELD: &str = "held";
/// The phone was reported lost; with what begins so is what it has not sent.
pub(crate) const LOCKED: &str = "locked";
/// In which other epoch the phone was said to be lost, and since when.
pub(crate) const DOUBTED: &str = "doubted";
pub(crate) const SCOPES: &str = "scope|";
/// What the app keeps for itself in `meta`.
pub(crate) const APP: &str = "app|";
/// How many rows the summary is spread over: few enough to read them all at
/// start, small enough to write one again at each edit.
const BUCKETS: u32 = 128;

pub(crate) fn scope(scope: &str) -> String {
    format!("{SCOPES}{scope}")
}

pub(crate) fn next_number(device: &str, scope: &str) -> String {
    format!("next|{device}|{scope}")
}

/// How far a device's numbers have been pulled; without a device all of a scope.
pub(crate) fn pulled(scope: &str, device: &str) -> String {
    format!("pulled|{scope}|{device}")
}

/// The same, by a page of a pull that has not ended.
pub(crate) fn heard(scope: &str, device: &str) -> String {
    format!("heard|{scope}|{device}")
}

/// The highest number of a device by which anything ever stood here.
pub(crate) fn met(scope: &str, device: &str) -> String {
    format!("met|{scope}|{device}")
}

/// What waits in a scope for the person to look at.
pub(crate) fn reports(scope: &str) -> String {
    format!("told|{scope}")
}

/// The ids of what of it the person has decided on, until the endpoint knows.
pub(crate) fn decided(scope: &str) -> String {
    format!("decided|{scope}")
}

/// Where a row of what was not sent lies on a phone that was reported lost.
pub(crate) fn locked(table: Table, key: &str) -> String {
    format!("{LOCKED}|{}|{key}", table.name())
}

pub(crate) fn author(device: &str) -> String {
    format!("author|{device}")
}

/// The record, and as a prefix the record and its lines.
pub(crate) fn record(scope: &str, record: &str) -> String {
    format!("{scope}|{record}")
}

/// As a prefix everything of a scope and nothing of the scopes below it.
pub(crate) fn within(scope: &str) -> String {
    format!("{scope}|")
}

pub(crate) fn operation(scope: &str, record: &str, field: &str, name: &OpId) -> String {
    format!("{scope}|{record}|{field}|{name}")
}

pub(crate) fn typing(scope: &str, record: &str, field: &str) -> String {
    format!("{scope}|{record}|{field}")
}

pub(crate) fn file(scope: &str, sha256: &str) -> String {
    format!("{scope}|{sha256}")
}

/// As a prefix all pieces of a file.
pub(crate) fn pieces(sha256: &str) -> String {
    format!("{sha256}|")
}

pub(crate) fn piece(sha256: &str, place: usize) -> String {
    format!("{sha256}|{place:06}")
}

/// The row of the summary that a record stands in.
pub(crate) fn bucket(scope: &str, record: &str) -> String {
    // FNV-1a: spreads, nothing more.
    let bytes = scope.bytes().chain([b'|']).chain(record.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{:02x}", hash % BUCKETS)
}

pub(crate) fn receipt_key(scope: &str, name: &OpId) -> String {
    format!("{scope}|{}|{:012}|{}", name.device, name.number, name.hash)
}
