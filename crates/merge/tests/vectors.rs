//! The cases of `tests/vectors/`, which any client can be tried against. They were worked out from
//! `docs/PROTOCOL.md` alone, in another language than this one.

use merge::{
    Answer, Existence, Field, MergeState, Pending, Process, RecordState, Tree, accept, content,
};
use protocol::{Entry, OpId, Operation};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

fn cases<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    let path = format!("{}/../../tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let cases = std::fs::read(&path).map_err(|problem| problem.to_string());
    let cases = cases.and_then(|json| serde_json::from_slice(&json).map_err(|p| p.to_string()));
    match cases {
        Ok(cases) => cases,
        Err(problem) => panic!("{path}: {problem}"),
    }
}

#[derive(Deserialize)]
struct NameCase {
    why: String,
    scope: String,
    operation: Operation,
    name: OpId,
}

#[test]
fn names() {
    let cases: Vec<NameCase> = cases("names.json");
    assert!(cases.len() >= 10);
    for case in cases {
        assert_eq!(case.operation.check(), Ok(()), "{}", case.why);
        assert_eq!(case.operation.name(&case.scope), case.name, "{}", case.why);
    }
}

#[derive(Deserialize)]
struct ValueCase {
    a: Value,
    b: Value,
    same: bool,
}

#[test]
fn values_that_are_the_same_to_a_person() {
    let cases: Vec<ValueCase> = cases("values.json");
    assert!(cases.iter().any(|case| case.same) && cases.iter().any(|case| !case.same));
    for ValueCase { a, b, same } in cases {
        assert_eq!(protocol::same_value(&a, &b), same, "{a} and {b}");
    }
}

#[derive(Deserialize)]
struct DigestCase {
    cursors: BTreeMap<String, String>,
    digest: String,
}

#[test]
fn digests() {
    for case in cases::<DigestCase>("digests.json") {
        let cursors = case.cursors.iter();
        let digest = protocol::wire::digest(cursors.map(|(scope, cursor)| (&**scope, &**cursor)));
        assert_eq!(digest, case.digest, "{:?}", case.cursors);
    }
}

#[derive(Deserialize)]
struct AcceptCase {
    why: String,
    scope: String,
    requests: Vec<AcceptRequest>,
    live: Vec<Live>,
}

#[derive(Deserialize)]
struct AcceptRequest {
    operations: Vec<Operation>,
    answers: Vec<(OpId, String)>,
}

#[derive(Deserialize)]
struct Live {
    record: String,
    field: String,
    names: Vec<OpId>,
}

/// A store that loads everything for each request.
#[derive(Default)]
struct Everything {
    known: MergeState,
}

impl Everything {
    fn take(&mut self, scope: &str, operations: &[Operation]) -> Vec<(OpId, String)> {
        for operation in operations {
            let field = (operation.record.clone(), operation.field.clone());
            let empty = || (operation.kind.clone(), Vec::new());
            self.known.fields.entry(field).or_insert_with(empty);
            self.known
                .vectors
                .entry(operation.device.clone())
                .or_default();
        }
        let accepted = accept(scope, operations, 0, &mut self.known, |_| None);
        self.known
            .names
            .extend(accepted.new_names.into_iter().map(|name| (name, None)));
        self.known.tombstones.extend(accepted.tombstones_added);
        for dead in accepted.tombstones_cleared {
            self.known.tombstones.remove(&dead);
        }
        let said = |answer| match answer {
            Answer::Ok => "ok".to_owned(),
            Answer::Forked => "forked".to_owned(),
            Answer::Refused(refusal) => refusal.0,
        };
        accepted
            .answers
            .into_iter()
            .map(|(name, answer)| (name, said(answer)))
            .collect()
    }

    fn live(&self, field: &Field) -> Vec<&OpId> {
        let entries: &[Entry] = self.known.fields.get(field).map_or(&[], |(_, live)| live);
        let mut names: Vec<&OpId> = entries.iter().map(|entry| &entry.name).collect();
        names.sort();
        names
    }
}

#[test]
fn accepting() {
    for case in cases::<AcceptCase>("accepting.json") {
        let mut endpoint = Everything::default();
        for request in &case.requests {
            let answers = endpoint.take(&case.scope, &request.operations);
            assert_eq!(answers, request.answers, "{}", case.why);
        }
        for live in &case.live {
            let mut wanted: Vec<&OpId> = live.names.iter().collect();
            wanted.sort();
            let field = (live.record.clone(), live.field.clone());
            assert_eq!(endpoint.live(&field), wanted, "{}", case.why);
        }
    }
}

#[derive(Deserialize)]
struct ContentCase {
    why: String,
    scope: String,
    process: ProcessCase,
    rows: BTreeMap<String, RecordState>,
    content: Option<String>,
}

#[derive(Deserialize)]
struct ProcessCase {
    lines: Vec<String>,
    fields: BTreeMap<String, Vec<String>>,
}

impl Process for ProcessCase {
    fn is_process_line(&self, kind: &str) -> bool {
        self.lines.iter().any(|line| line == kind)
    }

    fn is_process_field(&self, kind: &str, field: &str) -> bool {
        let fields = self.fields.get(kind);
        fields.is_some_and(|fields| fields.iter().any(|known| known == field))
    }
}

#[test]
fn what_a_person_approves() {
    let cases: Vec<ContentCase> = cases("content.json");
    assert!(cases.len() >= 15);
    for case in cases {
        let tree = Tree::new(case.rows.iter().map(|(id, row)| (&**id, row)), []);
        let found = content(&case.scope, &tree, &case.process);
        assert_eq!(found, case.content, "{}", case.why);
    }
}

#[derive(Deserialize)]
struct ViewCase {
    why: String,
    rows: BTreeMap<String, RecordState>,
    pending: Vec<Operation>,
    records: Vec<Seen>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Seen {
    id: String,
    existence: String,
    fields: BTreeMap<String, Vec<Value>>,
}

#[test]
fn what_a_person_sees() {
    for case in cases::<ViewCase>("views.json") {
        let pending: Vec<Pending> = case
            .pending
            .into_iter()
            .map(|operation| Pending {
                name: operation.name("06541"),
                operation,
                answered: false,
                hidden: false,
                relayed: None,
            })
            .collect();
        let tree = Tree::new(case.rows.iter().map(|(id, row)| (&**id, row)), &pending);
        let seen: Vec<Seen> = tree
            .records
            .into_iter()
            .map(|record| Seen {
                id: record.id,
                existence: match record.existence {
                    Existence::Present => "present",
                    Existence::Deleted { .. } => "deleted",
                    Existence::Disputed { .. } => "disputed",
                }
                .to_owned(),
                fields: record
                    .fields
                    .into_iter()
                    .map(|(key, field)| {
                        let values = field.candidates.into_iter().map(|one| one.value);
                        (key, values.collect())
                    })
                    .collect(),
            })
            .collect();
        assert_eq!(seen, case.records, "{}", case.why);
    }
}
