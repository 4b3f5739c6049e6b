//! The algebra: any order, any batching, twice; a phone sees the same whether
//! the endpoint knows its edits or not; hostile input never panics.

mod histories;

use histories::{SCOPE, history, steps, told_of};
use merge::{
    Adds, Answer, Belief, Existence, MergeState, Pending, RecordState, RecoveryReport, Tree,
    accept, apply_reports,
};
use proptest::prelude::*;
use protocol::{DELETION, Entry, OpId, Operation};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn rows(known: &MergeState) -> BTreeMap<String, RecordState> {
    let mut rows: BTreeMap<String, RecordState> = BTreeMap::new();
    for ((record, field), (kind, live)) in &known.fields {
        let row = rows.entry(record.clone()).or_default();
        row.kind.clone_from(kind);
        row.fields.insert(field.clone(), live.clone());
    }
    rows.retain(|_, row| row.fields.values().any(|live| !live.is_empty()));
    rows
}

fn accept_all(known: &mut MergeState, operations: &[Operation]) {
    accept(SCOPE, operations, 7, known, |_| None);
}

/// Record, field and the values there, each with the names that say it.
type Seen = (String, String, Vec<(Value, Vec<OpId>)>);

/// What a person sees, without who confirmed it when.
fn seen(tree: &Tree) -> Vec<Seen> {
    let mut all = Vec::new();
    for record in &tree.records {
        let existence = match &record.existence {
            Existence::Present => "present",
            Existence::Deleted { .. } => "deleted",
            Existence::Disputed { .. } => "disputed",
        };
        all.push((record.id.clone(), existence.to_owned(), Vec::new()));
        let fields = record
            .fields
            .iter()
            .map(|(key, field)| (key.as_str(), field));
        for (key, field) in fields.chain([(DELETION, &record.deletion)]) {
            let candidates = field.candidates.iter().map(|candidate| {
                let names = candidate
                    .said
                    .iter()
                    .map(|said| said.name.clone())
                    .collect();
                (protocol::canonical(&candidate.value).into_owned(), names)
            });
            all.push((record.id.clone(), key.to_owned(), candidates.collect()));
        }
    }
    all
}

fn tree(known: &MergeState, overlay: &[Operation]) -> Tree {
    let rows = rows(known);
    let pending: Vec<Pending> = overlay
        .iter()
        .map(|operation| Pending {
            name: operation.name(SCOPE),
            operation: operation.clone(),
            answered: false,
            hidden: false,
            relayed: None,
        })
        .collect();
    Tree::new(rows.iter().map(|(id, row)| (id.as_str(), row)), &pending)
}

