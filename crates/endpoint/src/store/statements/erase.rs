//! What a record and its lines say is taken out of the register, for ever.

use super::pull::{epoch_of, read_live};
use super::push::{load, take_numbers, write};
use super::{Connection, ERASED, ERASING, Ending, Own, Pool};
use crate::model::{Batch, Erasure, ErasureOutcome, StoreError};
use crate::store::{ErasingMode, Erasures};
use async_trait::async_trait;
use merge::accept;
use protocol::{DELETION, Entry, MOST_REPLACED, Operation};
use register::pack;
use register::rights::Rights;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[async_trait]
impl Erasures for Own {
    async fn erase(
        &self,
        erasure: Erasure,
        mark: String,
        mode: ErasingMode,
    ) -> Result<ErasureOutcome, StoreError> {
        let device = self.own_device.clone();
        let outcome = self
            .writer
            .write(move |connection| {
                Box::pin(async move { erase(connection, &erasure, &device, mark, mode).await })
            })
            .await?;
        sqlx::query(ERASED).execute(&self.readers).await?;
        Ok(outcome)
    }
}

/// All that was erased, the first first.
pub async fn erased(readers: &Pool) -> Result<Vec<Erasure>, StoreError> {
    let rows: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT scope, record, at FROM erased ORDER BY at, scope, record")
            .fetch_all(readers)
            .await?;
    let files: Vec<String> = sqlx::query_scalar("SELECT sha256 FROM erased_file")
        .fetch_all(readers)
        .await?;
    let mut files = BTreeSet::from_iter(files);
    // With which of them a file went nobody need know: all of them are gone.
    let erasure = |(scope, record, at)| Erasure {
        scope,
        record,
        at,
        files: std::mem::take(&mut files),
    };
    Ok(rows.into_iter().map(erasure).collect())
}

/// Those of the records that are erased.
pub async fn erased_among(
    connection: &mut Connection,
    scope: &str,
    records: &BTreeSet<&str>,
) -> Result<BTreeSet<String>, StoreError> {
    let erased: Vec<String> = sqlx::query_scalar(
        "SELECT e.record FROM json_each($2) AS j CROSS JOIN erased AS e
         WHERE e.scope = $1 AND e.record = j.value ->> 0",
    )
    .bind(scope)
    .bind(super::each(records))
    .fetch_all(connection)
    .await?;
    Ok(erased.into_iter().collect())
}

/// Record, field, kind, and what stands there.
type FieldRow = (String, String, String, Vec<Entry>);

