//! Steps that stood in a register before any program knew steps: nobody judged them.

use crate::private_postgres;
use crate::process::{run_with, text};
use crate::steps::{PAPER, UNIT, step};
use crate::world::{COMMUNE, World, open, values};
use endpoint::store::Store;
use endpoint::store::sqlite::SqliteStore;
use register::role::Role;
use serde_json::{Value, json};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::fs;
use std::path::Path;

/// The migrations of before steps, as files.
async fn migrations(of: &str, last: u32) -> Migrator {
    let folder = tempfile::tempdir().unwrap();
    let all = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/store")
        .join(of);
    for file in fs::read_dir(all.join("migrations")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let number: u32 = name.split('_').next().unwrap().parse().unwrap();
        if number <= last {
            fs::copy(file.path(), folder.path().join(name)).unwrap();
        }
    }
    Migrator::new(folder.path()).await.unwrap()
}

/// What a program wrote that let everybody write every kind that it did not know.
fn written() -> String {
    let forged = step(1, "approvalStep", "approved", &json!({}));
    let live = |number: u64, value: &Value| {
        let name = format!("x.{number}.aaaa");
        json!([{ "name": name, "value": value, "at": 1, "received": 2 }])
    };
    let odd = format!("{PAPER}.x");
    let fields = [
        (
            forged["record"].as_str().unwrap(),
            "step",
            "approvalStep",
            forged["value"].clone(),
        ),
        (&odd, "note", "officeStep", json!("ghi")),
        (PAPER, "award", "nomination", json!("B")),
    ];
    let mut written = format!(
        "INSERT INTO meta (key, value) VALUES ('epoch', 'before00'), ('device', 'own-device-own-device0');
         INSERT INTO device (id) VALUES ('own-device-own-device0');
         INSERT INTO scope (scope, head, mark) VALUES ('{UNIT}', 3, 'aaaa');
         INSERT INTO mark (scope, seq, mark) VALUES ('{UNIT}', 3, 'aaaa');
         INSERT INTO vector (scope, device, seen, seq) VALUES ('{UNIT}', 'x', 3, 3);"
    );
    for (seq, (record, field, kind, value)) in (1..).zip(&fields) {
        let live = live(seq, value);
        written.push_str(&format!(
            "INSERT INTO field (scope, record, field, kind, seq, live)
               VALUES ('{UNIT}', '{record}', '{field}', '{kind}', {seq}, '{live}');
             INSERT INTO name (scope, device, number, hash, seq)
               VALUES ('{UNIT}', 'x', {seq}, 'aaaa', {seq});"
        ));
    }
    written
}

/// The file of a register of before.
async fn file_of_before(file: &Path) {
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    migrations("sqlite", 8)
        .await
        .run(&mut connection)
        .await
        .unwrap();
    connection.execute(AssertSqlSafe(written())).await.unwrap();
    connection.close().await.unwrap();
}

async fn are_emptied(world: &World) {
    let chair = world.phone(Role::CommuneChair, COMMUNE).await;
    let forged = step(1, "approvalStep", "approved", &json!({}));
    let page = chair.pull(UNIT, "", 99_999).await;
    let stands = |record: &str, field: &str| values(&page, record, field);
    assert_eq!(
        stands(forged["record"].as_str().unwrap(), "step"),
        [&Value::Null]
    );
    assert_eq!(stands(&format!("{PAPER}.x"), "note"), [&Value::Null]);
    assert_eq!(stands(PAPER, "award"), ["B"]);
    let own = world.endpoint.store().own_device();
    assert_eq!(own, "own-device-own-device0");
    let by_it = page["seen"].as_object().unwrap().values();
    assert_eq!(by_it.filter(|seen| **seen == json!(2)).count(), 1, "{page}");
    let proof = world.endpoint.store().prove_log(UNIT).await.unwrap();
    assert_eq!(proof.unproved, []);
    // What is taken since is judged, and stays.
    let taken = step(1, "approvalStep", "refused", &json!({}));
    assert_eq!(chair.answer(UNIT, taken).await, "ok");
}

async fn stays(store: &dyn Store) {
    let taken = step(1, "approvalStep", "refused", &json!({}));
    let record = taken["record"].as_str().unwrap();
    let stands = store.record(UNIT, record).await.unwrap();
    assert_eq!(stands["step"].len(), 1);
    assert_eq!(stands["step"][0].value, taken["value"]);
}

#[tokio::test]
async fn steps_of_before_are_emptied_once_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    file_of_before(&SqliteStore::file_in(folder.path())).await;
    let world = World::over(folder).await;
    are_emptied(&world).await;
    stays(open(world.folder.path()).await.store().as_ref()).await;
}

#[tokio::test]
async fn steps_of_before_are_emptied_once_in_a_database() {
    let database = private_postgres::database().await;
    let mut connection = PgConnection::connect(&database).await.unwrap();
    migrations("postgres", 6)
        .await
        .run(&mut connection)
        .await
        .unwrap();
    connection.execute(AssertSqlSafe(written())).await.unwrap();
    are_emptied(&World::on_postgres(&database).await).await;
    stays(&private_postgres::open(&database).await).await;
}

/// The backup is the file itself. What phones are told that it holds stays what it held.
#[tokio::test]
async fn a_restored_backup_of_before_is_emptied_too() {
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("old.backup");
    file_of_before(&backup).await;
    let restore = ["restore", "--unmarked", "--from", backup.to_str().unwrap()];
    const HELD: &str = "SELECT head FROM history WHERE epoch = 'before00'";

    let data = tempfile::tempdir().unwrap();
    text(run_with(
        &["--data", data.path().to_str().unwrap()],
        &restore,
    ));
    let url = format!("sqlite://{}", SqliteStore::file_in(data.path()).display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let held: i64 = sqlx::query_scalar(HELD)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(held, 3);
    connection.close().await.unwrap();
    are_emptied(&World::over(data).await).await;

    let database = private_postgres::database().await;
    text(run_with(&["--database", &database], &restore));
    let mut connection = PgConnection::connect(&database).await.unwrap();
    let held: i64 = sqlx::query_scalar(HELD)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(held, 3);
    are_emptied(&World::on_postgres(&database).await).await;
}
