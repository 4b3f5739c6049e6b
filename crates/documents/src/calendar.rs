//! The year's deadlines and tasks for a phone's own calendar: an iCalendar file
//! (RFC 5545).
//!
//! An event stands on the last day that is still safe, «trước ngày 15/3» on 14
//! March, for the whole day; its description has the printed words and where they
//! stand. Its UID is made of the deadline, the year, the commune and the rule set, so that a
//! file that is imported again takes the place of the one before.

use crate::making::{DocumentContext, in_running_text};
use register::date::PartialDate;
use register::deadlines::{self, CalendarOwner, Due, DueStanding, Events, icalendar};
use register::finding::Finding;

/// So many days before, each event reminds.
const REMINDERS: [u32; 5] = [30, 14, 7, 3, 1];

const NAME: &str = "Thi đua, khen thưởng năm";

/// The finished calendar file of a year, with findings on the deadlines that are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The file `.ics`, in UTF-8.
    pub ics: String,
    /// What is left out (`waitsFor`, about the deadline's id): it hangs on an event
    /// whose day nobody has said.
    pub findings: Vec<Finding>,
}

/// Everything that is due in the paper's year. `events` are the days that are
/// known of what deadlines hang on; `stamp` is the day on which the file is made,
/// which may be any: it moves no event.
pub fn calendar(context: DocumentContext<'_>, events: &Events, stamp: PartialDate) -> Calendar {
    let known = deadlines::calendar(context.rules, context.paper.year, events, stamp);
    let of = context.office.commune_name.as_deref().map(in_running_text);
    let of = of.map_or_else(String::new, |name| format!(", {name}"));
    let whose = CalendarOwner {
        set: &context.rules.id,
        commune: context.office.commune_code.as_deref(),
        name: &format!("{NAME} {}{of}", context.paper.year),
    };
    Calendar {
        ics: icalendar(&known, whose, whole(stamp), &REMINDERS),
        findings: known
            .dues
            .iter()
            .filter_map(|due| left_out(context, due))
            .collect(),
    }
}

/// A stamp is a whole day.
fn whole(day: PartialDate) -> PartialDate {
    let first = PartialDate::new(day.year(), day.month().or(Some(1)), day.day().or(Some(1)));
    first.unwrap_or(day)
}

fn left_out(context: DocumentContext<'_>, due: &Due) -> Option<Finding> {
    let DueStanding::WaitsFor(event) = &due.place else {
        return None;
    };
    let event = context.rules.label_of("events", event);
    let message = format!(
        "Chưa có trong lịch: {} ({}); chưa biết ngày của {event}.",
        due.name, due.printed
    );
    Some(Finding::warning("waitsFor", &due.id, message).citing(due.clause.clone()))
}
