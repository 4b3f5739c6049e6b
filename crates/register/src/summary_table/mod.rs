//! Tables as data, and the award summary table.

mod cell;
mod check;
mod count;
mod layout;
mod question;
mod table;

pub(crate) use cell::percent;
pub use cell::{Correction, PlainFigure, TableCell};
pub use layout::*;
pub use question::{Question, UnitTotals};
pub use table::{SummaryTable, summary_table};
