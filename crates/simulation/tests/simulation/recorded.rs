//! The stores and the register that releases have left behind, a folder of `tests/recorded` each, are
//! opened, edited and synced by the code of this one. The same in browsers: `tests/journeys/recorded.rs`.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use endpoint::secrets::Randomness;
use merge::{Existence, RecordView};
use protocol::OpId;
use register::summary::Summary as About;
use replica::{Edit, MemoryStore, Mode, Replica, Store, Table, Tx, ready};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simulation::{Key, Phone, SimulatedEnrolment, World};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LAN: &str = "Nông Thị Lan";
const AN: &str = "Lý Văn Ân";
const BINH: &str = "Chu Văn Bình";

#[test]
fn what_releases_left_behind_is_gone_on_with() {
    let all = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recorded"));
    let all: Vec<PathBuf> = all.unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!all.is_empty(), "nothing is recorded");
    for folder in all {
        Day::of(&folder).is_gone_on_with();
    }
}

struct Day {
    world: World,
    /// By the name of the person.
    phones: BTreeMap<String, Phone>,
}

impl Day {
    fn of(folder: &Path) -> Self {
        let world = World::over(&folder.join("register.sqlite"), 1);
        let mut phones = BTreeMap::new();
        for file in ["lan-and-an.json", "binh.json"] {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            let kept: Value = serde_json::from_str(&text).unwrap();
            for recorded in kept["stores"].as_object().unwrap().values() {
                let store = restored(&recorded["tables"]);
                let (name, enrolment) = enrolment(&store);
                phones.insert(name, world.phone_of(store, enrolment));
            }
        }
        Self { world, phones }
    }

    fn is_gone_on_with(&self) {
        let [lan, an, binh] = [LAN, AN, BINH].map(|name| &self.phones[name]);
        shows_what_it_held(lan);
        assert_eq!(an.waiting().unwrap().len(), 1);
        assert_eq!(binh.refused().unwrap().len(), 1);
        let waited: Vec<OpId> = [lan, an, binh].into_iter().flat_map(waits).collect();
        let as_it_was = self.world.backup();
        edit(lan, self.world.now());
        self.all_sync();
        let answers = self.world.answers();
        for name in waited {
            assert_eq!(answers.get(&name).map(String::as_str), Some("ok"), "{name}");
        }
        drop(answers);
        self.has_arrived();
        self.world.restore(&as_it_was);
        self.all_sync();
        self.has_arrived();
        assert_eq!(binh.refused().unwrap().len(), 1, "it stays readable");
    }

    fn all_sync(&self) {
        for _ in 0..2 {
            for phone in self.phones.values() {
                phone.sync(&self.world).unwrap();
            }
        }
        for (name, phone) in &self.phones {
            assert_eq!(phone.waiting().unwrap(), [], "{name}");
        }
    }

    /// A phone that was not there sees everything, and the others see the same.
    fn has_arrived(&self) {
        let new = self.world.official();
        new.sync(&self.world).unwrap();
        for phone in [&new, &self.phones[LAN], &self.phones[BINH]] {
            let check = |name: &str, field: &str, expected: &[Value]| {
                assert_eq!(of(phone, name, field), expected, "{name} {field}");
            };
            check("Khau Slao", "households", &[json!(31)]);
            check("Khau Slao", "people", &[json!(120)]);
            check(
                "Khau Slao",
                "note",
                &[json!("Họp thôn ngày 5, chưa ghi lại")],
            );
            check("Lặp Pịa", "headName", &[json!("Hoàng Thị Ánh")]);
            check("Lặp Pịa", "households", &[]);
            check("Bản Pò Mã", "households", &[json!(64)]);
            check("Nà Mìu", "households", &[json!(25)]);
            assert!(is_deleted(phone, "Triệu Tiến Phúc"));
            for name in ["bien ban", "nha van hoa", "Số hộ thoát nghèo"] {
                assert!(!is_deleted(phone, name), "{name}");
            }
        }
    }
}

/// The rows as the phone kept them, by table.
fn restored(tables: &Value) -> MemoryStore {
    let store = MemoryStore::default();
    let mut tx = ready(store.begin(Mode::Write, &Table::ALL)).unwrap();
    for table in Table::ALL {
        // A release that did not have it yet.
        let rows = tables[table.name()].as_array().into_iter().flatten();
        for row in rows {
            let bytes = match row[1].as_str() {
                Some(text) => text.as_bytes().to_vec(),
                None => STANDARD.decode(row[1]["base64"].as_str().unwrap()).unwrap(),
            };
            tx.put(table, row[0].as_str().unwrap(), bytes).unwrap();
        }
    }
    ready(tx.commit()).unwrap();
    store
}

