use proptest::prelude::*;
use register::number::{NumberProblem, format, format_fixed, money, pad2, parse};
use register::phone;

#[track_caller]
fn check(text: &str, decimals: u8, expected: i64) {
    assert_eq!(parse(text, decimals), Ok(expected), "{text}");
}

#[track_caller]
fn check_refused(text: &str, decimals: u8, expected: NumberProblem) {
    assert_eq!(parse(text, decimals), Err(expected), "{text}");
}

#[test]
fn numbers_are_read() {
    check("0,5", 2, 50);
    check("0.5", 2, 50);
    check("18,5", 1, 185);
    check("15,00", 1, 150);
    check("1.234,5", 2, 123_450);
    check("1,234.5", 2, 123_450);
    check("1.234.567,5", 1, 12_345_675);
    check("1.234", 0, 1234);
    check("1.234", 2, 123_400);
    check("1,234", 0, 1234);
    check("0.500", 3, 500);
    check("12.75", 2, 1275);
    check("1 234", 0, 1234);
    check("1\u{a0}234\u{202f}567", 0, 1_234_567);
    check("-3", 0, -3);
    check("−3,5", 1, -35);
    check("+7", 0, 7);
    check("007", 0, 7);
    check(",5", 1, 5);
    check("5,", 1, 50);
    check("9223372036854775807", 0, i64::MAX);
}

#[test]
fn what_is_no_number_is_refused() {
    check_refused("", 0, NumberProblem::Empty);
    check_refused("  ", 0, NumberProblem::Empty);
    check_refused("mười", 0, NumberProblem::NotANumber);
    check_refused("12a", 0, NumberProblem::NotANumber);
    check_refused("1.2.3", 0, NumberProblem::NotANumber);
    check_refused("1,2,3", 2, NumberProblem::NotANumber);
    check_refused(",", 2, NumberProblem::NotANumber);
    check_refused("--3", 0, NumberProblem::NotANumber);
    check_refused("٣", 0, NumberProblem::NotANumber);
    check_refused("2,5", 0, NumberProblem::NotWhole);
    check_refused("1,234", 2, NumberProblem::TooManyDecimals { allowed: 2 });
    check_refused("99999999999999999999", 0, NumberProblem::TooLarge);
    check_refused("9223372036854775807", 2, NumberProblem::TooLarge);
}

#[test]
fn numbers_are_written() {
    assert_eq!(format(123_450, 2), "1.234,5");
    assert_eq!(format(12_345_675, 1), "1.234.567,5");
    assert_eq!(format(-5, 1), "-0,5");
    assert_eq!(format(1000, 0), "1.000");
    assert_eq!(format(100, 2), "1");
    assert_eq!(format_fixed(660, 1), "66,0");
    assert_eq!(format(i64::MIN, 0), "-9.223.372.036.854.775.808");
    assert_eq!(pad2(2), "02");
    assert_eq!(pad2(12), "12");
    assert_eq!(pad2(120), "120");
    assert_eq!(pad2(0), "0");
    assert_eq!(pad2(1204_usize), "1.204");
    assert_eq!(pad2(u64::MAX), pad2(i64::MAX));
}

#[test]
fn money_is_written() {
    assert_eq!(money(200_000_000), "200 triệu đồng");
    assert_eq!(money(199_900_000), "199,9 triệu đồng");
    assert_eq!(money(2_530_000), "2.530.000 đồng");
    assert_eq!(money(0), "0 đồng");
}

#[test]
fn phones_are_shown() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(phone::display(text), expected);
        assert_eq!(phone::check(text), None);
    }
    check("0912345678", "0912 345 678");
    check("+84 912.345.678", "0912 345 678");
    check("84912345678", "0912 345 678");
    check("(0205) 3812345", "0205 3812 345");
    check("0214-3840-123", "0214 3840 123");
    check("\u{202d}0912 345 678\u{202c}", "0912 345 678");
    check("0912\u{2011}345\u{2011}678", "0912 345 678");
    check("０９１２３４５６７８", "0912 345 678");
    check("'0966111333", "0966 111 333");
    check("", "");
}

#[test]
fn odd_phones_are_kept_with_a_word() {
    for text in [
        "12345",
        "0112345678",
        "09123456789",
        "gọi anh Nam",
        "0912345678, 0987654321",
    ] {
        assert_eq!(phone::display(text), text);
        assert!(phone::check(text).is_some(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(value in any::<i64>(), decimals in 0_u8..7) {
        prop_assert_eq!(parse(&format(value, decimals), decimals), Ok(value));
        prop_assert_eq!(parse(&format_fixed(value, decimals), decimals), Ok(value));
    }

    #[test]
    fn no_text_breaks_the_reading(text in any::<String>(), decimals in any::<u8>()) {
        let _ = parse(&text, decimals);
        phone::display(&text);
    }

    #[test]
    fn no_run_of_signs_breaks_the_reading(text in "[0-9.,+ -]{0,24}", decimals in 0_u8..7) {
        let _ = parse(&text, decimals);
        phone::display(&text);
    }
}
