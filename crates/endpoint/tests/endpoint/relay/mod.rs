//! What somebody else brings: it is its author's, or it is nobody's.

mod carried;

use crate::bent::{Script, bent, try_bytes};
use crate::private_postgres;
use crate::world::{COMMUNE, HOUR, World, op, values, with};
use axum::http::Request;
use carried::Carried;
pub use carried::{Key, signed};
use endpoint::model::Revocation;
use register::role::Role;
use serde_json::{Value, json};
use tokio::runtime::Builder;

const VILLAGE: &str = "06541/v1";

/// Every behaviour on both databases.
macro_rules! on_both {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            use crate::world::World;
            $(
                #[tokio::test]
                async fn $behaviour() {
                    super::$behaviour(&World::new().await).await;
                }
            )*
        }

        mod postgres {
            use crate::private_postgres;
            use crate::world::World;
            $(
                #[tokio::test]
                async fn $behaviour() {
                    let database = private_postgres::database().await;
                    super::$behaviour(&World::on_postgres(&database).await).await;
                }
            )*
        }
    };
}

on_both!(
    two_couriers_and_the_author_bring_one_edit,
    an_author_who_is_not_known_is_waited_for,
    a_forgery_takes_nothing_and_leaves_nothing,
    rights_are_the_authors_and_never_the_couriers,
    whoever_may_not_read_a_scope_is_told_nothing_of_it,
    who_is_revoked_says_nothing_by_others_either,
    a_key_is_of_whoever_proved_it_last,
);

async fn two_couriers_and_the_author_bring_one_edit(world: &World) {
    let (author, one, other) = (
        world.officer().await,
        world.officer().await,
        world.officer().await,
    );
    let key = Key::new(1);
    author.tell_key(&key).await;
    let edit = signed(&author.device, &key, COMMUNE, op(1, "r1", "name", "Ánh"));
    for courier in [&one, &other, &one] {
        assert_eq!(courier.relayed(COMMUNE, &edit).await, "ok");
    }
    assert_eq!(
        author.answer(COMMUNE, op(1, "r1", "name", "Ánh")).await,
        "ok"
    );
    let page = one.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&page, "r1", "name"), [&json!("Ánh")]);
    // The name of whoever wrote it is told, and not that of whoever brought it.
    let reply = other
        .sync(other.request(json!([{ "scope": COMMUNE }])))
        .await;
    let people: Vec<&Value> = reply["people"].as_array().unwrap().iter().collect();
    assert!(
        people.iter().any(|person| person["name"] == "Người 1"),
        "{people:?}"
    );
    // A later one takes the place of what it replaces, whoever brings it.
    let second = with(
        op(2, "r1", "name", "Ánh hai"),
        "replaces",
        json!([short(&edit.name)]),
    );
    let second = signed(&author.device, &key, COMMUNE, second);
    assert_eq!(other.relayed(COMMUNE, &replacing(second)).await, "ok");
    let page = one.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&page, "r1", "name"), [&json!("Ánh hai")]);
}

/// As a name of the only device of a table.
fn short(name: &str) -> String {
    format!("0.{}", name.split_once('.').unwrap().1)
}

/// The same in a table where the author comes second.
fn replacing(mut carried: Carried) -> Carried {
    let replaces = carried.op["replaces"].as_array().unwrap();
    let second = |name: &Value| json!(name.as_str().unwrap().replacen("0.", "1.", 1));
    carried.op["replaces"] = replaces.iter().map(second).collect();
    carried
}

async fn an_author_who_is_not_known_is_waited_for(world: &World) {
    let courier = world.officer().await;
    let key = Key::new(1);
    let edit = signed("phone-2", &key, COMMUNE, op(1, "r1", "name", "Ánh"));
    assert_eq!(courier.relayed(COMMUNE, &edit).await, "held");
    assert_eq!(courier.relayed(COMMUNE, &edit).await, "held");
    let page = courier.pull(COMMUNE, "", 9999).await;
    assert_eq!(page["states"], Value::Null, "it leaves no trace");
    let author = world.officer().await;
    assert_eq!(author.device, "phone-2");
    let told = author.sync(author.request(json!([]))).await;
    assert_eq!(told["wantsKey"], true);
    assert_eq!(author.tell_key(&key).await["wantsKey"], Value::Null);
    let told = author.sync(author.request(json!([]))).await;
    assert_eq!(told["wantsKey"], Value::Null);
    assert_eq!(courier.relayed(COMMUNE, &edit).await, "ok");
    // A device id that nobody has used yet is the author's from then on.
    let anew = signed("anew", &key, COMMUNE, op(1, "r2", "name", "x"));
    assert_eq!(courier.relayed(COMMUNE, &anew).await, "ok");
    let request = with(author.request(json!([])), "device", "anew");
    assert_eq!(author.send(request.to_string()).await.status, 200);
    let request = with(courier.request(json!([])), "device", "anew");
    courier
        .send(request.to_string())
        .await
        .check_error(403, "deviceOfAnother");
}

