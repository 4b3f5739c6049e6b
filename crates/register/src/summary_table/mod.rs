//! Tables as data, and the award summary table.

mod layout;

pub use layout::*;