/// What is pushed again after a restore: all that the backup does not hold, the
/// replaced ones as gone.
fn push_again(known: &mut MergeState, operations: &[Operation], full: &MergeState) {
    for operation in operations {
        let name = operation.name(SCOPE);
        let field = (operation.record.clone(), operation.field.clone());
        let stands = full.fields[&field].1.iter().any(|entry| entry.name == name);
        if !stands && !known.names.contains_key(&name) {
            known.tombstones.insert((field, name));
        }
        accept_all(known, std::slice::from_ref(operation));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_was_set_back_becomes_whole_again(
        steps in steps(), cut in any::<prop::sample::Index>(), before in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let operations = history(&steps);
        let mut full = MergeState::default();
        accept_all(&mut full, &operations);
        let (held, after) = operations.split_at(cut.index(operations.len() + 1));
        let mut known = MergeState::default();
        accept_all(&mut known, held);
        let pulled: BTreeSet<OpId> = known.names.keys().cloned().collect();
        let told = told_of(&full);
        let believed = Belief { adds: Adds::AtOnce, replaces: true };

        // Authors push again in any order; somewhere between, a witness tells, twice.
        let mut after = after.to_vec();
        after.sort_by_key(|op| op.number.wrapping_mul(seed | 1).rotate_left(7));
        let (first, last) = after.split_at(before.index(after.len() + 1));
        push_again(&mut known, first, &full);
        for _ in 0..2 {
            apply_reports(&told, "witness", &pulled, &mut known, &mut Default::default(), |_| believed);
            for RecoveryReport { record, field, live, .. } in &told {
                let (_, stands) = &known.fields[&(record.clone(), field.clone())];
                prop_assert!(live.iter().all(|entry| stands.iter().any(|one| one.says_as(entry))));
            }
        }
        push_again(&mut known, last, &full);
        prop_assert_eq!(rows(&known), rows(&full));
        // Once more, after everybody has heard of everything, nothing changes.
        push_again(&mut known, &after, &full);
        prop_assert_eq!(rows(&known), rows(&full));
    }


    #[test]
    fn any_order_any_batching_and_twice_give_the_same(
        steps in steps(), order in any::<prop::sample::Index>(), batch in 1..7_usize,
        shuffle in prop::collection::vec(any::<u32>(), 24), repeat in any::<bool>(),
    ) {
        let history = history(&steps);
        let mut in_order = MergeState::default();
        accept_all(&mut in_order, &history);

        let mut shuffled: Vec<(u32, Operation)> =
            shuffle.iter().copied().zip(history.iter().cloned()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut mixed: Vec<Operation> = shuffled.into_iter().map(|(_, op)| op).collect();
        if repeat {
            let again = mixed[order.index(mixed.len())].clone();
            mixed.push(again);
        }
        let mut other = MergeState::default();
        for batch in mixed.chunks(batch) {
            accept_all(&mut other, batch);
        }
        prop_assert_eq!(rows(&in_order), rows(&other));
        prop_assert_eq!(&in_order.names, &other.names);
        prop_assert_eq!(&in_order.vectors, &other.vectors);
        prop_assert_eq!(&in_order.tombstones, &other.tombstones);
        prop_assert!(other.tombstones.is_empty());
    }

    #[test]
    fn a_phone_sees_the_same_before_and_after_the_endpoint_knows(
        steps in steps(), cut in any::<prop::sample::Index>(),
    ) {
        let history = history(&steps);
        let (known_part, overlay) = history.split_at(cut.index(history.len()));
        let mut base = MergeState::default();
        accept_all(&mut base, known_part);
        let mut all = MergeState::default();
        accept_all(&mut all, &history);
        prop_assert_eq!(seen(&tree(&base, overlay)), seen(&tree(&all, &[])));
    }

    #[test]
    fn nothing_unreplaced_is_ever_lost(steps in steps()) {
        let history = history(&steps);
        let mut known = MergeState::default();
        accept_all(&mut known, &history);
        let replaced: BTreeSet<OpId> =
            history.iter().flat_map(|op| op.predecessors.iter().cloned()).collect();
        for operation in &history {
            let name = operation.name(SCOPE);
            let field = (operation.record.clone(), operation.field.clone());
            let live = known.fields[&field].1.iter().any(|entry| entry.name == name);
            prop_assert_eq!(live, !replaced.contains(&name));
        }
    }

    #[test]
    fn hostile_operations_never_panic(
        device in ".{0,8}", number in any::<u64>(), record in ".{0,8}", field in ".{0,4}",
        text in ".{0,20}", names in prop::collection::vec("[a-c]{1,2}\\.[0-3]\\.[A-Za-z]{4}", 0..4),
    ) {
        let operation = Operation {
            device, number, record, kind: "x".into(), field, value: json!([text, names]),
            predecessors: names.iter().filter_map(|name| name.parse().ok()).collect(),
            at: i64::MIN, save: number,
        };
        let well_formed = operation.check().is_ok();
        let mut known = MergeState::default();
        accept_all(&mut known, &[operation.clone(), operation]);
        let _ = seen(&tree(&known, &[]));
        prop_assert!(!well_formed || known.names.len() == 1);
    }
}

fn operation(device: &str, number: u64, value: &str, replaces: &[&Operation]) -> Operation {
    Operation {
        device: device.into(),
        number,
        record: "r".into(),
        kind: "village".into(),
        field: "name".into(),
        value: json!(value),
        predecessors: replaces.iter().map(|op| op.name(SCOPE)).collect(),
        at: 0,
        save: number,
    }
}

#[test]
fn a_refused_operation_takes_its_number_and_has_no_effect() {
    let first = operation("lan", 1, "Pò Mã", &[]);
    let refused = operation("minh", 1, "Po Ma", &[&first]);
    let mut known = MergeState::default();
    accept_all(&mut known, std::slice::from_ref(&first));
    let no = merge::Refusal("noRight".into());
    let out = accept(SCOPE, std::slice::from_ref(&refused), 7, &mut known, |_| {
        Some(no.clone())
    });
    assert_eq!(
        out.answers,
        [(refused.name(SCOPE), Answer::Refused(no.clone()))]
    );
    assert_eq!(
        tree(&known, &[]).root().unwrap().fields["name"].value(),
        &json!("Pò Mã")
    );
    assert_eq!(known.vectors["minh"].contiguous, 1);
    let again = accept(SCOPE, &[refused], 8, &mut known, |_| None);
    assert_eq!(again.answers[0].1, Answer::Refused(no));
}

#[test]
fn a_number_used_twice_makes_two_operations() {
    let one = operation("lan", 1, "X", &[]);
    let other = operation("lan", 1, "Y", &[]);
    let mut known = MergeState::default();
    let out = accept(SCOPE, &[one, other], 7, &mut known, |_| None);
    assert_eq!(out.answers[0].1, Answer::Ok);
    assert_eq!(out.answers[1].1, Answer::Forked);
    let again = accept(
        SCOPE,
        &[operation("lan", 1, "Y", &[])],
        8,
        &mut known,
        |_| None,
    );
    assert_eq!(again.answers[0].1, Answer::Forked);
    assert_eq!(
        tree(&known, &[]).root().unwrap().fields["name"]
            .candidates
            .len(),
        2
    );
}

#[test]
fn equal_values_are_one_whatever_their_unicode_form() {
    let one = operation("lan", 1, "Lò Thị Mẩy", &[]);
    let other = operation("minh", 1, " Lo\u{300} Thi\u{323} Ma\u{302}\u{309}y", &[]);
    let mut known = MergeState::default();
    accept_all(&mut known, &[one, other]);
    let tree = tree(&known, &[]);
    let field = &tree.root().unwrap().fields["name"];
    assert!(!field.is_conflict());
    assert_eq!(field.candidates[0].said.len(), 2);
}

#[test]
fn the_name_of_an_operation_is_that_of_the_protocol() {
    // The worked example of docs/PROTOCOL.md.
    let operation = Operation {
        device: "AZJq3kQ7cYqKpZ0vR2sT4w".into(),
        number: 213,
        record: "AZJq3kQ8dYqKpZ0vR2sT5x".into(),
        kind: "village".into(),
        field: "name".into(),
        value: json!("Bản Pò Mã"),
        predecessors: vec!["AZJq3kQ7cYqKpZ0vR2sT4w.198.aB3x".parse().unwrap()],
        at: 1_771_000_000_123,
        save: 213,
    };
    let name = operation.name(SCOPE).to_string();
    assert!(name.starts_with("AZJq3kQ7cYqKpZ0vR2sT4w.213."), "{name}");
    assert_eq!(name.len(), 31);
}

#[test]
fn a_name_does_not_depend_on_the_order_of_keys() {
    let with = |value: &str| Operation {
        value: serde_json::from_str(value).unwrap(),
        ..operation("lan", 1, "", &[])
    };
    let one = with(r#"{"b":[1,{"d":"ệ","c":null}],"a":true}"#);
    let other = with(r#"{"a":true,"b":[1,{"c":null,"d":"ệ"}]}"#);
    assert_eq!(one.name(SCOPE), other.name(SCOPE));
}

#[test]
fn entries_keep_their_kind_through_a_row() {
    let entry = Entry {
        name: "d.1.AAAA".parse().unwrap(),
        value: json!(1),
        at: 1,
        received: 2,
        reported_by: Some("e".into()),
    };
    let row = RecordState {
        at: 0,
        kind: "x".into(),
        fields: [("f".into(), vec![entry.clone()])].into(),
        reported: [("f".into(), vec![entry])].into(),
    };
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<RecordState>(&text).unwrap(), row);
}
