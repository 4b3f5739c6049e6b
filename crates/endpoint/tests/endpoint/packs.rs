//! What is handed in to another scope, on both stores: what is taken of it, what is whole, and what is told
//! and erased of it.

use crate::recovery_reports::{backup, cursor, restore};
use crate::uploads::{Held, photograph};
use crate::world::{Phone, World, op, values, with};
use endpoint::model::{Erasure, ErasureOutcome};
use endpoint::store::ErasingMode;
use register::pack::{Incomplete, Submission, made_word, read, submission};
use register::role::Role;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const UNIT: &str = "06541/AaH5r7HpdqWdxHZJQvh8AB";
const PAPER: &str = "AaH5r7azf3qS3ZqoliV0mA";
const BLOCK: &str = "block/k1";
const MEMBER: &str = "block/k1/m1";

macro_rules! on_both {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test]
                async fn $behaviour() {
                    super::$behaviour(&crate::world::World::new().await).await;
                }
            )*
        }

        mod postgres {
            $(
                #[tokio::test]
                async fn $behaviour() {
                    let database = crate::private_postgres::database().await;
                    let world = crate::world::World::on_postgres(&database).await;
                    super::$behaviour(&world).await;
                }
            )*
        }
    };
}

on_both!(
    packs_are_answered_as_every_client_can_expect,
    a_manifest_whose_parts_never_come_is_never_whole,
    the_same_by_two_is_one,
    of_two_with_one_name_neither_is_taken_for_the_other,
    nothing_of_a_pack_leaves_by_telling,
    nothing_that_is_no_part_is_told,
    an_erased_pack_is_empty_and_takes_its_files_along,
    who_erases_a_record_is_told_of_its_packs_and_their_files_stay,
);

#[derive(serde::Deserialize)]
struct Cases {
    operations: Vec<Case>,
}

/// An operation, by whom, and its answer.
#[derive(serde::Deserialize)]
struct Case {
    why: String,
    role: Role,
    granted: String,
    scope: String,
    record: String,
    kind: String,
    field: String,
    value: Value,
    replaces: Vec<String>,
    answer: String,
}

