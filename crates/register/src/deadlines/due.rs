//! One deadline in one year: the last safe day, and how far it is.

use super::deadline::{Deadline, EventOffset, MonthDay, Relation, When};
use crate::date::{PartialDate, days_between, days_in_month};
use crate::rules::Rules;
use crate::source::Clause;

/// The days on which something may be done: the first, and the last that is safe; none where there
/// is no such day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayRange {
    pub first: Option<PartialDate>,
    pub last: Option<PartialDate>,
}

/// A [`Deadline`](super::Deadline) in one year, with its days and standing, as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The deadline's or plan task's id.
    pub id: String,
    pub name: String,
    /// As it is printed: «trước ngày 15/03/2026».
    pub printed: String,
    /// The day that is printed, before the relation is applied.
    pub named_day: Option<PartialDate>,
    pub days: DayRange,
    pub place: DueStanding,
    /// Days from today to the last safe day, or to the first one where there is
    /// no last; negative once it has passed.
    pub days_left: Option<i64>,
    /// The text can be read in more than one way: these are they, and `days` is
    /// the one that is counted with.
    pub readings: Vec<(String, DayRange)>,
    pub by: Vec<String>,
    pub to: Vec<String>,
    pub note: Option<String>,
    pub clause: Option<Clause>,
}

/// The standing of a deadline on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueStanding {
    Ahead,
    /// Today is the last safe day.
    Today,
    Passed,
    /// It may be done from a day that has come, and there is no last one.
    Open,
    /// The day of the event is not known yet.
    WaitsFor(String),
}

impl Relation {
    /// The days that are meant by a relation to a day.
    pub fn days(self, day: PartialDate) -> DayRange {
        match self {
            Self::Before => DayRange {
                first: None,
                last: day.plus_days(-1),
            },
            Self::OnOrBefore => DayRange {
                first: None,
                last: Some(day),
            },
            Self::On => DayRange {
                first: Some(day),
                last: Some(day),
            },
            Self::After => DayRange {
                first: day.plus_days(1),
                last: None,
            },
            Self::OnOrAfter => DayRange {
                first: Some(day),
                last: None,
            },
        }
    }

    fn printed(self, day: &str) -> String {
        match self {
            Self::Before => format!("trước ngày {day}"),
            Self::OnOrBefore => format!("chậm nhất ngày {day}"),
            Self::On => format!("ngày {day}"),
            Self::After => format!("sau ngày {day}"),
            Self::OnOrAfter => format!("từ ngày {day}"),
        }
    }
}

impl MonthDay {
    /// The day in a year; in a common year 29 February is taken for the 28th,
    /// which is never too late.
    pub fn in_year(self, year: i32) -> Option<PartialDate> {
        let day = self.day.min(days_in_month(year, self.month));
        PartialDate::new(year, Some(self.month), Some(day)).ok()
    }
}

impl EventOffset {
    /// The days that are meant, counted from the event.
    ///
    /// «sau … ngày» is taken to the day that is so many after: the day to do it
    /// on, and the one to be reminded of.
    pub fn days_from(self, event: PartialDate) -> DayRange {
        let days = i64::from(self.days);
        match self.relation {
            Relation::Before => Relation::Before.days(event.plus_days(-days).unwrap_or(event)),
            Relation::OnOrBefore => DayRange {
                first: None,
                last: event.plus_days(days),
            },
            Relation::After if self.days > 0 => DayRange {
                first: event.plus_days(days),
                last: event.plus_days(days),
            },
            relation => event
                .plus_days(days)
                .map(|day| relation.days(day))
                .unwrap_or_default(),
        }
    }

    fn printed(self, event: &str) -> String {
        let days = crate::number::pad2(self.days);
        match (self.relation, self.days) {
            (Relation::Before, 0) => format!("trước {event}"),
            (Relation::Before, _) => format!("trước {event} {days} ngày"),
            (Relation::OnOrBefore, _) => format!("trong {days} ngày kể từ {event}"),
            (Relation::On, 0) => format!("ngày {event}"),
            (_, _) => format!("sau {days} ngày kể từ {event}"),
        }
    }
}

