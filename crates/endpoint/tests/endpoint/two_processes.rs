//! The real binary in several processes on one PostgreSQL, while one of them
//! is killed, connections are lost and somebody is slow.

use crate::private_postgres;
use crate::process::{Server, invite};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const WRITERS: usize = 8;
const ROUNDS: u64 = 25;

/// A phone that asks again until it is answered, wherever somebody listens.
struct Phone<'w> {
    device: String,
    token: String,
    servers: &'w [Mutex<Server>],
}

impl<'w> Phone<'w> {
    fn new(servers: &'w [Mutex<Server>], database: &str, device: &str) -> Self {
        let code = invite(&["--database", database]);
        let claim = json!({ "code": code, "device": device, "claim": "0123456789abcdef" });
        let address = servers[0].lock().unwrap().address.clone();
        let (status, enrolled) =
            Server::ask(&address, "POST", "/v1/enrolments", "", &claim.to_string()).unwrap();
        assert_eq!(status, 200, "{enrolled}");
        Self {
            device: device.into(),
            token: enrolled["token"].as_str().unwrap().into(),
            servers,
        }
    }

    /// The scope's part of the first reply that has one.
    fn sync(&self, first: usize, cursor: &str, ops: &[Value]) -> Value {
        let request = json!({
            "protocol": 1, "schema": 1, "device": self.device, "digest": "", "limit": 1_500,
            "scopes": [{ "scope": "06541", "cursor": cursor, "ops": ops }],
        })
        .to_string();
        for attempt in first..first + 5_000 {
            let address = self.servers[attempt % self.servers.len()]
                .lock()
                .unwrap()
                .address
                .clone();
            // No answer: nobody knows whether it was done. Asked again.
            let Some((status, reply)) =
                Server::ask(&address, "POST", "/v1/sync", &self.token, &request)
            else {
                continue;
            };
            match status {
                200 if reply["scopes"][0].is_object() => return reply["scopes"][0].clone(),
                200 | 503 => {}
                _ => panic!("{status} {reply}"),
            }
        }
        panic!("no server answers any more");
    }
}

fn op(n: u64, record: &str, value: &str) -> Value {
    json!({
        "n": n, "record": record, "kind": "collective", "field": "name", "value": value, "at": 7,
    })
}

/// Every value of every record that a phone was ever shown.
type Shown = BTreeMap<String, BTreeSet<String>>;

fn note(shown: &mut Shown, page: &Value) {
    for state in page["states"].as_array().into_iter().flatten() {
        let values = state["live"].as_array().unwrap().iter();
        let values = values.map(|entry| entry[1].to_string()).collect();
        shown.insert(state["record"].to_string(), values);
    }
}

fn pages(phone: &Phone, first: usize, finished: &AtomicBool) -> Shown {
    let (mut shown, mut cursor) = (Shown::new(), String::new());
    for turn in first.. {
        let last = finished.load(Ordering::Acquire);
        let page = phone.sync(turn, &cursor, &[]);
        assert_eq!(page["reset"], Value::Null);
        note(&mut shown, &page);
        cursor = page["cursor"].as_str().unwrap_or_default().to_owned();
        if last && page["more"] != true {
            break;
        }
    }
    shown
}

#[test]
fn nothing_is_skipped_or_lost_by_two_processes_a_kill_and_broken_connections() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(private_postgres::database());
    let start = || Mutex::new(Server::start_with(&["--database", &database], None));
    let servers = [start(), start()];
    let phone = |name: String| Phone::new(&servers, &database, &name);
    let writers: Vec<Phone> = (0..WRITERS)
        .map(|who| phone(format!("writer-{who}")))
        .collect();
    let readers: Vec<Phone> = (0..2).map(|who| phone(format!("reader-{who}"))).collect();
    let (finished, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (finished, rounds) = (&finished, &rounds);

    let read: Vec<Shown> = std::thread::scope(|scope| {
        let reading: Vec<_> = readers
            .iter()
            .enumerate()
            .map(|(who, phone)| scope.spawn(move || pages(phone, who, finished)))
            .collect();
        let writing: Vec<_> = writers
            .iter()
            .enumerate()
            .map(|(who, phone)| {
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let ops = [
                            op(2 * round + 1, &format!("r{who}-{round}"), "own"),
                            op(2 * round + 2, "hot", &format!("{who} {round}")),
                        ];
                        let answered = phone.sync(who, "", &ops);
                        let answers = answered["answers"].as_object().unwrap();
                        assert_eq!(answers.values().collect::<Vec<_>>(), ["ok", "ok"]);
                        rounds.fetch_add(1, Ordering::AcqRel);
                    }
                })
            })
            .collect();

        let wait_for = |share: usize| {
            while rounds.load(Ordering::Acquire) < WRITERS * ROUNDS as usize * share / 10 {
                assert!(!writing.iter().all(|thread| thread.is_finished()));
                std::thread::yield_now();
            }
        };
        wait_for(2);
        runtime.block_on(cut_connections(&database));
        wait_for(4);
        {
            let mut second = servers[1].lock().unwrap();
            second.process.kill().unwrap();
            second.process.wait().unwrap();
        }
        wait_for(6);
        *servers[1].lock().unwrap() = Server::start_with(&["--database", &database], None);
        wait_for(8);
        runtime.block_on(cut_connections(&database));
        for thread in writing {
            thread.join().unwrap();
        }
        finished.store(true, Ordering::Release);
        reading
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });

    let everything = pages(&readers[0], 0, &AtomicBool::new(true));
    assert_eq!(everything.len(), WRITERS * ROUNDS as usize + 1);
    assert_eq!(everything["\"hot\""].len(), WRITERS * ROUNDS as usize);
    for shown in read {
        assert_eq!(shown, everything);
    }
}

/// Ends every connection to the database but its own; at least one was there.
async fn cut_connections(database: &str) {
    let mut connection = PgConnection::connect(database).await.unwrap();
    let cut: i64 = sqlx::query_scalar(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert!(cut > 0);
}