async fn a_forgery_takes_nothing_and_leaves_nothing(world: &World) {
    let (author, courier) = (world.officer().await, world.officer().await);
    let (key, own) = (Key::new(1), Key::new(2));
    author.tell_key(&key).await;
    courier.tell_key(&own).await;
    let edit = signed(&author.device, &key, COMMUNE, op(1, "r1", "name", "Ánh"));
    let forged = |member: &str, value: Value| Carried {
        op: with(edit.op.clone(), member, value),
        ..edit.clone()
    };
    let answers = async |carried: Carried| {
        let reply = courier.relay(COMMUNE, &[&carried]).await;
        let answers = reply["scopes"][0]["answers"].as_object().cloned();
        let words = answers.into_iter().flatten().map(|(_, word)| word);
        words
            .map(|word| word.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (member, value) in [
        ("value", json!("Ánh hai")),
        ("n", json!(2)),
        ("at", json!(8)),
        ("record", json!("r2")),
        ("sig", json!("x".repeat(86))),
        ("sig", json!("short")),
        ("sig", Value::Null),
        ("sig", json!(7)),
        // What cannot be read cannot have been signed.
        ("field", json!(7)),
    ] {
        let carried = forged(member, value.clone());
        assert_eq!(answers(carried).await, ["badSignature"], "{member} {value}");
    }
    // By a key that the endpoint knows, and that is another's.
    let stolen = signed(&author.device, &own, COMMUNE, op(1, "r1", "name", "mine"));
    assert_eq!(answers(stolen).await, ["notYourDevice"]);
    for nothing in [json!(0), json!(-1), json!("1"), Value::Null] {
        assert_eq!(answers(forged("n", nothing)).await, [""; 0]);
    }
    // A key that is none, and one that is not in the table.
    let no_key = Carried {
        key: "none".into(),
        ..edit.clone()
    };
    assert_eq!(answers(no_key).await, ["badSignature"]);
    let page = courier.pull(COMMUNE, "", 9999).await;
    assert_eq!(page["states"], Value::Null, "{page}");
    let request = author
        .sync(author.request(json!([{ "scope": COMMUNE }])))
        .await;
    assert_eq!(request["scopes"][0]["seen"], json!({ "0": 0 }));
    assert_eq!(courier.relayed(COMMUNE, &edit).await, "ok");
    // Only its author can say that something of his is gone.
    let gone = with(op(2, "r1", "phone", "stands"), "gone", true);
    let gone = signed(&author.device, &key, COMMUNE, gone);
    assert_eq!(courier.relayed(COMMUNE, &gone).await, "ok");
    let page = courier.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&page, "r1", "phone"), [&json!("stands")]);
}

async fn rights_are_the_authors_and_never_the_couriers(world: &World) {
    let chair = world.phone(Role::CommuneChair, COMMUNE).await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let (of_chair, of_viewer) = (Key::new(1), Key::new(2));
    chair.tell_key(&of_chair).await;
    viewer.tell_key(&of_viewer).await;
    let refused = signed(
        &viewer.device,
        &of_viewer,
        COMMUNE,
        op(1, "r1", "name", "x"),
    );
    assert_eq!(chair.relayed(COMMUNE, &refused).await, "noRight");
    let edit = signed(
        &chair.device,
        &of_chair,
        COMMUNE,
        op(1, "r1", "name", "Ánh"),
    );
    assert_eq!(viewer.relayed(COMMUNE, &edit).await, "ok");
    // Refused for ever, as by its author's own hand.
    assert_eq!(
        viewer.answer(COMMUNE, op(1, "r1", "name", "x")).await,
        "noRight"
    );
    // Where an author may not even read nothing is noted, as if he had come himself.
    let elsewhere = signed(
        &viewer.device,
        &of_viewer,
        "02701",
        op(1, "r1", "name", "x"),
    );
    assert_eq!(chair.relayed("02701", &elsewhere).await, "scopeLost");
    // One's own beside another's, in one request.
    let both = signed(
        &chair.device,
        &of_chair,
        COMMUNE,
        op(2, "r2", "name", "Ánh"),
    );
    let reply = viewer.relay(COMMUNE, &[&both, &refused]).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    let mut words: Vec<&str> = answers
        .values()
        .map(|word| word.as_str().unwrap())
        .collect();
    words.sort_unstable();
    assert_eq!(words, ["noRight", "ok"]);
}

