//! An invitation as it is kept.

use register::role::Role;

/// An invitation as it is stored: the hash of its code, whom it invites to what, and whether it was
/// used or locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The first four characters of the code.
    pub public_id: String,
    /// Argon2id, in its own text form, of the rest of the code.
    pub secret_hash: String,
    /// Whom it gives a new phone to, by the id, and nothing else: the person keeps the name and
    /// the roles. One whom the register lost, when it was set back, is made by that id when the
    /// invitation is added. Nothing: a person who is new.
    pub person: Option<String>,
    /// Who invited by an act. Of a new phone it is judged again when it is used: whoever it is of may
    /// have more by then.
    pub inviter: Option<String>,
    pub person_name: String,
    pub role: Role,
    pub scope: String,
    pub invited_by: String,
    /// Milliseconds since 1970, like all times here; 0 if it was cancelled.
    pub expires_at: i64,
    pub claimed: Option<InvitationClaim>,
    pub wrong_tries: u32,
    pub locked_until: i64,
}

/// The use of an invitation: when, by which browser's secret, and the enrolment that came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationClaim {
    pub at: i64,
    /// SHA-256 of the browser's secret.
    pub claim_hash: Vec<u8>,
    pub enrolment: String,
}
