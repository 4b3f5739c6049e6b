//! Scores of the members of a block, in hundredths of a point.

mod scoring;

pub use scoring::*;
