//! What is handed over is taken in as a whole or not at all, and rows of before there
//! were couriers are read.
#![expect(clippy::unwrap_used, reason = "tests")]

use merge::Pending;
use protocol::OpId;
use protocol::Operation;
use protocol::bundle::SignedOperation;
use protocol::wire::Reply;
use replica::{Edit, MemoryStore, Replica, Store as _, StoreError, Table, Tx as _, ready};
use serde_json::json;

const SCOPE: &str = "06541";

fn phone(device: &str) -> Replica<MemoryStore, ()> {
    let replica = Replica::new(MemoryStore::default(), |_, _| ());
    ready(replica.set_device(device)).unwrap();
    replica
}

fn signed(number: u64, field: &str) -> SignedOperation {
    SignedOperation {
        scope: SCOPE.into(),
        operation: Operation {
            device: "other".into(),
            number,
            record: "r1".into(),
            kind: "village".into(),
            field: field.into(),
            value: json!("Bản Pò Mã"),
            predecessors: Vec::new(),
            at: 7,
            save: number,
        },
        key: "key".into(),
        signature: "signature".into(),
    }
}

fn reply(reply: serde_json::Value) -> Reply {
    serde_json::from_value(reply).unwrap()
}

#[test]
fn a_row_of_before_there_were_couriers_is_read() {
    let row = json!({ "name": "d.1.abcd", "operation": { "device": "d", "number": 1,
        "record": "r1", "kind": "village", "field": "name", "value": "x", "at": 7, "save": 1 } });
    let pending: Pending = serde_json::from_value(row.clone()).unwrap();
    assert_eq!(pending.relayed, None);
    assert_eq!(serde_json::to_value(pending).unwrap(), row);
}

#[test]
fn a_full_phone_takes_nothing_in() {
    let phone = phone("own");
    phone.store().set_full(true);
    let taken = ready(phone.receive(&[signed(1, "name")], &|_| true, "fresh"));
    assert_eq!(taken.err(), Some(StoreError::Full));
    phone.store().set_full(false);
    assert!(ready(phone.relayed()).unwrap().is_empty());
    assert!(ready(phone.summaries()).unwrap().is_empty());
}

#[test]
fn what_is_held_goes_out_again_after_an_hour_of_the_endpoints_and_not_before() {
    let phone = phone("own");
    let bundle = [signed(1, "name"), signed(2, "phone")];
    ready(phone.receive(&bundle, &|_| true, "fresh")).unwrap();
    let answer = |now: i64| {
        let outgoing = ready(phone.request()).unwrap();
        let relayed = outgoing
            .request
            .scopes
            .iter()
            .flat_map(|scope| &scope.relayed);
        let count = relayed.count();
        let names = bundle.iter().map(|one| one.operation.name(SCOPE));
        let answers: serde_json::Map<_, _> = names
            .map(|name| (format!("0.{}.{}", name.number, name.hash), json!("held")))
            .collect();
        let scopes = if count > 0 {
            json!([{ "scope": SCOPE, "cursor": "", "answers": answers }])
        } else {
            json!([])
        };
        let said = json!({ "now": now, "epoch": "e", "minimumApp": 1,
            "devices": [{ "id": "other" }], "scopes": scopes });
        ready(phone.apply(&outgoing, reply(said), "fresh")).unwrap();
        count
    };
    let minute = 60_000;
    assert_eq!(answer(0), 2);
    assert_eq!(answer(1), 0);
    assert_eq!(answer(60 * minute), 0);
    assert_eq!(answer(60 * minute + 1), 2);
    assert_eq!(answer(119 * minute), 0);
    // A clock that is set back makes nobody wait for ever.
    assert_eq!(answer(-1), 0);
    assert_eq!(answer(0), 2);
    // Nor does somebody who brings it once more.
    assert_eq!(answer(1), 0);
    ready(phone.receive(&bundle[..1], &|_| true, "fresh")).unwrap();
    assert_eq!(answer(2), 1);
}

