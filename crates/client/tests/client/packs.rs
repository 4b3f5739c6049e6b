//! Handing a record in to another scope, and what is received of it.

use client::packs::{NotSubmitted, pack_edits, submission_of};
use client::received_packs::{files, received};
use client::records::Kinds;
use client::steps::{NoStep, Sight, step_edit};
use merge::{RecordState, Tree, content};
use protocol::{DELETION, Entry, OpId};
use register::kind::{self, NOMINATION, PACK_PART, SUBMITTED_PACK};
use register::pack::{CannotSubmit, Incomplete, MANIFEST, MOST_PARTS, PART, SOURCE, Source};
use register::step::StepWords;
use replica::{Edit, ScopeState};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const UNIT: &str = "06541/AaH5r7HpdqWdxHZJQvh8AB";
const BLOCK: &str = "block/k1/m1";
const RECORD: &str = "AaH5r7azf3qS3ZqoliV0mA";

fn entry(number: usize, value: Value) -> Entry {
    Entry {
        name: OpId {
            device: "d".to_owned(),
            number: number as u64,
            hash: "abcd".to_owned(),
        },
        value,
        at: 1,
        received: 2,
        reported_by: None,
    }
}

/// What edits come to where they are saved.
fn tree<'e>(edits: impl IntoIterator<Item = &'e Edit>) -> Tree {
    let mut rows: BTreeMap<&str, RecordState> = BTreeMap::new();
    for (number, edit) in (1..).zip(edits) {
        let row = rows.entry(&edit.record).or_default();
        row.kind.clone_from(&edit.kind);
        let mut live = row.fields.get(&edit.field).cloned().unwrap_or_default();
        live.retain(|entry| !edit.predecessors.contains(&entry.name));
        live.push(entry(number, edit.value.clone()));
        row.fields.insert(edit.field.clone(), live);
    }
    Tree::new(rows.iter().map(|(id, row)| (*id, row)), [])
}

fn edit(record: &str, kind: &str, field: &str, value: Value) -> Edit {
    Edit {
        scope: UNIT.to_owned(),
        record: record.to_owned(),
        kind: kind.to_owned(),
        field: field.to_owned(),
        value,
        predecessors: Vec::new(),
    }
}

fn file() -> Value {
    json!({ "sha256": "uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek", "size": 3, "type": "image/jpeg" })
}

/// A nomination with a line, a photograph, and what happened to it.
fn nomination() -> Vec<Edit> {
    let line = |own: &str, kind, field, value| edit(&format!("{RECORD}.{own}"), kind, field, value);
    vec![
        edit(RECORD, NOMINATION, "subjectName", json!(" Triệu Mùi Pham")),
        edit(RECORD, NOMINATION, "state", json!("submitted")),
        line("a", kind::EARLIER_AWARD, "year", json!(2024)),
        line("f", kind::ATTACHMENT, "file", file()),
        line("f", kind::ATTACHMENT, "preview", json!("AAAA")),
    ]
}

fn handed_in(from: &Tree, there: &Tree) -> Vec<Edit> {
    let submission = submission_of(UNIT, from).expect("a content");
    pack_edits(&submission, BLOCK, Source::Synced, there).expect("a pack that is there")
}

#[test]
fn what_is_received_is_what_was_approved() {
    let from = tree(&nomination());
    let edits = handed_in(&from, &Tree::default());
    assert!(
        edits
            .iter()
            .all(|edit| edit.scope == BLOCK && edit.predecessors.is_empty())
    );
    let count = |kind: &str, field: &str| {
        let such = edits
            .iter()
            .filter(|edit| edit.kind == kind && edit.field == field);
        such.count()
    };
    assert_eq!(count(PACK_PART, PART), 3);
    assert_eq!(count(SUBMITTED_PACK, SOURCE), 1);
    assert_eq!(count(SUBMITTED_PACK, MANIFEST), 1);
    assert_eq!(edits.len(), 5);
    let there = tree(&edits);
    let found = received(&there).unwrap();
    assert_eq!(found.source, Some(Source::Synced));
    assert_eq!(found.brought.len(), 1);
    let pack = found.pack.unwrap();
    let approved = content(UNIT, &from, &Kinds).unwrap();
    assert_eq!(
        (pack.manifest.scope, pack.manifest.content),
        (UNIT, &*approved)
    );
    let said = |id: &str, field: &str| {
        let record = pack.records.iter().find(|one| one.id == id).unwrap();
        record.value(field).cloned()
    };
    assert_eq!(said(RECORD, "subjectName"), Some(json!("Triệu Mùi Pham")));
    assert_eq!(said(RECORD, "state"), None);
    assert_eq!(said(&format!("{RECORD}.f"), "preview"), None);
    assert_eq!(files(&pack), [&file()]);
}

#[test]
fn the_same_twice_is_one_and_anything_changed_is_another() {
    let from = tree(&nomination());
    let first = handed_in(&from, &Tree::default());
    assert_eq!(handed_in(&from, &tree(&first)), []);
    // What came in part is gone on with.
    assert_eq!(handed_in(&from, &tree(&first[..2])), first[2..]);
    // What happens to it makes no other.
    let mut later = nomination();
    later[4].value = json!("CCCC");
    assert_eq!(handed_in(&tree(&later), &tree(&first)), []);
    later[2].value = json!(2023);
    let other = submission_of(UNIT, &tree(&later)).unwrap();
    assert_ne!(other.pack, submission_of(UNIT, &from).unwrap().pack);
}

