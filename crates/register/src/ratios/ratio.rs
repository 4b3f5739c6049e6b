//! A ratio as a rule set writes it.

use crate::rules::reader::read_item;
use crate::source::Source;

/// A ratio as a rule set writes it: which count over which, once or for each kind or level.
/// [`super::RatioLine`] is its result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ratio {
    pub id: String,
    pub name: String,
    pub numerator: String,
    pub denominator: String,
    /// `subjectKind` or `awardLevel`: one ratio for each of them.
    pub each: Option<String>,
    /// What else the numerator is compared with.
    pub also: Vec<String>,
    pub decimals: u8,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Ratio { id, name, numerator, denominator, each, also, decimals, checked, source }
    and "note", "slip", "why", "retired", "reference");
