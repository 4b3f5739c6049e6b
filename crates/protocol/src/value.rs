//! Values of fields as JSON: when two are the same to a person, which may travel, and the one text
//! that is hashed. The meaning of a value is its form's.

use crate::LARGEST_NUMBER;
use crate::rule::{Rule, holds};
use normal_form::compose_text;
use serde_json::{Map, Value};
use sorted::SortedMap;
use std::borrow::Cow;

/// How deep a value may be nested.
const DEEPEST: u32 = 16;

/// Whether two values are one to a person: equal after NFC and trimming.
/// Nothing written and an empty text are one, too.
pub fn same_value(a: &Value, b: &Value) -> bool {
    a == b || holds(Rule::SpellingsAreOneValue) && canonical(a) == canonical(b)
}

/// The value with its texts in NFC and trimmed; an empty text is `null`.
pub fn canonical(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::String(text) => match canonical_text(text) {
            "" => Cow::Owned(Value::Null),
            trimmed => Cow::Owned(Value::String(compose_text(trimmed))),
        },
        Value::Array(items) => Cow::Owned(Value::Array(
            items
                .iter()
                .map(|item| canonical(item).into_owned())
                .collect(),
        )),
        Value::Object(members) => {
            // One by one: collecting would bring a sort of its own into the first load.
            let mut plain = Map::new();
            for (key, item) in members {
                plain.insert(key.clone(), canonical(item).into_owned());
            }
            Cow::Owned(Value::Object(plain))
        }
        _ => Cow::Borrowed(value),
    }
}

fn canonical_text(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// How many items and members a value may have, at all depths: read, the least of
/// them is many times its text.
const MOST_PARTS: usize = 32_768;

/// Whether a value may travel: no fractions (figures are scaled integers, so
/// that every language writes them alike), not too deep, not too many parts.
pub(crate) fn may_travel(value: &Value) -> bool {
    fn within(value: &Value, depth: u32, room: &mut usize) -> bool {
        let mut takes = |parts: usize| {
            let rest = room.checked_sub(parts);
            *room = rest.unwrap_or_default();
            depth > 0 && rest.is_some()
        };
        match value {
            Value::Number(number) => number
                .as_i64()
                .is_some_and(|number| number.unsigned_abs() <= LARGEST_NUMBER),
            Value::Array(items) => {
                takes(items.len()) && items.iter().all(|item| within(item, depth - 1, room))
            }
            Value::Object(members) => {
                takes(members.len()) && members.values().all(|item| within(item, depth - 1, room))
            }
            _ => true,
        }
    }
    within(value, DEEPEST, &mut { MOST_PARTS })
}

/// The value as JSON without blanks, the keys of objects in the order of their
/// bytes: the same text whatever the JSON library was told of orders.
pub fn write_sorted(value: &Value, out: &mut String) {
    let list = |out: &mut String, open: char, close: char, parts: Vec<(Option<&str>, &Value)>| {
        out.push(open);
        for (place, (key, part)) in parts.into_iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            if let Some(key) = key {
                out.push_str(&Value::from(key).to_string());
                out.push(':');
            }
            write_sorted(part, out);
        }
        out.push(close);
    };
    match value {
        Value::Array(items) => {
            list(
                out,
                '[',
                ']',
                items.iter().map(|item| (None, item)).collect(),
            );
        }
        Value::Object(members) => {
            let mut sorted: SortedMap<&str, &Value> = SortedMap::new();
            sorted.extend(members.iter().map(|(key, member)| (key.as_str(), member)));
            list(
                out,
                '{',
                '}',
                sorted
                    .into_iter()
                    .map(|(key, part)| (Some(key), part))
                    .collect(),
            );
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
