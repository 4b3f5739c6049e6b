//! What readers tell waits, and not without end.

use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, Phone, World, op};
use endpoint::store::copy::CopyPart;
use register::role::Role;
use serde_json::{Value, json};

/// How many tellings the register keeps.
async fn kept(world: &World) -> usize {
    let parts = backup(world).await;
    let rows = parts.iter().filter_map(|part| match part {
        CopyPart::Rows(rows) if rows.table.name == "told" => Some(rows.rows.len()),
        CopyPart::Rows(_) | CopyPart::End => None,
    });
    rows.sum()
}

/// A field in which so many operations of this value are said to stand.
fn stands(record: &str, numbers: std::ops::Range<u64>, value: &str) -> Value {
    let live = numbers.map(|n| json!([format!("0.{n}.abcd"), value, 7, 8]));
    let live: Vec<Value> = live.collect();
    json!({ "record": record, "kind": "collective", "field": "name", "live": live })
}

async fn readers_fill_the_register_to_no_end(world: &World) {
    let officer = world.officer().await;
    let reader = world.phone(Role::Viewer, COMMUNE).await;
    let other = world.phone(Role::Viewer, COMMUNE).await;
    let before = backup(world).await;
    let told_to = cursor(&officer.push(COMMUNE, [op(1, "r1", "name", "1")]).await);
    restore(world, before).await;
    let tell = async |phone: &Phone<'_>, told: Value| {
        tell_all(phone, &officer, &told_to, json!([told])).await;
        kept(world).await
    };
    assert_eq!(tell(&reader, stands("r1", 1..6_000, "x")).await, 5_999);
    assert_eq!(tell(&reader, stands("r2", 1..6_000, "x")).await, 10_000);
    assert_eq!(tell(&reader, stands("r3", 1..100, "x")).await, 10_000);
    // What an official has decided on makes room again.
    let waiting = officer.pull(COMMUNE, "", 9_999).await["told"].clone();
    let decided = waiting.as_array().unwrap().iter().take(10);
    let decided: Vec<&Value> = decided.map(|told| &told["id"]).collect();
    let decided = json!([{ "scope": COMMUNE, "decided": decided }]);
    officer.sync(officer.request(decided)).await;
    assert_eq!(tell(&reader, stands("r3", 1..100, "x")).await, 10_010);
    // Nobody else is held up by it, and of long ones there are fewer.
    let long = "x".repeat(250_000);
    for (record, expected) in [("r1", 15), ("r2", 30), ("r3", 45), ("r4", 60), ("r5", 67)] {
        let kept = tell(&other, stands(record, 1..16, &long)).await;
        assert_eq!(kept, 10_010 + expected);
    }
    assert_eq!(tell(&other, stands("r6", 1..16, "x")).await, 10_092);
}

#[tokio::test]
async fn readers_fill_sqlite_to_no_end() {
    readers_fill_the_register_to_no_end(&World::new().await).await;
}

#[tokio::test]
async fn readers_fill_postgres_to_no_end() {
    let database = crate::private_postgres::database().await;
    readers_fill_the_register_to_no_end(&World::on_postgres(&database).await).await;
}
