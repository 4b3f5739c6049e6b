//! Deadlines: what a printed day means, and the year's calendar.

mod calendar;
mod deadline;
mod due;
mod icalendar;

pub use calendar::{Calendar, Events, calendar};
pub use deadline::*;
pub use due::{DayRange, Due, DueStanding, due};
pub use icalendar::{CalendarOwner, icalendar};
