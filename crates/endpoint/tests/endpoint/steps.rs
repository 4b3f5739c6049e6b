//! Steps at the endpoint, on both stores: what is one, who takes it, what it protects, and what is told of it.

use crate::recovery_reports::{backup, cursor, restore};
use crate::world::{COMMUNE, Phone, World, long_to_short, op, values, with};
use register::role::Role;
use register::step::own_word;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const UNIT: &str = "06541/AaH5r7HpdqWdxHZJQvh8AB";
pub const PAPER: &str = "AaH5r7azf3qS3ZqoliV0mA";

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
    what_has_a_step_is_deleted_by_officials_alone,
    a_step_and_a_deletion_may_come_in_one_request,
    an_approval_is_told_by_who_could_have_given_it,
    nothing_that_is_no_step_is_told,
    who_would_delete_what_has_a_step_is_told_to_officials,
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

#[tokio::test]
async fn steps_are_answered_as_every_client_can_expect() {
    let cases = include_str!("../../../../tests/vectors/steps.json");
    let cases: Cases = serde_json::from_str(cases).unwrap();
    assert!(cases.operations.len() >= 150);
    let world = World::new().await;
    let mut phones: BTreeMap<String, (Phone<'_>, u64)> = BTreeMap::new();
    // Nobody is invited to what a commune's role implies elsewhere.
    let given = |case: &Case| case.granted.starts_with(COMMUNE);
    for case in cases.operations.into_iter().filter(given) {
        let who = format!("{:?} in {}", case.role, case.granted);
        if !phones.contains_key(&who) {
            let phone = world.phone(case.role, &case.granted).await;
            phones.insert(who.clone(), (phone, 0));
        }
        let (phone, number) = phones.get_mut(&who).unwrap();
        *number += 1;
        let n = *number;
        let op = json!({
            "n": n, "record": case.record, "kind": case.kind, "field": case.field,
            "value": case.value, "replaces": case.replaces, "at": 7,
        });
        assert_eq!(
            phone.answer(&case.scope, op).await,
            case.answer,
            "{}: {who}",
            case.why
        );
    }
}

/// The line of a step that somebody takes on the paper.
pub fn step(n: u64, kind: &str, what: &str, more: &Value) -> Value {
    let mut value = json!({
        "what": what, "content": "c".repeat(43), "after": [], "on": "2026-03-05",
        "nonce": format!("{n:022}"),
    });
    for (name, member) in more.as_object().into_iter().flatten() {
        value[name] = member.clone();
    }
    let word = own_word(UNIT, PAPER, kind, &value);
    json!({
        "n": n, "record": format!("{PAPER}.{word}"), "kind": kind, "field": "step",
        "value": value, "at": 7,
    })
}

fn paper(n: u64, field: &str, value: impl Into<Value>) -> Value {
    with(op(n, PAPER, field, value), "kind", "nomination")
}

async fn people(world: &World) -> [Phone<'_>; 3] {
    [
        world.phone(Role::CommuneChair, COMMUNE).await,
        world.officer().await,
        world.phone(Role::VillageHead, UNIT).await,
    ]
}

async fn what_has_a_step_is_deleted_by_officials_alone(world: &World) {
    let [chair, officer, head] = people(world).await;
    assert_eq!(head.answer(UNIT, paper(1, "award", "x")).await, "ok");
    assert_eq!(head.answer(UNIT, paper(2, "~", json!([]))).await, "ok");
    assert_eq!(head.answer(UNIT, paper(3, "~", Value::Null)).await, "ok");
    let submitted = step(4, "submissionStep", "submitted", &json!({}));
    let again = submitted.clone();
    assert_eq!(head.answer(UNIT, submitted).await, "ok");
    assert_eq!(head.answer(UNIT, paper(5, "~", json!([]))).await, "noRight");
    assert_eq!(
        head.answer(UNIT, paper(6, "~", Value::Null)).await,
        "noRight"
    );
    // Its lines and fields are the head's, and so are other papers.
    let line = json!({
        "n": 7, "record": format!("{PAPER}.a"), "kind": "earlierAward", "field": "~",
        "value": [], "at": 7,
    });
    assert_eq!(head.answer(UNIT, line).await, "ok");
    assert_eq!(head.answer(UNIT, paper(8, "award", "y")).await, "ok");
    for (n, beside) in (9..).zip([format!("{PAPER}-"), format!("{PAPER}0"), "x".into()]) {
        let other = with(paper(n, "~", json!([])), "record", beside);
        assert_eq!(head.answer(UNIT, other).await, "ok");
    }
    assert_eq!(officer.answer(UNIT, paper(1, "~", json!([]))).await, "ok");
    assert_eq!(chair.answer(UNIT, paper(1, "~", Value::Null)).await, "ok");
    // What is known is answered as it was.
    assert_eq!(head.answer(UNIT, again).await, "ok");
}

async fn a_step_and_a_deletion_may_come_in_one_request(world: &World) {
    let [_, _, head] = people(world).await;
    let ops = [
        paper(1, "award", "x"),
        paper(2, "~", json!([])),
        step(3, "submissionStep", "submitted", &json!({})),
        paper(4, "~", json!([])),
    ];
    let names: Vec<String> = ops.iter().map(|op| head.short(UNIT, op)).collect();
    let reply = head.push(UNIT, ops).await;
    let answers = &reply["scopes"][0]["answers"];
    let said: Vec<&Value> = names
        .iter()
        .map(|name| &answers[long_to_short(&reply, name)])
        .collect();
    assert_eq!(said, ["ok", "ok", "ok", "noRight"]);
}

/// What somebody tells of operations of `author`: of each line or field what stands there.
async fn tell(
    witness: &Phone<'_>,
    author: &Phone<'_>,
    cursor: &Value,
    told: &[(&Value, &[Value])],
) {
    let testimony = told.iter().map(|(op, values)| {
        let name = author.short(UNIT, op);
        let short = format!("0.{}", name.split_once('.').unwrap().1);
        let live: Vec<Value> = values
            .iter()
            .map(|value| json!([short, value, 7, 8]))
            .collect();
        json!({ "record": op["record"], "kind": op["kind"], "field": op["field"], "live": live })
    });
    let testimony: Vec<Value> = testimony.collect();
    let scope = json!({
        "scope": UNIT, "cursor": cursor, "testimony": testimony, "pulled": { "0": 999 },
    });
    let mut request = witness.request(json!([scope]));
    request["devices"] = json!([author.device]);
    witness.sync(request).await;
}

/// How many live values the line of a step has, and how many tellings wait before somebody.
async fn seen(phone: &Phone<'_>, op: &Value) -> (usize, usize) {
    let page = phone.pull(UNIT, "", 99_999).await;
    let line = op["record"].as_str().unwrap();
    let stands = values(&page, line, op["field"].as_str().unwrap()).len();
    (stands, page["told"].as_array().map_or(0, Vec::len))
}

async fn an_approval_is_told_by_who_could_have_given_it(world: &World) {
    let [chair, officer, head] = people(world).await;
    let before = backup(world).await;
    let plain = step(1, "approvalStep", "approved", &json!({}));
    let by_paper = json!({ "onPaper": true, "scan": "s".repeat(43) });
    let on_paper = step(2, "approvalStep", "approved", &by_paper);
    assert_eq!(chair.answer(UNIT, plain.clone()).await, "ok");
    let told_to = cursor(&chair.push(UNIT, [on_paper.clone()]).await);
    restore(world, before).await;
    let told = |op: &Value| [op["value"].clone()];
    tell(&head, &chair, &told_to, &[(&plain, &told(&plain))]).await;
    assert_eq!(seen(&chair, &plain).await, (0, 1), "a reader's waits");
    assert_eq!(
        seen(&officer, &plain).await,
        (0, 0),
        "and not before the officer"
    );
    tell(&officer, &chair, &told_to, &[(&plain, &told(&plain))]).await;
    assert_eq!(
        seen(&officer, &plain).await,
        (0, 0),
        "so does the officer's"
    );
    tell(&officer, &chair, &told_to, &[(&on_paper, &told(&on_paper))]).await;
    assert_eq!(
        seen(&head, &on_paper).await,
        (1, 0),
        "what he could have written"
    );
    // Who may not take the step decides on nothing.
    let waiting = chair.pull(UNIT, "", 99_999).await["told"].clone();
    let id = &waiting[0]["id"];
    let decide = json!([{ "scope": UNIT, "decided": [id] }]);
    officer.sync(officer.request(decide.clone())).await;
    assert_eq!(seen(&chair, &plain).await, (0, 1));
    chair.sync(chair.request(decide)).await;
    assert_eq!(seen(&chair, &plain).await, (0, 0));
    tell(&chair, &chair, &told_to, &[(&plain, &told(&plain))]).await;
    assert_eq!(
        seen(&head, &plain).await,
        (1, 0),
        "the chair's counts at once"
    );
}

async fn nothing_that_is_no_step_is_told(world: &World) {
    let [chair, officer, _] = people(world).await;
    let held = step(1, "officeStep", "returned", &json!({}));
    assert_eq!(chair.answer(UNIT, held.clone()).await, "ok");
    let before = backup(world).await;
    let later = step(2, "officeStep", "verified", &json!({}));
    let told_to = cursor(&chair.push(UNIT, [later.clone()]).await);
    restore(world, before).await;
    let value = later["value"].clone();
    let mut forged = value.clone();
    forged["reason"] = json!("x");
    let squat = with(with(later.clone(), "kind", "attachment"), "field", "name");
    let told: [(&Value, &[Value]); 5] = [
        (&held, &[]),
        (&later, &[]),
        (&later, std::slice::from_ref(&forged)),
        (&later, &[value.clone(), forged.clone()]),
        (&squat, &[json!("ảnh")]),
    ];
    tell(&officer, &chair, &told_to, &told).await;
    assert_eq!(seen(&chair, &held).await, (1, 0));
    assert_eq!(seen(&chair, &later).await, (0, 0));
    assert_eq!(seen(&chair, &squat).await, (0, 0));
    tell(&officer, &chair, &told_to, &[(&later, &[value])]).await;
    assert_eq!(seen(&chair, &later).await, (1, 0));
}

async fn who_would_delete_what_has_a_step_is_told_to_officials(world: &World) {
    let [_, officer, head] = people(world).await;
    let other = world.phone(Role::VillageHead, UNIT).await;
    head.push(
        UNIT,
        [
            paper(1, "award", "x"),
            step(2, "submissionStep", "submitted", &json!({})),
        ],
    )
    .await;
    let before = backup(world).await;
    let deletion = paper(1, "~", json!([]));
    let told_to = cursor(&officer.push(UNIT, [deletion.clone()]).await);
    restore(world, before).await;
    tell(&head, &officer, &told_to, &[(&deletion, &[json!([])])]).await;
    assert_eq!(seen(&officer, &deletion).await, (0, 1));
    assert_eq!(seen(&other, &deletion).await, (0, 0), "no head is asked");
    let waiting = officer.pull(UNIT, "", 99_999).await["told"].clone();
    let decide = json!([{ "scope": UNIT, "decided": [&waiting[0]["id"]] }]);
    other.sync(other.request(decide.clone())).await;
    assert_eq!(seen(&officer, &deletion).await, (0, 1));
    officer.sync(officer.request(decide)).await;
    assert_eq!(seen(&officer, &deletion).await, (0, 0));
}
