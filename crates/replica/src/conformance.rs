//! One suite that every store has to pass: memory, IndexedDB, those to come.
//! It runs where there is no test runner, so it returns what failed.

mod files;
mod lost;
mod receive;

use crate::{Edit, Mode, Replica, Store, StoreError, Table, Tx, Typing};
use serde_json::json;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// A case's name and, if it failed, why.
pub type Verdict = (&'static str, Result<(), String>);

type TestResult = Result<(), String>;

/// Runs every case, each on a store of its own that `fresh` makes from the
/// case's name. Calling `fresh` again with the same name opens the same store.
pub async fn run_all<S: Store>(fresh: impl AsyncFn(&str) -> S) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    macro_rules! run {
        ($($case:path),* $(,)?) => {
            $(
                let name = stringify!($case);
                verdicts.push((name, $case(&fresh, name).await));
            )*
        };
    }
    run!(
        keeps_what_was_committed,
        undoes_what_was_not_committed,
        commits_all_tables_or_none,
        reads_its_own_changes,
        ranges_are_ordered_and_end_with_their_prefix,
        bytes_are_opaque,
        refuses_to_write_when_reading,
        refuses_a_table_outside_the_transaction,
        writers_take_turns,
        edits_at_once_take_different_numbers,
        an_edit_is_there_after_reopening,
        an_edit_forgets_what_was_typed,
        a_failed_edit_changes_nothing,
        many_edits_of_one_saving_are_one,
        files::a_file_is_kept_in_pieces,
        lost::a_lost_phone_keeps_nothing_but_what_waits,
        receive::what_is_handed_over_is_there_after_reopening,
    );
    verdicts
}

fn failed(problem: impl std::fmt::Debug) -> String {
    format!("{problem:?}")
}

fn expect<T: PartialEq + std::fmt::Debug>(found: &T, wanted: &T) -> TestResult {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("found {found:?}, wanted {wanted:?}"))
    }
}

async fn put<S: Store>(store: &S, table: Table, key: &str, value: &[u8]) -> TestResult {
    let mut tx = store.begin(Mode::Write, &[table]).await.map_err(failed)?;
    tx.put(table, key, value.to_vec()).map_err(failed)?;
    tx.commit().await.map_err(failed)
}

async fn get<S: Store>(store: &S, table: Table, key: &str) -> Result<Option<Vec<u8>>, String> {
    let tx = store.begin(Mode::Read, &[table]).await.map_err(failed)?;
    tx.get(table, key).await.map_err(failed)
}

async fn keeps_what_was_committed<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    put(&fresh(name).await, Table::Base, "a", b"1").await?;
    expect(
        &get(&fresh(name).await, Table::Base, "a").await?,
        &Some(b"1".to_vec()),
    )?;
    expect(&get(&fresh(name).await, Table::Meta, "a").await?, &None)
}

async fn undoes_what_was_not_committed<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let store = fresh(name).await;
    put(&store, Table::Base, "a", b"1").await?;
    let mut tx = store
        .begin(Mode::Write, &[Table::Base])
        .await
        .map_err(failed)?;
    tx.put(Table::Base, "a", b"2".to_vec()).map_err(failed)?;
    tx.delete(Table::Base, "b").map_err(failed)?;
    drop(tx);
    expect(&get(&store, Table::Base, "a").await?, &Some(b"1".to_vec()))
}

async fn commits_all_tables_or_none<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let store = fresh(name).await;
    let tables = [Table::Overlay, Table::Meta];
    let mut tx = store.begin(Mode::Write, &tables).await.map_err(failed)?;
    tx.put(Table::Overlay, "a", b"1".to_vec()).map_err(failed)?;
    tx.put(Table::Meta, "n", b"2".to_vec()).map_err(failed)?;
    drop(tx);
    expect(&get(&store, Table::Overlay, "a").await?, &None)?;
    let mut tx = store.begin(Mode::Write, &tables).await.map_err(failed)?;
    tx.put(Table::Overlay, "a", b"1".to_vec()).map_err(failed)?;
    tx.put(Table::Meta, "n", b"2".to_vec()).map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    expect(
        &get(&store, Table::Overlay, "a").await?,
        &Some(b"1".to_vec()),
    )?;
    expect(&get(&store, Table::Meta, "n").await?, &Some(b"2".to_vec()))
}

