use crate::world::{COMMUNE, Phone, World, gzip, long_to_short, op, values, with};
use axum::body::Body;
use axum::http::Request;
use register::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[tokio::test]
async fn a_request_that_is_not_one_says_why() {
    let world = World::new().await;
    let phone = world.officer().await;
    let check = async |body: &str, status: u16, code: &str| {
        phone.send(body.to_owned()).await.check_error(status, code);
    };
    check("", 400, "notJson").await;
    check("{", 400, "notJson").await;
    check("\u{feff}{}", 400, "notJson").await;
    check("<html>", 400, "notJson").await;
    check("[]", 400, "badRequest").await;
    check("{}", 400, "badRequest").await;
    check(r#"{"protocol":1,"device":7}"#, 400, "badRequest").await;
    check(r#"{"protocol":1,"device":"a/b"}"#, 400, "badRequest").await;
    check(r#"{"protocol":1,"device":""}"#, 400, "badRequest").await;
    check(r#"{"protocol":2,"device":"a"}"#, 400, "protocolUnknown").await;
    check(r#"{"protocol":9,"whatever":[1]}"#, 400, "protocolUnknown").await;
    check(r#"{"protocol":0,"device":"a"}"#, 400, "protocolUnknown").await;
    let twice = phone.request(json!([{ "scope": COMMUNE }, { "scope": COMMUNE }]));
    check(&twice.to_string(), 400, "badRequest").await;
}

#[tokio::test]
async fn a_body_may_be_packed_and_may_not_be_too_large() {
    let world = World::new().await;
    let phone = world.officer().await;
    let send = async |body: Vec<u8>, encoding: &str| {
        let request = Request::post("/v1/sync")
            .header("authorization", format!("Bearer {}", phone.token))
            .header("content-encoding", encoding)
            .body(Body::from(body))
            .unwrap();
        world.send(request).await
    };
    let good = phone.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "a", "b")] }]));
    assert_eq!(send(gzip(&good.to_string()), "gzip").await.status, 200);
    let text = good.to_string();
    let (begun, rest) = text.split_at(text.len() / 2);
    let members = [gzip(begun), gzip(rest)].concat();
    assert_eq!(send(members, "gzip").await.status, 200, "of two members");
    let junk = [gzip(&text), b"junk".to_vec()].concat();
    send(junk, "gzip").await.check_error(400, "notJson");
    assert_eq!(send(gzip(&text), "GZIP").await.status, 200);
    send(good.to_string().into(), "gzip")
        .await
        .check_error(400, "notJson");
    send(gzip(&good.to_string()), "zstd")
        .await
        .check_error(400, "badRequest");
    let mut cut = gzip(&good.to_string());
    cut.truncate(cut.len() / 2);
    send(cut, "gzip").await.check_error(400, "notJson");
    let mut bomb = phone.request(json!([{ "scope": COMMUNE, "ops": [op(2, "r1", "a", "c")] }]));
    bomb["padding"] = "x".repeat(17 * 1024 * 1024).into();
    let bomb = gzip(&bomb.to_string());
    assert!(bomb.len() < 32 * 1024);
    send(bomb, "gzip").await.check_error(413, "tooLarge");
    let scope = phone.pull(COMMUNE, "", 65_536).await;
    assert_eq!(
        values(&scope, "r1", "a"),
        [&json!("b")],
        "nothing of it entered"
    );
    send(vec![b' '; 4 * 1024 * 1024 + 1], "identity")
        .await
        .check_error(413, "tooLarge");
    let claim = format!("{{\"code\":\"{}\"}}", "x".repeat(20_000));
    let request = Request::post("/v1/enrolments")
        .body(Body::from(claim))
        .unwrap();
    world.send(request).await.check_error(413, "tooLarge");
}

