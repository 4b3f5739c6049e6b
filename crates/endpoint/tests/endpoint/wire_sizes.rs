//! What crosses the wire, in bytes. The figures are in `wire_sizes.txt`, so that
//! whoever changes them has meant to.

use crate::world::{COMMUNE, NOON, Phone, World, gzip};
use endpoint::secrets::Randomness;
use protocol::wire::{Devices, Request, ScopeRequest, WireOperation, grants_digest};
use protocol::{OpId, Operation};
use serde_json::{Value, json};
use std::fmt::Write;

const VILLAGE: &str = "06541/AaH5r7HpdqWdxHZJQvh8AA";
const FIELDS: usize = 4;
/// An official's phones that the register was written on.
const AUTHORS: usize = 3;

/// How the edits of a request came about.
#[derive(Clone, Copy, Debug)]
enum Edits {
    /// Records of one pasted list, changed in one saving.
    OneSaving,
    /// Records of many weeks, each changed by itself.
    ManySavings,
}

/// Both ways, as they are and as they travel.
#[derive(Clone, Copy, Default)]
struct Bytes {
    exchanges: usize,
    sent: usize,
    sent_packed: usize,
    received: usize,
    received_packed: usize,
}

#[tokio::test]
async fn what_crosses_the_wire_is_what_it_was() {
    let mut table = String::new();
    let mut line = |what: &str, bytes: Bytes| {
        let Bytes {
            exchanges,
            sent,
            sent_packed,
            received,
            received_packed,
        } = bytes;
        writeln!(
            table,
            "{what:<32} {exchanges:>4} {sent:>8} {sent_packed:>8} {received:>9} {received_packed:>8}"
        )
        .unwrap();
    };
    for (count, edits, budget) in [
        (1, Edits::OneSaving, 300),
        (100, Edits::OneSaving, 2_600),
        (100, Edits::ManySavings, 3_500),
    ] {
        let (bytes, one) = edits_sent(count, edits).await;
        assert!(one <= 250, "one edit is {one} B");
        assert!(bytes.sent_packed <= budget, "{} B", bytes.sent_packed);
        line(&format!("{count} edits, {edits:?}"), bytes);
    }
    for records in [1_000, 10_000] {
        line(
            &format!("first sync of {records} records"),
            first_sync(records).await,
        );
    }
    let expected = include_str!("wire_sizes.txt");
    let figures = expected.lines().filter(|line| !line.starts_with('#'));
    assert!(
        table.lines().eq(figures),
        "now it is this; if that is meant, write it into wire_sizes.txt:\n{table}"
    );
}

/// A world in which the same ids, marks and tokens come every time.
async fn world() -> World {
    World::seeded(7).await
}

async fn edits_sent(count: u32, edits: Edits) -> (Bytes, usize) {
    let world = world().await;
    let randomness = Randomness::seeded(11);
    let mut phone = world.officer().await.with_key().await;
    phone.device = randomness.id(NOON);
    let request = request(&randomness, &phone.device, count, edits);
    let one = serde_json::to_string(&request.scopes[0].ops[0]).unwrap();
    let mut bytes = Bytes::default();
    let reply = exchange(
        &phone,
        &serde_json::to_string(&request).unwrap(),
        &mut bytes,
    )
    .await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap().len();
    assert_eq!(answers, count as usize);
    (bytes, one.len())
}

/// A request as an official's phone makes it, with edits of so many records.
fn request(randomness: &Randomness, device: &str, count: u32, edits: Edits) -> Request {
    let mut devices = Devices::new([device.to_owned()]);
    let ops = (0..count)
        .map(|i| {
            let (made_apart, said_apart) = match edits {
                Edits::OneSaving => (0, 0),
                Edits::ManySavings => (7_654_321, 4_321),
            };
            let number = 1000 + u64::from(i);
            let replaced = OpId {
                device: device.into(),
                number: number - 900,
                hash: randomness.mark(),
            };
            devices.pack(&Operation {
                device: device.into(),
                number,
                record: randomness.id(1_793_000_000_000 + i64::from(i) * made_apart),
                kind: "emulationRegistration".into(),
                field: "pledgeSignedOn".into(),
                value: json!("2026-02-11"),
                predecessors: vec![replaced],
                at: NOON + 123 + i64::from(i) * said_apart,
                save: if said_apart == 0 { 1000 } else { number },
            })
        })
        .collect();
    asking(device, VILLAGE, "GkotN2Ob.1841.k3xA", ops)
}

