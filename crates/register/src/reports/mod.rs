//! Report outlines, and what the register can put into them.

mod outline;

pub use outline::*;
