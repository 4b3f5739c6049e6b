//! Scores of the members of a block, in hundredths of a point.

mod ranking;
mod scoring;
mod sheet;
mod table;

pub use ranking::{Rank, ranking};
pub use scoring::*;
pub use sheet::{BonusLine, Score, ScoreSheet, ScoreStep, SectionScore, UnitFacts, score};
pub use table::{ScoreTable, TableLine, check_table};
