//! A calendar as iCalendar text (RFC 5545), for the phone's own calendar.

use super::calendar::Calendar;
use super::due::Due;
use crate::date::PartialDate;
use std::fmt::Write;

/// The longest line, in octets, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The identity of a calendar file: rule set, commune and name. The UIDs of its events hold it.
#[derive(Debug, Clone, Copy)]
pub struct CalendarOwner<'a> {
    /// The rule set's id.
    pub set: &'a str,
    /// The commune's code: two communes' events are not each other's.
    pub commune: Option<&'a str>,
    /// What a program for calendars calls it.
    pub name: &'a str,
}

/// Every deadline that has a day, as an event of a whole day with a reminder so
/// many days before for each of `reminders`.
///
/// An event's UID is made of the deadline's id, the year, the commune and the rule
/// set, so that a calendar that is imported again takes the place of the one
/// before. `today` is the stamp.
pub fn icalendar(
    calendar: &Calendar,
    whose: CalendarOwner<'_>,
    today: PartialDate,
    reminders: &[u32],
) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    let of_commune = whose
        .commune
        .map_or_else(String::new, |code| format!("{code}."));
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//So Thi dua//So Thi dua//VI");
    line("CALSCALE:GREGORIAN");
    // RFC 7986, and what programs read that are older.
    for property in ["NAME", "X-WR-CALNAME"] {
        line(&format!("{property}:{}", escape(whose.name)));
    }
    for due in &calendar.dues {
        let Some(day) = due.day() else { continue };
        let Some(next) = day.plus_days(1) else {
            continue;
        };
        line("BEGIN:VEVENT");
        line(&format!(
            "UID:{}-{}@{of_commune}{}.so-thi-dua",
            due.id, calendar.year, whose.set
        ));
        line(&format!("DTSTAMP:{}T000000Z", digits(today)));
        line(&format!("DTSTART;VALUE=DATE:{}", digits(day)));
        line(&format!("DTEND;VALUE=DATE:{}", digits(next)));
        line(&format!("SUMMARY:{}", escape(&due.name)));
        line(&format!("DESCRIPTION:{}", escape(&description(due))));
        line("TRANSP:TRANSPARENT");
        for days in reminders {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", escape(&due.name)));
            line(&format!("TRIGGER:-P{days}D"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// How it is printed, and the day on which the event stands where that is another.
fn description(due: &Due) -> String {
    let mut text = due.printed.clone();
    let is_another = |day: &PartialDate| due.named_day != Some(*day) && due.readings.is_empty();
    if let Some(day) = due.days.last.filter(is_another) {
        // A text takes whatever is written.
        let _ = write!(text, "\nNgày cuối cùng còn kịp: {day}");
    }
    for (reading, days) in &due.readings {
        if let Some(day) = days.last.or(days.first) {
            // A text takes whatever is written.
            let _ = write!(text, "\nCó thể hiểu: {reading} ({day})");
        }
    }
    if let Some(note) = &due.note {
        text.push('\n');
        text.push_str(note);
    }
    if let Some(clause) = &due.clause {
        text.push('\n');
        text.push_str(&clause.text);
    }
    text
}

fn digits(day: PartialDate) -> String {
    day.to_stored().replace('-', "")
}

/// Text as a value (RFC 5545, 3.3.11): no line ends and no other control
/// characters are left in it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A content line, cut where it is too long and never inside a character; what
/// follows begins with a blank.
fn fold(text: &mut String, content: &str) {
    let mut length = 0;
    for character in content.chars().filter(|c| !matches!(c, '\r' | '\n')) {
        if length + character.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(character);
        length += character.len_utf8();
    }
    text.push_str("\r\n");
}
