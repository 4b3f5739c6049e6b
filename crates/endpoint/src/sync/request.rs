//! Reads the parts of a request that may have any shape: operations, reports, keys. What cannot be
//! read whole is still answered if it has a number and an author.

use super::{LARGEST_LIMIT, LARGEST_REPLY, USUAL_LIMIT};
use crate::signatures::is_signed;
use merge::RecoveryReport;
use protocol::wire::{self, Devices, FieldState, WireOperation};
use protocol::{Entry, LARGEST_NUMBER, OpId, Operation, is_field, is_id, is_kind};
use serde::Deserialize;
use serde_json::Value;

/// What a phone asks, as the endpoint reads it.
pub type Request = wire::TolerantRequest;
pub type ScopeRequest = wire::ScopeRequest<Value, Value>;

/// The word by which the reply answers an operation: its name, or only its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredBy {
    Name,
    /// It cannot be read, so its phone knows another name for it.
    Number,
}

/// One pushed or relayed operation, read. `part.rs` makes it; a batch takes its operation.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub operation: Operation,
    pub answered_by: AnsweredBy,
    /// Its author says that it had entered and was replaced since.
    pub gone: bool,
    /// Somebody else brings it.
    pub relayed: bool,
}

/// The table that the short names of a request speak of.
pub fn table_of(request: &Request) -> Devices {
    if request.devices.is_empty() {
        Devices::new([request.device.clone()])
    } else {
        Devices::new(request.devices.iter().cloned())
    }
}

/// The public key that a request brings, if its proof is of the device that the
/// request is of.
pub fn proved_key(request: &Request) -> Option<&str> {
    let (key, proof) = (request.key.as_deref()?, request.proof.as_deref()?);
    is_signed(key, &protocol::key_text(&request.device), proof).then_some(key)
}

/// About how many bytes of states a scope's page may hold.
pub fn page_limit(request: &Request) -> usize {
    let asked = request.limit.and_then(|limit| usize::try_from(limit).ok());
    asked.unwrap_or(USUAL_LIMIT).min(LARGEST_LIMIT)
}

/// About how many bytes of states the reply may hold.
pub fn largest_pages(request: &Request) -> usize {
    (request.scopes.len() * page_limit(request)).min(LARGEST_REPLY)
}

/// Reads one element of `ops`; nothing if it has no number and author that it
/// could be answered by.
///
/// What has a number and an author but cannot be read otherwise becomes an
/// operation that is not well formed and holds what was received as its value:
/// it gets a name, takes its number, is refused and is known again, like any
/// other.
pub fn read_operation(received: &Value, table: &Devices) -> Option<Incoming> {
    let number = received.get("n")?.as_u64()?;
    let place = match received.get("by") {
        None => 0,
        Some(place) => usize::try_from(place.as_u64()?).ok()?,
    };
    let device = table.id(place).ok()?;
    if !(1..=LARGEST_NUMBER).contains(&number) || !is_kind(device) {
        return None;
    }
    let readable = WireOperation::deserialize(received)
        .ok()
        .and_then(|wire| table.unpack(wire).ok())
        .filter(|operation| operation.save <= LARGEST_NUMBER && has_one_text(&operation.value))
        .map(|mut operation| {
            // They are hashed in order; put in order one by one, very many would
            // take minutes.
            operation.predecessors.sort_by_cached_key(OpId::to_string);
            operation
        });
    Some(match readable {
        Some(operation) => Incoming {
            operation,
            answered_by: AnsweredBy::Name,
            gone: received.get("gone") == Some(&Value::Bool(true)),
            relayed: false,
        },
        None => Incoming {
            operation: Operation {
                device: device.to_owned(),
                number,
                record: String::new(),
                kind: String::new(),
                field: String::new(),
                value: received.clone(),
                predecessors: Vec::new(),
                at: 0,
                save: number,
            },
            answered_by: AnsweredBy::Number,
            gone: false,
            relayed: false,
        },
    })
}

/// Whether every language writes the value's numbers alike, so that there is one
/// name for it: what is no integer of 64 bits is read as a float.
fn has_one_text(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(items) => items.iter().all(has_one_text),
        Value::Object(members) => members.values().all(has_one_text),
        _ => true,
    }
}

/// Reads one element of `testimony`; nothing if a rule for operations forbids
/// it. `now` is the endpoint's clock: nothing was received later.
pub fn read_reports(received: &Value, table: &Devices, now: i64) -> Option<RecoveryReport> {
    let state = FieldState::deserialize(received).ok()?;
    let mut live = Vec::with_capacity(state.live.len());
    for entry in state.live {
        let entry = table.unpack_entry(entry).ok()?;
        let as_operation = Operation {
            device: entry.name.device.clone(),
            number: entry.name.number,
            record: state.record.clone(),
            kind: state.kind.clone(),
            field: state.field.clone(),
            value: entry.value.clone(),
            predecessors: Vec::new(),
            at: entry.at,
            save: entry.name.number,
        };
        as_operation.check().ok()?;
        live.push(Entry {
            received: entry.received.min(now),
            ..entry
        });
    }
    let named = is_id(&state.record) && is_kind(&state.kind) && is_field(&state.field);
    named.then_some(RecoveryReport {
        record: state.record,
        kind: state.kind,
        field: state.field,
        live,
    })
}
