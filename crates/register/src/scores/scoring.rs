//! The scoring rules of a block as a rule set writes them. All points are in
//! hundredths of a point.

use crate::rules::reader::read_item;
use crate::source::Source;
use serde_json::Value;

/// The scoring of an emulation block's members in a year, as a rule set writes it. Points are
/// hundredths of a point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scoring {
    pub id: String,
    pub name: String,
    /// Always hundredths of a point.
    pub unit: String,
    pub sections: Vec<ScoreSection>,
    pub rules: Vec<ScoreRule>,
    /// For a block that has no table of its own yet.
    pub reference_table: Option<ReferenceTable>,
    pub not_stated: Vec<Assumption>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Scoring {
    id, name, unit, sections, rules, reference_table, not_stated, checked, source
} and "note", "slip", "why", "retired", "reference");

/// A section of a block's score, with the most points that it can give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreSection {
    pub key: String,
    pub name: String,
    /// Missing where the block's own table says it.
    pub maximum: Option<i64>,
    pub source: Option<Source>,
}

read_item!(ScoreSection { key, name, maximum, source }
    and "note", "checked", "slip", "why", "retired", "reference", "text");

/// One rule of a scoring: a bonus, a penalty, a limit. Which of its figures there are depends on
/// `kind`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreRule {
    pub id: String,
    pub kind: String,
    pub text: String,
    pub total: Option<i64>,
    pub contents: Option<i64>,
    pub bonus_points: Option<i64>,
    pub content_count: Option<u32>,
    pub section: Option<String>,
    pub sections: Vec<String>,
    /// A word, or an object of facts that must all hold.
    pub when: Value,
    pub at_most: Option<i64>,
    pub each: Option<i64>,
    pub counted: Option<String>,
    pub fact: Option<String>,
    pub points: Option<i64>,
    pub tiers: Vec<PenaltyTier>,
    #[doc(alias = "use")]
    pub substitute: Option<String>,
    pub percent_at_most: Option<i64>,
    pub checked: bool,
    pub source: Option<Source>,
    /// Its words are not among the sources.
    pub reference: bool,
}

read_item!(ScoreRule {
    id, kind, text, total, contents, bonus_points, content_count, section, sections, when, at_most,
    each, counted, fact, points, tiers, substitute = "use", percent_at_most, checked, source,
    reference
} and "per", "withNoticeOf", "includesExtended", "setBy", "by", "requestedBy", "columnHeading",
    "note", "slip", "why", "retired");

/// The points taken off for a count in a range; without `to` for `from` and more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PenaltyTier {
    pub from: i64,
    pub to: Option<i64>,
    pub points: i64,
}

read_item!(PenaltyTier { from, to, points });

/// The maxima of sections for a block that has no table of its own yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceTable {
    pub sections: Vec<ReferenceMaximum>,
}

read_item!(ReferenceTable { sections } and "reference", "checked", "note");

/// The most points of one section in a [`ReferenceTable`], in hundredths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceMaximum {
    pub key: String,
    pub maximum: i64,
}

read_item!(ReferenceMaximum { key, maximum });

/// A value that the document does not state and that had to be chosen, with the words that say so.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assumption {
    pub key: String,
    pub value: Value,
    pub text: String,
}

read_item!(Assumption { key, value, text } and "checked", "note");
