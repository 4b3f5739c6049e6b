//! The published schema: every rule set keeps to it, and broken ones do not.

use super::files;
use jsonschema::Validator;
use serde_json::{Value, json};

fn validator() -> Validator {
    match jsonschema::draft202012::new(&files::json("schema")) {
        Ok(validator) => validator,
        Err(problem) => panic!("schema: {problem}"),
    }
}

#[test]
fn every_file_keeps_to_the_schema() {
    let validator = validator();
    for (name, json) in files::all() {
        let mistakes: Vec<String> = validator
            .iter_errors(&json)
            .map(|mistake| format!("{}: {mistake}", mistake.instance_path()))
            .collect();
        assert!(mistakes.is_empty(), "{name}\n{}", mistakes.join("\n"));
    }
}

#[test]
fn what_is_broken_is_refused() {
    let validator = validator();
    #[track_caller]
    fn check(validator: &Validator, id: &str, pointer: &str, put: Value) {
        let mut json = Value::clone(&files::json(id));
        let Some(place) = json.pointer_mut(pointer) else {
            panic!("{id} has no {pointer}")
        };
        *place = put;
        assert!(!validator.is_valid(&json), "{id} {pointer}");
    }
    let cases = [
        ("/deadlines/0/when/relation", json!("about")),
        ("/deadlines/0/when/date", json!("31/01/2020")),
        ("/criteria/0/condition", json!({ "most": [] })),
        ("/criteria/0/award", json!("Bằng khen")),
        ("/criteria/0/checked", json!("no")),
        ("/quotas/0/alternatives", json!([])),
        ("/dossiers/0/copies", json!("02")),
        ("/catalogues/awards/0", json!({ "code": "x" })),
        ("/replaces", json!("lang-son-2018")),
        ("/version", json!(0)),
        ("/labels/block", json!(7)),
    ];
    for (pointer, put) in cases {
        check(&validator, "lang-son-2020", pointer, put);
    }
    let documents = "lang-son-2020.documents";
    check(
        &validator,
        documents,
        "/tableLayouts/0/rows/0/kind",
        json!("sum"),
    );
    check(&validator, documents, "/part", json!("everything"));
    let mut json = Value::clone(&files::json("lang-son-2020"));
    json["colour"] = json!("red");
    assert!(!validator.is_valid(&json));
}
