//! What outlives a restore: what was erased, and what was taken from somebody. A backup of before does
//! not know it.

use super::Erasure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One act, as it stands on a line of the file beside the register. It names nobody but by an id. A
/// later version may write acts that this one does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "camelCase")]
pub enum LastingAct {
    Erase(Erasure),
    Revoke(RevokedPhone),
    Take(TakenRole),
    Cancel(CancelledInvitation),
    #[serde(other)]
    Unknown,
}

/// An enrolment that is over, or whose phone is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedPhone {
    /// Which act it is: a register that knows it does it no second time.
    pub id: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The enrolment's id.
    pub phone: String,
    /// As on the wire.
    pub how: String,
    /// The invitations by which it came: a backup may be of before anybody used them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub invitations: BTreeSet<String>,
}

/// A role that somebody has no more. It may have been given again since: a register that knows the
/// act is of after it, and keeps what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenRole {
    /// As of [`RevokedPhone`].
    pub id: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The person's id.
    pub person: String,
    /// The role's word.
    pub role: String,
    pub scope: String,
    /// As of [`RevokedPhone`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub invitations: BTreeSet<String>,
}

/// An invitation by which nobody enrols any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelledInvitation {
    /// As of [`RevokedPhone`].
    pub id: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Its public id.
    pub invitation: String,
}

impl LastingAct {
    /// Which act it is, and when it was done; nothing of an erasure, which is done as often as one
    /// likes.
    pub fn id_and_time(&self) -> Option<(&str, i64)> {
        match self {
            Self::Revoke(RevokedPhone { id, at, .. })
            | Self::Take(TakenRole { id, at, .. })
            | Self::Cancel(CancelledInvitation { id, at, .. }) => Some((id, *at)),
            Self::Erase(_) | Self::Unknown => None,
        }
    }
}
