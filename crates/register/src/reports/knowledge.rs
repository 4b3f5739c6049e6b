//! All that may go into a report.

use super::content::WrittenTexts;
use super::outline::{IssuedBy, Outline};
use crate::awards::Award;
use crate::criteria::Span;
use crate::date::{Days, PartialDate};
use crate::finding::Finding;
use crate::ratios::Indicator;
use crate::record::Record;
use crate::registrations::RegistrationSummary;
use crate::subject::SubjectKind;
use crate::summary_table::{Question, UnitTotals};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The part of the year that a report is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    First,
    #[default]
    Whole,
}

/// One thing that reports list or count: a document, a meeting, an exemplar, a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnowledgeEntry {
    /// The record's id.
    pub id: String,
    pub name: String,
    pub kind: Option<SubjectKind>,
    /// How many it stands for: people of a class. Below zero is a finding.
    pub count: Option<i64>,
    /// What else a table of them shows.
    pub cells: Vec<String>,
    /// When it was, of what has a day.
    pub on: Option<PartialDate>,
}

/// A nomination sent up, and whether it has a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubmittedNomination {
    pub id: String,
    pub award: String,
    pub kind: SubjectKind,
    pub is_direct: Option<bool>,
    pub is_decided: bool,
}

impl SubmittedNomination {
    /// Of a nomination's record; none before an award and a kind are chosen.
    pub fn of_record(record: &Record) -> Option<Self> {
        Some(Self {
            id: record.id.clone(),
            award: record.text("award")?.to_owned(),
            kind: SubjectKind::of_code(record.text("subjectKind")?)?,
            is_direct: None,
            is_decided: record.value("decisionNumber").is_some(),
        })
    }
}

/// A member's place in its block.
pub use crate::scores::Rank;

/// All figures, lists and texts that a report may use, gathered by the caller. Facts are made of it
/// and of the rules.
#[derive(Debug, Clone, Default)]
pub struct Knowledge<'a> {
    pub year: i32,
    /// The years that the report is about.
    pub span: Span,
    pub half: Half,
    /// Whose all of this is: a unit's with those below it, or a block's with its members.
    pub issued_by: IssuedBy,
    /// What could not be taken in, whatever of it is asked for.
    pub findings: Vec<Finding>,
    /// Only those that the report is about.
    pub awards: &'a [Award],
    pub totals: UnitTotals,
    pub nominations: &'a [SubmittedNomination],
    pub registrations: Option<&'a RegistrationSummary>,
    pub indicators: &'a [Indicator],
    /// The indicators of each member of a block.
    pub block_indicators: &'a [(String, Vec<Indicator>)],
    pub ranking: &'a [Rank],
    /// By the word of the fact: `issuedDocuments`, `exemplarNames`, …
    pub entries: BTreeMap<String, Vec<KnowledgeEntry>>,
    /// How the summary table is to be made.
    pub table: Question,
    pub texts: WrittenTexts,
}

impl Knowledge<'_> {
    /// The days that the report is about.
    pub fn days(&self) -> Days {
        match self.half {
            Half::First => Days::first_half(self.year),
            Half::Whole if self.span == Span::default() => Days::years(self.year, self.year),
            Half::Whole => Days::years(self.span.from, self.span.to),
        }
    }

    /// What of this may go into a document: nothing of a commune's own into a block's, and nothing of
    /// the members' into a commune's.
    pub fn for_outline(&self, outline: &Outline) -> Cow<'_, Self> {
        if outline.issuer() == self.issued_by {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            year: self.year,
            span: self.span,
            half: self.half,
            issued_by: outline.issuer(),
            texts: self.texts.clone(),
            ..Self::default()
        })
    }
}
