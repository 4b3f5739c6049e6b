//! From what a person typed to what is stored, and back.
//!
//! A problem never costs the text: the caller keeps what was typed and shows
//! the problem beside it.

use crate::date::{DateProblem, PartialDate};
use crate::form::{Field, FieldType};
use crate::number::NumberProblem;
use crate::rule_set::RuleSet;
use crate::{number, phone, text};
use serde_json::Value;

/// The reason why typed text cannot be stored yet: a stable code, and a Vietnamese message that
/// says what to do. The text itself is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputProblem {
    pub code: &'static str,
    pub message: String,
}

/// Money is typed and shown in millions where the unit says so.
const MILLION_DECIMALS: u8 = 6;

fn decimals(field: &Field) -> u8 {
    match field.field_type {
        FieldType::Money if is_in_millions(field) => MILLION_DECIMALS,
        FieldType::Money => 0,
        _ => field.decimals,
    }
}

fn is_in_millions(field: &Field) -> bool {
    field
        .unit
        .as_deref()
        .is_some_and(|unit| unit.starts_with("triệu"))
}

/// Typed text to stored value. Nothing typed is null. Of `many`, the codes one
/// a line.
pub fn parse_input(field: &Field, typed: &str) -> Result<Value, InputProblem> {
    let clean = text::nfc(typed);
    if clean.is_empty() {
        return Ok(Value::Null);
    }
    match field.field_type {
        FieldType::Number | FieldType::Money => {
            let bare = without_unit(field, &clean);
            let value = number::parse(bare, decimals(field)).map_err(|problem| InputProblem {
                code: "notANumber",
                message: number_message(field, problem),
            })?;
            Ok(Value::from(value))
        }
        FieldType::PartialDate => {
            let date = PartialDate::parse_input(&clean).map_err(|problem| InputProblem {
                code: "notADate",
                message: date_message(field, &clean, problem),
            })?;
            Ok(Value::from(date.to_stored()))
        }
        FieldType::Many => Ok(clean
            .lines()
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .collect()),
        FieldType::Phone => Ok(Value::from(phone::normalise(&clean).unwrap_or(clean))),
        FieldType::LongText => Ok(Value::from(clean.replace("\r\n", "\n"))),
        FieldType::Table | FieldType::Computed | FieldType::Attachment | FieldType::Unknown => {
            Err(InputProblem {
                code: "notTyped",
                message: "Ô này không nhập bằng chữ.".to_owned(),
            })
        }
        FieldType::Text | FieldType::Choice | FieldType::Reference => Ok(Value::from(clean)),
    }
}

/// With an example that fits the field.
fn number_message(field: &Field, problem: NumberProblem) -> String {
    match problem {
        NumberProblem::NotANumber if field.ungrouped => {
            "Chỉ nhập chữ số của năm, ví dụ 2026.".to_owned()
        }
        NumberProblem::NotANumber if decimals(field) == 0 => {
            "Chỉ nhập chữ số, ví dụ 1.234.".to_owned()
        }
        problem => problem.to_string(),
    }
}

/// With an example that fits: what was typed with its whole year, or a date as the field asks for.
fn date_message(field: &Field, typed: &str, problem: DateProblem) -> String {
    let year = if field.key == "birthDate" { 1965 } else { 2026 };
    match problem {
        DateProblem::NotADate => format!(
            "Hãy nhập ngày/tháng/năm, ví dụ 05/03/{year}; nếu chỉ biết năm thì nhập {year}."
        ),
        DateProblem::ShortYear => {
            let before = typed.trim_end_matches(|c: char| c.is_ascii_digit());
            let short = typed.strip_prefix(before).unwrap_or_default();
            let whole = short.parse().map_or(year, |short: i32| match short {
                0..30 => 2000 + short,
                _ => 1900 + short,
            });
            let example = PartialDate::parse_input(&format!("{before}{whole}"));
            let example = example.map_or_else(|_| whole.to_string(), |date| date.to_string());
            format!("Hãy nhập năm đủ bốn chữ số, ví dụ {example}.")
        }
        problem => problem.to_string(),
    }
}

/// «64 hộ», «64 Hộ» and «18,5%» are typed by people who are right.
fn without_unit<'a>(field: &Field, typed: &'a str) -> &'a str {
    let unit = text::in_small_letters(field.unit.as_deref().unwrap_or(""));
    let before_unit = unit.chars().count().checked_sub(1);
    let at = before_unit.and_then(|nth| typed.char_indices().rev().nth(nth));
    let at = at.filter(|(at, _)| text::in_small_letters(&typed[*at..]) == unit);
    let bare = at.map_or(typed, |(at, _)| &typed[..at]).trim_end();
    if bare.is_empty() { typed } else { bare }
}

/// Stored value to the text of an input, such that [`parse_input`] gives the
/// same value again. A value of another shape is shown, not lost.
pub fn to_input(field: &Field, value: &Value) -> String {
    match (field.field_type, value) {
        (_, Value::Null) => String::new(),
        (FieldType::Number | FieldType::Money, Value::Number(number)) => number_text(field, number),
        (FieldType::PartialDate, Value::String(stored)) => {
            match PartialDate::parse_stored(stored) {
                Some(date) => date.to_string(),
                None => stored.clone(),
            }
        }
        (FieldType::Phone, Value::String(digits)) => phone::display(digits),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Array(items)) => {
            let codes: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            codes.join("\n")
        }
        (_, other) => other.to_string(),
    }
}

fn number_text(field: &Field, number: &serde_json::Number) -> String {
    match number.as_i64() {
        Some(scaled) if !field.ungrouped => number::format(scaled, decimals(field)),
        _ => number.to_string(),
    }
}

/// Stored value as it is read: with labels and units. Of a reference the id is
/// all that is known here; the caller shows the record's name.
pub fn display(field: &Field, value: &Value, rule_set: &RuleSet) -> String {
    match (field.field_type, value) {
        (FieldType::Choice, Value::String(code)) => rule_set.choice_label(field, code),
        (FieldType::Many, Value::Array(codes)) => {
            let codes = codes.iter().filter_map(Value::as_str);
            let labels: Vec<String> = codes
                .map(|code| rule_set.choice_label(field, code))
                .collect();
            labels.join("; ")
        }
        (FieldType::Money, Value::Number(_)) if is_in_millions(field) => value
            .as_i64()
            .map_or_else(|| value.to_string(), number::money),
        (FieldType::Money, Value::Number(_)) => format!("{} đồng", to_input(field, value)),
        (FieldType::Number | FieldType::Computed, Value::Number(number)) => {
            let shown = number_text(field, number);
            match field.unit.as_deref() {
                None | Some("") => shown,
                Some("%") => format!("{shown}%"),
                Some(unit) => format!("{shown} {unit}"),
            }
        }
        _ => to_input(field, value),
    }
}