async fn whoever_may_not_read_a_scope_is_told_nothing_of_it(world: &World) {
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let other = world.phone(Role::VillageHead, "06541/v2").await;
    let officer = world.officer().await;
    let (of_head, of_officer) = (Key::new(1), Key::new(2));
    head.tell_key(&of_head).await;
    officer.tell_key(&of_officer).await;
    officer.push(VILLAGE, [op(1, "r1", "name", "secret")]).await;

    let village = with(op(1, "r2", "name", "Pò Mã"), "kind", "family");
    let village = signed(&head.device, &of_head, VILLAGE, village);
    let unknown = signed("nobody", &Key::new(9), VILLAGE, op(1, "r3", "name", "x"));
    let forged = Carried {
        op: with(village.op.clone(), "value", "forged"),
        device: officer.device.clone(),
        ..village.clone()
    };
    let reply = other.relay(VILLAGE, &[&village, &unknown, &forged]).await;
    assert_eq!(reply["lost"], json!([VILLAGE]));
    let scope = reply["scopes"][0].as_object().unwrap();
    let members: Vec<&String> = scope.keys().collect();
    assert_eq!(members, ["answers", "cursor", "scope"]);
    assert_eq!(scope["cursor"], "");
    let mut words: Vec<&str> = scope["answers"]
        .as_object()
        .unwrap()
        .values()
        .map(|word| word.as_str().unwrap())
        .collect();
    words.sort_unstable();
    assert_eq!(words, ["badSignature", "held", "ok"]);
    assert_eq!(reply["people"], Value::Null, "nobody's name: {reply}");
    assert_eq!(reply["heads"], json!({}));
    let page = officer.pull(VILLAGE, "", 9999).await;
    assert_eq!(values(&page, "r2", "name"), [&json!("Pò Mã")]);
    // What he wrote himself there is not answered.
    let request = other.request(json!([{ "scope": VILLAGE, "ops": [op(1, "r4", "name", "x")] }]));
    let reply = other.sync(request).await;
    assert_eq!(
        (&reply["lost"], &reply["scopes"]),
        (&json!([VILLAGE]), &Value::Null)
    );
}

async fn who_is_revoked_says_nothing_by_others_either(world: &World) {
    let (author, courier) = (world.officer().await, world.officer().await);
    let key = Key::new(1);
    author.tell_key(&key).await;
    let early = signed(&author.device, &key, COMMUNE, op(1, "r1", "name", "before"));
    assert_eq!(courier.relayed(COMMUNE, &early).await, "ok");
    let store = world.endpoint.store();
    assert!(
        store
            .revoke(&author.device, Revocation::Over, world.now())
            .await
            .unwrap()
    );
    let late = signed(&author.device, &key, COMMUNE, op(2, "r1", "phone", "after"));
    assert_eq!(courier.relayed(COMMUNE, &late).await, "revoked");
    let page = courier.pull(COMMUNE, "", 9999).await;
    assert!(values(&page, "r1", "phone").is_empty());
    let mut seen: Vec<u64> = page["seen"]
        .as_object()
        .unwrap()
        .values()
        .map(|number| number.as_u64().unwrap())
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1], "its number is not taken");
}

