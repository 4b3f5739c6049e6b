//! Tables as data, and the award summary table.

mod cell;
mod check;
mod count;
mod layout;
mod table;

pub(crate) use cell::percent;
pub use cell::{Cell, Correction, PlainFigure};
pub use layout::*;
pub use table::{Question, SummaryTable, UnitTotals, summary_table};