async fn reads_its_own_changes<S: Store>(fresh: impl AsyncFn(&str) -> S, name: &str) -> TestResult {
    let store = fresh(name).await;
    put(&store, Table::Base, "a", b"1").await?;
    put(&store, Table::Base, "b", b"1").await?;
    let mut tx = store
        .begin(Mode::Write, &[Table::Base])
        .await
        .map_err(failed)?;
    tx.put(Table::Base, "a", b"2".to_vec()).map_err(failed)?;
    tx.delete(Table::Base, "b").map_err(failed)?;
    tx.put(Table::Base, "c", b"3".to_vec()).map_err(failed)?;
    expect(
        &tx.get(Table::Base, "a").await.map_err(failed)?,
        &Some(b"2".to_vec()),
    )?;
    let rows = tx.range(Table::Base, "").await.map_err(failed)?;
    expect(
        &rows,
        &vec![("a".into(), b"2".to_vec()), ("c".into(), b"3".to_vec())],
    )
}

async fn ranges_are_ordered_and_end_with_their_prefix<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let store = fresh(name).await;
    let mut tx = store
        .begin(Mode::Write, &[Table::Base])
        .await
        .map_err(failed)?;
    for key in [
        "06541|b",
        "06541/v|a",
        "06541|a.2",
        "06541|a",
        "06541|a.10",
        "0654",
        "06542|a",
    ] {
        tx.put(Table::Base, key, key.into()).map_err(failed)?;
    }
    tx.commit().await.map_err(failed)?;
    let tx = store
        .begin(Mode::Read, &[Table::Base])
        .await
        .map_err(failed)?;
    let keys = |rows: Vec<(String, Vec<u8>)>| -> Vec<String> {
        rows.into_iter().map(|(key, _)| key).collect()
    };
    let of_scope = keys(tx.range(Table::Base, "06541|").await.map_err(failed)?);
    expect(
        &of_scope.join(" "),
        &"06541|a 06541|a.10 06541|a.2 06541|b".into(),
    )?;
    let all = keys(tx.range(Table::Base, "").await.map_err(failed)?);
    expect(&all.len(), &7)
}

async fn bytes_are_opaque<S: Store>(fresh: impl AsyncFn(&str) -> S, name: &str) -> TestResult {
    let store = fresh(name).await;
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|i| (i % 256) as u8).collect();
    put(&store, Table::Base, "big", &bytes).await?;
    put(&store, Table::Base, "none", b"").await?;
    expect(
        &(get(&store, Table::Base, "big").await? == Some(bytes)),
        &true,
    )?;
    expect(&get(&store, Table::Base, "none").await?, &Some(Vec::new()))
}

async fn refuses_to_write_when_reading<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let store = fresh(name).await;
    let mut tx = store
        .begin(Mode::Read, &[Table::Base])
        .await
        .map_err(failed)?;
    let refused = tx.put(Table::Base, "a", b"1".to_vec()).is_err();
    drop(tx);
    expect(&refused, &true)?;
    expect(&get(&store, Table::Base, "a").await?, &None)
}

async fn refuses_a_table_outside_the_transaction<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let store = fresh(name).await;
    let tx = store
        .begin(Mode::Read, &[Table::Base])
        .await
        .map_err(failed)?;
    expect(&tx.get(Table::Meta, "a").await.is_err(), &true)
}

/// Both futures at once, as two tabs would.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|cx| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(cx)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(cx)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (first, second) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}

async fn add_one<S: Store>(store: &S, times: u8) -> Result<(), StoreError> {
    for _ in 0..times {
        let mut tx = store.begin(Mode::Write, &[Table::Meta]).await?;
        let value = tx.get(Table::Meta, "n").await?.unwrap_or_else(|| vec![0]);
        let next = value.first().copied().unwrap_or_default() + 1;
        tx.put(Table::Meta, "n", vec![next])?;
        tx.commit().await?;
    }
    Ok(())
}

async fn writers_take_turns<S: Store>(fresh: impl AsyncFn(&str) -> S, name: &str) -> TestResult {
    let (one, other) = (fresh(name).await, fresh(name).await);
    let (a, b) = both(add_one(&one, 20), add_one(&other, 20)).await;
    a.and(b).map_err(failed)?;
    expect(&get(&one, Table::Meta, "n").await?, &Some(vec![40]))
}

