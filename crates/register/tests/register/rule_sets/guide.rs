//! `docs/RULE-SETS.md` names everything that a rule set may use.

use super::files::{self, list, objects};
use super::{folder, read};
use register::text::nfc;
use serde_json::Value;
use std::collections::BTreeSet;

fn guide() -> String {
    read(&folder("../../docs/RULE-SETS.md"))
}

#[test]
fn every_example_can_be_read() {
    let guide = guide();
    assert_eq!(guide.trim(), nfc(&guide));
    let mut count = 0;
    for block in guide.split("```json\n").skip(1) {
        let example = block.split("```").next().unwrap_or_default();
        let read = serde_json::from_str::<Value>(example);
        assert!(read.is_ok(), "{read:?}\n{example}");
        count += 1;
    }
    assert!(count >= 15, "{count} examples only");
}

#[test]
fn every_placeholder_is_explained() {
    let guide = guide();
    let mut used = BTreeSet::new();
    for (_, json) in files::all() {
        objects(&json, "", &mut |_, object| {
            for text in object.as_object().into_iter().flatten() {
                let text = text.1.as_str().unwrap_or_default();
                let pieces = text.split('{').skip(1);
                used.extend(
                    pieces.map(|piece| piece.split('}').next().unwrap_or_default().to_owned()),
                );
            }
        });
    }
    assert!(used.len() > 20, "{used:?}");
    for name in used {
        assert!(guide.contains(&format!("`{{{name}}}`")), "{name}");
    }
}

#[test]
fn every_part_and_every_word_of_the_schema_for_facts_and_numbers_is_explained() {
    let (guide, schema) = (guide(), files::json("schema"));
    let parts = schema["properties"].as_object().into_iter().flatten();
    for (part, _) in parts {
        let is_there =
            guide.contains(&format!("`{part}`")) || guide.contains(&format!("\"{part}\""));
        assert!(is_there, "{part}");
    }
    let words = [
        "/$defs/supply/properties/fact/enum",
        "/$defs/document/properties/numbering/enum",
        "/$defs/scoreRule/properties/kind/enum",
        "/$defs/row/properties/kind/enum",
    ];
    for pointer in words {
        let mut count = 0;
        for word in list(schema.pointer(pointer).unwrap_or(&Value::Null)) {
            let word = word.as_str().unwrap_or_default();
            assert!(guide.contains(&format!("`{word}`")), "{pointer} {word}");
            count += 1;
        }
        assert!(count > 3, "{pointer}");
    }
}

/// The guide's list of slips is that of the rule sets.
#[test]
fn every_slip_is_in_the_guides_list() {
    let guide = guide();
    for id in files::ids() {
        for document in files::items(&id, "sourceDocuments") {
            for slip in list(&document["slips"]) {
                let word = |key: &str| slip[key].as_str().unwrap_or_default().to_owned();
                let line = format!(
                    "| {} | {}:{} | {} | {} | {} |",
                    slip["no"],
                    document["id"].as_str().unwrap_or_default(),
                    slip["line"],
                    word("printed"),
                    word("text"),
                    word("why")
                );
                assert!(guide.contains(&line), "{line}");
            }
        }
    }
}
