//! A quota as a rule set writes it.

use crate::rules::reader::{read_choice, read_item};
use crate::source::Source;
use crate::subject::SubjectKind;

/// A limit on what a nominating unit may propose, choose or give, as a rule set writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quota {
    pub id: String,
    pub counts: CountedItems,
    pub award: Option<String>,
    /// Roles of the units that it is for.
    pub nominating_units: Vec<String>,
    /// Keeping within one of them is enough.
    pub alternatives: Vec<Vec<AtMost>>,
    /// «trong đó có ít nhất»
    pub among: Vec<GroupMinimum>,
    pub together: Option<CombinedLimit>,
    /// Subjects that are not counted.
    pub outside: Vec<SubjectKind>,
    /// The council that sets the number.
    pub set_by: Option<String>,
    pub text: String,
    pub note: Option<String>,
    pub checked: bool,
    pub source: Option<Source>,
    pub retired: bool,
    /// Kept to remind of, not in force for this unit.
    pub reference: bool,
}

read_item!(Quota {
    id, counts, award, nominating_units, alternatives, among, together, outside, set_by, text, note,
    checked, source, retired, reference
} and "slip", "why");

/// The kind of list that a quota is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountedItems {
    #[default]
    Nominations,
    Exemplars,
    PilotUnits,
    Awards,
}

read_choice!(CountedItems {
    "nominations" => Nominations,
    "exemplars" => Exemplars,
    "pilotUnits" => PilotUnits,
    "awards" => Awards,
});

/// A limit for subjects of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtMost {
    pub subject_kind: SubjectKind,
    pub at_most: u32,
}

read_item!(AtMost {
    subject_kind,
    at_most
});

/// A demand within a quota: at least so many subjects of one kind from some groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupMinimum {
    pub subject_kind: SubjectKind,
    pub groups: Vec<String>,
    pub at_least: u32,
}

read_item!(GroupMinimum {
    subject_kind,
    groups,
    at_least
});

/// A limit for several kinds of subjects together; for all three where none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CombinedLimit {
    pub subject_kinds: Vec<SubjectKind>,
    pub at_most: Option<u32>,
    pub exactly: Option<u32>,
    pub about: Option<u32>,
}

read_item!(CombinedLimit {
    subject_kinds,
    at_most,
    exactly,
    about
});
