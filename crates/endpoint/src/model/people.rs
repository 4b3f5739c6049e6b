use register::rights::Grant;

/// A person by the id, and what the person is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    pub id: String,
    pub name: String,
}

/// Whom a token speaks for.
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
