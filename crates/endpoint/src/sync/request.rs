use merge::wire::{Devices, WireOperation};
use merge::{Operation, is_kind};
use serde::Deserialize;
use serde_json::Value;

/// The largest number that every language writes alike.
const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// `merge::wire::Request` as the endpoint reads it: an operation that cannot be
/// read must not hold up the others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub protocol: u32,
    #[serde(default)]
    pub schema: u64,
    pub device: String,
    /// Left out: only `device`.
    #[serde(default)]
    pub devices: Vec<String>,
    #[serde(default)]
    pub limit: Option<u64>,
    #[serde(default)]
    pub digest: String,
    #[serde(default)]
    pub scopes: Vec<ScopeRequest>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRequest {
    pub scope: String,
    #[serde(default)]
    pub cursor: String,
    #[serde(default)]
    pub ops: Vec<Value>,
}

/// By what an operation is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredBy {
    Name,
    /// It cannot be read, so its phone knows another name for it.
    Number,
}

/// One element of `ops`, read.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub operation: Operation,
    pub answered_by: AnsweredBy,
}

impl Request {
    /// The table that the short names of this request speak of.
    pub fn table(&self) -> Devices {
        if self.devices.is_empty() {
            Devices::new([self.device.clone()])
        } else {
            Devices::new(self.devices.iter().cloned())
        }
    }
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
        .filter(|operation| operation.save <= LARGEST_NUMBER);
    Some(match readable {
        Some(operation) => Incoming {
            operation,
            answered_by: AnsweredBy::Name,
        },
        None => Incoming {
            operation: Operation {
                device: device.to_owned(),
                number,
                record: String::new(),
                kind: String::new(),
                field: String::new(),
                value: received.clone(),
                replaces: Vec::new(),
                at: 0,
                save: number,
            },
            answered_by: AnsweredBy::Number,
        },
    })
}
