//! `endpoint telling`: sets how long phones may report what they had pulled before a restore.

use super::{CommandResult, Register};
use endpoint::clock::{self, Moment};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Say how long phones may tell what they had seen, after the register was put back to
/// an earlier state: 90 days if nothing is said
#[derive(clap::Args)]
pub struct RecoveryArguments {
    #[command(flatten)]
    register: Register,
    /// For so many days from now on
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..=3660), conflicts_with = "end")]
    days: Option<i64>,
    /// No longer: everything that was lost is there again
    #[arg(long)]
    end: bool,
}

pub async fn run(arguments: RecoveryArguments) -> CommandResult {
    let endpoint = arguments.register.open().await?;
    let (store, now) = (endpoint.store(), clock::now());
    let until = match (arguments.end, arguments.days) {
        (true, _) => Some(now),
        (false, days) => days.map(|days| now + days * DAY),
    };
    if let Some(until) = until {
        store.set_recovery_until(until).await?;
    }
    let Some(until) = store.recovery_until().await? else {
        return Ok("the register was never put back\n".into());
    };
    let (left, until) = (until - now, Moment::of(until));
    Ok(if left > 0 {
        let days = (left + DAY - 1) / DAY;
        format!("phones may tell until {until} (Vietnam): {days} days\n")
    } else {
        format!("what phones tell is not believed any more, since {until} (Vietnam)\n")
    })
}
