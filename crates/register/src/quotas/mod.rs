//! Quotas: how many a nominating unit may propose.

mod check;
mod quota;

pub use check::{QuotaCheck, QuotaItem, Usage, check_quota, quotas_for};
pub use quota::*;
