//! The shapes of people and of acts as OpenAPI describes them, beside [`super::schema`].

use super::schema::SyncGrant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who has a role in a scope or below, as far as the asker may take it or has it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PeopleBody {
    #[serde(default)]
    pub people: Vec<PersonBody>,
    /// Those that are open; with the first of several answers.
    #[serde(default)]
    pub invitations: Vec<OpenInvitation>,
    /// There are more: to be asked for as `after`.
    #[serde(default)]
    pub next: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonBody {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub grants: Vec<SyncGrant>,
    #[serde(default)]
    pub phones: Vec<PhoneBody>,
}

/// One enrolment of a person. Times are in milliseconds since 1970.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PhoneBody {
    pub id: String,
    pub enrolled_at: i64,
    /// Written at most once an hour.
    pub last_seen_at: i64,
    /// The version of kinds and fields that it writes, once it has said so.
    #[serde(default)]
    pub schema: Option<u64>,
    /// If it was.
    #[serde(default)]
    pub revoked: Option<RevokedWord>,
}

/// How a phone was revoked.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RevokedWord {
    /// Its person has left, or moved.
    Over,
    /// It is in strange hands.
    Lost,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenInvitation {
    pub id: String,
    /// Whom it gives a new phone, who is there already.
    #[serde(default)]
    pub person: Option<String>,
    pub person_name: String,
    #[schema(value_type = super::schema::RoleWord)]
    pub role: String,
    pub scope: String,
    pub expires_at: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActSent {
    /// The JSON of `["act", epoch, nonce, at, word, {…}]`.
    pub act: String,
    /// The signature of exactly this text by the enrolment's key, 86 characters.
    pub sig: String,
}

/// What came of an act: of `invite` the invitation, of any other nothing.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActBody {
    /// Said once.
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub link: Option<String>,
    /// By what it is listed and cancelled.
    #[serde(default)]
    pub invitation: Option<String>,
    #[serde(default)]
    pub expires_at: Option<i64>,
}
