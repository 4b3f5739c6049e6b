//! Criteria: what an award asks for, and whether a subject has it, as a tree
//! that a screen can show.

mod candidate;
mod criterion;
mod eligibility;
mod judge;
mod leaf;
mod node;

pub use candidate::{Candidate, HeldAward, History, Span, YearlyRating};
pub use criterion::*;
pub use eligibility::{Eligibility, Fit, JudgedCriterion, eligibility};
pub use judge::judge;
pub use node::{Combination, Missing, Node, Status};
