//! The requests and replies of `POST /v1/sync`, as in `docs/PROTOCOL.md`; those of people and of
//! acts are in `people.rs`.
//!
//! On the wire a name is written `i.number.hash`, where `i` is the place of
//! its device in the message's table `devices`: device ids are long, and a
//! message repeats them.

mod people;

pub use people::{
    ActReply, ActRequest, CancelAct, InviteAct, LOST, ListedInvitation, ListedPerson, ListedPhone,
    OVER, PeopleReply, RevokeAct, RoleAct, SignedAct, WireAct,
};

use crate::op_id::plain_number;
use crate::{Entry, OpId, Operation};
use reading::{Items, Scalar, Slot};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sorted::{SortedMap, SortedSet};

/// The version of the protocol that this code speaks.
pub const PROTOCOL: u32 = 1;
/// The version of kinds and fields that this code writes.
pub const SCHEMA: u64 = 1;

/// The body of a request to `POST /v1/sync`, as a phone writes it: who it is, where it stands, and
/// what it brings, scope by scope. Whoever receives it reads it as a [`TolerantRequest`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request<Op = WireOperation, State = FieldState> {
    pub protocol: u32,
    #[serde(default)]
    pub schema: u64,
    /// The device id under which this phone writes now.
    pub device: String,
    /// The devices that names speak of; none: only `device`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
    /// How many bytes of states a scope's reply may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// [`digest`] of all scopes and cursors that the phone holds.
    #[serde(default)]
    pub digest: String,
    /// The public keys that couriered operations speak of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// This enrolment's own public key, and the signature of [`crate::key_text`] by
    /// it; when the endpoint asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// [`grants_digest`] of what the phone knows the person's roles to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<ScopeRequest<Op, State>>,
}

/// Each of its operations and states is still as it came: one that cannot be read must not hold up
/// the others.
pub type TolerantRequest = Request<Value, Value>;

/// The part of a [`Request`] on one scope: where the phone stands in it and what it pushes there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRequest<Op = WireOperation, State = FieldState> {
    pub scope: String,
    /// Opaque; empty before the first pull.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cursor: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ops: Vec<Op>,
    /// Operations of others, each with `key` and `sig`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relayed: Vec<Op>,
    /// After the endpoint was set back: states that the phone had pulled. While
    /// it is there, nothing is pulled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub testimony: Option<Vec<State>>,
    /// With `testimony`, by place in `devices`: the phone had pulled the numbers
    /// up to this one.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub pulled: SortedMap<usize, u64>,
    /// Of what waits ([`ScopeReply::told`]) the ids of what the person has decided on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<String>,
}

/// A [`crate::Operation`] on the wire, under a short name. What can be left out is what it usually
/// is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WireOperation {
    /// The place of the author's device in `devices`; 0 if left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub by: usize,
    pub n: u64,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub value: Value,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    pub at: i64,
    /// The number of the first operation of the same saving; `n` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save: Option<u64>,
    /// It had entered and was replaced since, by what the phone knows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// Of a couriered one: the place of its author's public key in `keys`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub key: usize,
    /// Of a couriered one: its author's signature.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sig: String,
}

/// The body of a reply to `POST /v1/sync`: the answers and pages of the scopes, and the people and
/// devices that they name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The endpoint's clock, in milliseconds since 1970.
    pub now: i64,
    /// Changes when the endpoint is restored from a backup.
    pub epoch: String,
    /// The oldest schema that the endpoint still wishes to see.
    pub minimum_app: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Device>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<ScopeReply>,
    /// The newest cursor of every scope that the person may read; only there
    /// if the request's digest was not that of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heads: Option<SortedMap<String, String>>,
    /// Scopes of the request in which the person has no right any more. One that is
    /// among `scopes`, too, has only couriered operations answered there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// The endpoint knows no public key of this enrolment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wants_key: bool,
    /// All roles of the person; only there if the request's [`Request::grants`] was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<WireGrant>>,
}