/// Pushes one broken operation between two good ones.
async fn answers_around(phone: &Phone<'_>, first: u64, broken: Value) -> Value {
    let ops = [
        op(first, "r1", "a", "1"),
        broken,
        op(first + 2, "r1", "c", "3"),
    ];
    let reply = phone.push(COMMUNE, ops).await;
    let scope = &reply["scopes"][0];
    assert_eq!(values(scope, "r1", "a").len(), 1, "{scope}");
    assert_eq!(values(scope, "r1", "c").len(), 1, "{scope}");
    scope.clone()
}

#[tokio::test]
async fn a_broken_operation_is_answered_and_the_good_ones_enter() {
    let big = "x".repeat(1024 * 1024);
    let many: Vec<String> = (1..=5000).map(|i| format!("0.{i}.abcd")).collect();
    let named = [
        (with(op(2, "r1", "b", 1), "value", 1_i64 << 53), "malformed"),
        (with(op(2, "r1", "b", 1), "at", 1_i64 << 53), "malformed"),
        (with(op(2, "r1", "b", 1), "at", i64::MIN), "malformed"),
        (op(2, "r1", "b", json!(vec![0; 32_769])), "malformed"),
        (with(op(2, "r1", "b", 1), "record", "a/b"), "malformed"),
        (with(op(2, "r1", "b", 1), "record", ""), "malformed"),
        (with(op(2, "r1", "b", 1), "kind", "đ"), "malformed"),
        (with(op(2, "r1", "b", 1), "field", "a.b"), "malformed"),
        (with(op(2, "r1", "b", 1), "save", 3), "malformed"),
        (op(2, "r1", "~", json!(["x"])), "malformed"),
        (op(2, "r1", "b", big), "tooLarge"),
        (
            with(op(2, "r1", "b", 1), "replaces", json!(many)),
            "tooLarge",
        ),
    ];
    for (broken, code) in named {
        let world = World::new().await;
        let phone = world.officer().await;
        let hash = phone
            .short(COMMUNE, &broken)
            .rsplit_once('.')
            .unwrap()
            .1
            .to_owned();
        let scope = answers_around(&phone, 1, broken.clone()).await;
        assert_eq!(
            scope["answers"][format!("0.2.{hash}")],
            code,
            "{}",
            broken["field"]
        );
        assert_eq!(scope["seen"], json!({ "0": 3 }), "its number is taken");
        let again = answers_around(&phone, 1, broken).await;
        assert_eq!(
            again["answers"], scope["answers"],
            "and the answer is repeated"
        );
        assert_eq!(again["cursor"], scope["cursor"]);
    }
}

#[tokio::test]
async fn an_operation_that_cannot_be_read_is_answered_by_its_number() {
    let broken = [
        json!({ "n": 2 }),
        json!({ "n": 2, "record": 7 }),
        with(op(2, "r1", "b", 1), "replaces", json!(["9.1.abcd"])),
        with(op(2, "r1", "b", 1), "replaces", json!(["nonsense"])),
        with(op(2, "r1", "b", 1), "replaces", "0.1.abcd"),
        with(op(2, "r1", "b", 1), "replaces", json!(["0.01.abcd"])),
        with(op(2, "r1", "b", 1), "replaces", json!(["0.+1.abcd"])),
        with(op(2, "r1", "b", 1), "replaces", json!(["00.1.abcd"])),
        with(op(2, "r1", "b", 1), "value", 0.5),
        with(op(2, "r1", "b", 1), "value", -0.0),
        with(op(2, "r1", "b", 1), "value", json!([{ "a": 1.0 }])),
        with(op(2, "r1", "b", 1), "at", "yesterday"),
        with(op(2, "r1", "b", 1), "at", 1e300),
        with(op(2, "r1", "b", 1), "save", u64::MAX),
    ];
    for broken in broken {
        let world = World::new().await;
        let phone = world.officer().await;
        let scope = answers_around(&phone, 1, broken.clone()).await;
        assert_eq!(scope["answers"]["0.2"], "malformed", "{broken}");
        assert_eq!(scope["seen"], json!({ "0": 3 }));
        assert_eq!(
            answers_around(&phone, 1, broken).await["answers"],
            scope["answers"]
        );
    }
}

