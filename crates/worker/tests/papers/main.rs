//! Documents made of what a phone hands over: records made by taps, kept by the journeys of
//! `tests/journeys/handed_over.rs`.
#![expect(clippy::expect_used, reason = "tests")]

mod golden;
mod letters;
mod year;

use serde_json::{Value, json};
use std::path::Path;
use worker::document_calls::{paper, papers};

fn text_of(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// What was handed over, with the rule set as it is.
fn handed_over(name: &str) -> Value {
    let mut given: Value =
        serde_json::from_str(&text_of(&format!("tests/handed_over/{name}.json"))).expect("JSON");
    for file in given["files"].as_array_mut().expect("files") {
        let own = file[0].as_str().expect("a name");
        file[1] = json!(text_of(&format!("../../public/rule-sets/{own}.json")));
    }
    given
}

fn known(given: &Value, of: &str) -> Vec<Value> {
    let answer = papers(&given.to_string(), of).expect("papers");
    serde_json::from_str(&answer).expect("JSON")
}

#[track_caller]
fn one<'k>(known: &'k [Value], key: &str) -> &'k Value {
    let found = known.iter().find(|one| one["key"] == key);
    found.unwrap_or_else(|| panic!("no {key}"))
}

fn said(known: &Value) -> Vec<&str> {
    let findings = known["findings"].as_array().into_iter().flatten();
    findings.filter_map(|one| one["message"].as_str()).collect()
}

/// How many of these are to be looked at before the paper is signed.
fn open(known: &Value) -> usize {
    let findings = known["findings"].as_array().into_iter().flatten();
    findings.filter(|one| one["isOpen"] == true).count()
}

/// The page as it reads, a line for each piece.
fn page(given: &Value, key: &str) -> String {
    let page = paper(&given.to_string(), key, "html", "/paper.css").expect("a page");
    let page = String::from_utf8(page).expect("text");
    let body = page.split_once("<body").map_or("", |(_, body)| body);
    let mut shown = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or_default();
        if ["/p", "/h", "/td", "/th", "/tr", "br"]
            .iter()
            .any(|one| tag.starts_with(one))
        {
            shown.push('\n');
        }
        shown.push_str(words);
    }
    let lines = shown.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

#[track_caller]
fn shows(given: &Value, key: &str, expected: &[&str]) {
    let page = page(given, key);
    for words in expected {
        assert!(page.contains(words), "{key}: no “{words}” in\n{page}");
    }
}