/// What the app keeps of who is enrolled, and the person's name.
fn enrolment(store: &MemoryStore) -> (String, SimulatedEnrolment) {
    let tx = ready(store.begin(Mode::Read, &[Table::Meta])).unwrap();
    let row = ready(tx.get(Table::Meta, "app|enrolment"))
        .unwrap()
        .unwrap();
    let kept: Value = serde_json::from_slice(&row).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let enrolment = SimulatedEnrolment {
        person: text(&kept["person"]["id"]),
        device: ready(replica(store).device()).unwrap(),
        token: text(&kept["token"]),
        scope: text(&kept["scope"]),
        key: Key::new(&Randomness::seeded(1)),
    };
    (text(&kept["person"]["name"]), enrolment)
}

/// As the app opens the store.
fn replica(store: &MemoryStore) -> Replica<MemoryStore, About> {
    Replica::new(store.clone(), |_, _| About::default())
}

fn shows_what_it_held(lan: &Phone) {
    assert_eq!(of(lan, "Khau Slao", "households"), [json!(31)]);
    assert_eq!(of(lan, "Lặp Pịa", "headName").len(), 2, "a conflict");
    assert!(is_deleted(lan, "Triệu Tiến Phúc"));
    let app = replica(lan.store());
    assert_eq!(ready(app.relayed()).unwrap().len(), 1);
    let lines = ready(app.summaries()).unwrap();
    assert!(
        lines
            .iter()
            .any(|line| line.about.title == "Thôn Khau Slao")
    );
    let files = ready(app.files()).unwrap();
    let mut sent: Vec<bool> = files.iter().map(|(_, there)| *there).collect();
    sent.sort_unstable();
    assert_eq!(sent, [false, true]);
    for (file, _) in files {
        let bytes = ready(app.file_bytes(&file.sha256)).unwrap().unwrap();
        let sum = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
        assert_eq!(sum, file.sha256);
    }
}

/// The text that is being typed is saved, and a conflict settled.
fn edit(lan: &Phone, at: i64) {
    let app = replica(lan.store());
    let typing = ready(app.typings()).unwrap().remove(0);
    assert_eq!(typing.text, "Họp thôn ngày 5, chưa gh");
    let edit = Edit {
        scope: typing.scope,
        record: typing.record,
        kind: typing.kind,
        field: typing.field,
        value: json!(typing.text + "i lại"),
        predecessors: typing.predecessors,
    };
    ready(app.save(&[edit], at)).unwrap();
    assert_eq!(ready(app.typings()).unwrap(), []);
    let (scope, village) = record(lan, "Lặp Pịa");
    let mut shown = lan.show_in(&scope, &village.id).unwrap();
    let settled = lan.save_of_kind(
        &mut shown,
        &village.id,
        &village.kind,
        "headName",
        "Hoàng Thị Ánh",
    );
    assert!(settled.unwrap().is_some());
}

fn waits(phone: &Phone) -> Vec<OpId> {
    let waiting = phone.waiting().unwrap().into_iter();
    waiting.map(|one| one.pending.name).collect()
}

/// The record or line of this name, and its scope.
fn record(phone: &Phone, name: &str) -> (String, RecordView) {
    for (scope, root) in roots(phone.store()) {
        for record in phone.show_in(&scope, &root).unwrap().tree.records {
            let named = ["name", "fullName"].map(|field| record.fields.get(field));
            if named.iter().flatten().any(|field| field.value() == name) {
                return (scope, record);
            }
        }
    }
    panic!("nothing is called {name}");
}

/// Scope and id of every record of which anything is kept. (The lines of lists are the app's, and not
/// those that phones make here.)
fn roots(store: &MemoryStore) -> BTreeSet<(String, String)> {
    let tables = [Table::Base, Table::Overlay];
    let tx = ready(store.begin(Mode::Read, &tables)).unwrap();
    let rows = tables.map(|table| ready(tx.range(table, "")).unwrap());
    let parts = |(key, _): (String, _)| {
        let mut parts = key.split('|');
        let (scope, record) = (parts.next().unwrap(), parts.next().unwrap());
        (scope.to_owned(), protocol::root_of(record).to_owned())
    };
    rows.into_iter().flatten().map(parts).collect()
}

/// The values that stand in a field of what is called so.
fn of(phone: &Phone, name: &str, field: &str) -> Vec<Value> {
    let (_, record) = record(phone, name);
    let field = record.fields.get(field);
    let candidates = field.map_or(&[][..], |field| &field.candidates);
    candidates.iter().map(|one| one.value.clone()).collect()
}

fn is_deleted(phone: &Phone, name: &str) -> bool {
    let (_, record) = record(phone, name);
    matches!(record.existence, Existence::Deleted { .. })
}
