use proptest::prelude::*;
use register::date::{DateProblem, Days, PartialDate, days_between, days_in_month};

#[track_caller]
fn check(typed: &str, stored: &str, shown: &str) {
    match PartialDate::parse_input(typed) {
        Ok(date) => {
            assert_eq!(date.to_stored(), stored);
            assert_eq!(date.to_string(), shown);
            assert_eq!(PartialDate::parse_stored(stored), Some(date));
        }
        Err(problem) => panic!("{typed}: {problem}"),
    }
}

#[track_caller]
fn check_refused(typed: &str, expected: DateProblem) {
    assert_eq!(PartialDate::parse_input(typed), Err(expected), "{typed}");
}

#[test]
fn dates_are_read() {
    check("1965", "1965", "1965");
    check("3/1965", "1965-03", "03/1965");
    check("03/1965", "1965-03", "03/1965");
    check("05/03/1965", "1965-03-05", "05/03/1965");
    check("5-3-1965", "1965-03-05", "05/03/1965");
    check("5.3.1965", "1965-03-05", "05/03/1965");
    check(" 5 / 3 / 1965 ", "1965-03-05", "05/03/1965");
    check("05\\03\\1965", "1965-03-05", "05/03/1965");
    check("０５/０３/１９６５", "1965-03-05", "05/03/1965");
    check(
        "\u{200e}05/\u{200b}03/1965\u{202c}",
        "1965-03-05",
        "05/03/1965",
    );
    check("05\u{2011}03\u{2011}1965", "1965-03-05", "05/03/1965");
    check("05031965", "1965-03-05", "05/03/1965");
    check("1965-03-05", "1965-03-05", "05/03/1965");
    check("ngày 5 tháng 3 năm 1965", "1965-03-05", "05/03/1965");
    check("tháng 3 năm 1965", "1965-03", "03/1965");
    check("29/2/2024", "2024-02-29", "29/02/2024");
    check("29/2/2000", "2000-02-29", "29/02/2000");
}

#[test]
fn what_is_no_date_is_refused() {
    check_refused("", DateProblem::Empty);
    check_refused("hôm qua", DateProblem::NotADate);
    check_refused("5/3/65", DateProblem::ShortYear);
    check_refused("65", DateProblem::ShortYear);
    check_refused("1/2/3/2000", DateProblem::NotADate);
    check_refused("0965", DateProblem::YearOutOfRange);
    check_refused("13/1965", DateProblem::NoSuchMonth);
    check_refused("0/1965", DateProblem::NoSuchMonth);
    check_refused("31/4/1965", DateProblem::NoSuchDay);
    check_refused("0/4/1965", DateProblem::NoSuchDay);
    check_refused("29/2/2023", DateProblem::NoSuchDay);
    check_refused("29/2/1900", DateProblem::NoSuchDay);
    check_refused("123456", DateProblem::NotADate);
}

#[test]
fn only_the_stored_form_is_stored() {
    for text in ["5/3/1965", "1965-3-5", "1965-13", "", "196"] {
        assert_eq!(PartialDate::parse_stored(text), None);
    }
}

fn date(stored: &str) -> PartialDate {
    PartialDate::parse_stored(stored).unwrap_or_else(|| panic!("{stored} is no date"))
}

#[test]
fn dates_are_said_in_words() {
    assert_eq!(date("2026-03-05").in_words(), "ngày 05 tháng 3 năm 2026");
    assert_eq!(date("2026-02-11").in_words(), "ngày 11 tháng 02 năm 2026");
    assert_eq!(date("2026-10").in_words(), "tháng 10 năm 2026");
    assert_eq!(date("1965").in_words(), "năm 1965");
}

#[test]
fn days_are_counted() {
    #[track_caller]
    fn check(from: &str, to: &str, expected: Option<i64>) {
        assert_eq!(days_between(date(from), date(to)), expected);
    }
    check("2026-02-28", "2026-03-01", Some(1));
    check("2024-02-28", "2024-03-01", Some(2));
    check("2025-12-31", "2026-01-01", Some(1));
    check("2026-11-20", "2026-11-20", Some(0));
    check("2026-11-20", "2026-11-15", Some(-5));
    check("2000-01-01", "2026-01-01", Some(9497));
    check("2026", "2026-01-01", None);
}

#[test]
fn ages_and_days_to_come() {
    let today = date("2026-11-20");
    assert_eq!(date("1965-11-20").age_at(today), 61);
    assert_eq!(date("1965-11-21").age_at(today), 60);
    assert_eq!(date("1965-12").age_at(today), 60);
    assert_eq!(date("1965").age_at(today), 61);
    assert!(date("2026-11-21").is_after(today));
    assert!(!date("2026").is_after(today));
    assert!(!date("2026-11").is_after(today));
    assert!(date("2027").is_after(today));
}

proptest! {
    #[test]
    fn what_is_shown_is_read_again(year in 1800_i32..=2200, month in 1_u8..=12, day in 1_u8..=31) {
        let day = day.min(days_in_month(year, month));
        for (month, day) in [(None, None), (Some(month), None), (Some(month), Some(day))] {
            let date = PartialDate::new(year, month, day);
            let shown = date.map(|date| date.to_string()).unwrap_or_default();
            prop_assert_eq!(PartialDate::parse_input(&shown), date);
            let stored = date.map(PartialDate::to_stored).unwrap_or_default();
            prop_assert_eq!(PartialDate::parse_stored(&stored), date.ok());
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in any::<String>(), signs in "[0-9/. -]{0,14}") {
        let _ = PartialDate::parse_input(&text);
        let _ = PartialDate::parse_input(&signs);
        let _ = PartialDate::parse_stored(&signs);
    }
}

#[track_caller]
fn check_within(days: Days, stored: &str, expected: Option<bool>) {
    let date = PartialDate::parse_stored(stored).map(|date| days.holds(date));
    assert_eq!(date, Some(expected), "{stored} {days}");
}

#[test]
fn a_day_is_within_others_or_nobody_knows() {
    let half = Days::first_half(2026);
    check_within(half, "2026-01-01", Some(true));
    check_within(half, "2026-06-30", Some(true));
    check_within(half, "2026-06", Some(true));
    check_within(half, "2026-07-01", Some(false));
    check_within(half, "2026-07", Some(false));
    check_within(half, "2025-12-31", Some(false));
    check_within(half, "2026", None);
    check_within(half, "2027", Some(false));
    let years = Days::years(2021, 2025);
    check_within(years, "2021", Some(true));
    check_within(years, "2025", Some(true));
    check_within(years, "2026", Some(false));
}
