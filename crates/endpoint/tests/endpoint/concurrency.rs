use crate::private_postgres;
use crate::world::{COMMUNE, World, op};
use protocol::rule::{Rule, without};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

const WRITERS: usize = 12;
const ROUNDS: u64 = 20;

type States = BTreeMap<(String, String), String>;

/// Live sets without the short names, whose table differs from page to page.
fn apply(states: &mut States, page: &Value) {
    for state in page["states"].as_array().into_iter().flatten() {
        let key = (state["record"].to_string(), state["field"].to_string());
        let mut live: Vec<String> = state["live"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                format!(
                    "{} {}",
                    entry[1],
                    entry[0].as_str().unwrap().rsplit('.').next().unwrap()
                )
            })
            .collect();
        live.sort();
        states.insert(key, live.join(", "));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_skips_a_row_however_many_write() {
    many_write_and_read(&World::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_skips_a_row_however_many_write_on_postgres() {
    let database = private_postgres::database().await;
    many_write_and_read(&World::on_postgres(&database).await).await;
}

/// What needs two writers at once, and so escapes the simulation's one thread.
#[test]
fn it_is_noticed_if_numbers_are_taken_outside_the_lock() {
    check_noticed(Rule::NumbersOrderCommits);
}

#[test]
fn it_is_noticed_if_a_page_is_of_two_moments() {
    check_noticed(Rule::PagesAreOfOneMoment);
}

#[track_caller]
fn check_noticed(rule: Rule) {
    let run = async || {
        let database = private_postgres::database().await;
        many_write_and_read(&World::on_postgres(&database).await).await;
    };
    // On one thread, where the rule is broken.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let walk = move || without(rule, || runtime.block_on(run()));
    assert!(std::thread::spawn(walk).join().is_err(), "{rule:?}");
}

async fn many_write_and_read(world: &World) {
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        writers.push(world.officer().await);
    }
    let readers = [
        world.officer().await,
        world.officer().await,
        world.officer().await,
    ];
    let finished = AtomicBool::new(false);
    let write = async {
        let each = writers.iter().enumerate().map(async |(who, phone)| {
            for round in 0..ROUNDS {
                let n = round * 3;
                let ops = [
                    op(n + 1, &format!("r{who}-{round}"), "name", "A"),
                    op(n + 2, &format!("r{round}"), "shared", format!("{who}")),
                    op(n + 3, "hot", "field", format!("{who} {round}")),
                ];
                let reply = phone.push(COMMUNE, ops).await;
                assert_eq!(reply["scopes"][0]["answers"].as_object().unwrap().len(), 3);
            }
        });
        futures_util::future::join_all(each).await;
        finished.store(true, Ordering::Release);
    };
    let read = futures_util::future::join_all(readers.iter().map(async |phone| {
        let mut states = States::new();
        let mut cursor = String::new();
        let mut pages = 0;
        loop {
            let last_round = finished.load(Ordering::Acquire);
            let page = phone.pull(COMMUNE, &cursor, 1_500).await;
            assert_eq!(page["reset"], Value::Null);
            apply(&mut states, &page);
            cursor = page["cursor"].as_str().unwrap().to_owned();
            pages += 1;
            if last_round && page["more"] != true {
                return (states, pages);
            }
            tokio::task::yield_now().await;
        }
    }));
    let ((), read) = tokio::join!(write, read);
    let mut expected = States::new();
    apply(
        &mut expected,
        &readers[0].pull(COMMUNE, "", 1_048_576).await,
    );
    assert_eq!(
        expected.len(),
        WRITERS * ROUNDS as usize + ROUNDS as usize + 1
    );
    for (states, pages) in read {
        assert!(pages > 10, "it did page: {pages}");
        assert_eq!(states, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_operation_sent_many_times_at_once_enters_once() {
    enters_once(&World::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_operation_sent_many_times_at_once_enters_once_on_postgres() {
    let database = private_postgres::database().await;
    enters_once(&World::on_postgres(&database).await).await;
}

async fn enters_once(world: &World) {
    let phone = world.officer().await;
    let request = phone.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "a", "b")] }]));
    let replies =
        futures_util::future::join_all((0..20).map(|_| phone.sync(request.clone()))).await;
    for reply in &replies {
        assert_eq!(reply["scopes"], replies[0]["scopes"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_transaction_holds_up_its_own_scope_only_and_is_not_skipped() {
    let database = private_postgres::database().await;
    let world = World::on_postgres(&database).await;
    let (writer, reader) = (world.officer().await, world.officer().await);
    writer.push(COMMUNE, [op(1, "first", "name", "A")]).await;
    let first = reader.pull(COMMUNE, "", 9_999).await;

    // Another process has taken its number, and is not done.
    let mut slow = PgConnection::connect(&database).await.unwrap();
    slow.execute("BEGIN").await.unwrap();
    let number: i64 = sqlx::query_scalar(
        "UPDATE scope SET head = head + 1, mark = 'slow' WHERE scope = '06541' RETURNING head",
    )
    .fetch_one(&mut slow)
    .await
    .unwrap();
    let quick = writer.push(COMMUNE, [op(2, "quick", "name", "B")]);
    let meanwhile = async {
        let mut watch = PgConnection::connect(&database).await.unwrap();
        let mut waiting = 0_i64;
        while waiting == 0 {
            tokio::task::yield_now().await;
            waiting = sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity
                 WHERE wait_event_type = 'Lock' AND datname = current_database()",
            )
            .fetch_one(&mut watch)
            .await
            .unwrap();
        }
        let elsewhere = reader.push("06541/a", [op(1, "r", "name", "C")]).await;
        assert_eq!(elsewhere["scopes"][0]["states"][0]["record"], "r");
        let nothing_yet = reader
            .pull(COMMUNE, first["cursor"].as_str().unwrap(), 9_999)
            .await;
        assert_eq!(nothing_yet["states"], Value::Null);
        sqlx::query(
            "INSERT INTO field (scope, record, field, kind, seq, live)
             VALUES ('06541', 'slow', 'name', 'collective', $1, '[]')",
        )
        .bind(number)
        .execute(&mut slow)
        .await
        .unwrap();
        slow.execute("COMMIT").await.unwrap();
        nothing_yet["cursor"].as_str().unwrap().to_owned()
    };
    let (_, cursor) = tokio::join!(quick, meanwhile);
    let page = reader.pull(COMMUNE, &cursor, 9_999).await;
    let records: Vec<&str> = page["states"]
        .as_array()
        .unwrap()
        .iter()
        .map(|state| state["record"].as_str().unwrap())
        .collect();
    assert_eq!(records, ["slow", "quick"]);
}
