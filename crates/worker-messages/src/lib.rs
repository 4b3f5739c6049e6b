//! What the page asks the worker (`crates/worker`), and what it is answered: each shape once, for
//! both sides. The page reads by `reading`, the worker by `serde`.

#![warn(clippy::too_many_lines)]

mod calls;
pub mod documents;
pub mod paste;

pub use calls::Call;