async fn a_key_is_of_whoever_proved_it_last(world: &World) {
    let (author, thief) = (world.officer().await, world.officer().await);
    let key = Key::new(1);
    author.tell_key(&key).await;
    // A key that somebody has seen is not his; nor is a proof for another device.
    for proof in [
        Key::new(2).sign(&format!("[\"key\",\"{}\"]", thief.device)),
        key.sign(&format!("[\"key\",\"{}\"]", author.device)),
        String::new(),
    ] {
        let mut request = thief.request(json!([]));
        request["key"] = json!(key.public());
        request["proof"] = json!(proof);
        assert_eq!(thief.sync(request).await["wantsKey"], true);
    }
    let edit = signed(&author.device, &key, COMMUNE, op(1, "r1", "name", "Ánh"));
    assert_eq!(thief.relayed(COMMUNE, &edit).await, "ok");
    // The same person, enrolled anew with the key that the phone has.
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Người 1").await;
    let enrol = async |proof: String| {
        let body = json!({ "code": code, "device": "anew", "claim": "0123456789abcdef",
            "key": key.public(), "proof": proof });
        let request = Request::post("/v1/enrolments").body(body.to_string().into());
        world.send(request.unwrap()).await
    };
    enrol("x".repeat(86)).await.check_error(400, "badRequest");
    let enrolled = enrol(key.sign("[\"key\",\"anew\"]")).await;
    assert_eq!(enrolled.status, 200, "{}", enrolled.json());
    world.pass(HOUR);
    let second = signed("anew", &key, COMMUNE, op(1, "r1", "phone", "x"));
    assert_eq!(thief.relayed(COMMUNE, &second).await, "ok");
    let earlier = signed(&author.device, &key, COMMUNE, op(2, "r1", "phone", "y"));
    assert_eq!(thief.relayed(COMMUNE, &earlier).await, "notYourDevice");
}

/// Whatever comes: only what its author has signed stands there afterwards.
#[test]
fn of_any_request_only_what_is_signed_enters() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    try_bytes(40, 300, |bytes| {
        runtime.block_on(async {
            let world = World::new().await;
            let (author, courier) = (world.officer().await, world.officer().await);
            let (key, other) = (Key::new(1), Key::new(2));
            author.tell_key(&key).await;
            courier.tell_key(&other).await;
            let mut script = Script::new(bytes);
            while !script.is_over() {
                let body = bent(&carrying(&author.device, [&key, &other]), &mut script);
                let answer = courier.send(body.clone()).await;
                assert!(answer.status.as_u16() < 500, "{}", answer.json());
                for scope in [COMMUNE, VILLAGE] {
                    let page = courier.pull(scope, "", 9_999_999).await;
                    let states = page["states"].as_array().into_iter().flatten();
                    let live = states.flat_map(|state| state["live"].as_array().unwrap());
                    for entry in live {
                        assert!(entry[1] == "signed" && entry[2] == 7, "{entry}\n{body}");
                    }
                }
            }
        });
    });
}

/// Three operations: signed, by somebody else than whose the device is, and changed.
fn carrying(author: &str, [key, other]: [&Key; 2]) -> Value {
    let signed = |key: &Key, n: u64| signed(author, key, COMMUNE, op(n, "r1", "name", "signed"));
    let ops = [signed(key, 1).op, signed(other, 2).op, signed(key, 3).op];
    let [good, strange, changed] = ops;
    let relayed = [
        good,
        with(strange, "key", 1),
        with(changed, "value", "changed"),
    ];
    json!({ "protocol": 1, "schema": 1, "device": "phone-2", "digest": "",
        "devices": [author], "keys": [key.public(), other.public()],
        "scopes": [{ "scope": COMMUNE, "relayed": relayed }, { "scope": "06541/v9" }] })
}

#[tokio::test]
async fn more_than_a_request_may_bring_is_not_answered() {
    let database = private_postgres::database().await;
    let world = World::on_postgres(&database).await;
    let courier = world.officer().await;
    let unknown = signed("nobody", &Key::new(9), COMMUNE, op(1, "r1", "name", "x"));
    let most = endpoint::sync::MOST_RELAYED;
    let relayed: Vec<Value> = (1..=most + 5)
        .map(|n| with(unknown.op.clone(), "n", n))
        .collect();
    let mut request = courier.request(json!([{ "scope": COMMUNE, "relayed": relayed }]));
    request["keys"] = json!([unknown.key]);
    let reply = courier.sync(request).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    assert_eq!(answers.len(), most);
}
