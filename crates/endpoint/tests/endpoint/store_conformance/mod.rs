//! What every store must do, whatever it is made of.

mod people;

use crate::world::NOON;
use endpoint::model::{Batch, LogPosition, Page, Position, PullQuery};
use endpoint::store::Store;
use merge::Answer;
use people::{
    a_new_phone_is_of_the_person_who_is_there, an_invitation_enrols_once,
    an_invitation_that_nobody_has_used_is_cancelled, devices_belong_to_the_first_who_claims_them,
    keys_belong_to_the_last_who_proves_them, nobody_has_more_devices_or_keys_than_fit,
    wrong_tries_lock_an_invitation,
};
use protocol::Operation;
use register::rights::{Grant, Readable, Rights};
use register::role::Role;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every behaviour for every store.
macro_rules! conformance {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            use endpoint::secrets::Randomness;
            use endpoint::store::sqlite::SqliteStore;

            $(
                #[tokio::test]
                async fn $behaviour() {
                    let folder = tempfile::tempdir().unwrap();
                    let randomness = Randomness::of_the_system();
                    let store = SqliteStore::open(folder.path(), &randomness).await.unwrap();
                    super::$behaviour(&store).await;
                }
            )*
        }

        mod postgres {
            use crate::private_postgres;

            $(
                #[tokio::test]
                async fn $behaviour() {
                    let database = private_postgres::database().await;
                    let store = private_postgres::open(&database).await;
                    super::$behaviour(&store).await;
                }
            )*
        }
    };
}

conformance!(
    batches_are_taken_in_each_for_itself,
    what_was_known_takes_no_numbers,
    pages_end_where_the_next_one_begins,
    a_place_of_another_history_is_noticed,
    heads_are_those_of_readable_scopes,
    devices_belong_to_the_first_who_claims_them,
    keys_belong_to_the_last_who_proves_them,
    nobody_has_more_devices_or_keys_than_fit,
    what_is_relayed_has_its_authors_rights,
    an_invitation_enrols_once,
    a_new_phone_is_of_the_person_who_is_there,
    an_invitation_that_nobody_has_used_is_cancelled,
    wrong_tries_lock_an_invitation,
    records_are_found_by_their_kind,
);

fn edit(device: &str, number: u64, record: &str, value: impl Into<Value>) -> Operation {
    Operation {
        device: device.into(),
        number,
        record: record.into(),
        kind: "collective".into(),
        field: "name".into(),
        value: value.into(),
        predecessors: Vec::new(),
        at: NOON,
        save: number,
    }
}

async fn batch(store: &dyn Store, scope: &str, mark: &str, operations: Vec<Operation>) -> Batch {
    let grant = Grant {
        scope: "06541".into(),
        role: Role::CommuneOfficer,
    };
    Batch {
        scope: scope.into(),
        operations,
        gone: BTreeSet::new(),
        recovering: None,
        decided: Vec::new(),
        rights: Arc::new(Rights::new(vec![grant])),
        authors: BTreeMap::new(),
        received: NOON,
        mark: mark.into(),
        epoch: store.epoch().await.unwrap(),
    }
}

async fn push(store: &dyn Store, scope: &str, mark: &str, operations: Vec<Operation>) {
    let batch = batch(store, scope, mark, operations).await;
    for outcome in store.push(vec![batch]).await {
        outcome.unwrap();
    }
}

async fn pull(store: &dyn Store, scope: &str, after: Option<LogPosition>, limit: usize) -> Page {
    pull_for(store, scope, after, limit, BTreeSet::new()).await
}

async fn pull_for(
    store: &dyn Store,
    scope: &str,
    after: Option<LogPosition>,
    limit: usize,
    devices: BTreeSet<String>,
) -> Page {
    let epoch = store.epoch().await.unwrap();
    let pull = PullQuery {
        scope: scope.into(),
        epoch: epoch.clone(),
        after: after.map(|place| Position {
            epoch: epoch.clone(),
            place,
            newest: None,
            is_proved: true,
        }),
        limit,
        devices,
    };
    store.pull(pull).await.unwrap()
}

