//! Steps: what was done with a record, each a line of it that is only ever added (`docs/PROTOCOL.md`,
//! section 21).
//!
//! - A step has one field, [`FIELD`], and its value never changes.
//! - The line's own word is made of a hash of the value, the scope, the record and the kind: what stands
//!   under another word was copied from elsewhere or made up, and is no step. Nothing but steps stands
//!   under such words, so that nobody can take one before its step comes.

use crate::date::PartialDate;
use crate::kind;
use protocol::rule::{Rule, holds};
use protocol::{OpId, Operation, is_kind, root_of, word_of};
use serde_json::{Map, Value, json};
use sorted::SortedSet;

/// The only field of a step.
pub const FIELD: &str = "step";

/// The most steps that one names as before it.
pub const MOST_AFTER: usize = 64;
/// The most fields that a return speaks of.
const MOST_FIELDS: usize = 256;
/// The most operations that a step names as seen.
pub const MOST_SEEN: usize = 1_000;
/// The longest reason, notice or decision, in bytes.
pub const LONGEST_TEXT: usize = 4_096;
/// SHA-256 in base64url.
const HASH: usize = 43;
/// Random characters.
const NONCE: usize = 22;
/// What every own word of a step begins with, and how long it is with that.
const MARK: char = '-';
const WORD: usize = 23;

/// A step that is one: of the right shape, under its own word.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'a> {
    /// The line's own word.
    pub word: &'a str,
    pub kind: &'a str,
    /// What was done: a word of the kind's row.
    pub what: &'a str,
    /// The content that its author had before their eyes.
    pub content: &'a str,
    /// The own words of the steps that its author saw, and no other of them came after.
    pub after: Vec<&'a str>,
    /// All that it says.
    pub value: &'a Value,
}

impl<'a> Step<'a> {
    /// The step of a line; nothing if it is none.
    pub fn read(scope: &str, line: &'a str, kind: &'a str, value: &'a Value) -> Option<Self> {
        let (record, word) = line.split_once('.')?;
        let spec = kind::step(kind)?;
        let members = value.as_object()?;
        let text = |name: &str| members.get(name)?.as_str();
        let what = text("what").filter(|what| spec.words.contains(what))?;
        let content = text("content").filter(|text| is_plain(text, HASH))?;
        let after = list(members.get("after")?, MOST_AFTER, is_word)?;
        let is_there = |name: &str| members.contains_key(name);
        if !is_there("on") || !is_there("nonce") || !members.iter().all(is_member) {
            return None;
        }
        if spec.by.shows_scan() && is_on_paper(value) && !is_there("scan") {
            return None;
        }
        let is_own = is_word(word) && own_word(scope, record, kind, value) == word;
        (is_own || !holds(Rule::StepsHaveTheirOwnWord)).then_some(Self {
            word,
            kind,
            what,
            content,
            after,
            value,
        })
    }

    /// A text that it may have: `on`, `reason`, `notice`, `decision`.
    pub fn text(&self, member: &str) -> Option<&'a str> {
        self.value.get(member)?.as_str()
    }

    pub fn on_paper(&self) -> bool {
        is_on_paper(self.value)
    }
}

/// Whether a member of a step's value is one, and within its bounds.
fn is_member((name, value): (&String, &Value)) -> bool {
    let is_text = |fits: &dyn Fn(&str) -> bool| value.as_str().is_some_and(fits);
    let is_list = |most, fits: &dyn Fn(&str) -> bool| {
        list(value, most, fits).is_some_and(|items| !items.is_empty())
    };
    match name.as_str() {
        // Those are looked at where they are read.
        "what" | "content" | "after" => true,
        "on" => is_text(&is_day),
        "nonce" => is_text(&|nonce| is_plain(nonce, NONCE)),
        "onPaper" => *value == Value::Bool(true),
        "scan" => is_text(&|scan| is_plain(scan, HASH)),
        "reason" | "notice" | "decision" => {
            is_text(&|text| (1..=LONGEST_TEXT).contains(&text.len()))
        }
        "fields" => is_list(MOST_FIELDS, &is_kind),
        "seen" => is_list(MOST_SEEN, &|name| name.parse::<OpId>().is_ok()),
        _ => false,
    }
}

