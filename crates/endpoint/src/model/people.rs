//! People as endpoint and stores speak of them. The records of people in the register (nominees,
//! residents) are something else.

use register::rights::Grant;

/// A user of the app, by id and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    pub id: String,
    pub name: String,
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
    pub revoked: bool,
    /// The public keys of the enrolment.
    pub keys: Vec<String>,
}