#[test]
fn how_it_came_is_said_anew_where_it_changed() {
    let submission = submission_of(UNIT, &tree(&nomination())).unwrap();
    let save = |source, there: &Tree| pack_edits(&submission, BLOCK, source, there).unwrap();
    let mut edits = save(Source::Typed, &Tree::default());
    let anew = save(Source::Synced, &tree(&edits));
    assert_eq!(anew.len(), 1);
    assert_eq!((&*anew[0].field, anew[0].predecessors.len()), (SOURCE, 1));
    // Two who say different things: nobody knows.
    let mut beside = anew[0].clone();
    beside.predecessors.clear();
    edits.push(beside);
    assert_eq!(received(&tree(&edits)).unwrap().source, None);
    edits.pop();
    edits.extend(anew);
    assert_eq!(
        received(&tree(&edits)).unwrap().source,
        Some(Source::Synced)
    );
}

#[test]
fn what_cannot_be_handed_in_says_why_before() {
    let why = |edits: &[Edit]| submission_of(UNIT, &tree(edits)).unwrap_err();
    assert_eq!(why(&[]), NotSubmitted::NoContent(NoStep::NotThere));
    let mut two = nomination();
    two.push(edit(
        RECORD,
        NOMINATION,
        "subjectName",
        json!("Triệu Mùi Phạm"),
    ));
    let conflict = NoStep::Conflict {
        line: RECORD.to_owned(),
        field: "subjectName".to_owned(),
    };
    assert_eq!(why(&two), NotSubmitted::NoContent(conflict));
    let mut gone = nomination();
    let names: Vec<String> = (1..=5).map(|number| format!("d.{number}.abcd")).collect();
    gone.push(edit(RECORD, NOMINATION, DELETION, json!(names)));
    assert_eq!(why(&gone), NotSubmitted::NoContent(NoStep::Deleted));
    let mut many = nomination();
    many.extend((0..MOST_PARTS).map(|place| {
        let line = format!("{RECORD}.n{place}");
        edit(&line, kind::EARLIER_AWARD, "year", json!(2020))
    }));
    let parts = MOST_PARTS + 3;
    let too_many = CannotSubmit::TooManyParts { parts };
    assert_eq!(why(&many), NotSubmitted::TooMuch(too_many));
}

#[test]
fn what_its_receiver_has_deleted_is_not_handed_in_again() {
    let from = tree(&nomination());
    let submission = submission_of(UNIT, &from).unwrap();
    let mut there = handed_in(&from, &Tree::default());
    let names: Vec<String> = (1..=there.len())
        .map(|number| format!("d.{number}.abcd"))
        .collect();
    let line = there[0].record.clone();
    there.push(edit(&line, PACK_PART, DELETION, json!(["d.1.abcd"])));
    // A part alone is said anew.
    let again = pack_edits(&submission, BLOCK, Source::Synced, &tree(&there)).unwrap();
    assert_eq!((again.len(), &again[0].record), (1, &line));
    let found = tree(&there);
    let missing = Incomplete::Missing { missing: 1, of: 3 };
    assert_eq!(received(&found).unwrap().pack, Err(missing));
    there.push(edit(
        &submission.pack,
        SUBMITTED_PACK,
        DELETION,
        json!(names),
    ));
    let there = tree(&there);
    let again = pack_edits(&submission, BLOCK, Source::Synced, &there);
    assert_eq!(again, Err(NotSubmitted::Deleted));
    assert_eq!(received(&there), None);
}

#[test]
fn what_is_no_pack_is_none() {
    assert_eq!(received(&tree(&nomination())), None);
    assert_eq!(received(&Tree::default()), None);
}

#[test]
fn a_register_that_states_another_manifest_brings_none() {
    let mut edits = handed_in(&tree(&nomination()), &Tree::default());
    let mut forged = edits.last().unwrap().clone();
    forged.value["content"] = json!("c".repeat(43));
    edits.push(forged.clone());
    assert!(received(&tree(&edits)).unwrap().pack.is_ok());
    edits.remove(edits.len() - 2);
    let found = tree(&edits);
    let found = received(&found).unwrap();
    assert_eq!(found.pack, Err(Incomplete::NoManifest));
    assert!(found.brought.is_empty());
}

#[test]
fn a_pack_is_answered_when_it_is_whole() {
    let edits = handed_in(&tree(&nomination()), &Tree::default());
    let answer = |edits: &[Edit], kind: &str, what| {
        let tree = tree(edits);
        let sight = Sight {
            scope: BLOCK,
            shown: &tree,
            now: &tree,
            here: ScopeState::Whole,
        };
        let said = StepWords {
            what,
            on: "2026-03-05",
            ..StepWords::default()
        };
        step_edit(sight, kind, &said, |_, _| true, &"n".repeat(22)).map(|_| ())
    };
    let missing = NoStep::Incomplete(Incomplete::Missing { missing: 1, of: 3 });
    assert_eq!(
        answer(&edits[1..], kind::ANSWER_STEP, "received"),
        Err(missing)
    );
    assert_eq!(answer(&edits, kind::ANSWER_STEP, "received"), Ok(()));
    // Who submits it says so when he likes.
    assert_eq!(
        answer(&edits[1..], kind::SUBMISSION_STEP, "submitted"),
        Ok(())
    );
}

#[derive(Deserialize)]
struct Cases {
    contents: Vec<ContentCase>,
}

#[derive(Deserialize)]
struct ContentCase {
    why: String,
    scope: String,
    rows: BTreeMap<String, RecordState>,
    content: String,
}

#[test]
fn the_content_of_a_pack_is_its_manifest_alone() {
    let cases = include_str!("../../../../tests/vectors/packs.json");
    let cases: Cases = serde_json::from_str(cases).unwrap();
    assert!(cases.contents.len() >= 5);
    for case in cases.contents {
        let tree = Tree::new(case.rows.iter().map(|(id, row)| (&**id, row)), []);
        let found = content(&case.scope, &tree, &Kinds);
        assert_eq!(found, Some(case.content), "{}", case.why);
    }
}
