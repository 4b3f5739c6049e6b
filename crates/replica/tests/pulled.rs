//! How much of the shared register is on the phone.
#![expect(clippy::unwrap_used, reason = "tests")]

use replica::{MemoryStore, Pulled, Replica, ready};
use serde_json::{Value, json};

fn phone() -> Replica<MemoryStore, ()> {
    let replica = Replica::new(MemoryStore::default(), |_, _| ());
    ready(replica.set_device("own")).unwrap();
    replica
}

/// The endpoint answers the phone's next request.
fn hears(phone: &Replica<MemoryStore, ()>, reply: Value) {
    let outgoing = ready(phone.request()).unwrap();
    let mut whole = json!({ "now": 7, "epoch": "e", "minimumApp": 1 });
    whole
        .as_object_mut()
        .unwrap()
        .extend(reply.as_object().unwrap().clone());
    let reply = serde_json::from_value(whole).unwrap();
    ready(phone.apply(&outgoing, reply, "fresh")).unwrap();
}

#[track_caller]
fn check(phone: &Replica<MemoryStore, ()>, whole: usize, of: usize) {
    let pulled = ready(phone.pulled()).unwrap();
    assert_eq!(pulled, Some(Pulled { whole, of }));
}

#[test]
fn before_the_first_answer_nothing_is_known() {
    assert_eq!(ready(phone().pulled()).unwrap(), None);
}

#[test]
fn an_empty_register_is_whole_at_once() {
    let phone = phone();
    hears(&phone, json!({ "heads": {} }));
    check(&phone, 0, 0);
}

#[test]
fn scopes_are_whole_one_after_the_other() {
    let phone = phone();
    hears(
        &phone,
        json!({ "heads": { "06541": "e.2", "06541/a": "e.9" } }),
    );
    check(&phone, 0, 2);
    let page = json!([
        { "scope": "06541", "cursor": "e.2" },
        { "scope": "06541/a", "cursor": "e.4", "more": true },
    ]);
    hears(&phone, json!({ "scopes": page }));
    check(&phone, 1, 2);
    let last = json!([{ "scope": "06541/a", "cursor": "e.9" }]);
    hears(&phone, json!({ "scopes": last }));
    check(&phone, 2, 2);
}

#[test]
fn what_the_person_has_no_right_in_any_more_is_not_waited_for() {
    let phone = phone();
    hears(
        &phone,
        json!({ "heads": { "06541": "e.2", "06541/a": "e.9" } }),
    );
    hears(
        &phone,
        json!({ "scopes": [{ "scope": "06541", "cursor": "e.2" }], "lost": ["06541/a"] }),
    );
    check(&phone, 1, 1);
}
