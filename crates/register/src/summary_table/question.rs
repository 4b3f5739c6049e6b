use super::cell::{Correction, PlainFigure};
use super::layout::PercentBase;
use crate::criteria::Span;
use crate::subject::SubjectKind;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of the table.
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

/// How many collectives, individuals and families the unit has altogether; none
/// where nobody has said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTotals(pub BTreeMap<SubjectKind, i64>);
