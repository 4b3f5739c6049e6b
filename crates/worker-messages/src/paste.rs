//! Villages out of what was pasted.

use reading::Slot;
use serde::Serialize;
use serde_json::Value;

/// A line to be shown: a village, or why it is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Slot)]
pub struct LineRead {
    /// From 1.
    pub number: usize,
    pub raw: String,
    /// Vietnamese; empty of a village.
    pub skipped: String,
    pub village: Option<VillageRead>,
}

/// A village that the worker read from a pasted line, with how sure it is and what it adds to the
/// register. The page shows it before anything is saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct VillageRead {
    /// The code of its kind.
    pub kind: String,
    pub name: String,
    pub head: Option<String>,
    pub phone: Option<String>,
    pub households: Option<u32>,
    pub people: Option<u32>,
    /// The line where the same village stands already.
    pub twice: Option<usize>,
    /// Its place among the villages of the register.
    pub known: Option<usize>,
    /// The fields that are blank in the register, and not in the line.
    pub adds: Vec<String>,
    pub is_certain: bool,
    pub is_unsure: bool,
    /// Vietnamese: why it is not certain.
    pub reasons: Vec<String>,
}

impl VillageRead {
    /// Whether it adds to a village that is there, instead of being a new one.
    pub fn is_more(&self) -> bool {
        !self.adds.is_empty()
    }

    /// Whether it is in the register as it is.
    pub fn is_there(&self) -> bool {
        self.known.is_some() && !self.is_more()
    }

    /// Whether it is taken without being asked for.
    pub fn is_expected(&self) -> bool {
        self.twice.is_none() && !self.is_there() && !self.is_unsure
    }

    pub fn is_to_look_at(&self) -> bool {
        self.twice.is_some() || !self.is_certain
    }

    /// What the line says, field by field.
    pub fn values(&self) -> [(&'static str, Option<Value>); 4] {
        [
            ("headName", self.head.clone().map(Value::from)),
            ("headPhone", self.phone.clone().map(Value::from)),
            ("households", self.households.map(Value::from)),
            ("people", self.people.map(Value::from)),
        ]
    }
}

/// What is told of each village of the register, as many texts one after the other.
pub const TOLD: [&str; 6] = [
    "villageKind",
    "name",
    "headName",
    "headPhone",
    "households",
    "people",
];
