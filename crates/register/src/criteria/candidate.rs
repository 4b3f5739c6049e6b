//! What is known of a subject that may be proposed for an award.

use crate::subject::SubjectKind;
use std::collections::{BTreeMap, BTreeSet};

/// A subject that may be proposed, with all that criteria can ask of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    pub kind: SubjectKind,
    /// The kind of its record: `village`, `collective`, `person`, `family`.
    pub record_kind: String,
    /// Codes of catalogues; none where nobody has said it.
    pub scale: Option<String>,
    pub group: Option<String>,
    /// Roles of the units that the person heads; none of them for who heads
    /// nothing.
    pub head_of: Vec<String>,
    pub history: History,
    /// Of the unit that the person heads.
    pub unit: Option<History>,
    /// For a collective: the awards that each member was given in the year.
    pub members: Option<Vec<BTreeSet<String>>>,
    /// What a person has confirmed or denied: by the criterion's id and the
    /// condition's words. New words ask anew.
    pub confirmed: BTreeMap<(String, String), bool>,
}

/// Awards, ratings and figures of a subject or a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub awards: Vec<HeldAward>,
    /// By year; a year that is not there is not known.
    pub ratings: BTreeMap<i32, YearlyRating>,
    /// By the figure's code and the year; no year where it is of the period.
    /// Money in đồng.
    pub figures: BTreeMap<(String, Option<i32>), i64>,
}

/// An award that a candidate or a unit holds already, as criteria look back on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeldAward {
    pub award: String,
    pub mode: Option<String>,
    /// Not known where only the certificate hangs on the wall.
    pub year: Option<i32>,
    /// «Quyết định 12/QĐ-UBND», for who wants to see it.
    pub decision: Option<String>,
}

/// The rating of a candidate or a unit in one year, as criteria look back on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearlyRating {
    pub rating: String,
    /// Whether an authority has recognised it; not known where nobody has said.
    pub recognized: Option<bool>,
}

/// A run of years that is looked back on, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: i32,
    pub to: i32,
}

impl Span {
    pub fn year(year: i32) -> Self {
        Self {
            from: year,
            to: year,
        }
    }

    pub fn holds(self, year: i32) -> bool {
        (self.from..=self.to).contains(&year)
    }

    /// Never more than a century: a span typed wrong must not cost an hour.
    pub fn years(self) -> impl DoubleEndedIterator<Item = i32> {
        self.from..=self.to.min(self.from.saturating_add(99))
    }
}