fn is_plain(text: &str, length: usize) -> bool {
    text.len() == length && is_kind(text)
}

fn is_day(text: &str) -> bool {
    PartialDate::parse_stored(text).is_some_and(|date| date.day().is_some())
}

/// Whether a line's own word is one that only a step stands under.
fn is_word(word: &str) -> bool {
    word.starts_with(MARK) && is_plain(word, WORD)
}

/// A list of at most so many texts in the order of their bytes, each once, each of which fits.
fn list(value: &Value, most: usize, fits: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    let items = value.as_array().filter(|items| items.len() <= most)?;
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        let text = item.as_str().filter(|text| fits(text))?;
        if texts.last().is_some_and(|last| *last >= text) {
            return None;
        }
        texts.push(text);
    }
    Some(texts)
}

/// Whether a step's value says that it was taken on paper, and written down by somebody else.
pub fn is_on_paper(value: &Value) -> bool {
    value.get("onPaper") == Some(&Value::Bool(true))
}

/// The own word of the line that says this of a record.
pub fn own_word(scope: &str, record: &str, kind: &str, value: &Value) -> String {
    let hash = word_of(&json!(["step", scope, record, kind, value]));
    format!("{MARK}{hash}")
}

/// Whether somebody may not write this, whoever it is: on a kind of steps, or under the word of one, all
/// but a step that replaces nothing.
pub fn is_malformed(scope: &str, operation: &Operation) -> bool {
    let Operation {
        record,
        kind,
        field,
        value,
        predecessors,
        ..
    } = operation;
    let replaces =
        kind::step(kind).is_some() && !predecessors.is_empty() && holds(Rule::StepsReplaceNothing);
    replaces || is_malformed_value(scope, record, (kind, field), value)
}

/// As [`is_malformed`], of what stands in a field.
pub fn is_malformed_value(
    scope: &str,
    record: &str,
    (kind, field): (&str, &str),
    value: &Value,
) -> bool {
    if kind::step(kind).is_some() {
        return field != FIELD || Step::read(scope, record, kind, value).is_none();
    }
    let own = record.rsplit('.').next().unwrap_or_default();
    root_of(record) != record && is_word(own) && holds(Rule::StepsKeepTheirWords)
}

/// What a person says who takes a step, beside what it is taken on.
#[derive(Debug, Clone, Copy, Default)]
pub struct StepWords<'a> {
    pub what: &'a str,
    /// The day of the act, as fields hold it.
    pub on: &'a str,
    pub on_paper: bool,
    /// The SHA-256 of the scan of what was done on paper.
    pub scan: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub notice: Option<&'a str>,
    pub decision: Option<&'a str>,
    /// The fields that a return speaks of.
    pub fields: &'a [&'a str],
}

/// The value of a step. `after` are the tips before the person's eyes, `seen` the names of what stood
/// there: of each, in the order of their bytes, as many as fit; `nonce` is 22 characters of base64url.
pub fn value_of(
    said: &StepWords<'_>,
    content: &str,
    after: &[&str],
    seen: &[String],
    nonce: &str,
) -> Value {
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("what", said.what.into());
    put("content", content.into());
    put("after", in_order(after, MOST_AFTER).into());
    put("on", said.on.into());
    put("nonce", nonce.into());
    if said.on_paper {
        put("onPaper", true.into());
    }
    for (name, text) in [
        ("scan", said.scan),
        ("reason", said.reason),
        ("notice", said.notice),
        ("decision", said.decision),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            put(name, text.into());
        }
    }
    for (name, list) in [
        ("fields", in_order(said.fields, MOST_FIELDS)),
        ("seen", in_order(&seen, MOST_SEEN)),
    ] {
        if !list.is_empty() {
            put(name, list.into());
        }
    }
    Value::Object(members)
}

fn in_order<'t>(texts: &[&'t str], most: usize) -> Vec<&'t str> {
    let mut ordered = SortedSet::new();
    ordered.extend(texts.iter().copied());
    let mut ordered = ordered.into_values();
    ordered.truncate(most);
    ordered
}