#[test]
fn what_is_held_holds_up_nothing() {
    let phone = phone("own");
    let large = |number| {
        let mut one = signed(number, "name");
        one.operation.value = json!("x".repeat(100_000));
        one
    };
    let bundle: Vec<SignedOperation> = (1..=9).map(large).collect();
    ready(phone.receive(&bundle, &|_| true, "fresh")).unwrap();
    let edit = Edit {
        scope: SCOPE.into(),
        record: "r2".into(),
        kind: "village".into(),
        field: "name".into(),
        value: json!("own"),
        predecessors: Vec::new(),
    };
    ready(phone.save(&[edit], 7)).unwrap();
    let outgoing = ready(phone.request()).unwrap();
    let scope = &outgoing.request.scopes[0];
    assert_eq!(scope.ops.len(), 1, "one's own goes first");
    assert!((1..9).contains(&scope.relayed.len()), "and what fits");
    assert_eq!(outgoing.request.keys, ["key"]);
}

#[test]
fn of_one_that_lies_there_with_a_bad_signature_the_good_one_is_taken() {
    let phone = phone("own");
    let one = signed(1, "name");
    ready(phone.receive(std::slice::from_ref(&one), &|_| false, "fresh")).unwrap();
    let outgoing = ready(phone.request()).unwrap();
    let name = one.operation.name(SCOPE);
    let answers = json!({ format!("0.1.{}", name.hash): "badSignature" });
    let said = json!({ "now": 1, "epoch": "e", "minimumApp": 1, "lost": [SCOPE],
        "devices": [{ "id": "other" }],
        "scopes": [{ "scope": SCOPE, "cursor": "", "answers": answers }] });
    let applied = ready(phone.apply(&outgoing, reply(said), "fresh")).unwrap();
    assert_eq!((applied.refused, applied.lost.len()), (1, 0));
    assert!(
        ready(phone.lost()).unwrap().is_empty(),
        "nothing was there to lose"
    );
    let again = ready(phone.receive(std::slice::from_ref(&one), &|_| false, "fresh")).unwrap();
    assert_eq!((again.taken, again.known), (0, 1));
    let good = SignedOperation {
        signature: "another".into(),
        ..one
    };
    let taken = ready(phone.receive(&[good], &|_| false, "fresh")).unwrap();
    assert_eq!(taken.taken, 1);
    assert!(ready(phone.refused()).unwrap().is_empty());
    let tx = ready(phone.store().begin(replica::Mode::Read, &[Table::Overlay])).unwrap();
    assert_eq!(ready(tx.range(Table::Overlay, "")).unwrap().len(), 1);
}

#[test]
fn what_was_refused_stays_until_it_is_thrown_away() {
    let phone = phone("own");
    let edit = |field: &str| Edit {
        scope: SCOPE.into(),
        record: "r".into(),
        kind: "village".into(),
        field: field.into(),
        value: json!("own"),
        predecessors: Vec::new(),
    };
    let refused_as = |number: u64, name: &OpId| {
        let outgoing = ready(phone.request()).unwrap();
        let answers = json!({ format!("0.{number}.{}", name.hash): "noRight" });
        let said = json!({ "now": 1, "epoch": "e", "minimumApp": 1, "devices": [{ "id": "own" }],
            "scopes": [{ "scope": SCOPE, "cursor": "", "answers": answers }] });
        ready(phone.apply(&outgoing, reply(said), "fresh")).unwrap();
    };
    let save = |field: &str| {
        ready(phone.save(&[edit(field)], 7))
            .unwrap()
            .names
            .remove(0)
    };
    let first = save("name").unwrap();
    refused_as(1, &first);
    let seen = ready(phone.refused()).unwrap();
    assert_eq!(seen.len(), 1);
    // One more is refused while the person looks at the first.
    let second = save("note").unwrap();
    refused_as(2, &second);
    ready(phone.throw_away(&seen)).unwrap();
    let left = ready(phone.refused()).unwrap();
    let left: Vec<&OpId> = left.iter().map(|one| &one.pending.name).collect();
    assert_eq!(left, [&second]);
    let tree = ready(phone.tree(SCOPE, "r")).unwrap();
    assert!(tree.root().is_none(), "no record shows what was refused");
}
