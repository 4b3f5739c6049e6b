//! Deadlines and the year's tasks as a rule set writes them.

use crate::date::PartialDate;
use crate::rules::reader::{At, Read, read_choice, read_item};
use crate::rules::source::Words;
use crate::source::Source;
use serde_json::Value;

/// A deadline as a rule set writes it: who does what by when. [`super::Due`] is it in one year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deadline {
    pub id: String,
    pub name: String,
    pub when: When,
    /// Roles: who does it, who receives it.
    pub by: Vec<String>,
    pub to: Vec<String>,
    pub plan_tasks: Vec<String>,
    pub legal_basis: Option<String>,
    pub clause: Option<String>,
    pub note: Option<String>,
    pub checked: bool,
    pub source: Option<Source>,
    pub retired: bool,
}

read_item!(Deadline {
    id, name, when, by, to, plan_tasks, legal_basis, clause, note, checked, source, retired
} and "slip", "why", "reference");

/// The relation between the day of doing and the printed day: before it, on it, after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Relation {
    /// «trước ngày»: that day is too late.
    #[default]
    Before,
    OnOrBefore,
    On,
    After,
    OnOrAfter,
}

read_choice!(Relation {
    "before" => Before,
    "onOrBefore" => OnOrBefore,
    "on" => On,
    "after" => After,
    "onOrAfter" => OnOrAfter,
});

/// The rule for a deadline's day: a fixed day, a day of each year, an offset from an event, a
/// quarter, or the plan's tasks.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum When {
    Fixed(Relation, PartialDate),
    Yearly(Relation, MonthDay),
    Event {
        reading: EventOffset,
        event: String,
        ambiguous: bool,
        /// Both ways to read it.
        readings: Vec<EventOffset>,
    },
    Quarter(u8),
    /// As each of the year's tasks.
    #[default]
    PlanTasks,
}

/// A number of days before or after an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventOffset {
    pub relation: Relation,
    pub days: u32,
}

read_item!(EventOffset { relation, days });

/// A day and month without a year, for deadlines that come every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay {
    pub month: u8,
    pub day: u8,
}

impl Default for MonthDay {
    fn default() -> Self {
        Self { month: 1, day: 1 }
    }
}

impl Read for MonthDay {
    fn read(at: &At<'_>) -> Self {
        let numbers = at.text().split_once('-');
        let read = numbers.and_then(|(month, day)| {
            // A leap year has every day there is.
            let date = PartialDate::parse_stored(&format!("2000-{month}-{day}"))?;
            Some(Self {
                month: date.month()?,
                day: date.day()?,
            })
        });
        read.unwrap_or_else(|| {
            at.say("không có ngày này; phải viết tháng-ngày, ví dụ 03-15");
            Self::default()
        })
    }
}

/// A whole day out of a rule set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Day(Option<PartialDate>);

impl Read for Day {
    fn read(at: &At<'_>) -> Self {
        let day = PartialDate::parse_stored(at.text()).filter(|date| date.is_full());
        if day.is_none() {
            at.say("không có ngày này; phải viết năm-tháng-ngày, ví dụ 2026-03-15");
        }
        Self(day)
    }
}

impl Read for When {
    fn read(at: &At<'_>) -> Self {
        match at.value.get("kind").and_then(Value::as_str) {
            Some("fixed") => {
                at.object_of(&["kind", "relation", "date"]);
                let Day(day) = at.key("date");
                let relation = at.key("relation");
                day.map_or_else(Self::default, |day| Self::Fixed(relation, day))
            }
            Some("yearly") => {
                at.object_of(&["kind", "relation", "monthDay"]);
                Self::Yearly(at.key("relation"), at.key("monthDay"))
            }
            Some("event") => {
                at.object_of(&["kind", "relation", "event", "days", "ambiguous", "readings"]);
                Self::Event {
                    reading: EventOffset {
                        relation: at.key("relation"),
                        days: at.key("days"),
                    },
                    event: at.key("event"),
                    ambiguous: at.key("ambiguous"),
                    readings: at.key("readings"),
                }
            }
            Some("quarter") => {
                at.object_of(&["kind", "quarter"]);
                let quarter: u8 = at.key("quarter");
                if !(1..=4).contains(&quarter) {
                    at.say("quý phải từ 1 đến 4");
                }
                Self::Quarter(quarter.clamp(1, 4))
            }
            Some("planTasks") => {
                at.object_of(&["kind"]);
                Self::PlanTasks
            }
            _ => {
                at.say("kind phải là một trong các chữ: fixed yearly event quarter planTasks");
                Self::default()
            }
        }
    }
}

/// One task of the year's plan, as a rule set quotes it, with the commune's part in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanTask {
    pub id: String,
    pub no: u32,
    pub quarter: u8,
    pub content: Vec<Words>,
    pub performers: Vec<Words>,
    /// What the commune does for it; none where it has nothing to do.
    pub commune: Option<CommuneTask>,
    pub checked: bool,
    pub source: Option<Source>,
    pub retired: bool,
}

read_item!(PlanTask {
    id, no, quarter, content, performers, commune, checked, source, retired
} and "note", "slip", "why", "reference");

/// The commune's own part of a [`PlanTask`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommuneTask {
    pub text: String,
    pub performers: Vec<String>,
}

read_item!(CommuneTask { text, performers } and "checked");
