use crate::world::{COMMUNE, World, op, with};
use axum::body::Body;
use axum::http::Request;
use endpoint::model::Revocation;
use protocol::wire::grants_digest;
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};

const VILLAGE: &str = "06541/village";

#[tokio::test]
async fn a_village_head_sees_his_village_and_what_is_for_all() {
    let world = World::new().await;
    let officer = world.officer().await;
    for scope in [COMMUNE, "06541/all", VILLAGE, "06541/other"] {
        officer.push(scope, [op(1, "r1", "name", "A")]).await;
    }
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let everything = json!([
        { "scope": COMMUNE }, { "scope": "06541/all" }, { "scope": VILLAGE },
        { "scope": "06541/other" }, { "scope": "02701" },
    ]);
    let reply = head.sync(head.request(everything)).await;
    assert_eq!(reply["lost"], json!(["02701", COMMUNE, "06541/other"]));
    let seen: Vec<&Value> = reply["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| &scope["scope"])
        .collect();
    assert_eq!(seen, ["06541/all", VILLAGE]);
    let heads: Vec<&String> = reply["heads"].as_object().unwrap().keys().collect();
    assert_eq!(heads, ["06541/all", VILLAGE]);
}

#[tokio::test]
async fn another_commune_sees_nothing_whatever_it_asks_for() {
    let world = World::new().await;
    let officer = world.officer().await;
    for scope in [COMMUNE, "06541/all", VILLAGE] {
        officer.push(scope, [op(1, "r1", "name", "Bí mật")]).await;
    }
    let stranger = world.phone(Role::CommuneOfficer, "02701").await;
    let cursor = officer.pull(COMMUNE, "", 9999).await["cursor"].clone();
    let asked = [
        COMMUNE,
        "06541/all",
        VILLAGE,
        "06541/",
        "/06541",
        "06541//all",
        "",
        "*",
        "%",
        "0654_",
        "02701/../06541",
        "02701/06541",
        "06541\u{0}",
        "06541/all ",
        "../06541",
    ];
    let scopes: Vec<Value> = asked
        .iter()
        .map(|scope| json!({ "scope": scope, "cursor": cursor, "ops": [op(1, "r9", "a", "b")] }))
        .collect();
    let reply = stranger.sync(stranger.request(json!(scopes))).await;
    assert!(!reply.to_string().contains("Bí mật"));
    assert!(!reply.to_string().contains("phone-1"), "nor who wrote it");
    assert_eq!(reply["lost"].as_array().unwrap().len(), asked.len() - 1);
    assert_eq!(
        reply["scopes"].as_array().unwrap().len(),
        1,
        "its own, 02701/06541"
    );
    assert_eq!(
        reply["heads"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["02701/06541"]
    );
    let untouched = officer.pull(COMMUNE, "", 9999).await;
    assert_eq!(untouched["states"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn operations_for_a_lost_scope_are_answered_by_nothing() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let reply = head.push(COMMUNE, [op(1, "r1", "name", "A")]).await;
    assert_eq!(
        (&reply["scopes"], &reply["lost"]),
        (&Value::Null, &json!([COMMUNE]))
    );
}

#[tokio::test]
async fn roles_write_what_they_may() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let chair = world.phone(Role::CommuneChair, COMMUNE).await;
    let nomination = |n, field| with(op(n, "n1", field, "x"), "kind", "nomination");
    assert_eq!(head.answer(VILLAGE, nomination(1, "title")).await, "ok");
    assert_eq!(
        head.answer(VILLAGE, nomination(2, "outcome")).await,
        "noRight"
    );
    assert_eq!(
        head.answer(VILLAGE, with(op(3, "x", "a", 1), "kind", "commune"))
            .await,
        "noRight"
    );
    assert_eq!(
        head.answer("06541/all", op(1, "r1", "name", "x")).await,
        "noRight"
    );
    assert_eq!(
        viewer.answer(VILLAGE, op(1, "r1", "name", "x")).await,
        "noRight"
    );
    let attachment = |n, record| with(op(n, record, "name", "Biên bản"), "kind", "attachment");
    assert_eq!(head.answer(VILLAGE, attachment(4, "n1.a")).await, "ok");
    assert_eq!(
        head.answer("06541/all", attachment(2, "c1.a")).await,
        "noRight"
    );
    assert_eq!(
        viewer.answer(VILLAGE, attachment(2, "n1.b")).await,
        "noRight"
    );
    assert_eq!(chair.answer(VILLAGE, nomination(1, "outcome")).await, "ok");
    assert_eq!(
        chair.answer("06541/all", op(1, "r1", "name", "x")).await,
        "ok"
    );
}

#[tokio::test]
async fn a_refused_line_holds_up_no_other() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let ops = [
        op(1, "r1", "name", "A"),
        with(op(2, "r2", "a", "b"), "kind", "commune"),
        op(3, "r1", "note", "C"),
    ];
    let reply = head.push(VILLAGE, ops).await;
    let scope = &reply["scopes"][0];
    let mut words: Vec<&Value> = scope["answers"].as_object().unwrap().values().collect();
    words.sort_by_key(|word| word.to_string());
    assert_eq!(words, ["noRight", "ok", "ok"]);
    assert_eq!(scope["states"].as_array().unwrap().len(), 2);
    assert_eq!(scope["seen"], json!({ "0": 3 }));
}

#[tokio::test]
async fn a_revoked_device_opens_nothing() {
    let world = World::new().await;
    let (lan, minh) = (world.officer().await, world.officer().await);
    let store = world.endpoint.store();
    assert!(
        store
            .revoke(&lan.device, Revocation::Over, world.now())
            .await
            .unwrap()
    );
    assert!(
        !store
            .revoke("unknown", Revocation::Over, world.now())
            .await
            .unwrap()
    );
    let request = lan.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "a", "b")] }]));
    lan.send(request.to_string())
        .await
        .check_error(403, "revoked");
    assert_eq!(minh.pull(COMMUNE, "", 9999).await["states"], Value::Null);
    let row = store
        .devices()
        .await
        .unwrap()
        .into_iter()
        .find(|row| row.device == lan.device);
    assert_eq!(row.unwrap().revoked_at, Some(world.now()));
}

