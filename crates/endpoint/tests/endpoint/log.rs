//! The log of operations: it proves what stands, and begins anew where a program wrote that knew none.

use crate::private_postgres;
use crate::process::{Server, refused, run, run_with, text};
use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, World, op, with};
use endpoint::secrets::Randomness;
use endpoint::store::sqlite::SqliteStore;
use endpoint::store::{LogProof, Store};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::path::Path;

async fn proof(store: &dyn Store) -> LogProof {
    let proof = store.prove_log(COMMUNE).await.unwrap();
    assert_eq!(proof.unproved, []);
    proof
}

async fn every_row_of_the_log_proves_what_stands(world: &World) {
    let store = world.endpoint.store().as_ref();
    let (a, b) = (world.officer().await, world.officer().await);
    let name = |n: u64, value: &str| op(n, "r1", "name", value);
    let replacing = |op: Value, names: &[&Value]| {
        let short = names.iter().map(|one| a.short(COMMUNE, one));
        let short = short.map(|name| format!("0.{}", name.split_once('.').unwrap().1));
        with(op, "replaces", short.collect::<Vec<_>>())
    };
    let one = name(1, "1");
    let two = replacing(name(2, "2"), &[&one]);
    // Its replacement comes first, in another request, and then in the same.
    a.push(COMMUNE, [two.clone()]).await;
    a.push(COMMUNE, [one.clone()]).await;
    let three = replacing(name(3, "3"), &[&two]);
    let four = replacing(name(4, "4"), &[&three, &two]);
    a.push(
        COMMUNE,
        [four.clone(), three.clone(), op(5, "r2", "phone", "5")],
    )
    .await;
    // Known names, refused ones and such as are no operations are no rows.
    a.push(COMMUNE, [four.clone(), op(6, "r.", "name", "6"), json!({})])
        .await;
    assert_eq!(proof(store).await, proof_of(5, 2));

    let before = backup(world).await;
    let seven = replacing(name(7, "7"), &[&four]);
    let pulled_to = cursor(&a.push(COMMUNE, [seven.clone()]).await);
    restore(world, before).await;
    assert_eq!(proof(store).await, proof_of(5, 2));
    let live = |op: &Value| {
        let short = a.short(COMMUNE, op).split_once('.').unwrap().1.to_owned();
        json!([format!("0.{short}"), op["value"], op["at"], 8])
    };
    let told = |live: Value| json!([{ "record": "r1", "kind": "collective", "field": "name", "live": live }]);
    // 7 comes; 4 the witness had not pulled.
    for _ in 0..2 {
        tell_all(&b, &a, &pulled_to, told(json!([live(&seven)]))).await;
        assert_eq!(proof(store).await, proof_of(6, 2));
    }
    // What stood nowhere ever, and is gone, is logged, and nobody is told of its field.
    a.push(
        COMMUNE,
        [seven, with(op(8, "r3", "name", "8"), "gone", true)],
    )
    .await;
    assert_eq!(proof(store).await, proof_of(8, 3));
    let page = b.pull(COMMUNE, "", 9_999).await;
    assert_eq!(page["states"].as_array().unwrap().len(), 2, "{page}");
    b.push(COMMUNE, [op(1, "r3", "name", "9")]).await;
    assert_eq!(proof(store).await, proof_of(9, 3));
}

fn proof_of(rows: usize, fields: usize) -> LogProof {
    LogProof {
        rows,
        fields,
        unproved: Vec::new(),
    }
}

#[tokio::test]
async fn every_row_proves_what_stands_on_sqlite() {
    every_row_of_the_log_proves_what_stands(&World::new().await).await;
}

#[tokio::test]
async fn every_row_proves_what_stands_on_postgres() {
    let database = private_postgres::database().await;
    every_row_of_the_log_proves_what_stands(&World::on_postgres(&database).await).await;
}

/// What a program does that knows no log: a field changes, one is new, one is emptied.
fn written_without_a_log(live: &str) -> String {
    format!(
        "UPDATE scope SET head = head + 3, mark = 'old' WHERE scope = '06541';
         INSERT INTO mark (scope, seq, mark)
           SELECT scope, head, mark FROM scope WHERE scope = '06541';
         UPDATE field SET live = '{live}', seq = (SELECT head FROM scope WHERE scope = '06541')
           WHERE record = 'r1';
         UPDATE field SET live = '[]', seq = (SELECT head - 1 FROM scope WHERE scope = '06541')
           WHERE record = 'r2';
         INSERT INTO field (scope, record, field, kind, seq, live)
           SELECT scope, 'r4', 'name', 'collective', head - 2, '{live}' FROM scope
           WHERE scope = '06541';"
    )
}

