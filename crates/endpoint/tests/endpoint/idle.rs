use crate::world::{COMMUNE, Phone, World, gzip, op};
use protocol::wire::{digest, grants_digest};
use serde_json::{Value, json};
use std::collections::BTreeMap;

async fn commune_of_31_scopes(phone: &Phone<'_>) {
    let mut scopes = vec![json!({ "scope": COMMUNE, "ops": [op(1, "r1", "name", "A")] })];
    for i in 0..29 {
        let scope = format!("06541/AaH5r7HpdqWdxHZJQvh8{i:02}");
        scopes.push(json!({ "scope": scope, "ops": [op(1, "r1", "name", "A")] }));
    }
    scopes.push(json!({ "scope": "06541/all", "ops": [op(1, "r1", "name", "A")] }));
    let reply = phone.sync(phone.request(json!(scopes))).await;
    assert_eq!(reply["heads"].as_object().unwrap().len(), 31);
}

async fn heads(phone: &Phone<'_>) -> BTreeMap<String, String> {
    let reply = phone.sync(phone.request(json!([]))).await;
    serde_json::from_value(reply["heads"].clone()).unwrap()
}

fn digest_of(heads: &BTreeMap<String, String>) -> String {
    digest(
        heads
            .iter()
            .map(|(scope, cursor)| (scope.as_str(), cursor.as_str())),
    )
}

#[tokio::test]
async fn an_idle_round_trip_is_tiny() {
    let world = World::new().await;
    let phone = world.officer().await.with_key().await;
    commune_of_31_scopes(&phone).await;
    let mut request = phone.request(json!([]));
    request.as_object_mut().unwrap().remove("scopes");
    request["device"] = json!("AaH5r7HpdqWdxHZJQvh8xx");
    request["digest"] = json!(digest_of(&heads(&phone).await));
    request["grants"] = json!(grants_digest([(COMMUNE, "communeOfficer")]));
    let answer = phone.send(request.to_string()).await;
    assert_eq!(answer.json()["heads"], Value::Null);
    assert_eq!(answer.json()["scopes"], Value::Null);
    let up = request
        .to_string()
        .len()
        .min(gzip(&request.to_string()).len());
    let down = answer.bytes.len();
    println!("idle: {up} B up, {down} B down");
    assert!(up + down <= 400, "{up} + {down}");
}

#[tokio::test]
async fn a_phone_that_is_behind_in_one_scope_is_given_the_heads() {
    let world = World::new().await;
    let (lan, minh) = (
        world.officer().await.with_key().await,
        world.officer().await.with_key().await,
    );
    commune_of_31_scopes(&lan).await;
    let known = heads(&minh).await;
    lan.push("06541/all", [op(2, "r1", "note", "B")]).await;
    let mut request = minh.request(json!([]));
    request["digest"] = json!(digest_of(&known));
    let reply = minh.sync(request).await;
    let now: BTreeMap<String, String> = serde_json::from_value(reply["heads"].clone()).unwrap();
    let differing: Vec<&String> = now
        .keys()
        .filter(|scope| now.get(*scope) != known.get(*scope))
        .collect();
    assert_eq!(differing, ["06541/all"]);
    let page = minh.pull("06541/all", &known["06541/all"], 9999).await;
    assert_eq!(page["cursor"], now["06541/all"].as_str());
}

#[tokio::test]
async fn a_phone_that_knew_everything_pushes_without_being_given_the_heads() {
    let world = World::new().await;
    let phone = world.officer().await.with_key().await;
    commune_of_31_scopes(&phone).await;
    let mut known = heads(&phone).await;
    let ops =
        json!([{ "scope": COMMUNE, "cursor": known[COMMUNE], "ops": [op(2, "r1", "a", "b")] }]);
    let mut request = phone.request(ops);
    request["digest"] = json!(digest_of(&known));
    let reply = phone.sync(request).await;
    assert_eq!(reply["heads"], Value::Null);
    known.insert(
        COMMUNE.into(),
        reply["scopes"][0]["cursor"].as_str().unwrap().into(),
    );
    assert_eq!(
        known,
        heads(&phone).await,
        "its cursors are the newest again"
    );
}

#[tokio::test]
async fn a_scope_that_is_not_there_yet_is_in_no_digest() {
    let world = World::new().await;
    let phone = world.officer().await.with_key().await;
    let reply = phone
        .sync(phone.request(json!([{ "scope": COMMUNE }])))
        .await;
    assert_eq!(reply["scopes"][0]["cursor"], "");
    assert_eq!(reply["heads"], json!({}));
    let mut request = phone.request(json!([]));
    request["digest"] = json!(digest([]));
    assert_eq!(phone.sync(request).await["heads"], Value::Null);
}
