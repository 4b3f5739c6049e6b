use crate::world::{COMMUNE, World, long_to_short, op, values, with};
use protocol::OpId;
use register::role::Role;
use serde_json::{Value, json};
use sqlx::Connection;

/// Changes the file behind the endpoint's back.
async fn tamper(world: &World, statement: &'static str) {
    let file = format!("sqlite://{}/register.sqlite", world.folder.path().display());
    let mut connection = sqlx::SqliteConnection::connect(&file).await.unwrap();
    sqlx::query(statement)
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_repeated_request_changes_nothing() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops = [op(1, "r1", "name", "Trường"), op(2, "r1", "note", "x")];
    let first = phone.push(COMMUNE, ops.clone()).await;
    let second = phone.push(COMMUNE, ops).await;
    assert_eq!(first["scopes"], second["scopes"]);
    assert_eq!(first["heads"], second["heads"]);
    let answers = first["scopes"][0]["answers"].as_object().unwrap();
    assert!(
        answers.len() == 2 && answers.values().all(|word| word == "ok"),
        "{answers:?}"
    );
}

#[tokio::test]
async fn operations_arrive_in_any_order_and_nothing_waits() {
    let world = World::new().await;
    let phone = world.officer().await;
    let third = op(3, "r1", "c", "3");
    let reply = phone
        .push(COMMUNE, [third.clone(), op(1, "r1", "a", "1")])
        .await;
    let scope = &reply["scopes"][0];
    assert_eq!(scope["seen"], json!({ "0": 1 }));
    let past = long_to_short(&reply, &phone.short(COMMUNE, &third));
    assert_eq!(scope["beyond"], json!([past]));
    assert_eq!(values(scope, "r1", "c"), ["3"]);
    let reply = phone.push(COMMUNE, [op(2, "r1", "b", "2")]).await;
    assert_eq!(reply["scopes"][0]["seen"], json!({ "0": 3 }));
    assert_eq!(reply["scopes"][0]["beyond"], Value::Null);
}

#[tokio::test]
async fn what_was_replaced_before_it_arrived_is_dead_on_arrival() {
    let world = World::new().await;
    let phone = world.officer().await;
    let first = op(1, "r1", "name", "cũ");
    let replaced = phone.short(COMMUNE, &first).replacen(&phone.device, "0", 1);
    let second = with(op(2, "r1", "name", "mới"), "replaces", json!([replaced]));
    phone.push(COMMUNE, [second]).await;
    assert_eq!(phone.answer(COMMUNE, first.clone()).await, "ok");
    let scope = phone.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&scope, "r1", "name"), ["mới"]);
    assert_eq!(phone.answer(COMMUNE, first).await, "ok", "and once more");
}

#[tokio::test]
async fn edits_that_did_not_know_of_each_other_stand_side_by_side() {
    let world = World::new().await;
    let (lan, minh) = (world.officer().await, world.officer().await);
    lan.push(COMMUNE, [op(1, "r1", "name", "A")]).await;
    let reply = minh.push(COMMUNE, [op(1, "r1", "name", "B")]).await;
    let scope = &reply["scopes"][0];
    assert_eq!(values(scope, "r1", "name").len(), 2);
    let names: Vec<Value> = scope["states"][0]["live"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e[0].clone())
        .collect();
    let devices: Vec<Value> = reply["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["id"].clone())
        .collect();
    let settling = with(op(2, "r1", "name", "B"), "replaces", json!(names));
    let mut request = minh.request(json!([{ "scope": COMMUNE, "ops": [settling] }]));
    request["devices"] = json!(devices);
    // The table of this request is that of the reply: the author's place may not be 0.
    let by = devices
        .iter()
        .position(|id| *id == minh.device.as_str())
        .unwrap();
    request["scopes"][0]["ops"][0]["by"] = json!(by);
    let reply = minh.sync(request).await;
    assert_eq!(values(&reply["scopes"][0], "r1", "name"), ["B"]);
}

#[tokio::test]
async fn a_number_used_twice_is_taken_twice_and_said_to_be_forked() {
    let world = World::new().await;
    let phone = world.officer().await;
    assert_eq!(phone.answer(COMMUNE, op(1, "r1", "name", "X")).await, "ok");
    assert_eq!(
        phone.answer(COMMUNE, op(1, "r1", "name", "Y")).await,
        "forked"
    );
    let scope = phone.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&scope, "r1", "name").len(), 2);
}

#[tokio::test]
async fn a_refusal_takes_its_number_and_is_repeated() {
    let world = World::new().await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let refused = op(1, "r1", "name", "X");
    assert_eq!(viewer.answer(COMMUNE, refused.clone()).await, "noRight");
    let reply = viewer.push(COMMUNE, [refused.clone()]).await;
    assert_eq!(reply["scopes"][0]["seen"], json!({ "0": 1 }));
    assert_eq!(reply["scopes"][0]["states"], Value::Null);
    // Even when the right has been given meanwhile.
    tamper(&world, "UPDATE role SET role = 'communeOfficer'").await;
    assert_eq!(viewer.answer(COMMUNE, refused).await, "noRight");
    assert_eq!(viewer.answer(COMMUNE, op(2, "r1", "name", "X")).await, "ok");
}

#[tokio::test]
async fn somebody_elses_device_is_refused_and_loses_nothing() {
    let world = World::new().await;
    let (lan, minh) = (world.officer().await, world.officer().await);
    let mut request =
        minh.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "name", "X")] }]));
    request["devices"] = json!([lan.device]);
    let reply = minh.sync(request).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    assert_eq!(answers.values().collect::<Vec<_>>(), ["notYourDevice"]);
    // The number is still Lan's: even this very operation.
    assert_eq!(lan.answer(COMMUNE, op(1, "r1", "name", "X")).await, "ok");
    assert_eq!(lan.answer(COMMUNE, op(2, "r2", "name", "Y")).await, "ok");
}