/// The last day of a quarter.
pub(super) fn last_of_quarter(year: i32, quarter: u8) -> Option<PartialDate> {
    let month = quarter.checked_mul(3)?;
    PartialDate::new(year, Some(month), Some(days_in_month(year, month))).ok()
}

/// A deadline in a year. `event` is the day of the event that it hangs on, where
/// it is known. None where it has no day in that year: one of another year, or
/// one that stands for the plan's tasks.
pub fn due(
    rules: &Rules,
    deadline: &Deadline,
    year: i32,
    event: Option<PartialDate>,
    today: PartialDate,
) -> Option<Due> {
    let mut due = Due {
        id: deadline.id.clone(),
        name: deadline.name.clone(),
        printed: String::new(),
        named_day: None,
        days: DayRange::default(),
        place: DueStanding::Ahead,
        days_left: None,
        readings: Vec::new(),
        by: deadline.by.clone(),
        to: deadline.to.clone(),
        note: deadline.note.clone(),
        clause: rules.cite(deadline.standing()),
    };
    match &deadline.when {
        When::Fixed(relation, day) => {
            if day.year() != year {
                return None;
            }
            due.on_day(*relation, *day);
        }
        When::Yearly(relation, month_day) => due.on_day(*relation, month_day.in_year(year)?),
        When::Quarter(quarter) => {
            due.named_day = last_of_quarter(year, *quarter);
            due.days.last = due.named_day;
            due.printed = format!("quý {quarter} năm {year}");
        }
        When::PlanTasks => return None,
        When::Event {
            reading,
            event: name,
            ambiguous,
            readings,
        } => {
            let known = rules.label_of("events", name);
            due.printed = reading.printed(known);
            let days_of =
                |reading: EventOffset| event.map(|day| reading.days_from(day)).unwrap_or_default();
            due.named_day = event;
            due.days = days_of(*reading);
            if *ambiguous {
                let shown = |reading: &EventOffset| (reading.printed(known), days_of(*reading));
                due.readings = readings.iter().map(shown).collect();
            }
            if event.is_none() {
                due.place = DueStanding::WaitsFor(name.clone());
                return Some(due);
            }
        }
    }
    due.stand(today);
    Some(due)
}

impl Due {
    fn on_day(&mut self, relation: Relation, day: PartialDate) {
        self.named_day = Some(day);
        self.days = relation.days(day);
        self.printed = relation.printed(&day.to_string());
    }

    /// The day that counts: the last safe one, or else the first.
    pub fn day(&self) -> Option<PartialDate> {
        self.days.last.or(self.days.first)
    }

    pub(super) fn stand(&mut self, today: PartialDate) {
        self.days_left = self.day().and_then(|day| days_between(today, day));
        self.place = match (self.days_left, self.days.last) {
            (Some(left), None) if left <= 0 => DueStanding::Open,
            (Some(0), _) => DueStanding::Today,
            (Some(left), _) if left < 0 => DueStanding::Passed,
            _ => DueStanding::Ahead,
        };
    }

    /// «còn 14 ngày», «hôm nay là ngày cuối», «đã quá 3 ngày».
    pub fn countdown(&self) -> String {
        match (&self.place, self.days_left) {
            (DueStanding::WaitsFor(_), _) => "chưa biết ngày".to_owned(),
            (DueStanding::Open, _) => "đã được làm".to_owned(),
            (DueStanding::Today, _) => "hôm nay là ngày cuối".to_owned(),
            (DueStanding::Passed, Some(left)) => format!("đã quá {} ngày", left.unsigned_abs()),
            (_, Some(left)) => format!("còn {left} ngày"),
            (_, None) => "chưa biết ngày".to_owned(),
        }
    }
}