#[tokio::test]
async fn what_has_neither_number_nor_author_is_passed_over() {
    let broken = [
        json!(null),
        json!(7),
        json!({}),
        json!({ "n": "2" }),
        with(op(2, "r1", "b", 1), "n", 0),
        with(op(2, "r1", "b", 1), "n", -1),
        with(op(2, "r1", "b", 1), "n", 1_u64 << 53),
        with(op(2, "r1", "b", 1), "n", 1.5),
        with(op(2, "r1", "b", 1), "by", 7),
        with(op(2, "r1", "b", 1), "by", "0"),
        with(op(2, "r1", "b", 1), "by", -1),
    ];
    for broken in broken {
        let world = World::new().await;
        let phone = world.officer().await;
        let scope = answers_around(&phone, 1, broken.clone()).await;
        assert_eq!(scope["answers"].as_object().unwrap().len(), 2, "{broken}");
        assert_eq!(scope["seen"], json!({ "0": 1 }), "{broken}");
    }
}

#[tokio::test]
async fn a_hundred_thousand_replaced_names_are_too_many_and_the_rest_enters() {
    let world = World::new().await;
    let phone = world.officer().await;
    let many: Vec<String> = (1..=100_000).map(|i| format!("\"0.{i}.abcd\"")).collect();
    let broken = with(op(2, "r1", "b", 1), "replaces", json!(["MANY"]));
    let ops = [op(1, "r1", "a", "1"), broken, op(3, "r1", "c", "3")];
    let body = phone.request(json!([{ "scope": COMMUNE, "ops": ops }]));
    let request = Request::post("/v1/sync")
        .header("authorization", format!("Bearer {}", phone.token))
        .header("content-encoding", "gzip")
        .body(Body::from(gzip(
            &body.to_string().replace("\"MANY\"", &many.join(",")),
        )))
        .unwrap();
    let reply = world.send(request).await.json();
    let scope = &reply["scopes"][0];
    let mut answers: Vec<_> = scope["answers"].as_object().unwrap().values().collect();
    answers.sort_by_key(|answer| answer.as_str());
    assert_eq!(answers, ["ok", "ok", "tooLarge"]);
    assert_eq!(values(scope, "r1", "a"), [&json!("1")]);
    assert_eq!(values(scope, "r1", "c"), [&json!("3")]);
    assert_eq!(scope["seen"], json!({ "0": 3 }));
}

#[tokio::test]
async fn a_number_that_skips_enters_and_leaves_a_gap_until_the_others_come() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops = [op(1, "r1", "a", "1"), op(7, "r1", "b", "7")];
    let reply = phone.push(COMMUNE, ops).await;
    let scope = &reply["scopes"][0];
    assert!(
        scope["answers"]
            .as_object()
            .unwrap()
            .values()
            .all(|answer| answer == "ok")
    );
    assert_eq!(values(scope, "r1", "b"), [&json!("7")]);
    assert_eq!(scope["seen"], json!({ "0": 1 }));
    let seventh = phone.short(COMMUNE, &op(7, "r1", "b", "7"));
    assert_eq!(scope["beyond"], json!([long_to_short(&reply, &seventh)]));
    let between: Vec<Value> = (2..=6).map(|n| op(n, "r2", &format!("f{n}"), n)).collect();
    let reply = phone.push(COMMUNE, between).await;
    assert_eq!(reply["scopes"][0]["seen"], json!({ "0": 7 }));
    assert_eq!(reply["scopes"][0]["beyond"], Value::Null);
}

