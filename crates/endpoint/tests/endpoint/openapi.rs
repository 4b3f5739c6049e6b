use crate::world::{COMMUNE, World, op, with};
use endpoint::api::schema::{SyncReply, SyncRequest};
use serde_json::{Value, json};
use std::path::Path;

/// The document is locked: whoever changes the API changes this file, too, by
/// running the test with UPDATE_SNAPSHOTS=1.
#[tokio::test]
async fn the_document_is_the_one_that_was_agreed() {
    let world = World::new().await;
    let served = world.get("/v1/openapi.json").await.json();
    let text = serde_json::to_string_pretty(&served).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let locked = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        locked == text,
        "the API has changed; look at it, then run with UPDATE_SNAPSHOTS=1"
    );
}

#[tokio::test]
async fn real_messages_have_the_shapes_that_the_document_describes() {
    let world = World::new().await;
    let phone = world.officer().await;
    let mut request = phone.request(json!([
        { "scope": "02701" },
        { "scope": COMMUNE, "cursor": "x", "ops": [op(2, "r1", "a", "b"), op(4, "r1", "b", [1])] },
    ]));
    request["limit"] = json!(1);
    request["devices"] = json!([phone.device]);
    let _: SyncRequest = serde_json::from_value(request.clone()).unwrap();
    let reply = phone.sync(request).await;
    let scope = &reply["scopes"][0];
    for key in [
        "answers", "seen", "beyond", "states", "more", "reset", "cursor",
    ] {
        assert_ne!(scope[key], Value::Null, "the reply has {key}");
    }
    assert_ne!(reply["lost"], Value::Null);
    let _: SyncReply = serde_json::from_value(reply).unwrap();
    let told = phone.request(json!([{
        "scope": COMMUNE, "cursor": "x",
        "ops": [with(op(5, "r1", "a", "b"), "gone", true)],
        "pulled": { "0": 7 },
        "testimony": [{
            "record": "r1", "kind": "collective", "field": "a", "live": [["0.2.aaaa", "b", 7, 8]],
        }],
    }]));
    let _: SyncRequest = serde_json::from_value(told.clone()).unwrap();
    let _: SyncReply = serde_json::from_value(phone.sync(told).await).unwrap();
}
