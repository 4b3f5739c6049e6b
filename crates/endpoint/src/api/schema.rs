//! The shapes of `protocol::wire` and of roles as OpenAPI describes them. A test reads real
//! messages into these, so that they cannot drift apart.
//!
//! A doc comment here becomes a description in the published document. What is for readers of the
//! code alone is a plain comment.

use crate::{bootstrap, model};
use register::rights::Grant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

// A person in replies, by id and name.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct PersonName {
    pub id: String,
    pub name: String,
}

impl From<model::NamedPerson> for PersonName {
    fn from(person: model::NamedPerson) -> Self {
        Self {
            id: person.id,
            name: person.name,
        }
    }
}

// A village in replies, by its record's id and its name with the kind's word.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct VillageName {
    pub id: String,
    pub name: String,
}

impl From<bootstrap::Village> for VillageName {
    fn from(village: bootstrap::Village) -> Self {
        Self {
            name: village.title(),
            id: village.id,
        }
    }
}

/// What somebody is in a scope and in those below.
// The word of a `register::role::Role` on the wire. Replies hold a role as text.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RoleWord {
    CommuneOfficer,
    CommuneChair,
    VillageHead,
    Viewer,
    BlockLead,
    BlockDeputy,
    BlockMember,
    ProvinceOfficer,
    /// One that this version does not know: without rights.
    Unknown,
}

// The shape of `protocol::wire::Request`, the body of `POST /v1/sync`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncRequest {
    /// 1
    pub protocol: u32,
    /// The version of kinds and fields that the phone writes.
    pub schema: u32,
    /// The device id under which this phone writes now; of one that is made from a key
    /// (25 characters) that key has to be known, or in `key`.
    pub device: String,
    /// The table that short names speak of; left out: only `device`.
    #[serde(default)]
    pub devices: Vec<String>,
    /// About how many bytes of states a scope's reply may hold.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Of all scopes and cursors that the phone holds.
    pub digest: String,
    /// The public keys that `relayed` speaks of.
    #[serde(default)]
    pub keys: Vec<String>,
    /// The public key of the enrolment, when the endpoint wants it.
    #[serde(default)]
    pub key: Option<String>,
    /// With `key`: the signature of `["key","<device>"]` by it.
    #[serde(default)]
    pub proof: Option<String>,
    /// Of what the phone knows the person's roles to be: 16 hexadecimal digits.
    #[serde(default)]
    pub grants: Option<String>,
    #[serde(default)]
    pub scopes: Vec<SyncScopeRequest>,
}

// The shape of `protocol::wire::ScopeRequest`: what is asked and pushed of one scope.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncScopeRequest {
    pub scope: String,
    /// As the endpoint gave it last; left out before the first pull.
    #[serde(default)]
    pub cursor: String,
    #[serde(default)]
    pub ops: Vec<SyncOperation>,
    /// Operations of others, each with `key` and `sig`.
    #[serde(default)]
    pub relayed: Vec<SyncOperation>,
    /// After the endpoint was set back: states that the phone had pulled.
    #[serde(default)]
    pub testimony: Option<Vec<SyncFieldState>>,
    /// By place in `devices`: the phone had pulled the numbers up to this one.
    #[serde(default)]
    pub pulled: BTreeMap<String, u64>,
    /// Of `told` the ids of what the person has decided on.
    #[serde(default)]
    pub decided: Vec<String>,
}

// The shape of `protocol::wire::WireOperation`: one operation that is pushed or relayed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncOperation {
    /// The place of the author's device in `devices`; 0 if left out.
    #[serde(default)]
    pub by: usize,
    /// The sequence number of the operation among that device's in this scope, from 1.
    pub n: u64,
    pub record: String,
    pub kind: String,
    pub field: String,
    /// Any JSON without fractions.
    pub value: Value,
    /// Short names.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// When the phone believed it was, in milliseconds since 1970.
    pub at: i64,
    /// The number of the first operation of the same saving; `n` if left out.
    #[serde(default)]
    pub save: Option<u64>,
    /// It had entered before the endpoint was set back, and was replaced since.
    #[serde(default)]
    pub gone: bool,
    /// In `relayed`: the place of the author's public key in `keys`; 0 if left out.
    #[serde(default)]
    pub key: usize,
    /// In `relayed`: the author's signature, 86 characters.
    #[serde(default)]
    pub sig: String,
}

