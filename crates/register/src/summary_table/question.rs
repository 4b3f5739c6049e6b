//! The input of the summary table: years, options, corrections and older figures. The caller makes
//! it of the profile and the records; the layout is the rule set's.

use super::cell::{Correction, PlainFigure};
use super::layout::PercentBase;
use crate::criteria::Span;
use crate::subject::SubjectKind;
use std::collections::{BTreeMap, BTreeSet};

/// A request for the summary table of a span, with all that people have set, entered and corrected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub span: Span,
    /// Keys of optional rows that the commune has switched on.
    pub switched_on: BTreeSet<String>,
    /// What percentages are of; none as the rule set says.
    pub base: Option<PercentBase>,
    pub totals: UnitTotals,
    pub corrections: Vec<Correction>,
    pub plain: Vec<PlainFigure>,
}

/// The numbers of collectives, individuals and families that the unit has altogether; none where
/// nobody has said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTotals(pub BTreeMap<SubjectKind, i64>);
