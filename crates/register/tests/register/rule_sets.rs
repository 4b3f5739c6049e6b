//! The rule sets that the app is shipped with, and the documents they quote.

mod contents;
pub mod files;
mod guide;
mod outlines;
mod printed;
mod quotes;
mod references;
mod schema;
mod summary_table;

use quotes::{plain, source_lines};
use register::form::{FieldType, Form};
use register::rule_set::{CatalogueItem, RuleSet};
use register::text::nfc;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(problem) => panic!("{}: {problem}", path.display()),
    }
}

fn json_of(id: &str) -> String {
    read(&folder("../../public/rule-sets").join(format!("{id}.json")))
}

fn parse(id: &str) -> RuleSet {
    match RuleSet::parse(&json_of(id)) {
        Ok(rule_set) => rule_set,
        Err(problem) => panic!("{id}: {problem}"),
    }
}

pub fn common() -> RuleSet {
    parse("common-2026").with_labels()
}

pub fn province(id: &str) -> RuleSet {
    RuleSet::over(parse("common-2026"), parse(id)).with_labels()
}

pub fn form_of(rule_set: &RuleSet, id: &str) -> Form {
    match rule_set.form(id) {
        Some(form) => form.clone(),
        None => panic!("no form {id}"),
    }
}

const SHIPPED: [&str; 3] = ["common-2026", "lang-son-2026", "lao-cai-2026"];

#[test]
fn every_shipped_rule_set_is_read_and_is_nfc() {
    for id in SHIPPED {
        let json = json_of(id);
        assert_eq!(json.trim(), nfc(&json), "{id} is not NFC");
        assert_eq!(parse(id).id, id);
    }
}

/// What the app reads at every start, as it was before the parts beside it came.
#[test]
fn the_parts_beside_a_rule_set_change_no_form_in_use() {
    let forms: Vec<(String, usize)> = common()
        .forms
        .iter()
        .map(|form| {
            let fields = form.sections.iter().map(|section| section.fields.len());
            (form.id.clone(), fields.sum())
        })
        .collect();
    let expected = [
        ("communeProfile", 12),
        ("village", 7),
        ("person", 17),
        ("family", 8),
        ("collective", 10),
        ("call", 6),
        ("emulationRegistration", 14),
        ("nomination", 33),
        ("award", 12),
    ];
    let expected = expected.map(|(id, fields)| (id.to_owned(), fields));
    assert_eq!(forms, expected);
    for id in ["lang-son-2026", "lao-cai-2026"] {
        assert_eq!(province(id).forms.len(), forms.len());
    }
    for (name, part) in files::all() {
        let has_forms = part.get("forms").is_some();
        assert_eq!(has_forms, part.get("part").is_none(), "{name}");
    }
}

#[test]
fn every_form_is_there() {
    let kinds = [
        "communeProfile",
        "village",
        "person",
        "family",
        "collective",
        "emulationRegistration",
        "nomination",
        "award",
    ];
    for id in ["lang-son-2026", "lao-cai-2026"] {
        let rule_set = province(id);
        for kind in kinds {
            assert!(rule_set.form_of_kind(kind).is_some(), "{id} {kind}");
        }
    }
}

#[test]
fn the_headings_of_the_nomination_are_those_of_form_04() {
    let lines = source_lines("S2");
    let stands = |text: &str| lines.iter().any(|line| line.contains(&plain(text)));
    let form = form_of(&common(), "nomination");
    for section in &form.sections {
        if let Some(part) = &section.part {
            assert!(lines.contains(part), "{part}");
            assert!(
                section.hint.as_deref().is_some_and(stands),
                "{:?}",
                section.hint
            );
        }
    }
    for key in ["collectiveInformation", "individualInformation"] {
        let heading = form.section(key).map(|section| section.heading.clone());
        assert!(
            heading.is_some_and(|heading| lines.contains(&heading)),
            "{key}"
        );
    }
}

#[test]
fn everything_that_a_form_names_exists() {
    for id in ["lang-son-2026", "lao-cai-2026"] {
        let rule_set = province(id);
        for form in &rule_set.forms {
            for section in &form.sections {
                for field in &section.fields {
                    let inner = field.table.iter().flat_map(|table| &table.fields);
                    for field in std::iter::once(field).chain(inner) {
                        check_field(&rule_set, form, field);
                    }
                }
            }
        }
    }
}

#[track_caller]
fn check_field(rule_set: &RuleSet, form: &Form, field: &register::form::Field) {
    let place = format!("{} {}", form.id, field.key);
    assert_ne!(field.field_type, FieldType::Unknown, "{place}");
    assert!(!field.label.contains('{'), "{place}");
    let is_choice = matches!(field.field_type, FieldType::Choice | FieldType::Many);
    if let Some(catalogue) = &field.catalogue {
        assert!(
            is_choice && !rule_set.catalogue(catalogue).is_empty(),
            "{place}"
        );
        let choices = rule_set.choices(field, &register::record::Record::default());
        assert!(!choices.is_empty(), "{place}");
    }
    assert_eq!(
        is_choice,
        field.catalogue.is_some() || !field.choices.is_empty(),
        "{place}"
    );
    assert_eq!(
        field.field_type == FieldType::Table,
        field.table.is_some(),
        "{place}"
    );
    assert_eq!(
        field.field_type == FieldType::Reference,
        field.reference.is_some(),
        "{place}"
    );
    if let Some(table) = &field.table {
        for key in table.title_field.iter().chain(&table.line_key) {
            assert!(
                table.fields.iter().any(|field| field.key == *key),
                "{place} {key}"
            );
        }
    }
}

