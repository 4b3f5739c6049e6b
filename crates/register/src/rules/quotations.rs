//! Whether quotations stand in their documents, for whoever has the documents at
//! hand. They are no part of a rule set, and [`super::Rules::read`] does without
//! them.

use super::{Mistake, RuleSetFile};
use crate::text::nfc;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The text of a source document, as it was received.
#[derive(Debug, Clone, Copy)]
pub struct DocumentText<'a> {
    /// Its id among the rule set's `sourceDocuments`.
    pub document: &'a str,
    pub text: &'a str,
}

/// The result of comparing a rule set's quotations with their documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotations {
    /// How many stand where they are said to stand.
    pub right: usize,
    /// The others, in the order of the files.
    pub mistakes: Vec<Mistake>,
    /// Quotations that could not be compared, by the document that has no text.
    pub not_compared: BTreeMap<String, usize>,
}

/// How many lines that are not blank a quotation may go on for.
const LINES: usize = 8;

/// Compares every `quote` of the files with its document, at its line; without a
/// line, anywhere in it. Blanks, line ends and signs of emphasis do not count.
pub fn quotations(files: &[RuleSetFile<'_>], documents: &[DocumentText<'_>]) -> Quotations {
    let lines = documents.iter().map(|known| {
        let lines: Vec<String> = known.text.split('\n').map(plain).collect();
        (known.document, lines)
    });
    let mut search = Search {
        lines: lines.collect(),
        found: Quotations::default(),
    };
    for file in files {
        // A file that is no JSON is said to be none by whoever reads it.
        if let Ok(value) = serde_json::from_str::<Value>(file.text) {
            search.walk(file.name, "", &value);
        }
    }
    search.found
}

/// The documents that the files say they were taken from, with the name of the
/// file that each is kept in: `file` if it is given, or else its id.
pub fn documents_of(files: &[RuleSetFile<'_>]) -> BTreeSet<(String, String)> {
    let mut named = BTreeSet::new();
    for file in files {
        let value: Value = serde_json::from_str(file.text).unwrap_or_default();
        for document in value["sourceDocuments"].as_array().into_iter().flatten() {
            if let Some(id) = document["id"].as_str() {
                let own = || format!("{id}.txt");
                let name = document["file"].as_str().map_or_else(own, str::to_owned);
                named.insert((id.to_owned(), name));
            }
        }
    }
    named
}

struct Search<'a> {
    lines: BTreeMap<&'a str, Vec<String>>,
    found: Quotations,
}

impl Search<'_> {
    fn walk(&mut self, file: &str, way: &str, value: &Value) {
        match value {
            Value::Object(object) => {
                for (key, inner) in object {
                    let place = match way {
                        "" => key.clone(),
                        _ => format!("{way}.{key}"),
                    };
                    if key == "source" {
                        self.compare(file, &place, inner);
                    }
                    self.walk(file, &place, inner);
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    self.walk(file, &format!("{way}[{index}]"), inner);
                }
            }
            _ => {}
        }
    }

    fn compare(&mut self, file: &str, place: &str, source: &Value) {
        let Some(quote) = source["quote"].as_str() else {
            return;
        };
        let document = source["document"].as_str().unwrap_or_default();
        let Some(lines) = self.lines.get(document) else {
            *self
                .found
                .not_compared
                .entry(document.to_owned())
                .or_default() += 1;
            return;
        };
        let words = plain(quote);
        let anywhere = (0..lines.len()).find(|from| begins(lines, *from, &words));
        let problem = match (source["line"].as_u64(), anywhere) {
            (Some(line), found) => {
                let at = usize::try_from(line)
                    .unwrap_or(usize::MAX)
                    .saturating_sub(1);
                let is_there = begins(lines, at, &words);
                let elsewhere = found.map(|at| format!("; câu ấy ở dòng {}", at + 1));
                let elsewhere = elsewhere.unwrap_or_default();
                (!is_there)
                    .then(|| format!("dòng {line} của {document} không có câu này{elsewhere}"))
            }
            (None, None) => Some(format!("{document} không có câu này")),
            (None, Some(_)) => None,
        };
        match problem {
            None => self.found.right += 1,
            Some(problem) => self.found.mistakes.push(Mistake {
                file: file.to_owned(),
                place: place.to_owned(),
                problem: format!("{problem}: «{quote}»"),
            }),
        }
    }
}

/// Whether words begin in a line; they may go on in the lines below.
fn begins(lines: &[String], from: usize, words: &str) -> bool {
    let Some(rest) = lines.get(from..) else {
        return false;
    };
    let first = rest.first().map_or(0, String::len);
    let some = rest
        .iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty());
    let below: Vec<&str> = some.take(LINES).collect();
    below.join(" ").find(words).is_some_and(|at| at < first)
}

/// Composed, with single blanks, without signs of emphasis.
fn plain(text: &str) -> String {
    let text = nfc(text).replace('*', "");
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}
