//! A record: a kind, an id, fields, and the lines that belong to it.

use crate::date::PartialDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The field of a line that holds its order key.
pub const ORDER_FIELD: &str = "order";

/// A record as a person sees it: one value a field, its lines inside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub scope: String,
    pub id: String,
    pub kind: String,
    #[serde(default)]
    pub fields: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Record>,
    /// The fields of which several contents are kept, and how many: `fields` has the first of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<(String, usize)>,
}

impl Record {
    pub fn new(scope: &str, id: &str, kind: &str) -> Self {
        Self {
            scope: scope.to_owned(),
            id: id.to_owned(),
            kind: kind.to_owned(),
            ..Self::default()
        }
    }

    /// The value of a field; none where it is absent, null or blank.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.fields.get(key).filter(|value| !is_blank(value))
    }

    /// How many contents of a field are kept, if a person is still to choose one.
    pub fn contents(&self, key: &str) -> Option<usize> {
        let mut disputed = self.disputed.iter();
        Some(disputed.find(|(field, _)| field == key)?.1)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.value(key)?.as_str()
    }

    pub fn int(&self, key: &str) -> Option<i64> {
        self.value(key)?.as_i64()
    }

    /// The codes of a field with many choices.
    pub fn strings(&self, key: &str) -> Vec<&str> {
        match self.value(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    pub fn date(&self, key: &str) -> Option<PartialDate> {
        PartialDate::parse_stored(self.text(key)?)
    }

    /// The lines of a kind by their order key, then by id; lines without an
    /// order key come last.
    pub fn lines_of(&self, kind: &str) -> Vec<&Self> {
        let mut lines: Vec<&Self> = Vec::new();
        for line in self.lines.iter().filter(|line| line.kind == kind) {
            // Insertion: lines are few, and a general sort costs the app 4 KB.
            let place = lines.partition_point(|other| other.compare_order(line).is_lt());
            lines.insert(place, line);
        }
        lines
    }

    fn compare_order(&self, other: &Self) -> Ordering {
        let (left, right) = (self.text(ORDER_FIELD), other.text(ORDER_FIELD));
        (left.is_none(), left, &self.id).cmp(&(right.is_none(), right, &other.id))
    }
}

/// Null, blank text and an empty list all mean «nothing entered».
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

const ORDER_ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// An order key strictly between two others (in byte order); `None` stands for
/// the beginning or the end. Two people who add a line in one place get one
/// key, and the ids decide.
///
/// Keys that are not ours or stand the wrong way round never fail: the upper
/// one is then ignored.
pub fn order_key_between(after: Option<&str>, before: Option<&str>) -> String {
    let lower = after.map(order_digits).unwrap_or_default();
    let upper = before
        .map(order_digits)
        .filter(|upper| upper.iter().any(|digit| *digit > 0) && *upper > lower);
    let digits = match upper {
        Some(upper) => digits_between(&lower, &upper),
        None => digits_after(&lower),
    };
    digits
        .into_iter()
        .map(|digit| char::from(ORDER_ALPHABET[digit]))
        .collect()
}

fn order_digits(key: &str) -> Vec<usize> {
    let mut digits: Vec<usize> = key
        .bytes()
        .filter_map(|byte| ORDER_ALPHABET.iter().position(|known| *known == byte))
        .collect();
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

/// The next key after `lower`: short, since most lines are added at the end.
fn digits_after(lower: &[usize]) -> Vec<usize> {
    let last = ORDER_ALPHABET.len() - 1;
    match lower.iter().position(|digit| *digit < last) {
        Some(place) => {
            let mut digits = lower[..=place].to_vec();
            digits[place] += 1;
            digits
        }
        None if lower.is_empty() => vec![ORDER_ALPHABET.len() / 2],
        None => {
            let mut digits = lower.to_vec();
            digits.push(1);
            digits
        }
    }
}

/// Halfway between two fractions; never ends in a zero digit.
fn digits_between(lower: &[usize], upper: &[usize]) -> Vec<usize> {
    let mut digits = Vec::new();
    let mut bounded = true;
    for place in 0.. {
        let low = lower.get(place).copied().unwrap_or(0);
        let high = match bounded {
            true => upper.get(place).copied().unwrap_or(0),
            false => ORDER_ALPHABET.len(),
        };
        if low + 1 < high {
            digits.push((low + high) / 2);
            break;
        }
        bounded = bounded && low == high;
        digits.push(low);
    }
    digits
}
