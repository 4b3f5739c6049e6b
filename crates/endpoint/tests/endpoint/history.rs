//! What happened to a record, for whoever writes in its scope.

use crate::private_postgres;
use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, HOUR, HttpAnswer, NOON, Phone, World, op, with};
use axum::body::Body;
use axum::http::Request;
use register::role::Role;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn ask(phone: &Phone<'_>, question: &str) -> HttpAnswer {
    let request = Request::get(format!("/v1/history?{question}"))
        .header("authorization", format!("Bearer {}", phone.token))
        .body(Body::empty());
    phone.world.send(request.unwrap()).await
}

async fn history(phone: &Phone<'_>, question: &str) -> Value {
    let answer = ask(phone, &format!("scope={COMMUNE}&{question}")).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

fn replacing(phone: &Phone<'_>, op: Value, replaced: &Value) -> Value {
    let name = phone.short(COMMUNE, replaced);
    let short = format!("0.{}", name.split_once('.').unwrap().1);
    with(op, "replaces", json!([short]))
}

/// `how value`, the newest first.
fn told(history: &Value) -> Vec<String> {
    let entries = history["entries"].as_array().unwrap().iter();
    let one = |entry: &Value| {
        let how = entry["how"].as_str().unwrap();
        format!("{how} {}", entry["value"].as_str().unwrap_or("–"))
    };
    entries.map(one).collect()
}

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
    a_field_and_a_record_with_its_lines_are_told_newest_first,
    what_is_dead_told_and_dropped_says_so,
    ten_thousand_changes_are_paged_quickly,
    an_answer_is_small_and_never_empty,
);