/// As [`Erasures::erase`], by the operations of `device`.
pub async fn erase(
    connection: &mut Connection,
    erasure: &Erasure,
    device: &str,
    mark: String,
    mode: ErasingMode,
) -> Result<Ending<ErasureOutcome>, StoreError> {
    sqlx::query(ERASING).execute(&mut *connection).await?;
    // Waits for whoever writes there.
    sqlx::query("UPDATE scope SET head = head WHERE scope = $1")
        .bind(&erasure.scope)
        .execute(&mut *connection)
        .await?;
    let fields = fields_of(connection, erasure).await?;
    let waiting = waiting(connection, erasure).await?;
    let mut files = files_of(connection, erasure, &fields).await?;
    files.extend(erasure.files.iter().cloned());
    let operations = nulls(connection, &erasure.scope, erasure.at, device, &fields).await?;
    let outcome = ErasureOutcome {
        fields: operations.len(),
        logged: logged(connection, erasure).await?,
        waiting: waiting.len(),
        files,
        named_by: named_by(connection, erasure).await?,
    };
    if mode == ErasingMode::Look {
        return Ok(Ending::Undo(outcome));
    }
    if !operations.is_empty() || !waiting.is_empty() {
        let batch = Batch {
            scope: erasure.scope.clone(),
            operations,
            gone: BTreeSet::new(),
            recovering: None,
            decided: waiting,
            rights: Arc::new(Rights::default()),
            authors: BTreeMap::new(),
            received: erasure.at,
            mark,
            epoch: epoch_of(connection).await?,
        };
        enter(connection, &batch).await?;
    }
    blank(connection, erasure).await?;
    forget_files(connection, &outcome.files).await?;
    sqlx::query(
        "INSERT INTO erased (scope, record, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(&erasure.scope)
    .bind(&erasure.record)
    .bind(erasure.at)
    .execute(connection)
    .await?;
    Ok(Ending::Keep(outcome))
}

/// The endpoint's own operations are asked for no right; what waits goes with them.
pub async fn enter(connection: &mut Connection, batch: &Batch) -> Result<(), StoreError> {
    let head = take_numbers(connection, batch).await?;
    let mut loaded = load(connection, &batch.scope, &batch.changed_records()).await?;
    let known = &mut loaded.known;
    let accepted = accept(
        &batch.scope,
        &batch.operations,
        batch.received,
        known,
        |_| None,
    );
    write(connection, batch, &mut loaded, &accepted, head).await?;
    sqlx::query(
        "UPDATE told SET decided = 1, value = 'null', seq = $3
         WHERE scope = $1 AND id IN (SELECT value ->> 0 FROM json_each($2))",
    )
    .bind(&batch.scope)
    .bind(super::each(&batch.decided))
    .bind(head)
    .execute(connection)
    .await?;
    Ok(())
}

async fn fields_of(
    connection: &mut Connection,
    erasure: &Erasure,
) -> Result<Vec<FieldRow>, StoreError> {
    let [above, below] = erasure.lines();
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT record, field, kind, live FROM field WHERE scope = $1 AND record = $2
         UNION ALL
         SELECT record, field, kind, live FROM field
         WHERE scope = $1 AND record > $3 AND record < $4",
    )
    .bind(&erasure.scope)
    .bind(&erasure.record)
    .bind(above)
    .bind(below)
    .fetch_all(connection)
    .await?;
    let read = |(record, field, kind, live): (String, String, String, String)| {
        Ok((record, field, kind, read_live(&live)?))
    };
    rows.into_iter().map(read).collect()
}

/// What empties the fields that are not empty.
pub async fn nulls(
    connection: &mut Connection,
    scope: &str,
    at: i64,
    device: &str,
    fields: &[FieldRow],
) -> Result<Vec<Operation>, StoreError> {
    let highest: Option<i64> =
        sqlx::query_scalar("SELECT max(number) FROM name WHERE scope = $1 AND device = $2")
            .bind(scope)
            .bind(device)
            .fetch_one(connection)
            .await?;
    let first = super::pull::read_number(highest.unwrap_or_default())? + 1;
    let has_value = |(_, field, _, live): &&FieldRow| {
        field != DELETION && live.iter().any(|entry| !entry.value.is_null())
    };
    let null = |(number, (record, field, kind, live)): (u64, &FieldRow)| Operation {
        device: device.to_owned(),
        number,
        record: record.clone(),
        kind: kind.clone(),
        field: field.clone(),
        value: Value::Null,
        predecessors: live
            .iter()
            .take(MOST_REPLACED)
            .map(|entry| entry.name.clone())
            .collect(),
        at,
        save: first,
    };
    Ok((first..)
        .zip(fields.iter().filter(has_value))
        .map(null)
        .collect())
}

/// The ids of what is or was told of it.
async fn waiting(
    connection: &mut Connection,
    erasure: &Erasure,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT id, record FROM told WHERE scope = $1 AND value <> 'null'")
            .bind(&erasure.scope)
            .fetch_all(connection)
            .await?;
    let of_it = rows
        .into_iter()
        .filter(|(_, record)| erasure.includes(record));
    Ok(BTreeSet::from_iter(of_it.map(|(id, _)| id))
        .into_iter()
        .collect())
}

