//! A phone that does what a step of a transcript says.

use endpoint::secrets::Randomness;
use merge::{Existence, RecordView};
use protocol::bundle::{self, SignedOperation};
use protocol::wire::Reply;
use replica::{
    Edit, MemoryStore, Mode, Outgoing, PendingOperation, Replica, Store, Table, Tx, ready,
};
use serde_json::{Map, Value, json};
use simulation::Key;
use std::collections::BTreeMap;

/// By place (scope, record and field, or scope and record) what is on the screen.
type Screen = BTreeMap<String, Value>;

/// A phone that follows a transcript: it does what each step says, and nothing by itself.
pub struct Hand {
    replica: Replica<MemoryStore, ()>,
    key: Key,
    /// What the person has a role in.
    scope: String,
    device: String,
    outgoing: Option<Outgoing>,
    seen: Screen,
}

impl Hand {
    /// The phone of that device id; `number` makes its key.
    pub fn new(device: &str, number: u64) -> Self {
        let replica = Replica::new(MemoryStore::default(), |_, _| ());
        ready(replica.set_device(device)).unwrap();
        Self {
            replica,
            key: Key::new(&Randomness::seeded(number)),
            scope: String::new(),
            device: device.to_owned(),
            outgoing: None,
            seen: Screen::new(),
        }
    }

    pub fn enrolment(&self, code: &str) -> Value {
        let proof = self.key.sign(&protocol::key_text(&self.device));
        let claim = format!("claim-{}", self.device);
        json!({ "code": code, "device": self.device, "claim": claim,
            "key": self.key.public(), "proof": proof })
    }

    pub fn is_enrolled(&mut self, reply: &Value) {
        self.scope = text(reply, "scope").to_owned();
    }

    /// Saves what was written in one saving.
    pub fn writes(&self, edits: &[Value], at: i64) {
        let edits: Vec<Edit> = edits.iter().map(|edit| self.edit(edit)).collect();
        let saved = ready(self.replica.save(&edits, at)).unwrap();
        assert!(saved.names.iter().all(Option::is_some), "nothing changes");
    }

    fn edit(&self, edit: &Value) -> Edit {
        let [scope, record, kind, field] =
            ["scope", "record", "kind", "field"].map(|key| text(edit, key).to_owned());
        let tree = ready(self.replica.tree(&scope, protocol::root_of(&record))).unwrap();
        let shown = tree
            .record(&record)
            .and_then(|shown| shown.fields.get(&field));
        let replaces = shown.map_or_else(Vec::new, |shown| shown.held.clone());
        let value = edit["value"].clone();
        Edit {
            scope,
            record,
            kind,
            field,
            value,
            predecessors: replaces,
        }
    }

    pub fn deletes(&self, record: &Value, at: i64) {
        let (scope, record) = (text(record, "scope"), text(record, "record"));
        let tree = ready(self.replica.tree(scope, record)).unwrap();
        let edits = Edit::delete(scope, &tree, tree.record(record).unwrap());
        ready(self.replica.save(&edits, at)).unwrap();
    }

    /// Takes over what waits for a field, or does not.
    pub fn decides(&self, decided: &Value, at: i64) {
        let (record, field) = (text(decided, "record"), text(decided, "field"));
        let waiting = ready(self.replica.reports()).unwrap().into_iter();
        let mut waiting = waiting.filter(|(_, one)| one.record == record && one.field == field);
        let (scope, one) = waiting.next().unwrap();
        if decided["takesOver"] == true {
            let tree = ready(self.replica.tree(&scope, protocol::root_of(record))).unwrap();
            ready(self.replica.save(&[one.taken_over(&scope, &tree)], at)).unwrap();
        }
        ready(self.replica.decide(&scope, &one.id)).unwrap();
    }

