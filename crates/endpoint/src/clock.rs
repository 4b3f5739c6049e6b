//! The endpoint's clock. It decides when invitations expire and is shown beside
//! what arrived; it never decides which edit stands.

use register::date::PartialDate;
use std::fmt;
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

/// A time as the clocks in Vietnam show it, seven hours ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Nothing outside of the years 1800 to 2200.
    day: Option<PartialDate>,
    second_of_day: i64,
}

impl Moment {
    /// Of milliseconds since 1970.
    pub fn of(milliseconds: i64) -> Self {
        const DAY: i64 = 24 * 60 * 60;
        let seconds = milliseconds.div_euclid(1000).saturating_add(7 * 60 * 60);
        let first = PartialDate::new(1970, Some(1), Some(1)).ok();
        Self {
            day: first.and_then(|first| first.plus_days(seconds.div_euclid(DAY))),
            second_of_day: seconds.rem_euclid(DAY),
        }
    }

    pub fn year(self) -> Option<i32> {
        self.day.map(PartialDate::year)
    }

    /// As people say it: `20:21, ngày 28 tháng 11 năm 2026`.
    pub fn in_words(self) -> String {
        let time = self.to_string();
        let time = time.split(' ').nth(1).and_then(|time| time.get(..5));
        let day = self
            .day
            .map_or_else(|| "?".to_owned(), PartialDate::in_words);
        format!("{}, {day}", time.unwrap_or_default())
    }

    /// For the name of a file: `20261128-202105`.
    pub fn compact(self) -> String {
        let digits = self.to_string().replace(['-', ':'], "");
        digits.replace(' ', "-")
    }
}

/// `2026-11-28 20:21:05`
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self
            .day
            .map_or_else(|| "?".to_owned(), PartialDate::to_stored);
        let (minutes, second) = (self.second_of_day / 60, self.second_of_day % 60);
        let (hour, minute) = (minutes / 60, minutes % 60);
        write!(f, "{day} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: i64, expected: &str) {
        assert_eq!(Moment::of(now).to_string(), expected);
    }

    #[test]
    fn a_time_is_shown_as_clocks_in_vietnam_do() {
        check(0, "1970-01-01 07:00:00");
        check(1_767_200_399_000, "2025-12-31 23:59:59");
        check(1_767_200_400_000, "2026-01-01 00:00:00");
        check(1_835_395_200_000, "2028-02-29 07:00:00");
        check(i64::MAX, "? 14:12:55");
        assert_eq!(Moment::of(1_767_200_400_000).year(), Some(2026));
        assert_eq!(Moment::of(0).compact(), "19700101-070000");
        let words = Moment::of(1_767_200_399_000).in_words();
        assert_eq!(words, "23:59, ngày 31 tháng 12 năm 2025");
    }
}
