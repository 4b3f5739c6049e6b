//! Messages bent out of shape: a good one, and bytes that say how.

use proptest::collection::vec;
use proptest::num::u8::ANY;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

/// Tries so many cases of up to `longest` bytes, or as many as `PROPTEST_CASES`
/// says; of one that fails, the least that fails is told.
pub fn try_bytes(cases: u32, longest: usize, case: impl Fn(&[u8])) {
    let told = std::env::var("PROPTEST_CASES");
    let config = Config {
        cases: told
            .ok()
            .and_then(|told| told.parse().ok())
            .unwrap_or(cases),
        // What is kept is kept as it came over the wire, in files of its own.
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&vec(ANY, 0..=longest), |bytes| {
        case(&bytes);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// A test case's bytes, read as choices; what is not there any more is zero.
pub struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// A number below `count`.
    pub fn pick(&mut self, count: usize) -> usize {
        let mut number = 0;
        for _ in 0..2 {
            if let Some((first, rest)) = self.0.split_first() {
                number = number << 8 | usize::from(*first);
                self.0 = rest;
            }
        }
        number % count.max(1)
    }
}

/// The message as JSON with up to three things wrong.
pub fn bent(good: &Value, script: &mut Script<'_>) -> String {
    let mut message = good.clone();
    for _ in 0..script.pick(4) {
        let elsewhere = part(good, script).clone();
        bend(&mut message, elsewhere, script);
    }
    let mut text = message.to_string();
    if script.pick(12) == 1 {
        spoil(&mut text, script);
    }
    text
}

/// Any part of a message.
fn part<'a>(message: &'a Value, script: &mut Script<'_>) -> &'a Value {
    let inner: Vec<&Value> = match message {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    if inner.is_empty() || script.pick(5) == 0 {
        return message;
    }
    let place = script.pick(inner.len());
    part(inner[place], script)
}

fn bend(message: &mut Value, elsewhere: Value, script: &mut Script<'_>) {
    let stop = script.pick(5) == 0;
    match message {
        Value::Array(items) if !items.is_empty() && !stop => {
            let place = script.pick(items.len());
            match script.pick(9) {
                0 => drop(items.remove(place)),
                1 => items.insert(place, items[place].clone()),
                2 => items.swap(0, place),
                _ => bend(&mut items[place], elsewhere, script),
            }
        }
        Value::Object(members) if !members.is_empty() && !stop => {
            bend_member(members, elsewhere, script);
        }
        other => {
            *other = match script.pick(4) {
                0 => elsewhere,
                _ => odd(script),
            }
        }
    }
}

fn bend_member(members: &mut Map<String, Value>, elsewhere: Value, script: &mut Script<'_>) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = &keys[script.pick(keys.len())];
    match script.pick(12) {
        0 => drop(members.remove(key)),
        1 => drop(members.insert(WORDS[script.pick(WORDS.len())].into(), odd(script))),
        2 => {
            let value = members.remove(key).unwrap_or_default();
            members.insert(WORDS[script.pick(WORDS.len())].into(), value);
        }
        _ => bend(&mut members[key.as_str()], elsewhere, script),
    }
}

/// What stands where it does not belong.
fn odd(script: &mut Script<'_>) -> Value {
    let largest = (1_u64 << 53) - 1;
    let nested = |depth| (0..depth).fold(Value::Null, |inner, _| json!([inner]));
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(2),
        json!(-1),
        json!(largest),
        json!(largest + 1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(0.5),
        json!(1e300),
        json!([]),
        json!({}),
        json!([null]),
        nested(16),
        nested(17),
        nested(90),
        json!("x".repeat(2_000)),
        json!("x".repeat(263_000)),
        json!({ "0": u64::MAX }),
    ];
    match script.pick(odd.len() + WORDS.len()) {
        place if place < odd.len() => odd[place].clone(),
        place => json!(WORDS[place - odd.len()]),
    }
}

const WORDS: [&str; 36] = [
    "",
    " ",
    "~",
    ".",
    "/",
    "a/b",
    "a.b",
    "a|b",
    "đ",
    "\0",
    "\u{feff}",
    "n",
    "by",
    "gone",
    "save",
    "replaces",
    "testimony",
    "pulled",
    "seen",
    "more",
    "reset",
    "held",
    "kept",
    "lost",
    "06541",
    "06541/v1",
    "06541/",
    "02701",
    "phone-1",
    "phone-2",
    "0",
    "0.1",
    "0.1.abcd",
    "9.1.abcd",
    "0.18446744073709551615.abcd",
    "e1.9.abcd",
];

/// No JSON any more, or other JSON.
fn spoil(text: &mut String, script: &mut Script<'_>) {
    let place = text.floor_char_boundary(script.pick(text.len()));
    match script.pick(4) {
        0 => text.truncate(place),
        1 => text.insert_str(
            place,
            ["\"", "}", "]", ",", ":", "1", "\\", "\0"][script.pick(8)],
        ),
        2 => text.insert_str(place, &"[".repeat(500)),
        _ => drop(text.remove(place)),
    }
}
