//! What is handed in to another scope: the cases of `tests/vectors/packs.json`, which were worked out from
//! `docs/PROTOCOL.md` alone, in another language than this one; and any contents at all.

use proptest::prelude::*;
use protocol::{Operation, canonical, check_value, content_of_parts};
use register::kind;
use register::pack::{
    CannotSubmit, DEEPEST, Incomplete, MOST_PARTS, Manifest, Pack, PackedRecord, Source, made_id,
    made_word, read, submission,
};
use register::rights::{Grant, Rights};
use register::role::Role;
use register::set_once::{is_malformed, stays};
use serde::Deserialize;
use serde_json::{Value, json};

const SCOPE: &str = "06541/AaH5r7HpdqWdxHZJQvh8AB";
const RECORD: &str = "AaH5r7azf3qS3ZqoliV0mA";

#[derive(Deserialize)]
struct Cases {
    submissions: Vec<SubmissionCase>,
    operations: Vec<OperationCase>,
    packs: Vec<PackCase>,
}

#[derive(Deserialize)]
struct SubmissionCase {
    why: String,
    scope: String,
    record: String,
    parts: Vec<Value>,
    manifest: Value,
    pack: String,
    /// In the order of the parts.
    words: Vec<String>,
}

#[derive(Deserialize)]
struct OperationCase {
    why: String,
    role: Role,
    granted: String,
    scope: String,
    record: String,
    kind: String,
    field: String,
    value: Value,
    replaces: Vec<String>,
    answer: String,
}

#[derive(Deserialize)]
struct PackCase {
    why: String,
    pack: String,
    manifest: Value,
    lines: Vec<(String, Value)>,
    state: String,
    missing: usize,
}

