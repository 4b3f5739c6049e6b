//! Quotas: how many a nominating unit may propose.

mod quota;

pub use quota::*;
