//! Ratios, and indicators compared.

mod ratio;

pub use ratio::*;
