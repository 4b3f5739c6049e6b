//! D-1 to D-18: the last safe day, the year's calendar, iCalendar text.

use super::{golden, rules};
use proptest::prelude::*;
use register::date::{PartialDate, days_between, is_leap_year};
use register::deadlines::{
    CalendarOwner, Due, DueStanding, EventOffset, Events, MonthDay, Relation, calendar, due,
    icalendar,
};

fn day(text: &str) -> PartialDate {
    match PartialDate::parse_stored(text) {
        Some(day) => day,
        None => panic!("{text}"),
    }
}

#[track_caller]
fn find(set: &str, id: &str, year: i32, event: Option<&str>, today: &str) -> Due {
    let rules = rules(set);
    let deadline = rules.parts.deadlines.iter().find(|known| known.id == id);
    match deadline.and_then(|one| due(&rules, one, year, event.map(day), day(today))) {
        Some(due) => due,
        None => panic!("{set} has no {id} in {year}"),
    }
}

#[track_caller]
fn check(set: &str, id: &str, year: i32, printed: &str, last: &str, today: &str, countdown: &str) {
    let due = find(set, id, year, None, today);
    let last_day = due.days.last.map(PartialDate::to_stored);
    assert_eq!(
        (due.printed.as_str(), last_day.as_deref()),
        (printed, Some(last))
    );
    assert_eq!(due.countdown(), countdown);
}

#[test]
fn the_last_safe_day_of_each_deadline() {
    // Hướng dẫn 2021, mục 2 (D-1, D-2).
    check(
        "lao-cai-2026",
        "D-1",
        2026,
        "trước ngày 15/03/2026",
        "2026-03-14",
        "2026-03-01",
        "còn 13 ngày",
    );
    check(
        "lao-cai-2026",
        "D-1",
        2026,
        "trước ngày 15/03/2026",
        "2026-03-14",
        "2026-03-14",
        "hôm nay là ngày cuối",
    );
    check(
        "lao-cai-2026",
        "D-1",
        2026,
        "trước ngày 15/03/2026",
        "2026-03-14",
        "2026-03-15",
        "đã quá 1 ngày",
    );
    check(
        "lao-cai-2026",
        "D-2",
        2027,
        "trước ngày 31/05/2027",
        "2027-05-30",
        "2027-05-29",
        "còn 1 ngày",
    );
    // Kế hoạch 2018, mục IV (D-8).
    check(
        "lang-son-2026",
        "D-8",
        2026,
        "trước ngày 10/02/2026",
        "2026-02-09",
        "2026-02-10",
        "đã quá 1 ngày",
    );
    // Hướng dẫn 2020, mục I.1 (D-9a), II.4 (D-14).
    check(
        "lang-son-2020",
        "D-9a",
        2020,
        "chậm nhất ngày 31/01/2020",
        "2020-01-31",
        "2020-01-31",
        "hôm nay là ngày cuối",
    );
    check(
        "lang-son-2020",
        "D-14",
        2020,
        "trước ngày 10/06/2020",
        "2020-06-09",
        "2020-06-01",
        "còn 8 ngày",
    );
    // Kế hoạch 2018: by quarter only (D-17).
    check(
        "common-2026",
        "D-17a",
        2026,
        "quý 2 năm 2026",
        "2026-06-30",
        "2026-06-29",
        "còn 1 ngày",
    );
    // Lời kêu gọi of 11/6/1948 (D-16).
    check(
        "common-2026",
        "D-16",
        2026,
        "ngày 11/06/2026",
        "2026-06-11",
        "2026-06-01",
        "còn 10 ngày",
    );
}