fn cases() -> Cases {
    let json = include_str!("../../../../tests/vectors/packs.json");
    match serde_json::from_str(json) {
        Ok(cases) => cases,
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn a_pack_stands_under_an_id_that_is_made_of_it() {
    let cases = cases().submissions;
    assert!(cases.len() >= 9);
    for case in cases {
        let made = submission(&case.scope, &case.record, case.parts.clone()).unwrap();
        assert_eq!(made.manifest, case.manifest, "{}", case.why);
        assert_eq!(made.pack, case.pack, "{}", case.why);
        let words: Vec<String> = case.parts.iter().map(made_word).collect();
        assert_eq!(words, case.words, "{}", case.why);
        let lines = made.parts.iter().map(|(word, part)| (&**word, part));
        let pack = read(&made.pack, &made.manifest, lines).unwrap();
        assert_eq!(pack.manifest.record, case.record, "{}", case.why);
        let ids: Vec<&str> = pack.records.iter().map(|one| one.id).collect();
        let submitted: Vec<&str> = case
            .parts
            .iter()
            .map(|part| part[0].as_str().unwrap())
            .collect();
        assert_eq!(ids, submitted, "{}", case.why);
    }
}

#[test]
fn what_is_not_of_its_id_is_malformed_and_the_others_need_a_right() {
    let cases = cases().operations;
    assert!(cases.len() >= 55);
    for case in cases {
        let operation = Operation {
            device: "d".to_owned(),
            number: 1,
            record: case.record.clone(),
            kind: case.kind.clone(),
            field: case.field.clone(),
            value: case.value.clone(),
            predecessors: case
                .replaces
                .iter()
                .map(|name| name.parse().unwrap())
                .collect(),
            at: 0,
            save: 1,
        };
        let rights = Rights::new(vec![Grant {
            scope: case.granted.clone(),
            role: case.role,
        }]);
        let what = (case.kind.as_str(), case.field.as_str());
        let above = Some(kind::SUBMITTED_PACK);
        let writes = rights.may_write_value(&case.scope, &case.record, above, what, &case.value);
        let answer = match (is_malformed(&case.scope, &operation), writes) {
            (true, _) => "malformed",
            (false, true) => "ok",
            (false, false) => "noRight",
        };
        assert_eq!(answer, case.answer, "{}: {}", case.why, case.record);
    }
}

fn word_of(found: &Result<Pack<'_>, Incomplete>) -> (&'static str, usize) {
    match found {
        Ok(_) => ("whole", 0),
        Err(Incomplete::NoManifest) => ("noManifest", 0),
        Err(Incomplete::Missing { missing, .. }) => ("missing", *missing),
        Err(Incomplete::Twice) => ("twice", 0),
        Err(Incomplete::ContentDiffers) => ("contentDiffers", 0),
    }
}

#[test]
fn a_pack_is_whole_when_all_of_it_is_here_and_comes_to_what_is_named() {
    let cases = cases().packs;
    assert!(cases.len() >= 55);
    for case in &cases {
        let lines = case.lines.iter().map(|(word, part)| (&**word, part));
        let found = read(&case.pack, &case.manifest, lines);
        let expected = (case.state.as_str(), case.missing);
        assert_eq!(word_of(&found), expected, "{}", case.why);
    }
}

#[test]
fn a_pack_has_so_many_parts_and_no_more() {
    let root = json!([RECORD, "nomination", []]);
    let line = |place: usize| json!([format!("{RECORD}.{place:04}"), "earlierAward", []]);
    let parts = |count: usize| {
        let lines = (1..count).map(line);
        [root.clone()]
            .into_iter()
            .chain(lines)
            .collect::<Vec<Value>>()
    };
    let most = submission(SCOPE, RECORD, parts(MOST_PARTS)).unwrap();
    assert!(check_value(&most.manifest).is_ok());
    let lines = most.parts.iter().map(|(word, part)| (&**word, part));
    assert_eq!(
        read(&most.pack, &most.manifest, lines)
            .unwrap()
            .records
            .len(),
        MOST_PARTS
    );
    let more = submission(SCOPE, RECORD, parts(MOST_PARTS + 1));
    let parts = MOST_PARTS + 1;
    assert_eq!(more, Err(CannotSubmit::TooManyParts { parts }));
    // Who writes a manifest of more by a client of his own has none.
    let words: Vec<String> = (0..parts).map(|place| format!("_{place:022}")).collect();
    let content = "c".repeat(43);
    let manifest = |parts: &[String]| json!({ "scope": SCOPE, "record": RECORD, "content": content, "parts": parts });
    assert!(Manifest::read(&manifest(&words[1..])).is_some());
    assert_eq!(Manifest::read(&manifest(&words)), None);
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

/// What this says before, the endpoint would have said.
#[test]
fn a_part_is_what_a_value_may_be() {
    let part = |value: Value| json!([RECORD, "nomination", [["history", value]]]);
    let try_ = |value: Value| submission(SCOPE, RECORD, vec![part(value)]).map(|_| ());
    let (record, field) = (RECORD.to_owned(), "history".to_owned());
    for (value, expected) in [
        (nested(DEEPEST), Ok(())),
        (
            nested(DEEPEST + 1),
            Err(CannotSubmit::TooDeep {
                record: record.clone(),
                field,
            }),
        ),
        (json!({ "a": nested(DEEPEST - 1) }), Ok(())),
        (json!("x".repeat(262_000)), Ok(())),
        (
            json!("x".repeat(262_144)),
            Err(CannotSubmit::PartTooLarge {
                record: record.clone(),
            }),
        ),
        (json!(vec![1; 32_000]), Ok(())),
        (
            json!(vec![1; 32_768]),
            Err(CannotSubmit::PartTooLarge { record }),
        ),
    ] {
        assert_eq!(check_value(&part(value.clone())).is_ok(), expected.is_ok());
        assert_eq!(try_(value), expected);
    }
}

#[test]
fn only_what_is_set_once_stays() {
    for (kind, field, expected) in [
        (kind::SUBMITTED_PACK, "manifest", true),
        (kind::PACK_PART, "part", true),
        (kind::SUBMISSION_STEP, "step", true),
        (kind::SUBMITTED_PACK, "source", false),
        (kind::SUBMITTED_PACK, "part", false),
        (kind::SUBMITTED_PACK, "~", false),
        (kind::PACK_PART, "~", false),
        (kind::NOMINATION, "manifest", false),
    ] {
        assert_eq!(stays(kind, field), expected, "{kind} {field}");
    }
}

#[test]
fn a_source_is_one_of_three() {
    for source in [Source::Synced, Source::Imported, Source::Typed] {
        assert_eq!(Source::of(&json!(source.word())), Some(source));
    }
    for none in [json!("Synced"), json!(""), Value::Null, json!(["typed"])] {
        assert_eq!(Source::of(&none), None);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "[ a-zàễ\u{301}\"\\\\\n\u{feff}]{0,8}".prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z ]{0,3}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// The parts of any content of the record, in the order of their ids.
fn parts() -> impl Strategy<Value = Vec<Value>> {
    let fields = || prop::collection::btree_map("[A-Za-z0-9_-]{1,4}", value(), 0..4);
    let lines = prop::collection::btree_map("[A-Za-z0-9_-]{1,4}", fields(), 0..6);
    (fields(), lines).prop_map(|(root, lines)| {
        let part = |id: String, fields: std::collections::BTreeMap<String, Value>| {
            let fields = fields.into_iter().map(|(name, value)| {
                let value = canonical(&value).into_owned();
                (name, value)
            });
            let fields = fields.filter(|(_, value)| !value.is_null());
            let fields: Vec<Value> = fields.map(|(name, value)| json!([name, value])).collect();
            json!([id, "nomination", fields])
        };
        let lines = lines
            .into_iter()
            .map(|(own, fields)| part(format!("{RECORD}.{own}"), fields));
        [part(RECORD.to_owned(), root)]
            .into_iter()
            .chain(lines)
            .collect()
    })
}

proptest! {
    #[test]
    fn what_is_handed_in_is_what_is_received(
        parts in parts(), reverse in any::<bool>(), missing in any::<prop::sample::Index>(),
    ) {
        let made = submission(SCOPE, RECORD, parts.clone()).unwrap();
        let again = submission(SCOPE, RECORD, parts.clone()).unwrap();
        prop_assert_eq!(&made, &again);
        let mut lines: Vec<(&str, &Value)> =
            made.parts.iter().map(|(word, part)| (&**word, part)).collect();
        if reverse {
            lines.reverse();
        }
        let pack = read(&made.pack, &made.manifest, lines.iter().copied()).unwrap();
        let submitted: Option<Vec<PackedRecord<'_>>> = parts.iter().map(PackedRecord::read).collect();
        prop_assert_eq!(Some(pack.records), submitted);
        prop_assert_eq!(pack.manifest.content, content_of_parts(SCOPE, RECORD, &parts));
        // Of which any line is missing, it is not whole; nor with a line of another record instead.
        let gone = lines.remove(missing.index(lines.len()));
        let (missing, of) = (1, parts.len());
        prop_assert_eq!(
            read(&made.pack, &made.manifest, lines.iter().copied()),
            Err(Incomplete::Missing { missing, of })
        );
        let other = json!(["x", "nomination", []]);
        lines.push((gone.0, &other));
        prop_assert_eq!(
            read(&made.pack, &made.manifest, lines),
            Err(Incomplete::Missing { missing, of })
        );
    }

    #[test]
    fn anything_changed_is_another(parts in parts(), place in any::<prop::sample::Index>()) {
        let made = submission(SCOPE, RECORD, parts.clone()).unwrap();
        let mut changed = parts.clone();
        let place = place.index(parts.len());
        changed[place][1] = json!("person");
        let other = submission(SCOPE, RECORD, changed).unwrap();
        prop_assert_ne!(&made.pack, &other.pack);
        // Nor are its parts taken for those of the first.
        let lines = other.parts.iter().map(|(word, part)| (&**word, part));
        let (missing, of) = (1, parts.len());
        prop_assert_eq!(
            read(&made.pack, &made.manifest, lines),
            Err(Incomplete::Missing { missing, of })
        );
    }

    /// Whoever writes a manifest of his own says nothing that does not come to a content of the record.
    #[test]
    fn a_forged_manifest_is_never_whole(parts in parts(), content in "[A-Za-z0-9_-]{43}") {
        let made = submission(SCOPE, RECORD, parts).unwrap();
        let mut forged = made.manifest.clone();
        forged["content"] = content.into();
        let id = made_id(&forged);
        let lines = made.parts.iter().map(|(word, part)| (&**word, part));
        prop_assert_eq!(read(&id, &forged, lines), Err(Incomplete::ContentDiffers));
    }

    /// Nothing that a register may hold breaks what reads it.
    #[test]
    fn anything_at_all_is_read(manifest in value(), lines in prop::collection::vec((any::<String>(), value()), 0..8)) {
        let lines = lines.iter().map(|(word, part)| (&**word, part));
        prop_assert!(read(&made_id(&manifest), &manifest, lines).is_err());
    }
}
