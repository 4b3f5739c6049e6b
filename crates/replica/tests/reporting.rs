//! What a phone asks while it tells an endpoint that was set back, as section 17 of PROTOCOL.md says.
#![expect(clippy::unwrap_used, reason = "tests")]

use protocol::wire::{Reply, ScopeRequest};
use replica::{MemoryStore, Outgoing, Replica, ready};
use serde_json::{Value, json};

type Phone = Replica<MemoryStore, ()>;

/// A phone that has pulled one record, by number 3 of the epoch e1.
fn phone() -> Phone {
    let phone = Replica::new(MemoryStore::default(), |_, _| ());
    ready(phone.set_device("own")).unwrap();
    hears(
        &phone,
        &asks(&phone),
        json!({ "heads": { "06541": "e1.3.abcd" } }),
    );
    let live = json!([["0.1.aaaa", "Một", 1, 2]]);
    let state = json!({ "record": "r", "kind": "collective", "field": "name", "live": live });
    let page = json!([{ "scope": "06541", "cursor": "e1.3.abcd", "states": [state] }]);
    let pulled = json!({ "devices": [{ "id": "others" }], "scopes": page });
    hears(&phone, &asks(&phone), pulled);
    phone
}

fn asks(phone: &Phone) -> Outgoing {
    ready(phone.request()).unwrap()
}

fn hears(phone: &Phone, outgoing: &Outgoing, says: Value) {
    let mut whole = json!({ "now": 7, "epoch": "e1", "minimumApp": 1 });
    let says = says.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(says);
    let reply: Reply = serde_json::from_value(whole).unwrap();
    ready(phone.apply(outgoing, reply, "fresh")).unwrap();
}

fn set_back(held: u64) -> Value {
    let scope = json!({ "scope": "06541", "cursor": "e2.2.efgh", "reset": true, "held": held });
    json!({ "epoch": "e2", "scopes": [scope], "heads": { "06541": "e2.2.efgh" } })
}

/// What the next request says of the scope.
#[track_caller]
fn check(phone: &Phone, cursor: &str, told: Option<usize>) -> Outgoing {
    let outgoing = asks(phone);
    let [
        ScopeRequest {
            cursor: sent,
            testimony,
            ..
        },
    ] = outgoing.request.scopes.as_slice()
    else {
        panic!("{:?}", outgoing.request);
    };
    assert_eq!(
        (sent.as_str(), testimony.as_ref().map(Vec::len)),
        (cursor, told)
    );
    outgoing
}

fn taken() -> Value {
    json!({ "epoch": "e2", "scopes": [{ "scope": "06541", "cursor": "", "more": true }] })
}

#[test]
fn who_has_told_all_asks_with_an_empty_cursor() {
    let phone = phone();
    let head = json!({ "epoch": "e2", "heads": { "06541": "e2.2.efgh" } });
    hears(&phone, &asks(&phone), head);
    hears(&phone, &check(&phone, "e1.3.abcd", None), set_back(2));
    hears(&phone, &check(&phone, "e1.3.abcd", Some(1)), taken());
    check(&phone, "", None);
}

#[test]
fn who_has_nothing_to_tell_asks_so_at_once() {
    let phone = phone();
    let head = json!({ "epoch": "e2", "heads": { "06541": "e2.3.efgh" } });
    hears(&phone, &asks(&phone), head);
    hears(&phone, &check(&phone, "e1.3.abcd", None), set_back(3));
    check(&phone, "", None);
}

#[test]
fn who_hears_of_a_reset_while_telling_tells_anew() {
    let phone = phone();
    let head = json!({ "epoch": "e2", "heads": { "06541": "e2.2.efgh" } });
    hears(&phone, &asks(&phone), head);
    let (one, other_tab) = (asks(&phone), asks(&phone));
    hears(&phone, &one, set_back(2));
    hears(&phone, &check(&phone, "e1.3.abcd", Some(1)), taken());
    hears(&phone, &other_tab, set_back(2));
    check(&phone, "e1.3.abcd", Some(1));
}
