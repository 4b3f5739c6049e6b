//! Deadlines: what a printed day means, and the year's calendar.

mod deadline;

pub use deadline::*;
