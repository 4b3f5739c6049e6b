//! The endpoint's form of one operation: its name, value and times, without what it replaces. Live
//! sets and replies are made of these; what a phone sends is [`crate::Operation`].

use crate::OpId;
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A live operation as the endpoint states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Entry {
    pub name: OpId,
    pub value: Value,
    /// When its author's phone believed it was; milliseconds since 1970.
    pub at: i64,
    /// When the endpoint received it; milliseconds since 1970.
    pub received: i64,
    /// The author's own phone has not brought it since the endpoint was set back: the
    /// device that reported it.
    #[serde(rename = "told", default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<String>,
}

impl Entry {
    /// Whether both say the same of the same operation.
    pub fn says_as(&self, other: &Self) -> bool {
        (&self.name, &self.value, self.at) == (&other.name, &other.value, other.at)
    }
}