fn replica<S: Store>(store: S) -> Replica<S, String> {
    Replica::new(store, |_, tree| {
        let root = tree.root().and_then(|root| root.fields.get("name"));
        root.and_then(|field| field.value().as_str())
            .unwrap_or_default()
            .to_owned()
    })
}

fn edit(record: &str, value: &str) -> Edit {
    Edit {
        scope: "06541".into(),
        record: record.into(),
        kind: "village".into(),
        field: "name".into(),
        value: json!(value),
        predecessors: Vec::new(),
    }
}

async fn edits_at_once_take_different_numbers<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let (one, other) = (replica(fresh(name).await), replica(fresh(name).await));
    one.set_device("device").await.map_err(failed)?;
    let (mine, theirs) = ([edit("a", "Bản Pò Mã")], [edit("b", "Thôn Lặp Pịa")]);
    let (a, b) = both(one.save(&mine, 1), other.save(&theirs, 2)).await;
    a.map_err(failed)?;
    b.map_err(failed)?;
    let waiting = one.waiting().await.map_err(failed)?;
    let mut numbers: Vec<u64> = waiting.iter().map(|w| w.pending.name.number).collect();
    numbers.sort_unstable();
    expect(&numbers, &vec![1, 2])
}

async fn an_edit_is_there_after_reopening<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let first = replica(fresh(name).await);
    first.set_device("device").await.map_err(failed)?;
    first
        .save(&[edit("a", "Bản Pò Mã")], 1)
        .await
        .map_err(failed)?;
    drop(first);
    let again = replica(fresh(name).await);
    let tree = again.tree("06541", "a").await.map_err(failed)?;
    let shown = tree
        .root()
        .and_then(|root| root.fields.get("name"))
        .map(|field| field.value());
    expect(&shown, &Some(&json!("Bản Pò Mã")))?;
    let summaries = again.summaries().await.map_err(failed)?;
    let lines: Vec<_> = summaries
        .iter()
        .map(|line| (line.about.as_str(), line.waiting))
        .collect();
    expect(&lines, &vec![("Bản Pò Mã", 1)])
}

async fn an_edit_forgets_what_was_typed<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let replica = replica(fresh(name).await);
    replica.set_device("device").await.map_err(failed)?;
    let typing = |record: &str| Typing {
        scope: "06541".into(),
        record: record.into(),
        kind: "village".into(),
        field: "name".into(),
        text: "Bản P".into(),
        predecessors: Vec::new(),
        at: 1,
    };
    replica.keep_typing(&typing("a")).await.map_err(failed)?;
    replica.keep_typing(&typing("b")).await.map_err(failed)?;
    replica
        .save(&[edit("a", "Bản Pò Mã")], 2)
        .await
        .map_err(failed)?;
    let left = replica.typings().await.map_err(failed)?;
    expect(&left, &vec![typing("b")])
}

async fn a_failed_edit_changes_nothing<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let replica = replica(fresh(name).await);
    replica.set_device("device").await.map_err(failed)?;
    let broken = Edit {
        field: "not a field".into(),
        ..edit("b", "x")
    };
    let failure = replica.save(&[edit("a", "Bản Pò Mã"), broken], 1).await;
    expect(&failure.is_err(), &true)?;
    expect(&replica.waiting().await.map_err(failed)?, &Vec::new())?;
    replica
        .save(&[edit("a", "Bản Pò Mã")], 2)
        .await
        .map_err(failed)?;
    let waiting = replica.waiting().await.map_err(failed)?;
    expect(&waiting.first().map(|w| w.pending.name.number), &Some(1))
}

async fn many_edits_of_one_saving_are_one<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let replica = replica(fresh(name).await);
    replica.set_device("device").await.map_err(failed)?;
    let edits: Vec<Edit> = (0..200)
        .map(|i| edit(&format!("r{i}"), &format!("Thôn {i}")))
        .collect();
    let saved = replica.save(&edits, 1).await.map_err(failed)?;
    expect(&saved.names.iter().flatten().count(), &200)?;
    let waiting = replica.waiting().await.map_err(failed)?;
    expect(
        &waiting.iter().all(|w| w.pending.operation.save == 1),
        &true,
    )?;
    expect(&replica.summaries().await.map_err(failed)?.len(), &200)
}
