//! The year as an iCalendar file, read back by a reader that knows nothing of us.

use crate::rendered::{folder, python, run};
use crate::support::World;
use documents::calendar::calendar;
use register::date::PartialDate;
use register::deadlines::Events;
use std::path::Path;

fn day(text: &str) -> PartialDate {
    PartialDate::parse_stored(text).expect("a day")
}

fn conference() -> Events {
    Events::from([("blockConference".to_owned(), day("2026-12-20"))])
}

/// Each event on a line: the day, its length, the days of its reminders, the UID,
/// the name, the description.
const READER: &str = r#"
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
assert calendar["version"] == "2.0" and calendar["prodid"], calendar
assert calendar["name"] == calendar["x-wr-calname"], calendar
print(calendar["name"])
for event in calendar.walk("vevent"):
    assert not event.errors, event.errors
    start, end = event["dtstart"].dt, event["dtend"].dt
    alarms = [alarm["trigger"].dt.days for alarm in event.walk("valarm")]
    stamp = event["dtstamp"].dt
    description = event["description"].replace("\n", " / ")
    print(start, (end - start).days, alarms, stamp.date(), event["uid"], event["summary"], description, sep=" | ")
"#;

#[track_caller]
fn read(name: &str, ics: &str) -> Vec<String> {
    let path = folder(name).join("one.ics");
    std::fs::write(&path, ics).expect("a file");
    let said = run(python(), &["-c", READER, &path.display().to_string()]);
    let mut lines = said.lines().map(str::to_owned);
    let name = lines.next();
    assert_eq!(
        name.as_deref(),
        Some("Thi đua, khen thưởng năm 2026, xã Mẫu Sơn")
    );
    lines.collect()
}

#[test]
fn another_reader_finds_every_event_on_its_safe_day() {
    for id in ["lang-son-2026", "lao-cai-2026"] {
        let world = World::filled(id);
        let made = calendar(world.context(), &conference(), day("2026-02-01"));
        let events = read(&format!("ics-{id}"), &made.ics);
        let path = format!("tests/golden/lich-{id}.txt");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = format!("{}\n", events.join("\n"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &text).expect("a file");
        }
        assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default());
    }
}

/// «Trước ngày 15/3» is too late on the 15th.
#[test]
fn before_a_day_is_the_day_before_it() {
    let world = World::filled("lao-cai-2026");
    let made = calendar(world.context(), &conference(), day("2026-02-01"));
    let events = read("ics-before", &made.ics);
    let first = events.iter().find(|line| line.contains("| D-1-2026@"));
    let first = first.expect("D-1");
    let start = "2026-03-14 | 1 | [-30, -14, -7, -3, -1] | 2026-02-01 | D-1-2026@06541.lao-cai-2026.so-thi-dua";
    assert!(first.starts_with(start), "{first}");
    let words =
        "trước ngày 15/03/2026 / Ngày cuối cùng còn kịp: 14/03/2026 / Hướng dẫn 2021, mục I.1";
    assert!(first.contains(words), "{first}");
}

#[test]
fn what_hangs_on_an_unknown_day_is_left_out_and_said() {
    let world = World::filled("lao-cai-2026");
    let known = calendar(world.context(), &conference(), day("2026-02-01"));
    assert_eq!(known.findings, []);
    let open = calendar(world.context(), &Events::new(), day("2026-02-01"));
    let count = |ics: &str| ics.matches("BEGIN:VEVENT").count();
    assert!(!open.findings.is_empty());
    assert_eq!(count(&known.ics), count(&open.ics) + open.findings.len());
    for finding in &open.findings {
        assert_eq!(finding.code, "waitsFor");
        let uid = format!("UID:{}-2026@", finding.about);
        assert!(
            known.ics.contains(&uid) && !open.ics.contains(&uid),
            "{uid}"
        );
        assert!(finding.message.contains("hội nghị tổng kết"), "{finding}");
    }
}

#[test]
fn a_file_made_later_has_the_same_events() {
    let world = World::filled("lang-son-2026");
    let first = calendar(world.context(), &Events::new(), day("2026-02-01")).ics;
    // A stamp may be as little as a year.
    let later = calendar(world.context(), &Events::new(), day("2026")).ics;
    assert_ne!(first, later);
    let stamped = |ics: &str| ics.replace("20260201T000000Z", "20260101T000000Z");
    assert_eq!(stamped(&first), later);
}

#[test]
fn lines_are_folded_between_letters_and_end_as_they_must() {
    let world = World::filled("lang-son-2026");
    let ics = calendar(world.context(), &Events::new(), day("2026-02-01")).ics;
    let lines: Vec<&str> = ics.split_terminator("\r\n").collect();
    assert!(ics.ends_with("\r\n") && lines.iter().all(|line| !line.contains(['\r', '\n'])));
    let longest = lines.iter().map(|line| line.len()).max();
    assert!(longest.is_some_and(|longest| (70..=75).contains(&longest)));
}
