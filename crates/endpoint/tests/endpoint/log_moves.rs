//! The log of operations, and what waits, through backups, restores and moves between databases: every
//! row arrives, in whatever order a database sorts texts.

use crate::private_postgres;
use crate::process::{run_with, text};
use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, Phone, World, op, with};
use endpoint::model::Erasure;
use endpoint::store::copy::{CopyPart, StoredCell};
use endpoint::store::{ErasingMode, Store};
use register::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::sync::mpsc;

/// Ids that no two orders of texts sort alike.
const IDS: [&str; 8] = ["ra", "rB", "Ra", "rb", "-r", "_r", "R-a", "r_A"];

/// The rows of one table, as a backup takes them.
async fn rows(store: &dyn Store, table: &str) -> Vec<Vec<StoredCell>> {
    let (send, mut receive) = mpsc::channel(4);
    let (sent, rows) = tokio::join!(store.copy_out(send), async {
        let mut found = Vec::new();
        while let Some(part) = receive.recv().await {
            if let CopyPart::Rows(rows) = part
                && rows.table.name == table
            {
                found.extend(rows.rows);
            }
        }
        found
    });
    sent.unwrap();
    rows
}

fn live(phone: &Phone<'_>, op: &Value) -> Value {
    let name = phone.short(COMMUNE, op);
    json!([[
        format!("0.{}", name.split_once('.').unwrap().1),
        op["value"],
        7,
        8
    ]])
}

fn reported(phone: &Phone<'_>, op: &Value) -> Value {
    json!({
        "record": op["record"], "kind": "collective", "field": "name", "live": live(phone, op),
    })
}

/// A register with every kind of row in its log but beginnings, and reports that wait.
async fn history(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let reader = world.phone(Role::Viewer, COMMUNE).await;
    let replacing = |op: Value, one: &Value| {
        let names = live(&a, one);
        with(op, "replaces", json!([names[0][0]]))
    };
    let one = op(1, "r1", "name", "1");
    let two = replacing(op(2, "r1", "name", "2"), &one);
    let three = replacing(op(3, "r1", "name", "3"), &two);
    a.push(COMMUNE, [one, three.clone()]).await;
    a.push(COMMUNE, [two, op(4, "r9", "name", "Lan")]).await;
    let scattered = IDS.iter().zip(5..);
    let scattered = Vec::from_iter(scattered.map(|(id, n)| op(n, id, "phone", *id)));
    a.push(COMMUNE, scattered).await;
    let before = backup(world).await;
    let next = replacing(op(20, "r1", "name", "4"), &three);
    let pulled_to = cursor(&a.push(COMMUNE, [next.clone()]).await);
    restore(world, before).await;
    tell_all(&b, &a, &pulled_to, json!([reported(&a, &next)])).await;
    let waiting = IDS.iter().zip(30..);
    let waiting = waiting.map(|(id, n)| reported(&a, &op(n, id, "name", *id)));
    tell_all(&reader, &a, &pulled_to, waiting.collect()).await;
    let erasure = Erasure {
        scope: COMMUNE.into(),
        record: "r9".into(),
        at: world.now(),
        files: BTreeSet::new(),
    };
    let store = world.endpoint.store();
    let erased = store.erase(erasure, "eras".into(), ErasingMode::Erase);
    erased.await.unwrap();
    let log = rows(store.as_ref(), "op_log").await;
    let reasons = BTreeSet::from_iter(log.iter().map(|row| format!("{:?}", row[12])));
    assert_eq!(
        reasons.len(),
        4,
        "accepted, dead, told and dropped: {reasons:?}"
    );
    assert!(
        log.iter().any(|row| row[8] == StoredCell::Text(None)),
        "erased"
    );
    assert_eq!(rows(store.as_ref(), "told").await.len(), IDS.len());
}

/// The log and what waits, and that the log proves what stands.
async fn kept(store: &dyn Store) -> [Vec<Vec<StoredCell>>; 2] {
    let proof = store.prove_log(COMMUNE).await.unwrap();
    assert_eq!(proof.unproved, []);
    assert!(proof.rows > 10);
    [rows(store, "op_log").await, rows(store, "told").await]
}

/// A backup of one register restores into the other kind and into its own.
async fn a_backup_holds_all_of_it(world: &World) {
    history(world).await;
    let store = world.endpoint.store();
    let file = world.folder.path().join("a.backup");
    endpoint::backups::write(store.as_ref(), &file, world.now())
        .await
        .unwrap();
    let expected = kept(store.as_ref()).await;
    let restore = ["restore", "--from", file.to_str().unwrap()];

    let data = tempfile::tempdir().unwrap();
    text(run_with(
        &["--data", data.path().to_str().unwrap()],
        &restore,
    ));
    let restored = crate::world::open(data.path()).await;
    assert_eq!(kept(restored.store().as_ref()).await, expected);
    restored.store().close().await;

    let database = private_postgres::database().await;
    text(run_with(&["--database", &database], &restore));
    let restored = private_postgres::open(&database).await;
    assert_eq!(kept(&restored).await, expected);
}

#[tokio::test]
async fn a_backup_of_a_folder_holds_the_log() {
    a_backup_holds_all_of_it(&World::new().await).await;
}

#[tokio::test]
async fn a_backup_of_a_database_holds_the_log() {
    let database = private_postgres::database().await;
    a_backup_holds_all_of_it(&World::on_postgres(&database).await).await;
}

/// From one kind of database to the other and back.
#[tokio::test]
async fn the_log_moves_to_the_other_database_and_back() {
    let world = World::new().await;
    history(&world).await;
    let expected = kept(world.endpoint.store().as_ref()).await;
    let World {
        folder,
        endpoint,
        router,
        ..
    } = world;
    endpoint.store().close().await;
    // The lock goes with the last who holds the store.
    drop((endpoint, router));
    let database = private_postgres::database().await;
    let data = folder.path().to_str().unwrap();
    let both = ["--data", data, "--database", &database];
    text(run_with(
        &both,
        &["migrate", "--from", "sqlite", "--to", "postgres"],
    ));
    let moved = private_postgres::open(&database).await;
    assert_eq!(kept(&moved).await, expected);
    moved.close().await;
    text(run_with(
        &both,
        &["migrate", "--from", "postgres", "--to", "sqlite"],
    ));
    let back = crate::world::open(folder.path()).await;
    assert_eq!(kept(back.store().as_ref()).await, expected);
}
