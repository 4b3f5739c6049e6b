//! Dates that may be partial: of an old person often only the year is known.

use std::fmt;
use thiserror::Error;

/// A year, a month of a year, or a day; always one that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// The reason why typed text is no date, in Vietnamese with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateProblem {
    #[error("Chưa nhập ngày.")]
    Empty,
    #[error("Hãy nhập ngày/tháng/năm; nếu chỉ biết năm thì nhập năm.")]
    NotADate,
    #[error("Hãy nhập năm đủ bốn chữ số.")]
    ShortYear,
    #[error("Năm phải trong khoảng 1800 đến 2200.")]
    YearOutOfRange,
    #[error("Tháng phải từ 1 đến 12.")]
    NoSuchMonth,
    #[error("Tháng này không có ngày đó.")]
    NoSuchDay,
}

impl PartialDate {
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Result<Self, DateProblem> {
        if !(1800..=2200).contains(&year) {
            return Err(DateProblem::YearOutOfRange);
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(DateProblem::NoSuchMonth);
        }
        match (month, day) {
            (None, Some(_)) => return Err(DateProblem::NotADate),
            (Some(month), Some(day)) if day == 0 || day > days_in_month(year, month) => {
                return Err(DateProblem::NoSuchDay);
            }
            _ => {}
        }
        Ok(Self { year, month, day })
    }

    /// Reads what a person typed: `1965`, `3/1965`, `5-3-1965`, `5\3\1965`, `05031965`,
    /// «ngày 5 tháng 3 năm 1965», and the stored form.
    pub fn parse_input(text: &str) -> Result<Self, DateProblem> {
        let lower = crate::text::fold(text);
        if lower.is_empty() {
            return Err(DateProblem::Empty);
        }
        let mut parts = Vec::new();
        for part in lower.split(['/', '\\', '-', '.', ' ', ',', '–']) {
            match part {
                "" | "ngay" | "thang" | "nam" => {}
                _ if part.bytes().all(|byte| byte.is_ascii_digit()) => parts.push(part),
                _ => return Err(DateProblem::NotADate),
            }
        }
        match parts.as_slice() {
            [run] if run.len() == 8 => {
                Self::from_parts(&run[4..], Some(&run[2..4]), Some(&run[..2]))
            }
            [year] => Self::from_parts(year, None, None),
            [year, month] if year.len() == 4 => Self::from_parts(year, Some(month), None),
            [month, year] => Self::from_parts(year, Some(month), None),
            [year, month, day] if year.len() == 4 => Self::from_parts(year, Some(month), Some(day)),
            [day, month, year] => Self::from_parts(year, Some(month), Some(day)),
            _ => Err(DateProblem::NotADate),
        }
    }

    fn from_parts(year: &str, month: Option<&str>, day: Option<&str>) -> Result<Self, DateProblem> {
        match year.len() {
            4 => {}
            1..=2 => return Err(DateProblem::ShortYear),
            _ => return Err(DateProblem::NotADate),
        }
        let small = |part: &str, problem| match part.len() {
            1..=2 => part.parse::<u8>().map_err(|_| problem),
            _ => Err(problem),
        };
        let year = year.parse().map_err(|_| DateProblem::NotADate)?;
        let month = month
            .map(|month| small(month, DateProblem::NoSuchMonth))
            .transpose()?;
        let day = day
            .map(|day| small(day, DateProblem::NoSuchDay))
            .transpose()?;
        Self::new(year, month, day)
    }

    /// Reads the stored form, and nothing else.
    pub fn parse_stored(text: &str) -> Option<Self> {
        let date = Self::parse_input(text).ok()?;
        (date.to_stored() == text).then_some(date)
    }

    /// `1965`, `1965-03`, `1965-03-05`.
    pub fn to_stored(self) -> String {
        let Self { year, month, day } = self;
        match (month, day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        }
    }

