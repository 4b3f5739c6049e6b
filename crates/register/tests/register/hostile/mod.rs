//! Rule sets, records and typed texts that make no sense: they are said to be
//! wrong, or shown somehow, and nothing panics.
//!
//! The files of `rule-sets/` and `typed/` broke something once, or might.

use crate::bent::{Script, bent, try_bytes};
use crate::rule_sets::common;
use crate::typed_values::field;
use register::field_value::{display, parse_input, to_input};
use register::finding::{Context, check_by};
use register::form::FieldType;
use register::paste::{KnownVillage, VillageKind, villages};
use register::progress::progress;
use register::record::Record;
use register::rule_set::RuleSet;
use register::summary::summarise;
use register::text::{Query, SortBy, fold, initials, likely_duplicates, sort_key};
use register::{date, number, phone};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn any_rule_set_is_read_or_said_to_be_wrong() {
    let good = small_rule_set();
    assert!(RuleSet::parse(&good.to_string()).is_ok());
    let case = |bytes: &[u8]| {
        let mut script = Script::new(bytes);
        while !script.is_over() {
            use_rule_set(&bent(&good, &mut script));
        }
    };
    try_bytes(60, 300, case);
}

#[test]
fn any_record_is_shown() {
    let rule_set = common();
    let good = json!({ "scope": "06541", "id": "r", "kind": "emulationRegistration",
        "fields": { "subjectName": "Thôn Lặp Pịa", "year": 2026, "pledgeSignedOn": "2026-02-11",
            "subject": "r2", "award": "provincialCommendation", "households": 64, "name": "Pò Mã" },
        "lines": [{ "scope": "06541", "id": "r.a", "kind": "indicator",
            "fields": { "name": "Hộ nghèo", "target": 1850, "order": "m", "unit": "%" } }] });
    let case = |bytes: &[u8]| {
        let mut script = Script::new(bytes);
        while !script.is_over() {
            if let Ok(record) = serde_json::from_str::<Record>(&bent(&good, &mut script)) {
                look_at(&rule_set, record);
            }
        }
    };
    try_bytes(12, 80, case);
}

#[test]
fn any_text_may_be_typed_or_pasted() {
    try_bytes(400, 200, |bytes: &[u8]| {
        type_text(&String::from_utf8_lossy(bytes));
        type_text(&likely(&mut Script::new(bytes)));
    });
}

#[test]
fn kept_texts_may_be_typed_and_pasted() {
    let texts = kept("typed");
    assert!(texts.len() > 3);
    for (name, text) in texts {
        println!("{name}");
        type_text(&text);
        text.lines().for_each(type_text);
    }
}

#[test]
fn kept_rule_sets_are_read_or_said_to_be_wrong() {
    let texts = kept("rule-sets");
    assert!(texts.len() > 3);
    for (name, text) in texts {
        println!("{name}");
        use_rule_set(&text);
    }
}

fn kept(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/register/hostile")
        .join(folder);
    let Ok(files) = std::fs::read_dir(&folder) else {
        panic!("{}", folder.display());
    };
    let paths = files.flatten().map(|file| file.path());
    let texts = paths.map(|path| (path.display().to_string(), std::fs::read_to_string(path)));
    texts
        .filter_map(|(name, text)| Some((name, text.ok()?)))
        .collect()
}

/// A shipped rule set, of its forms and catalogues the first of each.
fn small_rule_set() -> Value {
    let text = include_str!("../../../../../public/rule-sets/common-2026.json");
    let mut all: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(forms) = all["forms"].as_array_mut() {
        forms.retain(|form| form["kind"] == "village" || form["kind"] == "emulationRegistration");
    }
    for (_, items) in all["catalogues"].as_object_mut().into_iter().flatten() {
        if let Some(items) = items.as_array_mut() {
            items.truncate(2);
        }
    }
    all
}

fn use_rule_set(text: &str) {
    let Ok(rule_set) = RuleSet::parse(text) else {
        return;
    };
    let rule_set = RuleSet::over(rule_set.clone(), rule_set).with_labels();
    for form in &rule_set.forms {
        let mut record = Record::new("06541", "r", &form.kind);
        record.fields = form.defaults();
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            record
                .fields
                .entry(field.key.clone())
                .or_insert(json!(i64::MAX));
        }
        look_at(&rule_set, record);
    }
}

fn look_at(rule_set: &RuleSet, record: Record) {
    let today = Some((2026, 11, 20));
    summarise(rule_set, &record);
    for form in &rule_set.forms {
        let record = Record {
            kind: form.kind.clone(),
            ..record.clone()
        };
        summarise(rule_set, &record);
        check_by(rule_set, form, &record, &Context { today });
        progress(rule_set, form, &record);
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            rule_set.choices(field, &record);
            for value in record.fields.values() {
                display(field, value, rule_set);
                let _ = parse_input(field, &to_input(field, value));
            }
        }
    }
}

fn type_text(typed: &str) {
    use FieldType::{LongText, Money, Number, PartialDate, Phone, Text};
    for decimals in [0, 2, 18, 19, u8::MAX] {
        if let Ok(number) = number::parse(typed, decimals) {
            number::format(number, decimals);
            number::format_fixed(number, decimals);
            number::money(number);
        }
        for field_type in [Text, LongText, Number, Money, PartialDate, Phone] {
            let field = field(field_type, Some("triệu đồng"), decimals);
            if let Ok(value) = parse_input(&field, typed) {
                to_input(&field, &value);
                display(&field, &value, &RuleSet::default());
            }
        }
    }
    if let Ok(date) = date::PartialDate::parse_input(typed) {
        assert_eq!(
            date::PartialDate::parse_stored(&date.to_stored()),
            Some(date)
        );
        date.in_words();
    }
    date::PartialDate::parse_stored(typed);
    phone::normalise(typed);
    phone::display(typed);
    phone::check(typed);
    let known = KnownVillage {
        kind: Some(VillageKind::Ban),
        name: typed,
        head: typed,
        phone: typed,
        households: typed,
        people: typed,
    };
    let mut rows = villages(typed, &[known]);
    rows.dedup_by_key(|row| row.line_no);
    let rows: Vec<String> = rows.into_iter().map(|row| row.raw).collect();
    assert_eq!(
        rows.join("\n"),
        typed.lines().collect::<Vec<_>>().join("\n")
    );
    fold(typed);
    sort_key(typed, SortBy::GivenName);
    sort_key(typed, SortBy::Plain);
    let title = fold(typed);
    Query::new(typed).score(&title, &title, &initials(typed));
    let _ = likely_duplicates([("r1", typed), ("r2", "po ma")]);
}

/// Scraps of what people type, in any order.
fn likely(script: &mut Script<'_>) -> String {
    const SCRAPS: [&str; 32] = [
        "1",
        "0",
        "29",
        "2",
        "2026",
        "1900",
        "99999999999999999999",
        ".",
        ",",
        "/",
        "-",
        "−",
        " ",
        "\t",
        "\n",
        "\u{a0}",
        "%",
        "Thôn",
        "bản",
        "STT",
        "Số hộ",
        "ĐT",
        "0912345678",
        "+84",
        "hộ",
        "(",
        ")",
        "|",
        ";",
        "e\u{323}",
        "Lý Văn Ân",
        "\u{feff}",
    ];
    let mut text = String::new();
    while !script.is_over() && text.len() < 100 {
        text.push_str(SCRAPS[script.pick(SCRAPS.len())]);
    }
    text
}