/// A role that a person has, on the wire: its word, in a scope and those below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct WireGrant {
    pub scope: String,
    pub role: String,
}

/// An entry of a reply's table of people: the person's id and name. Devices refer to it by its
/// place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct Person {
    pub id: String,
    pub name: String,
}

/// An entry of a reply's table of devices: a device id and the person who writes under it. Short
/// names refer to it by its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct Device {
    pub id: String,
    /// The place of its person in `people`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<usize>,
}

/// The part of a [`Reply`] on one scope: the answers to what was pushed, and one page of what is
/// new after the request's cursor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct ScopeReply {
    pub scope: String,
    pub cursor: String,
    /// There is more after `cursor`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The request's cursor is not of this endpoint's history: this page is
    /// the first of all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reset: bool,
    /// With `reset`: of the history that the cursor is of, the endpoint still
    /// has everything up to this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<u64>,
    /// By short name: `ok`, `forked`, `held`, or the code of a refusal.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub answers: SortedMap<String, String>,
    /// By place in `devices`: numbers up to this one have all arrived.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub seen: SortedMap<usize, u64>,
    /// Short names of those that arrived past the first gap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beyond: Vec<String>,
    /// By place in `devices`: a backup holds the numbers up to this one.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub kept: SortedMap<usize, u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<FieldState>,
    /// What others told who may not write it, and this person may: all that waits,
    /// if that has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Vec<WireReport>>,
}

/// A [`crate::ReportedOperation`] on the wire, with all who reported the same. It goes to phones of
/// people who may decide on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct WireReport {
    /// [`crate::ReportedOperation::id`].
    pub id: String,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub entry: WireEntry,
    /// The places in `devices` of those who tell it.
    pub by: Vec<usize>,
}

/// The whole live set of one field on the wire: in replies as the endpoint has it, in requests as a
/// phone reports it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct FieldState {
    pub record: String,
    pub kind: String,
    pub field: String,
    pub live: Vec<WireEntry>,
    /// By place in `live`: it was told, by the device of this place in `devices`.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub told: SortedMap<usize, usize>,
    /// It is of a record that was erased: a client keeps nothing of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// A [`crate::Entry`] on the wire: `[short name, value, at, received]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WireEntry(pub String, pub Value, pub i64, pub i64);

impl Slot for WireEntry {
    fn put(&mut self, _: Scalar<'_>) -> Result<(), &'static str> {
        Err(reading::LIST)
    }

    fn list(&mut self) -> Items {
        Items::Exactly(4)
    }

    fn part(&mut self, place: usize, _: &str) -> Option<&mut dyn Slot> {
        let Self(name, value, at, received) = self;
        let parts: [&mut dyn Slot; 4] = [name, value, at, received];
        parts.into_iter().nth(place)
    }
}

/// The stable answer words.
pub const OK: &str = "ok";
pub const FORKED: &str = "forked";
/// No answer yet: the author's key is not known, and the courier keeps it.
pub const HELD: &str = "held";

/// A message's table of devices, while names are shortened or made long again.
#[derive(Clone, Debug, Default)]
pub struct Devices {
    ids: Vec<String>,
    places: SortedMap<String, usize>,
}

/// The error of making short names long: a message names a device that is not in its table, or what
/// is no name or no number of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a short name that the table of devices does not explain")]
pub struct UnknownDevice;

impl Devices {
    pub fn new(ids: impl IntoIterator<Item = String>) -> Self {
        let mut devices = Self::default();
        for id in ids {
            let place = devices.ids.len();
            devices.places.get_or_insert_with(id.clone(), || place);
            devices.ids.push(id);
        }
        devices
    }

    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    pub fn into_ids(self) -> Vec<String> {
        self.ids
    }