async fn packs_are_answered_as_every_client_can_expect(world: &World) {
    let cases = include_str!("../../../../tests/vectors/packs.json");
    let cases: Cases = serde_json::from_str(cases).unwrap();
    assert!(cases.operations.len() >= 55);
    let mut phones: BTreeMap<String, (Phone<'_>, u64)> = BTreeMap::new();
    for case in cases.operations {
        let who = format!("{:?} in {}", case.role, case.granted);
        if !phones.contains_key(&who) {
            let phone = world.holding(case.role, &case.granted).await;
            phones.insert(who.clone(), (phone, 0));
        }
        let (phone, number) = phones.get_mut(&who).unwrap();
        *number += 1;
        // What it replaces stands in the table of devices below.
        let device = "AaH5r7HpdqWdxHZJQvh8AA";
        let short = |name: &String| name.replace(device, "1");
        let replaces: Vec<String> = case.replaces.iter().map(short).collect();
        let op = json!({
            "n": *number, "record": case.record, "kind": case.kind, "field": case.field,
            "value": case.value, "replaces": replaces, "at": 7,
        });
        let mut request = phone.request(json!([{ "scope": case.scope, "ops": [op] }]));
        request["devices"] = json!([phone.device, device]);
        let reply = phone.sync(request).await;
        let answers = reply["scopes"][0]["answers"].as_object().unwrap();
        let answers: Vec<&Value> = answers.values().collect();
        assert_eq!(answers, [&json!(case.answer)], "{}: {who}", case.why);
    }
}

/// What hands in a paper of a record and so many lines.
fn paper(lines: usize) -> Submission {
    let line = |place| json!([format!("{PAPER}.{place}"), "earlierAward", [["year", 2020]]]);
    let mut parts = vec![json!([
        PAPER,
        "nomination",
        [["subjectName", "Triệu Mùi Pham"]]
    ])];
    parts.extend((0..lines).map(line));
    submission(UNIT, PAPER, parts).unwrap()
}

fn manifest(n: u64, pack: &Submission) -> Value {
    let op = op(n, &pack.pack, "manifest", pack.manifest.clone());
    with(op, "kind", "submittedPack")
}

fn part(n: u64, pack: &str, value: &Value) -> Value {
    let line = format!("{pack}.{}", made_word(value));
    with(op(n, &line, "part", value.clone()), "kind", "packPart")
}

/// The manifest and all parts, from number 1 on.
fn whole(pack: &Submission) -> Vec<Value> {
    let parts = { (2..).zip(&pack.parts) }.map(|(n, (_, value))| part(n, &pack.pack, value));
    [manifest(1, pack)].into_iter().chain(parts).collect()
}

/// How many parts of it the endpoint says, or what is missing of it.
async fn found(phone: &Phone<'_>, pack: &Submission) -> Result<usize, Incomplete> {
    let page = phone.pull(MEMBER, "", 999_999).await;
    let none = Value::Null;
    let manifest = values(&page, &pack.pack, "manifest");
    let manifest = manifest.first().copied().unwrap_or(&none);
    let states = page["states"].as_array().into_iter().flatten();
    let lines = states.filter(|state| state["field"] == "part");
    let lines = lines.flat_map(|state| {
        let (of, own) = state["record"].as_str().unwrap().split_once('.').unwrap();
        let own = if of == pack.pack { own } else { "" };
        let live = state["live"].as_array().into_iter().flatten();
        live.map(move |entry| (own, &entry[1]))
    });
    read(&pack.pack, manifest, lines).map(|whole| whole.records.len())
}

async fn check_taken(phone: &Phone<'_>, ops: Vec<Value>) -> Value {
    let count = ops.len();
    let reply = phone.push(MEMBER, ops).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    assert_eq!(answers.len(), count);
    assert!(answers.values().all(|answer| answer == "ok"), "{answers:?}");
    reply
}

async fn a_manifest_whose_parts_never_come_is_never_whole(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let lead = world.holding(Role::BlockLead, BLOCK).await;
    let pack = paper(2);
    check_taken(&member, vec![manifest(1, &pack)]).await;
    let missing = |missing| Err(Incomplete::Missing { missing, of: 3 });
    assert_eq!(found(&lead, &pack).await, missing(3));
    // Parts of another paper are none of it, nor are its own in another pack.
    let other = json!([format!("{PAPER}.x"), "earlierAward", []]);
    let beside = part(3, "other", &pack.parts[0].1);
    check_taken(&member, vec![part(2, &pack.pack, &other), beside]).await;
    assert_eq!(found(&lead, &pack).await, missing(3));
    for (n, (_, value)) in (4..).zip(&pack.parts) {
        check_taken(&member, vec![part(n, &pack.pack, value)]).await;
    }
    assert_eq!(found(&lead, &pack).await, Ok(3));
}

async fn the_same_by_two_is_one(world: &World) {
    let pack = paper(1);
    let lead = world.holding(Role::BlockLead, BLOCK).await;
    for _ in 0..2 {
        let member = world.holding(Role::BlockMember, MEMBER).await;
        check_taken(&member, whole(&pack)).await;
    }
    assert_eq!(found(&lead, &pack).await, Ok(2));
    let page = lead.pull(MEMBER, "", 999_999).await;
    let stands = values(&page, &pack.pack, "manifest");
    assert_eq!(stands, [&pack.manifest, &pack.manifest]);
}

/// Of a name a second operation is found in a moment: who sends both has one entered, and the pack that
/// needs the other stays «còn thiếu».
async fn of_two_with_one_name_neither_is_taken_for_the_other(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let mut by_name: BTreeMap<String, Submission> = BTreeMap::new();
    let mut tries = 0;
    let (honest, forged) = loop {
        tries += 1;
        let said = [json!([
            PAPER,
            "nomination",
            [["subjectName", format!("Người {tries}")]]
        ])];
        let pack = submission(UNIT, PAPER, said.to_vec()).unwrap();
        let name = member.short(MEMBER, &manifest(1, &pack));
        if let Some(other) = by_name.insert(name, pack.clone()) {
            break (other, pack);
        }
    };
    assert_ne!(honest.pack, forged.pack);
    check_taken(&member, vec![manifest(1, &forged)]).await;
    check_taken(&member, vec![manifest(1, &honest)]).await;
    let parts = [&honest, &forged].map(|pack| &pack.parts[0].1);
    let lines = vec![
        part(2, &honest.pack, parts[0]),
        part(3, &honest.pack, parts[1]),
    ];
    check_taken(&member, lines).await;
    assert_eq!(found(&member, &honest).await, Err(Incomplete::NoManifest));
    // Under another number it enters, and is whole with its own part.
    check_taken(&member, vec![manifest(4, &honest)]).await;
    assert_eq!(found(&member, &honest).await, Ok(1));
    let missing = Incomplete::Missing { missing: 1, of: 1 };
    assert_eq!(found(&member, &forged).await, Err(missing));
}

/// What a witness tells of operations of `author`: of each field what stands there.
async fn tell(
    witness: &Phone<'_>,
    author: &Phone<'_>,
    cursor: &Value,
    told: &[(&Value, &[Value])],
) {
    let testimony = told.iter().map(|(op, values)| {
        let name = author.short(MEMBER, op);
        let short = format!("0.{}", name.split_once('.').unwrap().1);
        let live = values.iter().map(|value| json!([short, value, 7, 8]));
        let live: Vec<Value> = live.collect();
        json!({ "record": op["record"], "kind": op["kind"], "field": op["field"], "live": live })
    });
    let testimony: Vec<Value> = testimony.collect();
    let scope = json!({
        "scope": MEMBER, "cursor": cursor, "testimony": testimony, "pulled": { "0": 999 },
    });
    let mut request = witness.request(json!([scope]));
    request["devices"] = json!([author.device]);
    witness.sync(request).await;
}

async fn nothing_of_a_pack_leaves_by_telling(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let lead = world.holding(Role::BlockLead, BLOCK).await;
    let pack = paper(1);
    let ops = whole(&pack);
    let source = with(
        op(9, &pack.pack, "source", "synced"),
        "kind",
        "submittedPack",
    );
    check_taken(&member, ops.clone()).await;
    check_taken(&member, vec![source.clone()]).await;
    let before = backup(world).await;
    let later = with(op(10, &pack.pack, "note", "x"), "kind", "submittedPack");
    let told_to = cursor(&member.push(MEMBER, [later]).await);
    restore(world, before).await;
    let gone: Vec<(&Value, &[Value])> = ops
        .iter()
        .chain([&source])
        .map(|op| (op, &[][..]))
        .collect();
    tell(&lead, &member, &told_to, &gone).await;
    assert_eq!(found(&member, &pack).await, Ok(2));
    let page = member.pull(MEMBER, "", 999_999).await;
    assert!(values(&page, &pack.pack, "source").is_empty());
}

async fn nothing_that_is_no_part_is_told(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let lead = world.holding(Role::BlockLead, BLOCK).await;
    let pack = paper(1);
    let ops = whole(&pack);
    let before = backup(world).await;
    let told_to = cursor(&check_taken(&member, ops.clone()).await);
    restore(world, before).await;
    let squat = with(with(ops[1].clone(), "kind", "attachment"), "field", "name");
    let forged = json!("x");
    for (op, live) in [
        (&ops[0], vec![forged.clone()]),
        (&ops[0], vec![ops[0]["value"].clone(), forged.clone()]),
        (&ops[1], vec![ops[2]["value"].clone()]),
        (&squat, vec![json!("ảnh")]),
    ] {
        tell(&lead, &member, &told_to, &[(op, &live)]).await;
        assert_eq!(found(&lead, &pack).await, Err(Incomplete::NoManifest));
    }
    let page = lead.pull(MEMBER, "", 999_999).await;
    assert!(page["states"].as_array().is_none_or(Vec::is_empty));
    let honest = ops.iter().map(|op| vec![op["value"].clone()]);
    for (op, live) in ops.iter().zip(honest) {
        tell(&lead, &member, &told_to, &[(op, &live)]).await;
    }
    assert_eq!(found(&member, &pack).await, Ok(2));
}

async fn erase(world: &World, scope: &str, record: &str) -> ErasureOutcome {
    let store = world.endpoint.store();
    let erasure = Erasure {
        scope: scope.into(),
        record: record.into(),
        at: world.now(),
        files: BTreeSet::new(),
    };
    let outcome = store
        .erase(erasure, "eras".into(), ErasingMode::Erase)
        .await;
    assert_eq!(store.prove_log(scope).await.unwrap().unproved, []);
    outcome.unwrap()
}

/// A paper with a photograph, and what hands it in.
fn with_photograph(photo: &Held) -> (Value, Submission) {
    let size = photo.bytes.len();
    let file = json!({ "sha256": photo.sha256, "size": size, "type": photo.file_type });
    let parts = [
        json!([PAPER, "nomination", []]),
        json!([format!("{PAPER}.f"), "attachment", [["file", file]]]),
    ];
    let pack = submission(UNIT, PAPER, parts.to_vec()).unwrap();
    (file, pack)
}

async fn an_erased_pack_is_empty_and_takes_its_files_along(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let photo = photograph(MEMBER, 1_000);
    member.upload(&photo).await;
    let (_, pack) = with_photograph(&photo);
    check_taken(&member, whole(&pack)).await;
    let outcome = erase(world, MEMBER, &pack.pack).await;
    assert_eq!(outcome.files, BTreeSet::from([photo.sha256.clone()]));
    assert_eq!(found(&member, &pack).await, Err(Incomplete::NoManifest));
    member.fetch(&photo).await.check_error(404, "notFound");
    member.create(&photo).await.check_error(410, "erased");
    let page = member.pull(MEMBER, "", 999_999).await.to_string();
    assert!(!page.contains("nomination"), "{page}");
    for op in whole(&pack) {
        let again = with(op.clone(), "n", op["n"].as_u64().unwrap() + 10);
        assert_eq!(member.answer(MEMBER, again).await, "erased");
    }
}

async fn who_erases_a_record_is_told_of_its_packs_and_their_files_stay(world: &World) {
    let member = world.holding(Role::BlockMember, MEMBER).await;
    let officer = world.officer().await;
    let (there, here) = (photograph(MEMBER, 1_000), photograph(UNIT, 1_000));
    member.upload(&there).await;
    officer.upload(&here).await;
    let (file, pack) = with_photograph(&there);
    let line = op(1, &format!("{PAPER}.f"), "file", file);
    officer.push(UNIT, [with(line, "kind", "attachment")]).await;
    check_taken(&member, whole(&pack)).await;
    let outcome = erase(world, UNIT, PAPER).await;
    assert_eq!(outcome.files, BTreeSet::new(), "the pack names it");
    let named_by = (MEMBER.to_owned(), pack.pack.clone());
    assert!(outcome.named_by.contains(&named_by), "{outcome:?}");
    assert_eq!(found(&member, &pack).await, Ok(2));
    assert!(member.fetch(&there).await.bytes == there.bytes);
    let outcome = erase(world, MEMBER, &pack.pack).await;
    assert_eq!(outcome.files, BTreeSet::from([there.sha256.clone()]));
    member.fetch(&there).await.check_error(404, "notFound");
    officer.fetch(&here).await.check_error(404, "notFound");
}
