//! Quotas: how many a nominating unit may propose.

mod check;
mod quota;

pub use check::{Listed, QuotaCheck, Usage, check_quota, quotas_for};
pub use quota::*;
