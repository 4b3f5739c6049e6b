//! Work that waits under an enrolment that is over, saved anew under another.

use merge::Pending;
use protocol::{DELETION, OpId, Operation};
use replica::{Edit, PendingOperation};
use serde_json::{Value, json};

const SCOPE: &str = "06541";

fn waiting(
    number: u64,
    record: &str,
    field: &str,
    value: Value,
    replaces: &[OpId],
) -> PendingOperation {
    let operation = Operation {
        device: "old".into(),
        number,
        record: record.into(),
        kind: "village".into(),
        field: field.into(),
        value,
        predecessors: replaces.to_vec(),
        at: 0,
        save: number,
    };
    PendingOperation {
        scope: SCOPE.into(),
        pending: Pending {
            name: operation.name(SCOPE),
            operation,
            answered: false,
            hidden: false,
            relayed: None,
        },
    }
}

fn other(number: u64) -> OpId {
    OpId {
        device: "other".into(),
        number,
        hash: "abcd".into(),
    }
}

/// Record, field, value and what is replaced.
fn parts(edits: Vec<Edit>) -> Vec<(String, String, Value, Vec<OpId>)> {
    let part = |edit: Edit| (edit.record, edit.field, edit.value, edit.predecessors);
    edits.into_iter().map(part).collect()
}

#[test]
fn of_a_chain_the_last_replaces_what_all_replaced() {
    let first = waiting(1, "r", "name", json!("Một"), &[other(1)]);
    let second = waiting(
        2,
        "r",
        "name",
        json!("Hai"),
        std::slice::from_ref(&first.pending.name),
    );
    let names = [second.pending.name.clone(), other(2)];
    let third = waiting(3, "r", "name", json!("Ba"), &names);
    let beside = waiting(4, "r", "households", json!(64), &[]);
    let edits = parts(Edit::again(&[third, first, beside, second]));
    let name = |value: &str| ("r".to_owned(), "name".to_owned(), json!(value));
    let (record, field, value) = name("Ba");
    assert_eq!(
        edits,
        [
            (record, field, value, vec![other(2), other(1)]),
            ("r".into(), "households".into(), json!(64), vec![]),
        ]
    );
}

#[test]
fn what_is_shown_no_more_is_not_taken_along() {
    let mut replaced = waiting(1, "r", "name", json!("Một"), &[]);
    replaced.pending.hidden = true;
    assert_eq!(Edit::again(&[replaced]), []);
}

#[test]
fn of_a_deleted_record_only_the_deletion() {
    let name = waiting(1, "r", "name", json!("Một"), &[]);
    let line = waiting(2, "r.a", "name", json!("Chỉ tiêu"), &[]);
    let listed = json!([other(7).to_string(), name.pending.name.to_string()]);
    let deletion = waiting(3, "r", DELETION, listed, &[]);
    let elsewhere = waiting(4, "s", "name", json!("Khác"), &[]);
    let edits = parts(Edit::again(&[name, line, deletion, elsewhere]));
    let listed = json!([other(7).to_string()]);
    assert_eq!(
        edits,
        [
            ("r".into(), DELETION.into(), listed, vec![]),
            ("s".into(), "name".into(), json!("Khác"), vec![]),
        ]
    );
}
