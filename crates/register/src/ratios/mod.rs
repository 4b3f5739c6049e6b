//! Ratios, and indicators compared.

mod compute;
mod indicators;
mod ratio;

pub use compute::{RatioInputs, RatioLine, ratio_lines};
pub use indicators::{Comparison, Indicator, Polarity, compare};
pub use ratio::*;