async fn batches_are_taken_in_each_for_itself(store: &dyn Store) {
    let batches = vec![
        batch(
            store,
            "06541",
            "aaaa",
            vec![edit("d1", 1, "r1", "A"), edit("d1", 3, "r2", "B")],
        )
        .await,
        batch(store, "02701", "cccc", vec![edit("d1", 1, "r1", "D")]).await,
    ];
    let outcomes: Vec<_> = store
        .push(batches)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let changed: Vec<usize> = outcomes.iter().map(|pushed| pushed.changed).collect();
    assert_eq!(changed, [2, 0]);
    assert!(matches!(&outcomes[1].answers[0].1, Answer::Refused(code) if code.0 == "noRight"));
    push(store, "06541", "bbbb", vec![edit("d2", 1, "r1", "C")]).await;
    let page = pull(store, "06541", None, 9999).await;
    let order: Vec<(i64, &str, usize)> = page
        .states
        .iter()
        .map(|s| (s.seq, s.record.as_str(), s.live.len()))
        .collect();
    assert_eq!(order, [(2, "r2", 1), (3, "r1", 2)]);
    let vectors: Vec<(&str, u64, usize)> = page
        .vectors
        .iter()
        .map(|v| (v.device.as_str(), v.seen, v.beyond.len()))
        .collect();
    assert_eq!(vectors, [("d1", 1, 0), ("d2", 1, 0)]);
    let own = pull_for(store, "06541", None, 9999, BTreeSet::from(["d1".into()])).await;
    assert_eq!(
        own.vectors[0].beyond.len(),
        1,
        "whoever asks hears of the gap"
    );
    let refused = pull(store, "02701", None, 9999).await;
    assert_eq!(refused.states, []);
    assert_eq!(
        refused.end,
        Some(LogPosition {
            seq: 1,
            mark: "cccc".into()
        })
    );
}

async fn what_is_relayed_has_its_authors_rights(store: &dyn Store) {
    let own = batch(store, "06541", "aaaa", Vec::new()).await;
    let relayed = |device: &str, number| edit(device, number, "r1", device);
    let nothing: Arc<Rights> = Arc::default();
    let courier = Batch {
        operations: vec![relayed("d1", 1), relayed("d2", 1), relayed("d3", 1)],
        rights: Arc::clone(&nothing),
        authors: BTreeMap::from([("d2".into(), own.rights), ("d3".into(), nothing)]),
        ..batch(store, "06541", "aaaa", Vec::new()).await
    };
    let pushed = store.push(vec![courier]).await.remove(0).unwrap();
    let taken: Vec<bool> = pushed
        .answers
        .iter()
        .map(|(_, answer)| *answer == Answer::Ok)
        .collect();
    assert_eq!(taken, [false, true, false]);
    assert_eq!(pushed.changed, 1);
}

async fn what_was_known_takes_no_numbers(store: &dyn Store) {
    push(store, "06541", "aaaa", vec![edit("d1", 1, "r1", "A")]).await;
    push(store, "06541", "bbbb", vec![edit("d1", 1, "r1", "A")]).await;
    let page = pull(store, "06541", None, 9999).await;
    assert_eq!(
        page.end,
        Some(LogPosition {
            seq: 1,
            mark: "aaaa".into()
        })
    );
}