#[tokio::test]
async fn a_clock_in_the_year_2100_is_shown_and_decides_nothing() {
    const IN_2100: i64 = 4_102_444_800_000;
    let world = World::new().await;
    let phone = world.officer().await;
    let ahead = with(op(1, "r1", "a", "ahead"), "at", IN_2100);
    let name = phone.short(COMMUNE, &ahead);
    let reply = phone.push(COMMUNE, [ahead]).await;
    let entry = &reply["scopes"][0]["states"][0]["live"][0];
    assert_eq!(entry[2], IN_2100, "as its author's phone believed");
    assert_eq!(entry[3], world.now(), "by the endpoint's clock");
    let long_ago = with(op(2, "r1", "a", "of 1970"), "at", 0);
    let short = long_to_short(&reply, &name);
    let reply = phone
        .push(COMMUNE, [with(long_ago, "replaces", json!([short]))])
        .await;
    assert_eq!(values(&reply["scopes"][0], "r1", "a"), [&json!("of 1970")]);
}

#[tokio::test]
async fn a_phones_clock_decides_nothing() {
    let world = World::new().await;
    let phone = world.officer().await;
    // What dates of a browser can say.
    let furthest: i64 = 8_640_000_000_000_000;
    for (n, at) in [
        (1, furthest),
        (2, -furthest),
        (3, 0),
        (4, 4_102_444_800_000),
    ] {
        let edit = with(op(n, "r1", &format!("f{n}"), "x"), "at", at);
        assert_eq!(phone.answer(COMMUNE, edit).await, "ok", "{at}");
    }
}

#[tokio::test]
async fn more_operations_than_one_request_may_bring_are_left_unanswered() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops: Vec<Value> = (1..=5_010)
        .map(|i| op(i, &format!("r{i}"), "a", "b"))
        .collect();
    let reply = phone.push(COMMUNE, ops.clone()).await;
    assert_eq!(
        reply["scopes"][0]["answers"].as_object().unwrap().len(),
        5_000
    );
    assert_eq!(reply["scopes"][0]["seen"], json!({ "0": 5_000 }));
    let rest = phone.push(COMMUNE, &ops[5_000..]).await;
    assert_eq!(rest["scopes"][0]["seen"], json!({ "0": 5_010 }));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_json() {
    let world = World::new().await;
    world.get("/v1/nothing").await.check_error(404, "notFound");
    world
        .get("/v1/sync")
        .await
        .check_error(405, "methodNotAllowed");
    let request = Request::post("/").body(Body::empty()).unwrap();
    world
        .send(request)
        .await
        .check_error(405, "methodNotAllowed");
}

/// An element of `ops`, as text, by device `AaH5r7HpdqWdxHZJQvh8AA` at place 0.
#[derive(serde::Deserialize)]
struct Element {
    why: String,
    element: String,
    answers: BTreeMap<String, String>,
}

#[tokio::test]
async fn elements_at_the_borders_are_answered_as_every_client_can_expect() {
    let elements = include_str!("../../../../tests/vectors/elements.json");
    let elements: Vec<Element> = serde_json::from_str(elements).unwrap();
    assert!(elements.len() > 20);
    for Element {
        why,
        element,
        answers,
    } in elements
    {
        let world = World::new().await;
        let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
        let device = "AaH5r7HpdqWdxHZJQvh8AA";
        let enrolled = world.enrol(&code, device, "0123456789abcdef").await.json();
        let phone = Phone {
            world: &world,
            token: enrolled["token"].as_str().unwrap().into(),
            device: device.into(),
        };
        let request = phone.request(json!([{ "scope": COMMUNE, "ops": ["HERE"] }]));
        let answer = phone
            .send(request.to_string().replace("\"HERE\"", &element))
            .await;
        let said = answer.json()["scopes"][0]["answers"].clone();
        assert_eq!(said, json!(answers), "{why}");
    }
}

#[tokio::test]
async fn a_member_of_a_request_twice_is_refused() {
    let world = World::new().await;
    let phone = world.officer().await;
    let check = async |body: &str| {
        phone
            .send(body.to_owned())
            .await
            .check_error(400, "badRequest");
    };
    check(r#"{"protocol":1,"protocol":1,"device":"phone-1"}"#).await;
    check(r#"{"protocol":1,"device":"phone-1","scopes":[{"scope":"06541","scope":"06541"}]}"#)
        .await;
}
