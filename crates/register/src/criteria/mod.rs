//! Criteria: what an award asks for, and whether a subject has it.

mod criterion;

pub use criterion::*;
