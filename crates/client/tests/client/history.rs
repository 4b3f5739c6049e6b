//! What the phone knows of a record's changes, and what a page of the endpoint's history adds.

use client::history::{Change, ChangeState, HistoryReply, of_phone, with_earlier};
use replica::{Author, Edit, MemoryStore, Replica, ready};
use serde_json::{Value, json};
use sorted::SortedMap;

const VILLAGE: &str = "06541/v1";

type MemoryPhone = Replica<MemoryStore, ()>;

fn phone() -> MemoryPhone {
    let phone = Replica::new(MemoryStore::default(), |_, _| ());
    ready(phone.set_device("lan")).expect("kept");
    phone
}

/// Sets a person's residence, seeing what stands there.
fn write(phone: &MemoryPhone, value: &str, at: i64) {
    let tree = ready(phone.tree(VILLAGE, "p1")).expect("read");
    let view = tree
        .record("p1")
        .and_then(|record| record.fields.get("residence"));
    let edit = Edit {
        scope: VILLAGE.to_owned(),
        record: "p1".to_owned(),
        kind: "person".to_owned(),
        field: "residence".to_owned(),
        value: Value::from(value),
        predecessors: view.map(|view| view.held.clone()).unwrap_or_default(),
    };
    ready(phone.save(&[edit], at)).expect("kept");
}

fn known(phone: &MemoryPhone) -> Vec<Change> {
    let tree = ready(phone.tree(VILLAGE, "p1")).expect("read");
    let waiting = ready(phone.waiting()).expect("read");
    let mut authors = SortedMap::new();
    authors.extend([(
        "lan".to_owned(),
        Author {
            person: "x".to_owned(),
            name: "Nông Thị Lan".to_owned(),
        },
    )]);
    of_phone(VILLAGE, &tree, &waiting, &authors)
}

fn shown(changes: &[Change]) -> Vec<(&str, ChangeState)> {
    { changes.iter() }
        .map(|change| (change.value.as_str().unwrap_or("–"), change.state))
        .collect()
}

#[test]
fn the_phone_knows_what_stands_and_its_own_edits_on_their_way() {
    let phone = phone();
    assert!(known(&phone).is_empty());
    write(&phone, "Nà Mìu", 1);
    // By a clock that was set back meanwhile.
    write(&phone, "Khau Slao", 0);
    let changes = known(&phone);
    let mut said = shown(&changes);
    said.sort_unstable_by_key(|(value, _)| *value);
    let expected = [
        ("Khau Slao", ChangeState::Waiting),
        ("Nà Mìu", ChangeState::Replaced),
    ];
    assert_eq!(said, expected);
    let authors = { changes.iter() }.filter_map(|change| change.author.as_deref());
    assert_eq!(Vec::from_iter(authors), ["Nông Thị Lan", "Nông Thị Lan"]);
}

#[test]
fn a_page_of_the_endpoint_adds_what_came_before_in_the_order_in_which_it_came() {
    let phone = phone();
    write(&phone, "Nà Mìu", 1);
    let own = known(&phone);
    let name = own[0].name.to_string();
    let entry = |seq: u64, name: &str, value: Value, how: &str| {
        let mut entry = json!({
            "seq": seq, "record": "p1", "kind": "person", "field": "residence", "name": name,
            "person": 0, "at": 9_000 - seq, "received": seq, "how": how, "replaces": [],
        });
        if !value.is_null() {
            entry["value"] = value;
        }
        entry
    };
    let page = json!({
        "people": [{ "id": "y", "name": "Hoàng Văn Bình" }], "since": 5, "more": true, "new": {},
        "entries": [
            entry(8, &name, json!("Nà Mìu"), "accepted"),
            entry(7, "binh.2.aB3x", json!("Bản Pò"), "accepted"),
            entry(6, "binh.1.aB3y", Value::Null, "erased"),
        ],
    });
    let page: HistoryReply = reading::read(page.to_string().as_bytes()).expect("a page");
    assert_eq!((page.since, page.more), (5, true));
    let all = with_earlier(own, page.clone());
    let expected = [
        ("Nà Mìu", ChangeState::Waiting),
        ("Bản Pò", ChangeState::Replaced),
        ("–", ChangeState::Erased),
    ];
    assert_eq!(shown(&all), expected);
    assert_eq!(all[1].author.as_deref(), Some("Hoàng Văn Bình"));
    // The same page twice adds nothing.
    assert_eq!(with_earlier(all.clone(), page), all);
}