/// How many values the log has of it.
async fn logged(connection: &mut Connection, erasure: &Erasure) -> Result<usize, StoreError> {
    let [above, below] = erasure.lines();
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM op_log WHERE scope = $1 AND value <> 'null'
           AND (record = $2 OR (record > $3 AND record < $4))",
    )
    .bind(&erasure.scope)
    .bind(&erasure.record)
    .bind(above)
    .bind(below)
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Deletions name operations, and nothing of anybody.
async fn blank(connection: &mut Connection, erasure: &Erasure) -> Result<(), StoreError> {
    let [above, below] = erasure.lines();
    sqlx::query(
        "UPDATE op_log SET value = NULL
         WHERE scope = $1 AND (record = $2 OR (record > $3 AND record < $4))
           AND field <> '~' AND value <> 'null'",
    )
    .bind(&erasure.scope)
    .bind(&erasure.record)
    .bind(above)
    .bind(below)
    .execute(connection)
    .await?;
    Ok(())
}

/// Those files that it names or ever named, and nothing else does in any scope.
async fn files_of(
    connection: &mut Connection,
    erasure: &Erasure,
    fields: &[FieldRow],
) -> Result<BTreeSet<String>, StoreError> {
    let mut files = BTreeSet::new();
    for (_, field, _, live) in fields {
        files.extend(
            live.iter()
                .filter_map(|entry| named_file(field, &entry.value)),
        );
    }
    let [above, below] = erasure.lines();
    let earlier: Vec<(String, String)> = sqlx::query_as(
        "SELECT field, value FROM op_log
         WHERE scope = $1 AND field IN ('file', 'part') AND value IS NOT NULL
           AND (record = $2 OR (record > $3 AND record < $4))",
    )
    .bind(&erasure.scope)
    .bind(&erasure.record)
    .bind(above)
    .bind(below)
    .fetch_all(&mut *connection)
    .await?;
    let earlier = earlier
        .iter()
        .filter_map(|(field, text)| named_file(field, &serde_json::from_str(text).ok()?));
    files.extend(earlier);
    if files.is_empty() {
        return Ok(files);
    }
    let others: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT scope, record, field, live FROM field WHERE field IN ('file', 'part')",
    )
    .fetch_all(connection)
    .await?;
    for (scope, record, field, live) in others {
        if scope == erasure.scope && erasure.includes(&record) {
            continue;
        }
        for entry in read_live(&live)? {
            if let Some(file) = named_file(&field, &entry.value) {
                files.remove(&file);
            }
        }
    }
    Ok(files)
}

/// The file that a field names: an attachment's, or that of an attachment which is part of a pack.
fn named_file(field: &str, value: &Value) -> Option<String> {
    let file = match field {
        "file" => value,
        pack::PART => pack::PackedRecord::read(value)?.value("file")?,
        _ => return None,
    };
    Some(file.get("sha256")?.as_str()?.to_owned())
}

async fn forget_files(
    connection: &mut Connection,
    files: &BTreeSet<String>,
) -> Result<(), StoreError> {
    if files.is_empty() {
        return Ok(());
    }
    for statement in [
        "DELETE FROM file_piece WHERE sha256 IN (SELECT value ->> 0 FROM json_each($1))",
        "DELETE FROM file WHERE sha256 IN (SELECT value ->> 0 FROM json_each($1))",
        "INSERT INTO erased_file (sha256) SELECT value ->> 0 FROM json_each($1) WHERE true
         ON CONFLICT DO NOTHING",
    ] {
        sqlx::query(statement)
            .bind(super::each(files))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// What else says its id, in any scope.
async fn named_by(
    connection: &mut Connection,
    erasure: &Erasure,
) -> Result<BTreeSet<(String, String)>, StoreError> {
    // An underscore in the id stands for any character here, and is looked at again.
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT scope, record, live FROM field WHERE live LIKE $1 AND field <> '~'")
            .bind(format!("%\"{}\"%", erasure.record))
            .fetch_all(connection)
            .await?;
    let id = format!("\"{}\"", erasure.record);
    let others = rows.into_iter().filter(|(scope, record, live)| {
        live.contains(&id) && !(*scope == erasure.scope && erasure.includes(record))
    });
    Ok(others.map(|(scope, record, _)| (scope, record)).collect())
}
