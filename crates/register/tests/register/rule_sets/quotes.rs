//! Every quotation stands in its document, and no line of a document is
//! forgotten.

use super::files::{self, objects, strings};
use super::{folder, read};
use register::rules::{DocumentText, Quotations, RuleSetFile, documents_of, quotations};
use register::source::Source;
use register::text::nfc;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::{Mutex, OnceLock};

/// The lines of a source document, NFC, blanks collapsed, signs of emphasis
/// left out.
pub fn source_lines(document: &str) -> Vec<String> {
    static KNOWN: OnceLock<Mutex<BTreeMap<String, Vec<String>>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    let Ok(mut known) = known.lock() else {
        panic!("another test has failed")
    };
    known
        .entry(document.to_owned())
        .or_insert_with(|| lines_of(document))
        .clone()
}

fn lines_of(document: &str) -> Vec<String> {
    let known = documents();
    let Some((_, text)) = known.iter().find(|(id, _)| id == document) else {
        panic!("no source {document}")
    };
    text.split('\n').map(plain).collect()
}

pub fn plain(text: &str) -> String {
    let words: Vec<String> = nfc(text)
        .replace('*', "")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    words.join(" ")
}

pub fn source_of(value: &Value) -> Option<Source> {
    let source = value.get("source")?;
    let text = |key: &str| source[key].as_str().map(str::to_owned);
    let Some(document) = text("document") else {
        panic!("{source} names no document");
    };
    Some(Source {
        document,
        line: source["line"]
            .as_u64()
            .and_then(|line| line.try_into().ok()),
        clause: text("clause"),
        quote: text("quote"),
    })
}

/// Every `source`, wherever it is in the JSON, with the way to it.
fn sources(value: &Value) -> Vec<(String, Source)> {
    let mut found = Vec::new();
    objects(value, "", &mut |way, object| {
        found.extend(source_of(object).map(|source| (way.to_owned(), source)));
    });
    found
}

/// The documents of all rule sets, by id.
fn documents() -> Vec<(String, String)> {
    let (names, texts): (Vec<String>, Vec<String>) = files::all()
        .into_iter()
        .map(|(name, _)| (name.clone(), files::text(&name)))
        .unzip();
    let listed: Vec<RuleSetFile<'_>> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| RuleSetFile { name, text })
        .collect();
    let named = documents_of(&listed).into_iter();
    named
        .map(|(id, name)| (id, read(&folder("tests/sources").join(name))))
        .collect()
}

fn compared(name: &str, text: &str) -> Quotations {
    let documents = documents();
    let texts: Vec<DocumentText<'_>> = documents
        .iter()
        .map(|(document, text)| DocumentText { document, text })
        .collect();
    quotations(&[RuleSetFile { name, text }], &texts)
}

#[test]
fn every_quote_stands_in_its_source_at_its_line() {
    let mut count = 0;
    for (name, _) in files::all() {
        let found = compared(&name, &files::text(&name));
        assert_eq!(found.mistakes, []);
        assert_eq!(found.not_compared.len(), 0, "{name}");
        count += found.right;
    }
    assert!(count > 1500, "{count} quotations only");
}

#[test]
fn a_quote_that_stands_elsewhere_or_nowhere_is_said_with_its_place() {
    let three = "không quá 02 tập thể, 03 cá nhân";
    let said = |line: Option<u32>, quote: &str| {
        let source = json!({"document": "S2", "line": line, "quote": quote});
        let found = compared(
            "x-2026",
            &json!({"quotas": [{"source": source}]}).to_string(),
        );
        let said: Vec<String> = found.mistakes.iter().map(ToString::to_string).collect();
        said.join("\n")
    };
    assert_eq!(said(Some(194), three), "");
    assert_eq!(said(None, three), "");
    let place = "x-2026, quotas[0].source";
    assert_eq!(
        said(Some(193), three),
        format!("{place}: dòng 193 của S2 không có câu này; câu ấy ở dòng 194: «{three}»")
    );
    let four = "không quá 02 tập thể, 04 cá nhân";
    assert_eq!(
        said(Some(194), four),
        format!("{place}: dòng 194 của S2 không có câu này: «{four}»")
    );
    assert_eq!(
        said(Some(9_999), four),
        format!("{place}: dòng 9999 của S2 không có câu này: «{four}»")
    );
    assert_eq!(
        said(None, four),
        format!("{place}: S2 không có câu này: «{four}»")
    );
}