const TWO: &str = r#"[{"name":"x.1.aaaa","value":"\u0000","at":1,"received":2},
    {"name":"y.1.aaaa","value":"b","at":1,"received":2,"told":"z"}]"#;

async fn write_to(file: &Path, statements: String) {
    let url = format!("sqlite://{}", file.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    connection.execute(AssertSqlSafe(statements)).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn the_log_begins_anew_where_a_program_wrote_that_knew_none() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops =
        ["r1", "r2", "r3"].map(|record| op(record[1..].parse().unwrap(), record, "name", "A"));
    phone.push(COMMUNE, ops).await;
    let written = written_without_a_log(TWO);
    write_to(
        &world.folder.path().join("register.sqlite"),
        written.clone(),
    )
    .await;
    let unproved = world.endpoint.store().prove_log(COMMUNE).await.unwrap();
    assert_eq!(unproved.unproved.len(), 3);
    let randomness = Randomness::of_the_system();
    let open = || async {
        SqliteStore::open(world.folder.path(), &randomness)
            .await
            .unwrap()
    };
    // Three rows of before; two, an empty one, and two.
    assert_eq!(proof(&open().await).await, proof_of(8, 4));
    assert_eq!(proof(&open().await).await, proof_of(8, 4));
    phone.push(COMMUNE, [op(4, "r1", "name", "D")]).await;
    assert_eq!(proof(&open().await).await, proof_of(9, 4));

    let database = private_postgres::database().await;
    let world = World::on_postgres(&database).await;
    let phone = world.officer().await;
    let ops =
        ["r1", "r2", "r3"].map(|record| op(record[1..].parse().unwrap(), record, "name", "A"));
    phone.push(COMMUNE, ops).await;
    let mut connection = PgConnection::connect(&database).await.unwrap();
    connection.execute(AssertSqlSafe(written)).await.unwrap();
    let store = private_postgres::open(&database).await;
    assert_eq!(proof(&store).await, proof_of(8, 4));
}

/// The older program and this one write in turn before this one is started again.
#[tokio::test]
async fn the_log_begins_anew_where_both_wrote_at_once() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops = ["r1", "r2"].map(|record| op(record[1..].parse().unwrap(), record, "name", "A"));
    phone.push(COMMUNE, ops).await;
    let file = world.folder.path().join("register.sqlite");
    write_to(&file, written_without_a_log(TWO)).await;
    let mut request = phone.request(json!([{ "scope": COMMUNE, "ops": [
        with(op(3, "r1", "name", "C"), "replaces", json!(["0.1.aaaa"])),
        op(4, "r5", "name", "E"),
    ] }]));
    for op in request["scopes"][0]["ops"].as_array_mut().unwrap() {
        op["by"] = json!(1);
    }
    request["devices"] = json!(["x", phone.device]);
    phone.sync(request).await;
    let randomness = Randomness::of_the_system();
    let store = SqliteStore::open(world.folder.path(), &randomness)
        .await
        .unwrap();
    // 2 + 2 of the phone; two stand in r1, nothing in r2, two in r4.
    assert_eq!(proof(&store).await, proof_of(9, 4));
}

#[test]
fn the_doctor_says_what_the_log_proves_and_what_not() {
    let data = tempfile::tempdir().unwrap();
    let register = ["--data", data.path().to_str().unwrap()];
    let server = Server::start_with(&register, None);
    let phone = server.enrol(&register, "d1");
    phone.sync(
        &server,
        json!({ "ops": [op(1, "r1", "name", "A"), op(2, "r1", "phone", "B")] }),
    );
    let said = text(run(data.path(), &["doctor"]));
    assert_eq!(said, "what stands is what the log says: 8 fields, 8 rows\n");
    let damage = "UPDATE op_log SET value = '\"C\"' WHERE record = 'r1' AND field = 'phone'";
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(write_to(
        &data.path().join("register.sqlite"),
        damage.into(),
    ));
    refused(run_with(&register, &["doctor"]), "  06541  r1  phone\n");
    drop(server);
}
