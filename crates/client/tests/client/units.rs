//! «Lập sổ riêng»: a collective goes on in a scope of its own.

use client::units::{StaysWhereItIs, own_register};
use merge::{RecordState, Tree};
use protocol::{DELETION, Entry, OpId};
use register::kind::{self, MOVED_TO};
use replica::Edit;
use serde_json::{Value, json};

const COMMUNE: &str = "06541";
const FRESH: &str = "AaH5r7HpdqWdxHZJQvh8AA";

fn entry(number: u64, value: Value) -> Entry {
    Entry {
        name: OpId {
            device: "d".to_owned(),
            number,
            hash: "abcd".to_owned(),
        },
        value,
        at: 1,
        received: 2,
        reported_by: None,
    }
}

/// The record `c1` with these values, each field's own.
fn tree(fields: &[(&str, &[Value])]) -> Tree {
    let mut row = RecordState {
        kind: kind::COLLECTIVE.to_owned(),
        ..RecordState::default()
    };
    let mut number = 0;
    for (field, values) in fields {
        let live = values.iter().map(|value| {
            number += 1;
            entry(number, value.clone())
        });
        row.fields.insert((*field).to_owned(), live.collect());
    }
    Tree::new([("c1", &row)], [])
}

fn school() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("name", vec![json!("Trường Tiểu học Mẫu Sơn")]),
        ("memberCount", vec![json!(31)]),
        ("phone", vec![Value::Null]),
    ]
}

fn made(scope: &str, fields: &[(&'static str, Vec<Value>)]) -> Result<Vec<Edit>, StaysWhereItIs> {
    let fields: Vec<(&str, &[Value])> = { fields.iter() }
        .map(|(field, values)| (*field, values.as_slice()))
        .collect();
    own_register((COMMUNE, scope), &tree(&fields), FRESH)
}

#[test]
fn it_is_made_anew_in_its_own_scope_and_the_old_record_says_where() {
    let own = format!("{COMMUNE}/{FRESH}");
    for scope in [COMMUNE, "06541/v1"] {
        let edits = made(scope, &school()).expect("edits");
        let said: Vec<(&str, &str, &str, &Value)> = edits
            .iter()
            .map(|edit| (&*edit.scope, &*edit.record, &*edit.field, &edit.value))
            .collect();
        let (count, name) = (json!(31), json!("Trường Tiểu học Mẫu Sơn"));
        let place = json!({ "scope": own, "record": FRESH, "name": name });
        assert_eq!(
            said,
            [
                (&*own, FRESH, "memberCount", &count),
                (&*own, FRESH, "name", &name),
                (scope, "c1", MOVED_TO, &place),
            ]
        );
        assert!(edits.iter().all(|edit| edit.kind == kind::COLLECTIVE));
        assert!(edits.iter().all(|edit| edit.predecessors.is_empty()));
        assert!(edits.iter().all(|edit| edit.field != DELETION));
    }
}

#[test]
fn where_it_was_taken_back_once_the_new_mark_replaces_that() {
    let mut fields = school();
    fields.push((MOVED_TO, vec![Value::Null]));
    let edits = made(COMMUNE, &fields).expect("edits");
    let mark = edits.last().expect("the mark");
    assert_eq!((&*mark.field, mark.predecessors.len()), (MOVED_TO, 1));
}

#[test]
fn what_is_a_unit_has_moved_is_gone_or_disputed_stays_where_it_is() {
    let stays = |scope: &str, more: (&'static str, Vec<Value>)| {
        let mut fields = school();
        fields.retain(|(field, _)| *field != more.0);
        fields.push(more);
        made(scope, &fields).expect_err("it stays")
    };
    let nothing = || ("note", vec![Value::Null]);
    assert_eq!(stays("06541/c1", nothing()), StaysWhereItIs::IsUnit);
    let place = json!({ "scope": "06541/x", "record": "x", "name": "Trường" });
    let moved = (MOVED_TO, vec![place]);
    assert_eq!(stays(COMMUNE, moved), StaysWhereItIs::HasMoved);
    let two = ("name", vec![json!("Trường A"), json!("Trường B")]);
    assert_eq!(stays(COMMUNE, two), StaysWhereItIs::IsDisputed);
    let none = own_register((COMMUNE, COMMUNE), &Tree::default(), FRESH);
    assert_eq!(none, Err(StaysWhereItIs::IsGone));
    let seen = ["d.1.abcd", "d.2.abcd", "d.3.abcd"];
    let deleted = (DELETION, vec![json!(seen)]);
    assert_eq!(stays(COMMUNE, deleted), StaysWhereItIs::IsGone);
    let unseen = (DELETION, vec![json!(["d.1.abcd"])]);
    assert_eq!(stays(COMMUNE, unseen), StaysWhereItIs::IsDisputed);
}
