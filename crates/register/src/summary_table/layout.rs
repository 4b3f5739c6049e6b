//! A table's layout as a rule set writes it: columns, rows, what each row
//! counts and how rows are summed.

use crate::rules::reader::{At, Read, read_choice, read_item};
use crate::rules::source::{Source, Standing, Words};
use crate::subject::SubjectKind;
use serde_json::Value;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableLayout {
    pub id: String,
    pub name: Option<String>,
    pub form_no: Option<String>,
    /// The report fact that the table shows.
    pub fact: Option<String>,
    pub text: Option<String>,
    /// Lines under the title.
    pub subtitle: Vec<Words>,
    /// The line between the title and the table.
    pub caption: Option<Words>,
    /// `landscape` lies across; none stands.
    pub orientation: Option<String>,
    /// Headings over the rows of a group, told by their `code` or `quarter`.
    pub group_headings: Vec<Words>,
    /// No official layout is known.
    pub reference: bool,
    pub percent: Option<Percent>,
    pub not_applicable_mark: Option<String>,
    pub columns: Vec<Column>,
    pub header_rows: Vec<Vec<HeaderCell>>,
    pub rows: Rows,
    pub notes: Vec<Words>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(TableLayout {
    id, name, form_no, fact, text, subtitle, caption, orientation, group_headings, reference, percent,
    not_applicable_mark, columns, header_rows, rows, notes, checked, source
} and "form", "note", "slip", "why", "retired", "headerRepeats", "groupedBy");

impl TableLayout {
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            source: self.source.as_ref(),
            checked: self.checked,
            ..Standing::default()
        }
    }

    /// The rows that are written out; none in a table that is open.
    pub fn written_rows(&self) -> &[Row] {
        match &self.rows {
            Rows::Written(rows) => rows,
            Rows::Open(_) => &[],
        }
    }
}

/// How percentages are made: with so many decimals, of which base, blank on a
/// zero denominator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Percent {
    pub decimals: u8,
    pub base: PercentBase,
    pub bases: Vec<PercentBase>,
}

read_item!(Percent { decimals, base, bases } and "zeroDenominator", "note", "source");

/// What a percentage is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PercentBase {
    /// Of the awarded of the same row and kind.
    #[default]
    AwardedInRow,
    /// Of all collectives or individuals of the unit.
    UnitTotal,
}

read_choice!(PercentBase { "awardedInRow" => AwardedInRow, "unitTotal" => UnitTotal });

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    pub key: String,
    pub text: Option<String>,
    pub figure: Option<Figure>,
    pub subject_kind: Option<SubjectKind>,
    /// The quantity that this one is part of.
    pub of: Option<String>,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
}

read_item!(Column { key, text, figure, subject_kind, of, numerator, denominator }
    and "digits", "each", "slip", "why", "source");

/// What stands in a column.
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

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderCell {
    pub text: String,
    pub column: String,
    pub column_span: Option<u32>,
    pub row_span: Option<u32>,
}

read_item!(HeaderCell { text, column, column_span, row_span } and "source");

/// Rows that are written out, or a word for what they are made from.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    Written(Vec<Row>),
    Open(String),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Written(Vec::new())
    }
}

impl Read for Rows {
    fn read(at: &At<'_>) -> Self {
        match at.value {
            Value::String(word) => Self::Open(word.clone()),
            _ => Self::Written(Vec::read(at)),
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub key: String,
    pub kind: RowKind,
    /// Off unless the commune switches it on.
    pub optional: bool,
    pub number: Option<String>,
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

read_item!(Row {
    key, kind, optional, number, parent, lead, text, italic, counts, sum, not_applicable, source
} and "printedNumber", "slip", "why", "note");

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

/// What a row counts in the award register; an empty list is any.
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

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    pub relation: SumRelation,
    pub of: Vec<String>,
}

read_item!(Sum { relation, of });

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SumRelation {
    #[default]
    Equal,
    AtLeast,
}

read_choice!(SumRelation { "equal" => Equal, "atLeast" => AtLeast });
