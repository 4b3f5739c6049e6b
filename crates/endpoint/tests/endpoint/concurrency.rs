use crate::world::{COMMUNE, World, op};
use serde_json::{Value, json};
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
    let world = World::new().await;
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
    let world = World::new().await;
    let phone = world.officer().await;
    let request = phone.request(json!([{ "scope": COMMUNE, "ops": [op(1, "r1", "a", "b")] }]));
    let replies =
        futures_util::future::join_all((0..20).map(|_| phone.sync(request.clone()))).await;
    for reply in &replies {
        assert_eq!(reply["scopes"], replies[0]["scopes"]);
    }
}