async fn a_field_and_a_record_with_its_lines_are_told_newest_first(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let one = op(1, "r1", "name", "1");
    let two = replacing(&a, op(2, "r1", "name", "2"), &one);
    let other = ["r1.x", "r1-x", "r10", "r1.x.y"].iter().enumerate();
    let other = other.map(|(place, record)| op(place as u64 + 3, record, "name", *record));
    a.push(
        COMMUNE,
        [vec![one.clone(), two.clone()], other.collect()].concat(),
    )
    .await;
    world.pass(HOUR);
    b.push(COMMUNE, [op(1, "r1", "phone", Value::Null)]).await;
    let whole = history(&a, "record=r1").await;
    assert_eq!(
        told(&whole),
        [
            "accepted –",
            "accepted r1.x.y",
            "accepted r1.x",
            "accepted 2",
            "accepted 1"
        ]
    );
    let names: Vec<&Value> = whole["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    assert_eq!(names, ["Người 2", "Người 1"]);
    assert_eq!(
        (&whole["since"], &whole["more"]),
        (&json!(NOON), &Value::Null)
    );
    let newest = &whole["entries"][0];
    assert_eq!(
        newest,
        &json!({
            "seq": 7, "record": "r1", "kind": "collective", "field": "phone", "person": 0,
            "name": b.short(COMMUNE, &op(1, "r1", "phone", Value::Null)),
            "value": null, "at": 7, "received": NOON + HOUR, "how": "accepted",
        })
    );
    let of_name = history(&a, "record=r1&field=name").await;
    assert_eq!(told(&of_name), ["accepted 2", "accepted 1"]);
    assert_eq!(
        of_name["entries"][0]["replaces"],
        json!([a.short(COMMUNE, &one)])
    );
    // Of people only those who wrote what is in the answer.
    assert_eq!(of_name["people"].as_array().unwrap().len(), 1);
    let first = history(&a, "record=r1&limit=2").await;
    assert_eq!((told(&first).len(), &first["more"]), (2, &json!(true)));
    let seq = &first["entries"][1]["seq"];
    let rest = history(&a, &format!("record=r1&before={seq}")).await;
    assert_eq!(told(&rest), ["accepted r1.x", "accepted 2", "accepted 1"]);
    assert_eq!(told(&history(&a, "record=nothing").await), [""; 0]);
}

async fn what_is_dead_told_and_dropped_says_so(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let one = op(1, "r1", "name", "1");
    let two = replacing(&a, op(2, "r1", "name", "2"), &one);
    let three = replacing(&a, op(3, "r1", "name", "3"), &two);
    a.push(COMMUNE, [one.clone(), three.clone()]).await;
    a.push(COMMUNE, [two.clone()]).await;
    assert_eq!(
        told(&history(&b, "record=r1").await),
        ["dead 2", "accepted 3", "accepted 1"]
    );
    let before = backup(world).await;
    let four = replacing(&a, op(4, "r1", "name", "4"), &three);
    let pulled_to = cursor(&a.push(COMMUNE, [four.clone()]).await);
    restore(world, before).await;
    let short = a
        .short(COMMUNE, &four)
        .split_once('.')
        .unwrap()
        .1
        .to_owned();
    let live = json!([[format!("0.{short}"), "4", 7, 8]]);
    let report = json!([{ "record": "r1", "kind": "collective", "field": "name", "live": live }]);
    tell_all(&b, &a, &pulled_to, report).await;
    let said = history(&a, "record=r1").await;
    // In whichever order of one report: 3 left, and 4 joined.
    let mut newest = told(&said)[..2].to_vec();
    newest.sort();
    assert_eq!(newest, ["dropped 3", "told 4"]);
    assert_eq!(told(&said)[2..], ["dead 2", "accepted 3", "accepted 1"]);
    let witness = &said["people"][said["entries"][0]["witness"].as_u64().unwrap() as usize];
    assert_eq!(
        (&said["entries"][0]["by"], &witness["name"]),
        (&json!(b.device), &json!("Người 2"))
    );
    assert_eq!(
        said["since"],
        world.now(),
        "it began again with the restore"
    );
}

/// Well below what anybody would wait for, on a machine that does other work, too.
const QUICK: Duration = Duration::from_secs(20);

async fn ten_thousand_changes_are_paged_quickly(world: &World) {
    let phone = world.officer().await;
    let mut last = op(1, "r1", "name", "0");
    let mut n = 1;
    for _ in 0..10 {
        let mut ops = Vec::with_capacity(1_000);
        for _ in 0..1_000 {
            ops.push(last.clone());
            n += 1;
            last = replacing(&phone, op(n, "r1", "name", format!("{n}")), &last);
        }
        phone.push(COMMUNE, ops).await;
    }
    let begun = Instant::now();
    // So often a minute one asks; another asks for the field alone.
    let other = world.officer().await;
    for (who, question) in [(&phone, "record=r1"), (&other, "record=r1&field=name")] {
        let (mut seen, mut before) = (i64::MAX, String::new());
        let mut entries = 0;
        loop {
            let answer = ask(who, &format!("scope={COMMUNE}&{question}{before}")).await;
            assert_eq!(answer.status, 200, "{}", answer.json());
            assert!(answer.plain().len() <= 64 * 1024, "an answer is small");
            let page = answer.json();
            for entry in page["entries"].as_array().unwrap() {
                let seq = entry["seq"].as_i64().unwrap();
                assert!(seq < seen, "each once, the newest first");
                (seen, entries) = (seq, entries + 1);
            }
            before = format!("&before={seen}");
            if page["more"] != true {
                break;
            }
        }
        assert_eq!(entries, 10_000, "{question}");
    }
    // From the middle, by a number that no change of this field took.
    phone.push(COMMUNE, [op(20_001, "r1", "phone", "x")]).await;
    let whole = history(&other, "record=r1&limit=1").await;
    assert_eq!(whole["entries"][0]["field"], "phone");
    let page = history(&other, "record=r1&field=name&before=5001&limit=1").await;
    assert_eq!(page["entries"][0]["seq"], 5_000);
    assert!(begun.elapsed() < QUICK, "{:?}", begun.elapsed());
}

async fn an_answer_is_small_and_never_empty(world: &World) {
    let phone = world.officer().await;
    let long = |n: u64, bytes: usize| op(n, "r1", "note", format!("{n} {}", "x".repeat(bytes)));
    phone
        .push(
            COMMUNE,
            [
                long(1, 30_000),
                long(2, 30_000),
                long(3, 30_000),
                long(4, 200_000),
            ],
        )
        .await;
    let mut pages = Vec::new();
    let mut before = String::new();
    loop {
        let page = history(&phone, &format!("record=r1{before}")).await;
        let entries = page["entries"].as_array().unwrap();
        pages.push(entries.len());
        before = format!("&before={}", entries[entries.len() - 1]["seq"]);
        if page["more"] != true {
            break;
        }
    }
    assert_eq!(pages, [1, 2, 1]);
}

#[tokio::test]
async fn who_writes_nothing_there_is_told_nothing() {
    let world = World::new().await;
    let officer = world.officer().await;
    officer.push(COMMUNE, [op(1, "r1", "name", "1")]).await;
    let head = world.phone(Role::VillageHead, "06541/a").await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let question = |scope: &str| format!("scope={scope}&record=r1");
    assert_eq!(ask(&officer, &question(COMMUNE)).await.status, 200);
    assert_eq!(ask(&officer, &question("06541/a")).await.status, 200);
    assert_eq!(ask(&head, &question("06541/a")).await.status, 200);
    for (phone, scope) in [
        (&viewer, COMMUNE),
        (&viewer, "06541/a"),
        (&head, COMMUNE),
        (&head, "06541/all"),
        (&officer, "02701"),
        (&officer, "06541//"),
    ] {
        ask(phone, &question(scope))
            .await
            .check_error(404, "notFound");
    }
    let store = world.endpoint.store();
    let grant = register::rights::Grant {
        scope: COMMUNE.into(),
        role: Role::CommuneOfficer,
    };
    assert!(store.set_role(&officer.device, grant, false).await.unwrap());
    ask(&officer, &question(COMMUNE))
        .await
        .check_error(404, "notFound");
    for odd in [
        "scope=06541",
        "record=r1",
        "scope=06541&record=r..1",
        "scope=06541&record=r1&field=a.b",
        "scope=06541&record=r1&before=x",
        "scope=06541&record=r1&limit=-1",
    ] {
        ask(&head, odd).await.check_error(400, "badRequest");
    }
    let nobody = world.get("/v1/history?scope=06541&record=r1").await;
    nobody.check_error(401, "unauthorized");
}

#[tokio::test]
async fn one_asks_sixty_times_a_minute() {
    let database = private_postgres::database().await;
    let world = World::on_postgres(&database).await;
    let (a, b) = (world.officer().await, world.officer().await);
    for _ in 0..60 {
        history(&a, "record=r1").await;
    }
    // One more is allowed with each second that these have taken.
    let mut answer = ask(&a, "scope=06541&record=r1").await;
    while answer.status == 200 {
        answer = ask(&a, "scope=06541&record=r1").await;
    }
    answer.check_error(429, "rateLimited");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    history(&b, "record=r1").await;
}