#[test]
fn each_province_has_its_word_for_a_block() {
    #[track_caller]
    fn check(id: &str, label: &str, lead: &str) {
        let rule_set = province(id);
        let form = form_of(&rule_set, "communeProfile");
        let table = form.table_of("communeYear").map(|(_, table)| table.clone());
        let labels: Vec<String> = table
            .iter()
            .flat_map(|table| &table.fields)
            .map(|field| field.label.clone())
            .collect();
        assert!(labels.iter().any(|found| found == label), "{labels:?}");
        assert_eq!(rule_set.label_of("blockRoles", "blockLead"), lead);
    }
    check("lang-son-2026", "Tên cụm thi đua", "Trưởng cụm");
    check("lao-cai-2026", "Tên khối thi đua", "Trưởng khối");
}

#[test]
fn a_province_adds_to_the_common_catalogues_and_replaces_in_them() {
    let (lang_son, lao_cai) = (province("lang-son-2026"), province("lao-cai-2026"));
    assert!(lang_son.item("movements", "langSonNewRural").is_some());
    assert!(lao_cai.item("movements", "langSonNewRural").is_none());
    assert!(lao_cai.item("awards", "laoCaiDevelopmentBadge").is_some());
    let source = |rule_set: &RuleSet| {
        rule_set
            .item("movements", "officeCulture")
            .and_then(|item| item.source.clone())
    };
    assert_eq!(
        source(&lang_son).map(|source| source.document).as_deref(),
        Some("S2")
    );
    assert_eq!(
        source(&lao_cai).map(|source| source.document).as_deref(),
        Some("S1")
    );
    let codes: Vec<&CatalogueItem> = lang_son.catalogue("movements").iter().collect();
    assert_eq!(codes.len(), 12);
}

#[test]
fn a_newer_rule_set_is_read_too() {
    let newer = json!({
        "id": "x", "title": "X", "novelty": 1,
        "forms": [{ "id": "a", "kind": "a", "title": "A", "sections": [{ "key": "s", "heading": "S", "fields": [
            { "key": "f", "label": "F", "type": "hologram", "colour": "red" },
            { "key": "g", "label": "G", "type": "computed", "computed": { "op": "magic" } } ] }] }]
    });
    match RuleSet::parse(&newer.to_string()) {
        Ok(rule_set) => {
            let form = form_of(&rule_set, "a");
            let found = form.field("f").map(|(_, field)| field.field_type);
            assert_eq!(found, Some(FieldType::Unknown));
        }
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn a_mistake_is_said_with_its_place() {
    let said = |set: Value| RuleSet::parse(&set.to_string()).map_err(|problem| problem.to_string());
    let form = |field: Value| {
        json!({ "id": "x", "title": "X", "forms": [{ "id": "a", "kind": "a", "title": "A",
            "sections": [{ "key": "s", "heading": "S", "fields": [{ "key": "f", "label": "F" }, field] }] }] })
    };
    for (set, place, problem) in [
        (json!({}), "id", "thiếu mục này"),
        (json!([]), "gốc tệp", "phải là một đối tượng {…}"),
        (
            json!({ "id": "x", "title": "X", "version": "2" }),
            "version",
            "phải là một số nguyên",
        ),
        (
            json!({ "id": "x", "title": "X", "labels": { "block": 7 } }),
            "labels.block",
            "phải là chữ trong ngoặc kép",
        ),
        (
            json!({ "id": "x", "title": "X", "legalBases": {} }),
            "legalBases",
            "phải là một danh sách […]",
        ),
        (
            form(json!({ "key": "g" })),
            "forms[0].sections[0].fields[1].label",
            "thiếu mục này",
        ),
        (
            form(json!({ "key": "g", "label": "G", "decimals": 300 })),
            "forms[0].sections[0].fields[1].decimals",
            "số này quá lớn hoặc quá nhỏ",
        ),
        (
            form(json!({ "key": "g", "label": "G", "visibleWhen": { "field": true } })),
            "forms[0].sections[0].fields[1].visibleWhen.field",
            "phải là chữ trong ngoặc kép",
        ),
        (
            form(json!({ "key": "g", "label": "G", "required": "yes" })),
            "forms[0].sections[0].fields[1].required",
            "phải là true hoặc false",
        ),
    ] {
        let expected = format!("Bộ quy định viết chưa đúng ở {place}: {problem}.");
        assert_eq!(said(set), Err(expected));
    }
    assert!(RuleSet::parse("{").is_err());
}

/// A finding cites a document by the name that people know, which the app has at its start.
#[test]
fn documents_are_called_by_their_short_titles() {
    let rules = province("lang-son-2026");
    let base = common();
    let (_, parts) = files::all()
        .into_iter()
        .find(|(name, _)| name.starts_with("common-2026.rules"))
        .expect("the rules");
    let documents = parts["sourceDocuments"].as_array().expect("documents");
    assert!(!documents.is_empty());
    for document in documents {
        let id = document["id"].as_str().expect("an id");
        for rules in [&rules, &base] {
            assert_eq!(Some(rules.label(id)), document["shortTitle"].as_str());
        }
    }
}
