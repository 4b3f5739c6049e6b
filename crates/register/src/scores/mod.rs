//! Scores of the members of a block, in hundredths of a point.

mod ranking;
mod scoring;
mod sheet;
mod table;

pub use ranking::{Place, ranking};
pub use scoring::*;
pub use sheet::{BonusLine, Score, ScoreSheet, SectionScore, Step, UnitFacts, score};
pub use table::{ScoreTable, TableLine, check_table};