fn asking(device: &str, scope: &str, cursor: &str, ops: Vec<WireOperation>) -> Request {
    Request {
        protocol: 1,
        schema: 1,
        device: device.into(),
        // Left out, as the page allows: only its own.
        devices: Vec::new(),
        limit: None,
        digest: "0123456789abcdef".into(),
        keys: Vec::new(),
        key: None,
        proof: None,
        grants: Some(grants_digest([
            (COMMUNE, "communeOfficer"),
            ("province/20/06541", "communeOfficer"),
        ])),
        scopes: vec![ScopeRequest {
            scope: scope.into(),
            cursor: cursor.into(),
            ops,
            ..ScopeRequest::default()
        }],
    }
}

/// A new phone fetches so many people of the commune.
async fn first_sync(records: usize) -> Bytes {
    let world = world().await;
    let randomness = Randomness::seeded(13);
    let mut authors = Vec::new();
    for _ in 0..AUTHORS {
        let mut author = world.officer().await.with_key().await;
        author.device = randomness.id(NOON);
        authors.push(author);
    }
    let mut written = [0; AUTHORS];
    let all: Vec<usize> = (0..records).collect();
    for (place, some) in all.chunks(1_000).enumerate() {
        let author = place % AUTHORS;
        let ops: Vec<Value> = some
            .iter()
            .flat_map(|record| person(*record, &randomness))
            .map(|mut op| {
                written[author] += 1;
                op["n"] = json!(written[author]);
                op
            })
            .collect();
        for ops in ops.chunks(4_000) {
            authors[author].push(COMMUNE, ops).await;
        }
    }
    let mut phone = world.officer().await.with_key().await;
    phone.device = randomness.id(NOON);
    let (mut bytes, mut cursor, mut states) = (Bytes::default(), String::new(), 0);
    loop {
        let request = asking(&phone.device, COMMUNE, &cursor, Vec::new());
        let reply = exchange(
            &phone,
            &serde_json::to_string(&request).unwrap(),
            &mut bytes,
        )
        .await;
        let scope = &reply["scopes"][0];
        states += scope["states"].as_array().unwrap().len();
        cursor = scope["cursor"].as_str().unwrap().to_owned();
        if scope["more"] != true {
            break;
        }
    }
    assert_eq!(states, records * FIELDS);
    bytes
}

/// What is written of one person.
fn person(number: usize, randomness: &Randomness) -> [Value; FIELDS] {
    const FAMILY: [&str; 6] = ["Nông", "Hoàng", "Lý", "Triệu", "Vi", "Lương"];
    const MIDDLE: [&str; 4] = ["Thị", "Văn", "Minh", "Thu"];
    const GIVEN: [&str; 9] = [
        "Lan", "Ánh", "Ân", "Phúc", "Đại", "Hương", "Tuyết", "Sơn", "Thảo",
    ];
    const GROUPS: [&str; 4] = ["farmer", "teacher", "official", "worker"];
    let made = NOON + i64::try_from(number).unwrap() * 61_234;
    let record = randomness.id(made);
    let name = [
        FAMILY[number % 6],
        MIDDLE[number / 6 % 4],
        GIVEN[number / 7 % 9],
    ]
    .join(" ");
    let born = format!("{}-{:02}", 1950 + number % 50, number / 3 % 12 + 1);
    [
        ("fullName", json!(name)),
        ("birthDate", json!(born)),
        ("subjectGroup", json!(GROUPS[number % 4])),
        ("village", json!("AaH5r7HpdqWdxHZJQvh8AA")),
    ]
    .map(|(field, value)| json!({ "record": record, "kind": "person", "field": field, "value": value, "at": made }))
}

async fn exchange(phone: &Phone<'_>, request: &str, bytes: &mut Bytes) -> Value {
    let answer = phone.send(request.to_owned()).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    bytes.exchanges += 1;
    bytes.sent += request.len();
    bytes.sent_packed += gzip(request).len();
    bytes.received += answer.plain().len();
    bytes.received_packed += answer.bytes.len();
    answer.json()
}