async fn pages_end_where_the_next_one_begins(store: &dyn Store) {
    let edits = (1..=5)
        .map(|n| edit("d1", n, &format!("r{n}"), "x".repeat(400)))
        .collect();
    push(store, "06541", "aaaa", edits).await;
    push(store, "06541", "bbbb", vec![edit("d1", 6, "r6", "y")]).await;
    let first = pull(store, "06541", None, 1_100).await;
    assert_eq!(
        (first.states.len(), first.more, first.reset),
        (2, true, false)
    );
    assert_eq!(
        first.end,
        Some(LogPosition {
            seq: 2,
            mark: "aaaa".into()
        })
    );
    assert_eq!(first.vectors, [], "d1 changed later");
    let second = pull(store, "06541", first.end, 10).await;
    assert_eq!((second.states.len(), second.more), (1, true), "never empty");
    let third = pull(store, "06541", second.end, 9999).await;
    assert_eq!((third.states.len(), third.more), (3, false));
    assert_eq!(
        third.end,
        Some(LogPosition {
            seq: 6,
            mark: "bbbb".into()
        })
    );
    assert_eq!(third.vectors.len(), 1);
    let fourth = pull(store, "06541", third.end.clone(), 9999).await;
    assert_eq!(
        (fourth.states.len(), fourth.more, fourth.end),
        (0, false, third.end)
    );
}

async fn a_place_of_another_history_is_noticed(store: &dyn Store) {
    push(
        store,
        "06541",
        "aaaa",
        vec![edit("d1", 1, "r1", "A"), edit("d1", 2, "r2", "A")],
    )
    .await;
    push(store, "06541", "bbbb", vec![edit("d1", 3, "r3", "A")]).await;
    for (seq, mark, reset) in [
        (1, "aaaa", false),
        (2, "aaaa", false),
        (3, "bbbb", false),
        (2, "bbbb", true),
        (4, "bbbb", true),
    ] {
        let place = LogPosition {
            seq,
            mark: mark.into(),
        };
        let page = pull(store, "06541", Some(place), 9999).await;
        assert_eq!(page.reset, reset, "{seq} {mark}");
    }
}

async fn heads_are_those_of_readable_scopes(store: &dyn Store) {
    for scope in ["06541", "06541/a", "06541/all", "06541/b"] {
        push(store, scope, "aaaa", vec![edit("d1", 1, "r1", "A")]).await;
    }
    let check = async |readable: Vec<Readable>, expected: &[&str]| {
        let heads = store.heads(&readable).await.unwrap().places;
        assert_eq!(heads.keys().collect::<Vec<_>>(), expected);
    };
    let within = |scope: &str| Readable::Within(scope.into());
    check(
        vec![within("06541")],
        &["06541", "06541/a", "06541/all", "06541/b"],
    )
    .await;
    check(
        vec![within("06541/a"), Readable::Only("06541/all".into())],
        &["06541/a", "06541/all"],
    )
    .await;
    check(vec![within("0654")], &[]).await;
    check(vec![], &[]).await;
}

async fn records_are_found_by_their_kind(store: &dyn Store) {
    push(store, "06541/a", "aaaa", vec![edit("d1", 1, "r1", "A")]).await;
    push(
        store,
        "06541",
        "aaaa",
        vec![edit("d1", 1, "r2", json!(7)), edit("d1", 2, "r2", "B")],
    )
    .await;
    let found = store
        .find_records("06541", "collective", "name")
        .await
        .unwrap();
    let mut records: Vec<(&str, &str, usize)> = found
        .iter()
        .map(|f| (f.scope.as_str(), f.record.as_str(), f.live.len()))
        .collect();
    records.sort_unstable();
    assert_eq!(records, [("06541", "r2", 2), ("06541/a", "r1", 1)]);
    assert_eq!(
        store
            .find_records("06541", "village", "name")
            .await
            .unwrap(),
        []
    );
    assert_eq!(
        store
            .find_records("0654", "collective", "name")
            .await
            .unwrap(),
        []
    );
    let record = store.record("06541", "r2").await.unwrap();
    assert_eq!(record.keys().collect::<Vec<_>>(), ["name"]);
    assert_eq!(store.highest_number("06541", "d1").await.unwrap(), 2);
    assert_eq!(store.highest_number("06541", "d9").await.unwrap(), 0);
}
