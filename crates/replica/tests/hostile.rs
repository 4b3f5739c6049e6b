//! Replies that no endpoint of ours makes. One is applied whole or not at all,
//! the phone goes on, and no work of its own is gone.
//!
//! The files of `replies/` are replies that broke something once, or might.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../../protocol/tests/bent/mod.rs"]
mod bent;

use bent::{Script, bent, try_bytes};
use merge::RecordState;
use protocol::Operation;
use protocol::bundle::SignedOperation;
use protocol::wire::{Devices, Reply, ScopeReply};
use replica::{Edit, MemoryStore, Mode, Outgoing, Replica, Store, Table, Tx, ready};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const SCOPE: &str = "06541";
const OTHER: &str = "06541/v1";

type Rows = BTreeMap<(Table, String), Vec<u8>>;

struct Phone {
    replica: Replica<MemoryStore, ()>,
    edits: usize,
    fresh: usize,
}

#[test]
fn any_reply_is_applied_whole_or_not_at_all() {
    let walk = |bytes: &[u8]| {
        let mut script = Script::new(bytes);
        let mut phone = Phone::new();
        while !script.is_over() {
            phone.edit(&mut script);
            let outgoing = ready(phone.replica.request()).unwrap();
            let good = good(&outgoing, &mut script);
            phone.take(&outgoing, &bent(&good, &mut script));
        }
    };
    try_bytes(300, 400, walk);
}

#[test]
fn kept_replies_are_applied_whole_or_not_at_all() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        println!("{}", path.display());
        let text = std::fs::read_to_string(path).unwrap();
        let mut phone = Phone::new();
        for _ in 0..3 {
            phone.edit(&mut Script::new(&[]));
            let outgoing = ready(phone.replica.request()).unwrap();
            phone.take(&outgoing, &text);
        }
        count += 1;
    }
    assert!(count > 5);
}

/// What an endpoint would say.
fn good(outgoing: &Outgoing, script: &mut Script<'_>) -> Value {
    let request = &outgoing.request;
    let mut table = Devices::new([request.device.clone(), "other".into()]);
    let sent = if request.devices.is_empty() {
        Devices::new([request.device.clone()])
    } else {
        Devices::new(request.devices.iter().cloned())
    };
    let number = script.pick(50) + 1;
    let mut scopes = Vec::new();
    for asked in &request.scopes {
        let (mut answers, mut states, mut last) = (json!({}), Vec::new(), 0);
        for wire in asked.ops.iter().chain(&asked.relayed) {
            let operation = sent.unpack(wire.clone()).unwrap();
            let name = table.shorten(&operation.name(&asked.scope));
            answers[&name] = json!(["ok", "ok", "malformed", "forked", "held"][script.pick(9) % 5]);
            last = last.max(operation.number);
            states.push(state(&operation, &name));
        }
        if script.pick(2) == 1 {
            let name = format!("1.{number}.abcd");
            states.push(json!({ "record": "r1", "kind": "collective", "field": "b",
                "live": [[name, "Mẫu Sơn", 7, 8]] }));
        }
        scopes.push(
            json!({ "scope": asked.scope, "cursor": format!("e1.{number}.abcd"),
            "more": script.pick(4) == 1, "reset": script.pick(9) == 1, "held": number,
            "answers": answers, "seen": { "0": last, "1": number },
            "beyond": [format!("1.{}.abcd", number + 2)], "kept": { "0": last / 2 },
            "states": states }),
        );
    }
    json!({ "now": 1_795_150_801_000_i64, "epoch": "e1", "minimumApp": 1,
        "people": [{ "id": "p1", "name": "Nông Thị Lan" }],
        "devices": [{ "id": request.device, "person": 0 }, { "id": "other" }],
        "scopes": scopes, "heads": { SCOPE: format!("e1.{number}.abcd"), OTHER: "e1.1.abcd" },
        "lost": [] })
}

fn state(operation: &Operation, name: &str) -> Value {
    json!({ "record": operation.record, "kind": operation.kind, "field": operation.field,
        "live": [[name, operation.value, operation.at, 8]] })
}

fn carried() -> Operation {
    Operation {
        device: "other".into(),
        number: 1,
        record: "r1".into(),
        kind: "collective".into(),
        field: "a".into(),
        value: json!("carried"),
        predecessors: Vec::new(),
        at: 7,
        save: 1,
    }
}

impl Phone {
    fn new() -> Self {
        let replica = Replica::new(MemoryStore::default(), |_, _| ());
        ready(replica.set_device("phone-1")).unwrap();
        Self {
            replica,
            edits: 0,
            fresh: 0,
        }
    }