#[test]
fn a_deadline_of_one_year_is_in_no_other() {
    let rules = rules("lang-son-2020");
    let in_year = |year| calendar(&rules, year, &Events::new(), day("2020-01-01"));
    let named = |year| {
        in_year(year)
            .dues
            .into_iter()
            .map(|due| due.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        named(2020),
        ["D-9a", "D-9b", "D-10", "D-12", "D-13", "D-14", "D-11"]
    );
    assert_eq!(named(2021), ["D-11"]);
}

/// Hướng dẫn 2021, mục 6: «sau 05 ngày tổ chức hội nghị», slip 19.
#[test]
fn d_5_is_the_fifth_day_after_the_conference_and_says_that_it_can_be_read_otherwise() {
    let due = find(
        "lao-cai-2026",
        "D-5",
        2026,
        Some("2026-12-28"),
        "2026-12-30",
    );
    assert_eq!(due.day(), Some(day("2027-01-02")));
    assert_eq!(due.countdown(), "còn 3 ngày");
    let readings: Vec<&str> = due
        .readings
        .iter()
        .map(|(words, _)| words.as_str())
        .collect();
    assert_eq!(
        readings,
        [
            "sau 05 ngày kể từ hội nghị tổng kết",
            "trong 05 ngày kể từ hội nghị tổng kết"
        ]
    );
    let waiting = find("lao-cai-2026", "D-5", 2026, None, "2026-12-30");
    assert_eq!(
        waiting.place,
        DueStanding::WaitsFor("blockConference".to_owned())
    );
    assert_eq!(waiting.countdown(), "chưa biết ngày");
}

/// Hướng dẫn 2020, mục I: before the Party congress of the same level.
#[test]
fn d_11_ends_the_day_before_the_congress() {
    let due = find(
        "lang-son-2020",
        "D-11",
        2020,
        Some("2020-06-01"),
        "2020-05-01",
    );
    assert_eq!(due.days.last, Some(day("2020-05-31")));
    assert_eq!(due.printed, "trước đại hội Đảng của cấp mình");
}

#[test]
fn after_has_a_first_day_and_no_last_one() {
    let range = Relation::After.days(day("2026-12-31"));
    assert_eq!((range.first, range.last), (Some(day("2027-01-01")), None));
    let range = Relation::OnOrAfter.days(day("2026-12-31"));
    assert_eq!((range.first, range.last), (Some(day("2026-12-31")), None));
}

#[test]
fn the_29th_of_february_is_the_28th_in_a_common_year() {
    let leap_day = MonthDay { month: 2, day: 29 };
    assert_eq!(leap_day.in_year(2028), Some(day("2028-02-29")));
    assert_eq!(leap_day.in_year(2027), Some(day("2027-02-28")));
}

#[test]
fn a_years_calendar_reads_like_a_list_on_the_wall() {
    let rules = rules("lao-cai-2026");
    let events = Events::from([("blockConference".to_owned(), day("2026-12-20"))]);
    let calendar = calendar(&rules, 2026, &events, day("2026-03-01"));
    let mut shown = String::new();
    for due in &calendar.dues {
        let day = due
            .day()
            .map_or_else(|| "          ".to_owned(), |day| day.to_string());
        let clause = due
            .clause
            .as_ref()
            .map_or("", |clause| clause.text.as_str());
        shown += &format!(
            "{day}  {:<6} {:<34} {:<20} {}  [{clause}]\n",
            due.id,
            due.printed,
            due.countdown(),
            due.name
        );
    }
    golden("calendar-lao-cai-2026.txt", &shown);
    let soon: Vec<&str> = calendar.within(14).map(|due| due.id.as_str()).collect();
    assert_eq!(soon, ["D-1"]);
}

#[test]
fn the_calendar_goes_to_the_phones_own_calendar() {
    let rules = rules("lao-cai-2026");
    let events = Events::from([("blockConference".to_owned(), day("2026-12-20"))]);
    let today = day("2026-03-01");
    let calendar = calendar(&rules, 2026, &events, today);
    let whose = CalendarOwner {
        set: &rules.id,
        commune: Some("02647"),
        name: "Thi đua, khen thưởng năm 2026, xã Cốc Lếu",
    };
    let text = icalendar(&calendar, whose, today, &[7, 1]);
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(
        text.lines().all(|line| line.len() <= 75),
        "folded at 75 octets"
    );
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("UID:D-1-2026@02647.lao-cai-2026.so-thi-dua\r\n"));
    assert!(unfolded.contains("X-WR-CALNAME:Thi đua\\, khen thưởng năm 2026\\, xã Cốc Lếu\r\n"));
    assert!(unfolded.contains("DTSTART;VALUE=DATE:20260314\r\nDTEND;VALUE=DATE:20260315\r\n"));
    assert!(unfolded.contains("\\nHướng dẫn 2021\\, "));
    assert_eq!(
        unfolded.matches("BEGIN:VEVENT").count(),
        calendar
            .dues
            .iter()
            .filter(|due| due.day().is_some())
            .count()
    );
    let mut two = calendar.clone();
    two.dues
        .retain(|due| ["D-1", "D-5"].contains(&due.id.as_str()));
    golden("deadlines.ics", &icalendar(&two, whose, today, &[7, 1]));
    let first = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("UID"))
            .map(str::to_owned)
    };
    let later = icalendar(&calendar, whose, day("2026-05-01"), &[]);
    assert_eq!(first(&later), first(&text));
    // Another commune's calendar stands beside this one.
    let commune = Some("02650");
    let other = icalendar(&calendar, CalendarOwner { commune, ..whose }, today, &[]);
    assert_ne!(first(&other), first(&text));
}

proptest! {
    #[test]
    fn the_last_safe_day_of_before_lies_before_the_printed_one(year in 1801..2199_i32, month in 1..=12_u8, day in 1..=31_u8) {
        let printed = MonthDay { month, day: day.min(if month == 2 { 29 } else { 28 }) };
        let Some(named) = printed.in_year(year) else { return Ok(()); };
        let last = Relation::Before.days(named).last;
        prop_assert_eq!(last.and_then(|last| days_between(last, named)), Some(1));
        prop_assert!(last < Some(named));
        if month == 3 && printed.day == 1 {
            prop_assert_eq!(last.and_then(PartialDate::day), Some(28 + u8::from(is_leap_year(year))));
        }
    }

    #[test]
    fn days_are_added_as_they_are_counted(year in 1801..2199_i32, ordinal in 0..365_i64, days in -300..300_i64) {
        let Ok(first) = PartialDate::new(year, Some(1), Some(1)) else { return Ok(()); };
        let from = first.plus_days(ordinal);
        let to = from.and_then(|from| from.plus_days(days));
        prop_assert_eq!(from.zip(to).and_then(|(from, to)| days_between(from, to)), Some(days));
    }

    #[test]
    fn any_reading_of_any_event_is_a_day_or_none(days in any::<u32>(), ordinal in 0..150_000_i64) {
        let Ok(first) = PartialDate::new(1800, Some(1), Some(1)) else { return Ok(()); };
        let Some(event) = first.plus_days(ordinal) else { return Ok(()); };
        for relation in [Relation::Before, Relation::OnOrBefore, Relation::On, Relation::After, Relation::OnOrAfter] {
            let _ = EventOffset { relation, days }.days_from(event);
        }
    }
}