#[tokio::test]
async fn a_token_that_is_none_is_told_so() {
    let world = World::new().await;
    let mut phone = world.officer().await;
    let request = phone.request(json!([])).to_string();
    for token in ["", "x", "Bearer x"] {
        phone.token = token.into();
        let answer = phone.send(request.clone()).await;
        answer.check_error(401, "unauthorized");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn the_word_before_a_token_may_be_written_in_any_case() {
    let world = World::new().await;
    let phone = world.officer().await;
    let send = async |authorization: String| {
        let body = phone.request(json!([])).to_string();
        let request = Request::post("/v1/sync").header("authorization", authorization);
        world.send(request.body(Body::from(body)).unwrap()).await
    };
    for word in ["Bearer", "bearer", "BEARER", "Bearer "] {
        assert_eq!(send(format!("{word} {}", phone.token)).await.status, 200);
    }
    for word in ["", "Basic", "Bearer,"] {
        let answer = send(format!("{word} {}", phone.token)).await;
        answer.check_error(401, "unauthorized");
    }
}

#[tokio::test]
async fn a_village_head_writes_nothing_below_what_is_not_his() {
    let world = World::new().await;
    let (officer, head) = (
        world.officer().await,
        world.phone(Role::VillageHead, VILLAGE).await,
    );
    let decided = with(op(1, "decided", "award", "Giấy khen"), "kind", "award");
    let proposed = with(
        op(2, "proposed", "award", "Giấy khen"),
        "kind",
        "nomination",
    );
    officer.push(VILLAGE, [decided, proposed]).await;
    let line = |n, record: &str, field: &str, value: Value| {
        with(op(n, record, field, value), "kind", "attachment")
    };
    for (n, op, expected) in [
        (
            1,
            line(1, "decided.1", "name", json!("mine.jpg")),
            "noRight",
        ),
        (2, line(2, "decided.1", "~", json!([])), "noRight"),
        (3, line(3, "proposed.1", "name", json!("ours.jpg")), "ok"),
        (4, line(4, "notYet.1", "name", json!("first.jpg")), "ok"),
    ] {
        assert_eq!(head.answer(VILLAGE, op).await, expected, "{n}");
    }
    let line = line(3, "decided.1", "name", json!("theirs.jpg"));
    assert_eq!(officer.answer(VILLAGE, line).await, "ok");
}

#[tokio::test]
async fn a_refused_flood_with_gaps_makes_nobodys_reply_long() {
    let world = World::new().await;
    let (viewer, officer) = (
        world.phone(Role::Viewer, COMMUNE).await,
        world.officer().await,
    );
    let before = officer.pull(COMMUNE, "", 9_999).await.to_string().len();
    let flood: Vec<Value> = (1..=2_000).map(|n| op(2 * n, "r1", "name", n)).collect();
    viewer.push(COMMUNE, flood).await;
    let after = officer.pull(COMMUNE, "", 9_999).await.to_string().len();
    assert!(after < before + 200, "{before} became {after}");
}

#[tokio::test]
async fn nobody_is_told_whose_a_device_is_by_naming_it() {
    let world = World::new().await;
    let (viewer, officer) = (
        world.phone(Role::Viewer, COMMUNE).await,
        world.officer().await,
    );
    let stranger = world.phone(Role::CommuneOfficer, "02701").await;
    for (who, scope) in [(&stranger, "02701"), (&officer, COMMUNE)] {
        let mut request = who.request(json!([{ "scope": scope, "ops": [op(1, "r1", "a", "b")] }]));
        request["devices"] = json!([viewer.device]);
        let reply = who.sync(request).await;
        assert!(reply.to_string().contains("notYourDevice"), "{reply}");
        let of_viewer = reply["devices"].as_array().unwrap().iter();
        let mut of_viewer = of_viewer.filter(|device| device["id"] == json!(viewer.device));
        assert!(
            of_viewer.all(|device| device["person"] == Value::Null),
            "{reply}"
        );
    }
}

async fn set_role(phone: &crate::world::Phone<'_>, role: Role, scope: &str, held: bool) {
    let grant = Grant {
        scope: scope.to_owned(),
        role,
    };
    let store = phone.world.endpoint.store();
    assert!(store.set_role(&phone.device, grant, held).await.unwrap());
}

#[tokio::test]
async fn a_role_that_nobody_knows_gives_nothing_and_stops_nothing() {
    let world = World::new().await;
    let officer = world.officer().await;
    for scope in [COMMUNE, "06541/all", VILLAGE] {
        officer.push(scope, [op(1, "r1", "name", "A")]).await;
    }
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    // As a newer endpoint has given it, in the whole commune.
    set_role(&head, Role::Unknown, COMMUNE, true).await;
    let asked = json!([{ "scope": COMMUNE }, { "scope": VILLAGE }]);
    let reply = head.sync(head.request(asked.clone())).await;
    assert_eq!(reply["lost"], json!([COMMUNE]));
    let person = with(op(1, "p1", "fullName", "Ân"), "kind", "person");
    assert_eq!(head.answer(VILLAGE, person).await, "ok");
    // And it alone is no right at all.
    set_role(&head, Role::VillageHead, VILLAGE, false).await;
    let reply = head.sync(head.request(asked)).await;
    assert_eq!(reply["lost"], json!([COMMUNE, VILLAGE]));
    assert!(reply["scopes"].is_null(), "{reply}");
    let heads = reply["heads"].as_object();
    assert!(heads.is_none_or(serde_json::Map::is_empty), "{reply}");
}

#[tokio::test]
async fn roles_are_said_when_they_are_others_than_the_phone_knows() {
    let world = World::new().await;
    let code = world
        .invite(Role::VillageHead, VILLAGE, "Nông Thị Lan")
        .await;
    let enrolled = world.enrol(&code, "lan-1", "0123456789abcdef").await.json();
    let own = json!([{ "scope": VILLAGE, "role": "villageHead" }]);
    assert_eq!(enrolled["grants"], own);
    let lan = crate::world::Phone {
        world: &world,
        token: enrolled["token"].as_str().unwrap().into(),
        device: "lan-1".into(),
    };
    let asked = |grants: &str| with(lan.request(json!([])), "grants", grants);
    let known = grants_digest([(VILLAGE, "villageHead")]);
    assert!(lan.sync(asked(&known)).await["grants"].is_null());
    assert!(lan.sync(lan.request(json!([]))).await["grants"].is_null());
    assert_eq!(lan.sync(asked("")).await["grants"], own);
    set_role(&lan, Role::Viewer, COMMUNE, true).await;
    let both = lan.sync(asked(&known)).await["grants"].clone();
    let words = |grants: &Value| -> Vec<(String, String)> {
        let word = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        let grants = grants.as_array().unwrap().iter();
        let mut words: Vec<_> = grants
            .map(|one| (word(one, "scope"), word(one, "role")))
            .collect();
        words.sort();
        words
    };
    let words = words(&both);
    assert_eq!(words.len(), 2);
    let now = grants_digest(words.iter().map(|(scope, role)| (&**scope, &**role)));
    assert!(lan.sync(asked(&now)).await["grants"].is_null());
    set_role(&lan, Role::Viewer, COMMUNE, false).await;
    set_role(&lan, Role::VillageHead, VILLAGE, false).await;
    assert_eq!(lan.sync(asked(&now)).await["grants"], json!([]));
    assert!(lan.sync(asked(&grants_digest([]))).await["grants"].is_null());
}