    fn edit(&mut self, script: &mut Script<'_>) {
        let edit = Edit {
            scope: [SCOPE, OTHER][script.pick(2)].into(),
            record: format!("r{}", script.pick(3)),
            kind: "collective".into(),
            field: ["a", "b"][script.pick(2)].into(),
            value: json!(self.edits),
            predecessors: Vec::new(),
        };
        self.edits += 1;
        let scope = edit.scope.clone();
        ready(self.replica.save(&[edit], 7)).unwrap();
        if script.pick(3) == 1 {
            // Somebody hands over what another wrote, or what this phone did.
            let own = ready(self.replica.unsent()).unwrap();
            let taken = own.into_iter().take(script.pick(2));
            let mut bundle: Vec<SignedOperation> =
                taken.map(|one| one.signed("key", "sig")).collect();
            let mut operation = bundle
                .first()
                .map_or_else(carried, |one| one.operation.clone());
            operation.number = 1 + self.edits as u64;
            bundle.push(SignedOperation {
                scope,
                operation,
                key: "key".into(),
                signature: "sig".into(),
            });
            let fresh = format!("fresh-by-hand-{}", self.edits);
            ready(self.replica.receive(&bundle, &|_| script.is_over(), &fresh)).unwrap();
        }
    }

    fn take(&mut self, outgoing: &Outgoing, text: &str) {
        // What is no reply is not applied at all: the network took it from elsewhere.
        let Ok(reply) = serde_json::from_str::<Reply>(text) else {
            return;
        };
        let before = self.rows();
        self.fresh += 1;
        let fresh = format!("fresh-{}", self.fresh);
        match ready(self.replica.apply(outgoing, reply.clone(), &fresh)) {
            Err(_) => assert!(before == self.rows(), "half of it: {text}"),
            Ok(_) => {
                for scope in &reply.scopes {
                    self.stands(outgoing, &before, &reply, scope, text);
                }
            }
        }
        self.goes_on(&before, text);
    }

    /// Every state of a scope stands in the base, if its cursor does.
    fn stands(
        &self,
        outgoing: &Outgoing,
        before: &Rows,
        reply: &Reply,
        scope: &ScopeReply,
        text: &str,
    ) {
        let told = |asked: &&protocol::wire::ScopeRequest| asked.testimony.is_some();
        let once = reply
            .scopes
            .iter()
            .filter(|other| other.scope == scope.scope);
        let row = |rows: &Rows| -> Option<Value> {
            let row = rows.get(&(Table::Meta, format!("scope|{}", scope.scope)))?;
            serde_json::from_slice(row).ok()
        };
        let after = self.rows();
        let cursor = |row: Option<Value>| row.map(|row| row["cursor"].clone());
        let moved = cursor(row(before)) != cursor(row(&after));
        if !moved || once.count() > 1 || outgoing.request.scopes.iter().any(|s| told(&s)) {
            return;
        }
        assert_eq!(cursor(row(&after)), Some(json!(scope.cursor)), "{text}");
        let table = Devices::new(reply.devices.iter().map(|device| device.id.clone()));
        let mut last = BTreeMap::new();
        for state in &scope.states {
            last.insert((&state.record, &state.field), &state.live);
        }
        for ((record, field), live) in last {
            let key = (Table::Base, format!("{}|{record}", scope.scope));
            let row: RecordState = serde_json::from_slice(&after[&key]).unwrap();
            let live: Vec<_> = live
                .iter()
                .map(|entry| table.unpack_entry(entry.clone()).unwrap())
                .collect();
            assert_eq!(row.fields[field], live, "{text}");
        }
    }

    /// It can be read and asked further, and what it held of its own is somewhere.
    fn goes_on(&self, before: &Rows, text: &str) {
        let after = self.rows();
        let own = [Table::Overlay, Table::Refused, Table::Receipts];
        let operations = |rows: &Rows| -> Vec<Operation> {
            let of_own = rows.iter().filter(|((table, _), _)| own.contains(table));
            let values = of_own.map(|(_, row)| serde_json::from_slice::<Value>(row).unwrap());
            let found = values.filter_map(|row| {
                let pending = row.get("pending").unwrap_or(&row);
                // What was carried is its author's.
                if pending.get("carried").is_some() {
                    return None;
                }
                let operation = pending.get("operation").unwrap_or(pending);
                serde_json::from_value(operation.clone()).ok()
            });
            found.collect()
        };
        let now = operations(&after);
        let receipt = |operation: &Operation| {
            before.iter().any(|((table, _), row)| {
                *table == Table::Receipts
                    && serde_json::from_slice(row).ok().as_ref() == Some(operation)
            })
        };
        let may_be_kept = text.contains("kept");
        for operation in operations(before) {
            let known = now.contains(&operation) || receipt(&operation) || may_be_kept;
            assert!(known, "{operation:?} is gone: {text}");
        }
        ready(self.replica.summaries()).unwrap();
        ready(self.replica.waiting()).unwrap();
        ready(self.replica.refused()).unwrap();
        for scope in [SCOPE, OTHER] {
            for record in ["r0", "r1", "r2"] {
                ready(self.replica.tree(scope, record)).unwrap();
            }
        }
        ready(self.replica.request()).unwrap();
    }

    fn rows(&self) -> Rows {
        let tx = ready(self.replica.store().begin(Mode::Read, &Table::ALL)).unwrap();
        let mut rows = Rows::new();
        for table in Table::ALL {
            for (key, row) in ready(tx.range(table, "")).unwrap() {
                rows.insert((table, key), row);
            }
        }
        rows
    }
}