#[test]
fn a_quote_of_a_document_that_is_not_at_hand_is_counted_as_not_compared() {
    let text = files::text("lang-son-2018");
    let name = "lang-son-2018";
    let found = quotations(&[RuleSetFile { name, text: &text }], &[]);
    assert_eq!((found.right, found.mistakes.len()), (0, 0));
    assert!(found.not_compared["S4"] > 90, "{found:?}");
}

/// The rule sets that hold a document's own words, with its years.
pub const OF_A_DOCUMENT: [&str; 5] = [
    "lang-son-2017",
    "lang-son-2018",
    "lang-son-2020",
    "lao-cai-2021",
    "common-2023",
];

/// The words of the forms, from the list that was made when the documents were
/// first read: form, tab, exact words.
#[test]
fn every_heading_hint_and_column_of_the_printed_forms_is_there() {
    let mut quoted: BTreeMap<&str, String> = BTreeMap::new();
    for id in OF_A_DOCUMENT {
        let all = files::layers(id)
            .iter()
            .flat_map(|layer| sources(layer))
            .collect::<Vec<_>>();
        let quotes = all.into_iter().filter_map(|(_, source)| source.quote);
        let quotes: Vec<String> = quotes.map(|quote| plain(&quote)).collect();
        quoted.insert(id, quotes.join("\n"));
    }
    let sets_of = |form: &str| -> &[&str] {
        match form.get(..5) {
            Some("F-000") => &["lang-son-2017"],
            Some("F-001") => &["common-2023"],
            Some("F-002") => &["lang-son-2020"],
            Some("F-003") => &["lao-cai-2021"],
            _ => &["lang-son-2020", "lao-cai-2021"],
        }
    };
    let mut count = 0;
    for line in include_str!("headings.tsv").lines() {
        let Some((form, words)) = line.split_once('\t') else {
            panic!("{line}")
        };
        let found = sets_of(form)
            .iter()
            .filter_map(|id| quoted.get(id))
            .any(|quotes| quotes.contains(&plain(words)));
        assert!(found, "{form}: {words}");
        count += 1;
    }
    assert!(count > 240, "{count}");
}

/// Lines that no rule set quotes: headings of the documents themselves, to whom
/// they went and who signed, blank rows of a form, a header that is repeated.
const NOT_QUOTED: [(&str, &[RangeInclusive<usize>]); 5] = [
    ("S0", &[]),
    ("S1", &[]),
    (
        "S2",
        &[
            3..=5,
            11..=11,
            15..=15,
            31..=33,
            41..=41,
            58..=58,
            86..=86,
            94..=94,
            100..=100,
            122..=122,
            128..=132,
            138..=140,
            146..=150,
            186..=186,
            200..=204,
            218..=218,
            224..=224,
            230..=243,
            388..=390,
            420..=423,
        ],
    ),
    (
        "S3",
        &[
            3..=15,
            18..=20,
            26..=28,
            38..=38,
            44..=46,
            58..=58,
            64..=66,
            70..=70,
            80..=80,
            90..=90,
            96..=110,
            206..=206,
        ],
    ),
    ("S4", &[]),
];

#[test]
fn no_line_of_the_documents_is_forgotten() {
    let mut quoted: BTreeSet<(String, usize)> = BTreeSet::new();
    for id in OF_A_DOCUMENT {
        for (_, source) in files::layers(id).iter().flat_map(|layer| sources(layer)) {
            let lines = source_lines(&source.document);
            let mut left = source.quote.map_or(0, |quote| plain(&quote).len());
            let mut line = source
                .line
                .map_or(0, |line| usize::try_from(line).unwrap_or(0));
            while left > 0 && line > 0 {
                quoted.insert((source.document.clone(), line));
                left = left.saturating_sub(lines.get(line - 1).map_or(left, String::len));
                line += 1;
            }
        }
    }
    for (document, left_out) in NOT_QUOTED {
        for (place, text) in source_lines(document).iter().enumerate() {
            let line = place + 1;
            let is_known = quoted.contains(&(document.to_owned(), line))
                || left_out.iter().any(|lines| lines.contains(&line));
            assert!(text.is_empty() || is_known, "{document}:{line} {text}");
        }
    }
}

#[test]
fn every_file_is_in_unicodes_composed_form() {
    for (name, _) in files::all() {
        let text = files::text(&name);
        assert_eq!(text.trim(), nfc(&text), "{name}");
    }
    for id in files::ids() {
        assert!(strings(&files::json(&id)["parts"]).count() <= 2, "{id}");
    }
}
