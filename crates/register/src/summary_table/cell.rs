//! A cell of the summary table: what was counted, entered and corrected.

use crate::number;

/// A figure that a person put in the place of what was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    pub row: String,
    pub column: String,
    pub value: i64,
    pub reason: String,
}

/// A figure of a year from before the register; several in one place are added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainFigure {
    pub year: i32,
    pub row: String,
    pub column: String,
    pub value: i64,
}

/// One cell of the summary table: what stands in it, and what it was counted, entered and corrected
/// from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableCell {
    /// What stands in the cell: a number, or a percentage scaled by `decimals`.
    /// None is blank.
    pub value: Option<i64>,
    pub decimals: u8,
    /// From decisions in the register.
    pub counted: i64,
    /// From figures entered for older years.
    pub plain: i64,
    /// What was counted is not what stands there: a person has put another.
    pub corrected: Option<Correction>,
    /// The row can have nothing here, and has nothing.
    pub not_applicable: bool,
}

impl TableCell {
    /// As it is printed; a cell that is not applicable by the table's mark.
    pub fn shown(&self, not_applicable: &str) -> String {
        match self.value {
            _ if self.not_applicable => not_applicable.to_owned(),
            Some(value) => number::format_fixed(value, self.decimals),
            None => String::new(),
        }
    }
}

/// A share in per cent, scaled by so many decimals and rounded half up; none of
/// a denominator that is zero or less.
pub(crate) fn percent(numerator: i64, denominator: i64, decimals: u8) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let whole = i128::from(denominator);
    let scale = 10_i128.checked_pow(u32::from(decimals))?.checked_mul(200)?;
    let doubled = i128::from(numerator)
        .checked_mul(scale)?
        .checked_add(whole)?;
    i64::try_from(doubled.div_euclid(whole * 2)).ok()
}