#[tokio::test]
async fn a_phone_may_take_a_new_device_id_and_still_send_what_the_old_one_wrote() {
    let world = World::new().await;
    let phone = world.officer().await;
    let mut request = phone.request(json!([{ "scope": COMMUNE, "ops": [
        with(op(1, "r1", "name", "old"), "by", 1), op(1, "r2", "name", "new"),
    ] }]));
    request["device"] = json!("second");
    request["devices"] = json!(["second", phone.device]);
    let reply = phone.sync(request).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    assert!(
        answers.len() == 2 && answers.values().all(|word| word == "ok"),
        "{answers:?}"
    );
    let people: Vec<&Value> = reply["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|device| &device["person"])
        .collect();
    assert_eq!(people, [0, 0], "one person on both");
}

#[tokio::test]
async fn a_request_of_another_enrolments_device_is_refused_whole() {
    let world = World::new().await;
    let (lan, minh) = (world.officer().await, world.officer().await);
    let mut request = minh.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "a", "b")] }]));
    request["device"] = json!(lan.device);
    minh.send(request.to_string())
        .await
        .check_error(403, "deviceOfAnother");
    let own = world.endpoint.store().own_device().to_owned();
    let mut request = minh.request(json!([]));
    request["device"] = json!(own);
    minh.send(request.to_string())
        .await
        .check_error(403, "deviceOfAnother");
    assert_eq!(lan.pull(COMMUNE, "", 9999).await["states"], Value::Null);
}

#[tokio::test]
async fn a_record_does_not_change_its_kind() {
    let world = World::new().await;
    let phone = world.officer().await;
    phone.push(COMMUNE, [op(1, "r1", "name", "A")]).await;
    let other = with(op(2, "r1", "outcome", "B"), "kind", "nomination");
    assert_eq!(phone.answer(COMMUNE, other).await, "kindDiffers");
}

#[tokio::test]
async fn what_nobody_here_knows_is_kept_as_it_is() {
    let world = World::new().await;
    let phone = world.officer().await;
    let odd = json!({ "list": [1, null, { "ắ": "ẵ" }] });
    let ops = [with(
        op(1, "r1", "futureField", odd.clone()),
        "kind",
        "futureKind",
    )];
    let mut request = phone.request(json!([{ "scope": COMMUNE, "ops": ops }]));
    request["schema"] = json!(99);
    request["futureKey"] = json!({ "x": 1 });
    phone.sync(request).await;
    let scope = phone.pull(COMMUNE, "", 9999).await;
    assert_eq!(values(&scope, "r1", "futureField"), [&odd]);
    assert_eq!(scope["states"][0]["kind"], "futureKind");
}

#[tokio::test]
async fn a_deletion_comes_and_goes_like_any_field() {
    let world = World::new().await;
    let phone = world.officer().await;
    let named = op(1, "r1", "name", "A");
    let names = json!([phone.short(COMMUNE, &named)]);
    let deletion = op(2, "r1", "~", names.clone());
    let reply = phone.push(COMMUNE, [named, deletion]).await;
    assert_eq!(values(&reply["scopes"][0], "r1", "~"), [&names]);
    assert_eq!(
        phone.answer(COMMUNE, op(3, "r1", "~", "all")).await,
        "malformed"
    );
}

#[tokio::test]
async fn a_scope_that_fails_holds_up_no_other() {
    let world = World::new().await;
    let phone = world.officer().await;
    phone.push("06541/bad", [op(1, "r1", "name", "A")]).await;
    tamper(&world, "UPDATE field SET live = 'damaged'").await;
    let scopes = json!([
        { "scope": "06541/bad", "ops": [op(2, "r1", "name", "B")] },
        { "scope": "06541/good", "ops": [op(1, "r1", "name", "A")] },
        { "scope": COMMUNE, "ops": [op(1, "r1", "name", "A")] },
    ]);
    let reply = phone.sync(phone.request(scopes)).await;
    let there: Vec<&Value> = reply["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| &scope["scope"])
        .collect();
    assert_eq!(
        there,
        [COMMUNE, "06541/good"],
        "sorted, and without the bad one"
    );
    assert!(
        reply["scopes"][1]["answers"]
            .as_object()
            .unwrap()
            .values()
            .all(|word| word == "ok")
    );
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops = [op(1, "r1", "name", "A"), op(2, "r/1", "name", "B")];
    let before = phone.push(COMMUNE, ops.clone()).await;
    let again = crate::world::open(world.folder.path()).await;
    let member = again
        .store()
        .member(&endpoint::secrets::hash(&phone.token))
        .await
        .unwrap()
        .unwrap();
    let request = phone.request(json!([{ "scope": COMMUNE, "ops": ops }]));
    let request: endpoint::sync::Request = serde_json::from_value(request).unwrap();
    let after = again.sync(&member, &request, world.now()).await.unwrap();
    assert_eq!(
        serde_json::to_value(after).unwrap()["scopes"],
        before["scopes"]
    );
}

#[tokio::test]
async fn names_are_those_that_merge_gives() {
    let world = World::new().await;
    let phone = world.officer().await;
    let reply = phone.push(COMMUNE, [op(1, "r1", "name", "A")]).await;
    let name: OpId = phone
        .short(COMMUNE, &op(1, "r1", "name", "A"))
        .parse()
        .unwrap();
    assert_eq!(
        reply["scopes"][0]["states"][0]["live"][0][0],
        format!("0.1.{}", name.hash)
    );
}
