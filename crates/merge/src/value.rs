use serde_json::Value;
use std::borrow::Cow;
use normal_form::compose_text;

/// How deep a value may be nested.
const DEEPEST: u32 = 16;

/// Whether two values are one to a person: equal after NFC and trimming.
/// Nothing written and an empty text are one, too.
pub fn same_value(a: &Value, b: &Value) -> bool {
    a == b || canonical(a) == canonical(b)
}

/// The value with its texts in NFC and trimmed; an empty text is `null`.
pub fn canonical(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::String(text) => match canonical_text(text) {
            "" => Cow::Owned(Value::Null),
            trimmed => Cow::Owned(Value::String(compose_text(trimmed))),
        },
        Value::Array(items) => {
            Cow::Owned(Value::Array(items.iter().map(|item| canonical(item).into_owned()).collect()))
        }
        Value::Object(members) => Cow::Owned(Value::Object(
            members.iter().map(|(key, item)| (key.clone(), canonical(item).into_owned())).collect(),
        )),
        _ => Cow::Borrowed(value),
    }
}

fn canonical_text(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// The largest integer that every language writes exactly, 2⁵³ − 1.
const LARGEST_NUMBER: i64 = 9_007_199_254_740_991;

/// Whether a value may travel: no fractions (figures are scaled integers, so
/// that every language writes them alike), not too deep.
pub(crate) fn may_travel(value: &Value) -> bool {
    fn within(value: &Value, depth: u32) -> bool {
        match value {
            Value::Number(number) => {
                number.as_i64().is_some_and(|number| (-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&number))
            }
            Value::Array(items) => depth > 0 && items.iter().all(|item| within(item, depth - 1)),
            Value::Object(members) => {
                depth > 0 && members.values().all(|item| within(item, depth - 1))
            }
            _ => true,
        }
    }
    within(value, DEEPEST)
}
