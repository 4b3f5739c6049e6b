//! Requests of clients that are out there, replayed against this version: they are answered as they
//! were then. A file is one story, from the first invitation on, and is never changed.
//!
//! In a reply `"*"` stands for anything, other members are tolerated, and `live` («record field» to
//! values, in any order) for what stands in the reply's states.

use crate::world::{World, values};
use axum::body::Body;
use axum::http::Request;
use register::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[tokio::test]
async fn of_version_1() {
    replay(include_str!("../recorded/version-1.json")).await;
}

#[tokio::test]
async fn of_version_1_with_couriers() {
    replay(include_str!("../recorded/version-1-relayed.json")).await;
}

/// What the endpoint gave out on the way: codes by name, tokens by name, and cursors by name and
/// scope.
type Given = BTreeMap<String, String>;

async fn replay(story: &str) {
    let world = World::new().await;
    let mut given = Given::new();
    let steps: Vec<Value> = serde_json::from_str(story).unwrap();
    for step in steps {
        if let Some(invited) = step.get("invite") {
            let role: Role = serde_json::from_value(invited["role"].clone()).unwrap();
            let text = |key: &str| invited[key].as_str().unwrap();
            let code = world.invite(role, text("scope"), text("name")).await;
            given.insert(format!("${}", text("code")), code);
            continue;
        }
        let who = step["as"].as_str().unwrap_or_default();
        let request = request(&step, &given);
        let answer = world.send(request).await;
        let reply = answer.json();
        assert_eq!(
            json!(answer.status.as_u16()),
            step["status"],
            "{step}\n{reply}"
        );
        agrees(&reply, &step["reply"], &step);
        if let Some(name) = step["token"].as_str() {
            let token = reply["token"].as_str().unwrap();
            given.insert(format!("token of {name}"), token.into());
        }
        for scope in reply["scopes"].as_array().into_iter().flatten() {
            let name = scope["scope"].as_str().unwrap();
            let cursor = scope["cursor"].as_str().unwrap();
            given.insert(format!("${who} {name}"), cursor.into());
        }
    }
}

fn request(step: &Value, given: &Given) -> Request<Body> {
    let mut path = step["send"]["path"].as_str().unwrap().to_owned();
    let mut body = step["send"]
        .get("body")
        .map_or(String::new(), Value::to_string);
    for (name, value) in given.iter().filter(|(name, _)| name.starts_with('$')) {
        path = path.replace(name, value);
        body = body.replace(&format!("\"{name}\""), &format!("\"{value}\""));
    }
    let request = Request::builder()
        .method(step["send"]["method"].as_str().unwrap())
        .uri(path);
    let token = step["as"]
        .as_str()
        .map(|who| &given[&format!("token of {who}")]);
    let request = match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    };
    request.body(body.into()).unwrap()
}

#[track_caller]
fn agrees(got: &Value, wanted: &Value, step: &Value) {
    match wanted {
        Value::String(any) if any == "*" => assert!(!got.is_null(), "{step}"),
        Value::Object(members) => {
            for (key, wanted) in members {
                match key.as_str() {
                    "live" if wanted.is_object() => stands(got, wanted, step),
                    _ => agrees(&got[key], wanted, step),
                }
            }
        }
        Value::Array(items) => {
            assert_eq!(
                got.as_array().map(Vec::len),
                Some(items.len()),
                "{step}\n{got}"
            );
            for (place, wanted) in items.iter().enumerate() {
                agrees(&got[place], wanted, step);
            }
        }
        _ => assert_eq!(got, wanted, "{step}"),
    }
}

#[track_caller]
fn stands(scope: &Value, wanted: &Value, step: &Value) {
    for (field, wanted) in wanted.as_object().unwrap() {
        let (record, field) = field.split_once(' ').unwrap();
        let mut found: Vec<String> = values(scope, record, field)
            .iter()
            .map(|v| v.to_string())
            .collect();
        let mut wanted: Vec<String> = wanted
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{record} {field} in {step}\n{scope}");
    }
}