    /// The place of a device, which joins the table if it is new.
    pub fn place(&mut self, device: &str) -> usize {
        if let Some(place) = self.places.get(device) {
            return *place;
        }
        self.places.insert(device.to_owned(), self.ids.len());
        self.ids.push(device.to_owned());
        self.ids.len() - 1
    }

    /// # Errors
    /// If there is no such place.
    pub fn id(&self, place: usize) -> Result<&str, UnknownDevice> {
        self.ids.get(place).map(String::as_str).ok_or(UnknownDevice)
    }

    pub fn shorten(&mut self, name: &OpId) -> String {
        format!("{}.{}.{}", self.place(&name.device), name.number, name.hash)
    }

    /// # Errors
    /// If the text is no short name or its place is not in the table.
    pub fn lengthen(&self, short: &str) -> Result<OpId, UnknownDevice> {
        let (place, rest) = short.split_once('.').ok_or(UnknownDevice)?;
        let device = self.id(plain_number(place).ok_or(UnknownDevice)?)?;
        format!("{device}.{rest}")
            .parse()
            .map_err(|_| UnknownDevice)
    }

    pub fn pack(&mut self, operation: &Operation) -> WireOperation {
        WireOperation {
            by: self.place(&operation.device),
            n: operation.number,
            record: operation.record.clone(),
            kind: operation.kind.clone(),
            field: operation.field.clone(),
            value: operation.value.clone(),
            replaces: operation
                .predecessors
                .iter()
                .map(|name| self.shorten(name))
                .collect(),
            at: operation.at,
            save: (operation.save != operation.number).then_some(operation.save),
            gone: false,
            key: 0,
            sig: String::new(),
        }
    }

    /// # Errors
    /// If the operation speaks of a device that is not in the table.
    pub fn unpack(&self, wire: WireOperation) -> Result<Operation, UnknownDevice> {
        let replaces: Result<_, _> = wire
            .replaces
            .iter()
            .map(|name| self.lengthen(name))
            .collect();
        Ok(Operation {
            device: self.id(wire.by)?.to_owned(),
            number: wire.n,
            record: wire.record,
            kind: wire.kind,
            field: wire.field,
            value: wire.value,
            predecessors: replaces?,
            at: wire.at,
            save: wire.save.unwrap_or(wire.n),
        })
    }

    pub fn pack_entry(&mut self, entry: &Entry) -> WireEntry {
        WireEntry(
            self.shorten(&entry.name),
            entry.value.clone(),
            entry.at,
            entry.received,
        )
    }

    /// # Errors
    /// If the entry speaks of a device that is not in the table.
    pub fn unpack_entry(&self, wire: WireEntry) -> Result<Entry, UnknownDevice> {
        let WireEntry(name, value, at, received) = wire;
        Ok(Entry {
            name: self.lengthen(&name)?,
            value,
            at,
            received,
            reported_by: None,
        })
    }
}

/// Sixteen characters that are the same on both sides exactly if phone and
/// endpoint stand at the same place in every scope: the hex of the first
/// eight bytes of the SHA-256 of the lines `scope cursor\n`, sorted by scope.
pub fn digest<'a>(cursors: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: SortedMap<&str, &str> = SortedMap::new();
    sorted.extend(cursors);
    let lines = { sorted.iter() }.map(|(scope, cursor)| format!("{scope} {cursor}\n"));
    short_hash(lines)
}

/// Of roles, each a scope and a word: changes when one is given or taken away.
pub fn grants_digest<'a>(grants: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let lines = grants.into_iter();
    let lines: SortedSet<String> = lines
        .map(|(scope, role)| format!("{scope} {role}\n"))
        .collect();
    short_hash(lines.into_values().into_iter())
}

/// The first eight bytes of SHA-256 over lines, as 16 hexadecimal digits.
fn short_hash(lines: impl Iterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    lines.for_each(|line| hash.update(line));
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn is_zero(place: &usize) -> bool {
    *place == 0
}
