//! A table's layout as a rule set writes it: columns, rows, what each row
//! counts and how rows are summed.

use crate::rules::reader::{At, Read, read_choice, read_item};
use crate::rules::source::Words;
use crate::source::Source;
use crate::subject::SubjectKind;
use serde_json::Value;

/// The layout of a printed table, as a rule set writes it: columns, header, rows, sums.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableLayout {
    pub id: String,
    pub name: Option<String>,
    pub form_no: Option<String>,
    /// The report fact that the table shows.
    pub fact: Option<String>,
    /// The printed form that the table is by itself.
    pub form: Option<String>,
    pub text: Option<String>,
    pub subtitle: Vec<Words>,
    pub caption: Option<Words>,
    pub orientation: Option<Orientation>,
    /// The header stands on every page.
    pub header_repeats: bool,
    /// `quarter` or `subjectKind`, each under one of `group_headings`.
    pub grouped_by: Option<String>,
    pub group_headings: Vec<Words>,
    pub percent: Option<Percent>,
    pub not_applicable_mark: Option<String>,
    pub columns: Vec<LayoutColumn>,
    pub header_rows: Vec<Vec<HeaderCell>>,
    pub rows: LayoutRows,
    pub notes: Vec<Words>,
    /// Not an official form: the document refers to it and does not have it.
    pub reference: bool,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(TableLayout {
    id, name, form_no, fact, form, text, subtitle, caption, orientation, header_repeats,
    grouped_by, group_headings, percent, not_applicable_mark, columns, header_rows, rows, notes, reference, checked, source
} and "note", "slip", "why", "retired");

/// The orientation of a table's page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Orientation {
    #[default]
    Portrait,
    Landscape,
}

read_choice!(Orientation { "portrait" => Portrait, "landscape" => Landscape });

impl TableLayout {
    /// The rows that are written out; none in a table that is open.
    pub fn written_rows(&self) -> &[LayoutRow] {
        match &self.rows {
            LayoutRows::Written(rows) => rows,
            LayoutRows::Open(_) => &[],
        }
    }
}

/// The rule for a table's percentages: decimals and base. A zero denominator leaves the cell blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Percent {
    pub decimals: u8,
    pub base: PercentBase,
    pub bases: Vec<PercentBase>,
}

read_item!(Percent { decimals, base, bases } and "zeroDenominator", "note", "source");

/// The whole that a percentage is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PercentBase {
    /// Of the awarded of the same row and kind.
    #[default]
    AwardedInRow,
    /// Of all collectives or individuals of the unit.
    UnitTotal,
}

read_choice!(PercentBase { "awardedInRow" => AwardedInRow, "unitTotal" => UnitTotal });

/// One column of a [`TableLayout`] and the figure that stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayoutColumn {
    pub key: String,
    pub text: Option<String>,
    pub figure: Option<Figure>,
    pub subject_kind: Option<SubjectKind>,
    /// The quantity that this one is part of.
    pub of: Option<String>,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    /// With nothing in it the document is not complete.
    pub required: bool,
}

read_item!(LayoutColumn { key, text, figure, subject_kind, of, numerator, denominator, required }
    and "digits", "each", "slip", "why", "source");

/// The kind of content of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Figure {
    #[default]
    RowNumber,
    RowText,
    Quantity,
    /// Of the quantity, those at the grassroots, direct workers.
    DirectQuantity,
    Percent,
}

read_choice!(Figure {
    "rowNumber" => RowNumber,
    "rowText" => RowText,
    "quantity" => Quantity,
    "directQuantity" => DirectQuantity,
    "percent" => Percent,
});

/// One cell of a table's printed header, perhaps over several columns and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderCell {
    pub text: String,
    pub column: String,
    pub column_span: Option<u32>,
    pub row_span: Option<u32>,
}

read_item!(HeaderCell { text, column, column_span, row_span } and "source");

/// The rows of a [`TableLayout`]: written out, or a word for what they are made from.
#[derive(Debug, Clone, PartialEq)]
pub enum LayoutRows {
    Written(Vec<LayoutRow>),
    Open(String),
}

impl Default for LayoutRows {
    fn default() -> Self {
        Self::Written(Vec::new())
    }
}

impl Read for LayoutRows {
    fn read(at: &At<'_>) -> Self {
        match at.value {
            Value::String(word) => Self::Open(word.clone()),
            _ => Self::Written(Vec::read(at)),
        }
    }
}

/// One written row of a [`TableLayout`]: its text, and what it counts or sums.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LayoutRow {
    pub key: String,
    pub kind: RowKind,
    /// Off unless the commune switches it on.
    pub optional: bool,
    pub number: Option<String>,
    /// The number in the document, where it has slipped.
    pub printed_number: Option<String>,
    pub parent: Option<String>,
    /// «Trong đó:»
    pub lead: Option<Words>,
    pub text: String,
    pub italic: bool,
    pub counts: Option<RowCounts>,
    pub sum: Option<Sum>,
    /// The columns in which the row can have nothing.
    pub not_applicable: Vec<String>,
    pub source: Option<Source>,
}

read_item!(LayoutRow {
    key, kind, optional, number, printed_number, parent, lead, text, italic, counts, sum, not_applicable, source
} and "slip", "why", "note");

/// The kind of a row, and so how its numbers stand to those of its parent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowKind {
    Group,
    #[default]
    Award,
    /// «Trong đó»: not all of its parent.
    OfWhich,
    /// With its siblings all of its parent.
    Part,
    Total,
}

read_choice!(RowKind {
    "group" => Group,
    "award" => Award,
    "ofWhich" => OfWhich,
    "part" => Part,
    "total" => Total,
});

/// The awards that a row counts in the award register; an empty list is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowCounts {
    pub awards: Vec<String>,
    pub modes: Vec<String>,
    pub subject_kinds: Vec<SubjectKind>,
}

read_item!(RowCounts {
    awards,
    modes,
    subject_kinds
});

impl RowCounts {
    /// Whether a decision can be counted by both.
    pub fn meets(&self, other: &Self) -> bool {
        fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
            one.is_empty() || other.is_empty() || one.iter().any(|item| other.contains(item))
        }
        self.awards.iter().any(|award| other.awards.contains(award))
            && share(&self.modes, &other.modes)
            && share(&self.subject_kinds, &other.subject_kinds)
    }
}

/// The rows whose sum a row is held against, and how: it equals the sum, or is at least that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    pub relation: SumRelation,
    pub of: Vec<String>,
}

read_item!(Sum { relation, of });

/// The relation of a row to the [`Sum`] of others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SumRelation {
    #[default]
    Equal,
    AtLeast,
}

read_choice!(SumRelation { "equal" => Equal, "atLeast" => AtLeast });
