//! Who speaks in the simulation: people are enrolled by the real endpoint, without the screens that
//! lead there.

use crate::Key;

/// The scope that everybody here has a role in.
pub const COMMUNE: &str = "06541";
/// One person on one phone, as the endpoint enrolled them. Copied storage holds the same one.
#[derive(Clone, Debug)]
pub struct SimulatedEnrolment {
    pub person: String,
    pub device: String,
    pub token: String,
    /// What the person has a role in.
    pub scope: String,
    pub key: Key,
}
