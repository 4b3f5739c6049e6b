//! A map and a set that are one vector in order.
//!
//! A B-tree anew for each kind of key and value was a tenth of the first load;
//! what is kept here are tens or hundreds, where a vector is as quick. An entry
//! that comes last is only appended; thousands that come in no order belong into
//! a B-tree.

#![warn(clippy::too_many_lines)]

mod map;
mod order;
mod set;

pub use map::SortedMap;
pub use order::{by_number, order};
pub use set::SortedSet;
