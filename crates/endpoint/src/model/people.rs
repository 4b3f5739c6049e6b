//! People as endpoint and stores speak of them. The records of people in the register (nominees,
//! residents) are something else.

use protocol::wire;
use register::rights::Grant;

/// A user of the app, by id and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    pub id: String,
    pub name: String,
}

/// How an enrolment was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Its person has left, or moved: what was not sent stays readable on the phone.
    Over,
    /// The phone is in strange hands: it deletes what it has.
    Lost,
}

impl Revocation {
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            wire::OVER => Some(Self::Over),
            wire::LOST => Some(Self::Lost),
            _ => None,
        }
    }

    /// The word on the wire, and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Over => wire::OVER,
            Self::Lost => wire::LOST,
        }
    }
}

/// A user with one enrolment: whom a token speaks for, with roles and public keys. Read at every
/// request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub enrolment: String,
    pub person: NamedPerson,
    pub grants: Vec<Grant>,
    /// Milliseconds since 1970.
    pub enrolled_at: i64,
    /// Milliseconds since 1970, written at most once an hour.
    pub last_seen_at: i64,
    pub revoked: Option<Revocation>,
    /// The version of kinds and fields that the phone said it writes, when that was noted last.
    pub schema: Option<u64>,
    /// The public keys of the enrolment.
    pub keys: Vec<String>,
}
