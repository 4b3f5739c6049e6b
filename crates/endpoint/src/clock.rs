//! The endpoint's clock. It decides when invitations expire and is shown beside
//! what arrived; it never decides which edit stands.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Gives milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The clock of this machine.
pub fn system_clock() -> Clock {
    Arc::new(now)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the endpoint reads a clock"
)]
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