// The shape of `protocol::wire::Reply`, the body of the answer to a `SyncRequest`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncReply {
    /// The endpoint's clock, in milliseconds since 1970.
    pub now: i64,
    /// Changes when the endpoint is restored from a backup.
    pub epoch: String,
    pub minimum_app: u32,
    #[serde(default)]
    pub people: Vec<PersonName>,
    #[serde(default)]
    pub devices: Vec<SyncDevice>,
    #[serde(default)]
    pub scopes: Vec<SyncScopeReply>,
    /// The newest cursor of every scope that the person may read; left out if
    /// the request's digest was that of these.
    #[serde(default)]
    pub heads: Option<BTreeMap<String, String>>,
    /// Scopes of the request in which the person has no right.
    #[serde(default)]
    pub lost: Vec<String>,
    /// The endpoint knows no public key of this enrolment.
    #[serde(default)]
    pub wants_key: bool,
    /// All roles of the person, if the request's `grants` is not theirs.
    #[serde(default)]
    pub grants: Option<Vec<SyncGrant>>,
}

// The shape of `protocol::wire::WireGrant`: one role of the person in one scope.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncGrant {
    pub scope: String,
    #[schema(value_type = RoleWord)]
    pub role: String,
}

impl From<Grant> for SyncGrant {
    fn from(Grant { scope, role }: Grant) -> Self {
        let role = role.word().to_owned();
        Self { scope, role }
    }
}

// The shape of `protocol::wire::Device`: an entry of a reply's table of devices.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncDevice {
    pub id: String,
    /// The place of its person in `people`.
    #[serde(default)]
    pub person: Option<usize>,
}

// The shape of `protocol::wire::ScopeReply`: the answers and the page of one scope.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncScopeReply {
    pub scope: String,
    pub cursor: String,
    #[serde(default)]
    pub more: bool,
    /// The request's cursor is not of this endpoint's history.
    #[serde(default)]
    pub reset: bool,
    /// With `reset`: the number up to which the cursor's history is this one's.
    #[serde(default)]
    pub held: Option<u64>,
    /// By short name: `ok`, `forked`, `held`, or the code of a refusal.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// By place in `devices`: numbers up to this one have all arrived.
    #[serde(default)]
    pub seen: BTreeMap<String, u64>,
    /// Short names of those that arrived past the first gap.
    #[serde(default)]
    pub beyond: Vec<String>,
    /// By place in `devices`: a backup holds the numbers up to this one.
    #[serde(default)]
    pub kept: BTreeMap<String, u64>,
    #[serde(default)]
    pub states: Vec<SyncFieldState>,
    /// What others tell who may not write it, and the person may: all that waits, if
    /// that has changed.
    #[serde(default)]
    pub told: Option<Vec<SyncReport>>,
}

/// What somebody tells, after the endpoint was set back, who may not write it.
// The shape of `protocol::wire::WireReport`; in the document its name is the older one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SyncTelling)]
pub struct SyncReport {
    /// Of what is told, whoever tells it.
    pub id: String,
    pub record: String,
    pub kind: String,
    pub field: String,
    /// `[short name, value, at, received]`.
    pub entry: (String, Value, i64, i64),
    /// The places in `devices` of those who tell it.
    pub by: Vec<usize>,
}

/// The whole live set of one field.
// The shape of `protocol::wire::FieldState`; in the document its name is the older one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SyncState)]
pub struct SyncFieldState {
    pub record: String,
    pub kind: String,
    pub field: String,
    /// Each `[short name, value, at, received]`.
    pub live: Vec<(String, Value, i64, i64)>,
    /// By place in `live`: it was told, by the device of this place in `devices`.
    #[serde(default)]
    pub told: BTreeMap<String, usize>,
    /// It is of a record that was erased: nothing of it is kept.
    #[serde(default)]
    pub erased: bool,
}