    /// As a document says it: «ngày 05 tháng 3 năm 2026», with a leading zero
    /// for days below 10 and for months 1 and 2 (Nghị định 30/2020/NĐ-CP).
    pub fn in_words(self) -> String {
        let month_text = |month: u8| match month {
            1 | 2 => format!("{month:02}"),
            _ => month.to_string(),
        };
        match (self.month, self.day) {
            (Some(month), Some(day)) => {
                format!(
                    "ngày {day:02} tháng {} năm {}",
                    month_text(month),
                    self.year
                )
            }
            (Some(month), None) => format!("tháng {} năm {}", month_text(month), self.year),
            _ => format!("năm {}", self.year),
        }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    pub fn month(self) -> Option<u8> {
        self.month
    }

    pub fn day(self) -> Option<u8> {
        self.day
    }

    pub fn is_full(self) -> bool {
        self.day.is_some()
    }

    /// Whether the whole of this date lies after `today`; for a partial date
    /// only when its first day does.
    pub fn is_after(self, today: Self) -> bool {
        let first_day = |date: Self| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        first_day(self) > first_day(today)
    }

    /// Whole years from this date to `today`; by the year alone where the day
    /// is not known.
    pub fn age_at(self, today: Self) -> i32 {
        let years = today.year - self.year;
        let not_yet = match (self.month, self.day, today.month, today.day) {
            (Some(month), Some(day), Some(this_month), Some(this_day)) => {
                (this_month, this_day) < (month, day)
            }
            (Some(month), None, Some(this_month), _) => this_month < month,
            _ => false,
        };
        years - i32::from(not_yet)
    }
}

/// A run of days, from the first day of a year to a day in it or in a later year: what a report is
/// about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    from: i32,
    to: (i32, u8, u8),
}

impl Days {
    /// Whole years.
    pub fn years(from: i32, to: i32) -> Self {
        Self {
            from,
            to: (to, 12, 31),
        }
    }

    /// The first six months of a year, to 30 June.
    pub fn first_half(year: i32) -> Self {
        Self {
            from: year,
            to: (year, 6, 30),
        }
    }

    pub fn is_whole_year(self) -> bool {
        (self.to.1, self.to.2) == (12, 31)
    }

    /// Whether a date lies within; none of a partial one that may lie on either side of the end.
    pub fn holds(self, date: PartialDate) -> Option<bool> {
        let year = date.year;
        let first = (year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        let last = (year, date.month.unwrap_or(12), date.day.unwrap_or(31));
        if year < self.from || first > self.to {
            return Some(false);
        }
        // June has no 31st: a month that ends the days is within.
        let is_in = last <= self.to
            || date
                .month
                .is_some_and(|month| (year, month) == (self.to.0, self.to.1) && date.day.is_none());
        is_in.then_some(true)
    }
}

/// «từ 01/01/2026 đến 30/6/2026»
impl fmt::Display for Days {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to;
        write!(
            formatter,
            "từ 01/01/{} đến {day:02}/{month:02}/{year}",
            self.from
        )
    }
}

/// `05/03/1965`, `03/1965`, `1965`.
impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(formatter, "{day:02}/{month:02}/{year:04}"),
            (Some(month), None) => write!(formatter, "{month:02}/{year:04}"),
            _ => write!(formatter, "{year:04}"),
        }
    }
}

/// Days from `from` to `to`, negative when `to` is earlier; `None` unless both
/// are full dates.
pub fn days_between(from: PartialDate, to: PartialDate) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// Days since an arbitrary day, counting years from March so that the leap day
/// is a year's last.
fn day_number(date: PartialDate) -> Option<i64> {
    let (month, day) = (i64::from(date.month?), i64::from(date.day?));
    let year = i64::from(date.year) - i64::from(month <= 2);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day;
    Some(365 * year + year / 4 - year / 100 + year / 400 + day_of_year)
}

impl PartialDate {
    /// The day so many days later, earlier where negative; none of a partial
    /// date, nor outside the years that are known.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let number = day_number(self)?.checked_add(days)?;
        // A day more than a common year's share, so that no year is too low.
        let mut year = i32::try_from(number / 366).ok()?;
        let first = |year| day_number(Self::new(year, Some(1), Some(1)).ok()?);
        year = year.clamp(1800, 2200);
        while year < 2200 && first(year + 1).is_some_and(|first| first <= number) {
            year += 1;
        }
        let mut rest = number.checked_sub(first(year)?)?;
        for month in 1..=12 {
            let length = i64::from(days_in_month(year, month));
            if (0..length).contains(&rest) {
                let day = u8::try_from(rest + 1).ok()?;
                return Self::new(year, Some(month), Some(day)).ok();
            }
            rest -= length;
        }
        None
    }
}

pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