    /// The JSON inside the bundle of all that waits.
    pub fn hands_over(&self) -> Value {
        let sign = |one: PendingOperation| {
            let signature = one.to_sign().map(|text| self.key.sign(&text));
            one.signed(&self.key.public(), &signature.unwrap_or_default())
        };
        let unsent = ready(self.replica.unsent()).unwrap();
        let signed: Vec<SignedOperation> = unsent.into_iter().map(sign).collect();
        serde_json::from_slice(&bundle::write(&signed)).unwrap()
    }

    pub fn takes(&self, body: &Value) {
        let signed = bundle::read(body.to_string().as_bytes()).unwrap();
        let reads = |scope: &str| protocol::scope_is_within(scope, &self.scope);
        let taken = ready(self.replica.receive(&signed, &reads, "never"));
        assert!(taken.is_ok(), "{taken:?}");
    }

    /// The request, and the cursors of which its digest is made.
    pub fn request(&mut self) -> (Value, Value) {
        let outgoing = ready(self.replica.request()).unwrap();
        let request = serde_json::to_value(&outgoing.request).unwrap();
        self.outgoing = Some(outgoing);
        (request, self.holds())
    }

    fn holds(&self) -> Value {
        let tx = ready(self.replica.store().begin(Mode::Read, &[Table::Meta])).unwrap();
        let rows = ready(tx.range(Table::Meta, "scope|")).unwrap().into_iter();
        let cursors = rows.filter_map(|(key, row)| {
            let row: Value = serde_json::from_slice(&row).unwrap();
            let held = row["cursor"] != "" && row["lost"] != true;
            held.then(|| (key["scope|".len()..].to_owned(), row["cursor"].clone()))
        });
        Value::Object(cursors.collect())
    }

    /// Whether it asks again at once.
    pub fn hears(&mut self, reply: &Value) -> bool {
        let reply: Reply = serde_json::from_value(reply.clone()).unwrap();
        let outgoing = self.outgoing.take().unwrap();
        ready(self.replica.apply(&outgoing, reply, "never"))
            .unwrap()
            .again
    }

    /// What is on the screen now and was not after the step before.
    pub fn shows(&mut self) -> Value {
        let now = self.screen();
        let mut news = Map::new();
        for place in self.seen.keys().chain(now.keys()) {
            let (before, after) = (self.seen.get(place), now.get(place));
            if before != after {
                news.insert(place.clone(), after.cloned().unwrap_or_default());
            }
        }
        self.seen = now;
        Value::Object(news)
    }

    fn screen(&self) -> Screen {
        let mut screen = Screen::new();
        let waiting = ready(self.replica.waiting()).unwrap().len();
        let carried = ready(self.replica.relayed()).unwrap().len();
        let refused = ready(self.replica.refused()).unwrap();
        let refused: Vec<Value> = refused
            .iter()
            .map(|one| json!([one.pending.name.to_string(), one.code]))
            .collect();
        screen.insert("waiting".to_owned(), json!(waiting));
        screen.insert("carried".to_owned(), json!(carried));
        screen.insert("refused".to_owned(), json!(refused));
        for (scope, one) in ready(self.replica.reports()).unwrap() {
            let place = format!("told {scope} {} {}", one.record, one.field);
            screen.insert(place, one.entry.value);
        }
        for line in ready(self.replica.summaries()).unwrap() {
            let tree = ready(self.replica.tree(&line.scope, &line.record)).unwrap();
            for record in &tree.records {
                show(&mut screen, &line.scope, record);
            }
        }
        screen
    }
}

fn show(screen: &mut Screen, scope: &str, record: &RecordView) {
    let place = format!("{scope} {}", record.id);
    let existence = match record.existence {
        Existence::Present => "present",
        Existence::Deleted { .. } => "deleted",
        Existence::Disputed { .. } => "disputed",
    };
    screen.insert(place.clone(), json!(existence));
    for (field, view) in record.fields.iter() {
        let values: Vec<&Value> = view.candidates.iter().map(|one| &one.value).collect();
        screen.insert(format!("{place} {field}"), json!(values));
    }
}

pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap()
}
