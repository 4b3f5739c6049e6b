use proptest::prelude::*;
use register::field_value::{display, parse_input, to_input};
use register::form::{Field, FieldType};
use register::rule_set::RuleSet;
use serde_json::{Value, json};

pub fn field(field_type: FieldType, unit: Option<&str>, decimals: u8) -> Field {
    Field {
        field_type,
        decimals,
        unit: unit.map(str::to_owned),
        ..Field::default()
    }
}

#[test]
fn typed_text_is_stored_and_shown() {
    #[track_caller]
    fn check(field: &Field, typed: &str, stored: Value, input: &str, shown: &str) {
        assert_eq!(parse_input(field, typed).ok(), Some(stored.clone()));
        assert_eq!(to_input(field, &stored), input);
        assert_eq!(display(field, &stored, &RuleSet::default()), shown);
    }
    check(
        &field(FieldType::Text, None, 0),
        " Lê\u{323} ",
        json!("Lệ"),
        "Lệ",
        "Lệ",
    );
    check(&field(FieldType::Text, None, 0), "  ", Value::Null, "", "");
    check(
        &field(FieldType::LongText, None, 0),
        "a\r\nb",
        json!("a\nb"),
        "a\nb",
        "a\nb",
    );
    check(
        &field(FieldType::Number, Some("%"), 2),
        "18,5%",
        json!(1850),
        "18,5",
        "18,5%",
    );
    check(
        &field(FieldType::Number, Some("hộ"), 0),
        "1.064 hộ",
        json!(1064),
        "1.064",
        "1.064 hộ",
    );
    for typed in ["64 Hộ", "64HỘ", "６４ hộ", "\u{200e}64\u{2060}"] {
        let households = field(FieldType::Number, Some("hộ"), 0);
        check(&households, typed, json!(64), "64", "64 hộ");
    }
    check(
        &field(FieldType::Money, Some("triệu đồng"), 0),
        "199,9",
        json!(199_900_000),
        "199,9",
        "199,9 triệu đồng",
    );
    check(
        &field(FieldType::Money, None, 0),
        "2.530.000",
        json!(2_530_000),
        "2.530.000",
        "2.530.000 đồng",
    );
    check(
        &field(FieldType::PartialDate, None, 0),
        "5/3/1965",
        json!("1965-03-05"),
        "05/03/1965",
        "05/03/1965",
    );
    check(
        &field(FieldType::Phone, None, 0),
        "+84912345678",
        json!("0912345678"),
        "0912 345 678",
        "0912 345 678",
    );
    check(
        &field(FieldType::Many, None, 0),
        "a\nb",
        json!(["a", "b"]),
        "a\nb",
        "a; b",
    );
    let year = Field {
        ungrouped: true,
        ..field(FieldType::Number, None, 0)
    };
    check(&year, "2026", json!(2026), "2026", "2026");
}

#[test]
fn a_problem_says_what_to_do() {
    let problem = parse_input(&field(FieldType::PartialDate, None, 0), "hôm qua").err();
    assert_eq!(problem.map(|problem| problem.code), Some("notADate"));
    let year = Field {
        ungrouped: true,
        ..field(FieldType::Number, None, 0)
    };
    for (field, example) in [
        (year, "Chỉ nhập chữ số của năm, ví dụ 2026."),
        (
            field(FieldType::Number, Some("hộ"), 0),
            "Chỉ nhập chữ số, ví dụ 1.234.",
        ),
        (
            field(FieldType::Number, Some("%"), 2),
            "Chỉ nhập chữ số, ví dụ 1.234 hoặc 18,5.",
        ),
    ] {
        let problem = parse_input(&field, "nhiều").err();
        assert_eq!(
            problem.map(|problem| problem.message).as_deref(),
            Some(example)
        );
    }
    assert_eq!(
        to_input(&field(FieldType::Number, None, 0), &json!("nhiều")),
        "nhiều"
    );
}

fn any_type() -> impl Strategy<Value = FieldType> {
    use FieldType::{Choice, LongText, Many, Money, Number, PartialDate, Phone, Reference, Text};
    proptest::sample::select(vec![
        Text,
        LongText,
        Number,
        Money,
        PartialDate,
        Choice,
        Many,
        Reference,
        Phone,
    ])
}

proptest! {
    #[test]
    fn what_was_typed_comes_back(
        field_type in any_type(),
        unit in proptest::sample::select(vec![None, Some("%"), Some("triệu đồng")]),
        decimals in 0_u8..4,
        typed in prop_oneof![any::<String>(), "[0-9.,/ -]{0,12}"],
    ) {
        let field = field(field_type, unit, decimals);
        if let Ok(stored) = parse_input(&field, &typed) {
            prop_assert_eq!(parse_input(&field, &to_input(&field, &stored)), Ok(stored));
        }
    }
}

#[test]
fn a_date_that_is_not_understood_has_an_example_that_fits() {
    #[track_caller]
    fn check(key: &str, typed: &str, example: &str) {
        let field = Field {
            key: key.to_owned(),
            ..field(FieldType::PartialDate, None, 0)
        };
        let problem = parse_input(&field, typed).err();
        let message = problem.map(|problem| problem.message).unwrap_or_default();
        assert!(message.contains(example), "{message}");
    }
    check("birthDate", "65", "ví dụ 1965.");
    check("birthDate", "5/3/65", "ví dụ 05/03/1965.");
    check("pledgeSignedOn", "12/2/26", "ví dụ 12/02/2026.");
    check("pledgeSignedOn", "31/2/26", "ví dụ 2026.");
    check(
        "birthDate",
        "mùa xuân",
        "ví dụ 05/03/1965; nếu chỉ biết năm thì nhập 1965.",
    );
    check("verifiedOn", "hôm qua", "ví dụ 05/03/2026");
}
