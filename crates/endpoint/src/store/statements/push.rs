//! A batch into its scope, in one transaction:
//!
//! 1. `take_numbers` locks the scope by taking as many numbers as there are operations; whoever else
//!    writes in it waits for the commit. So numbers become visible in their order, and a pull by number
//!    misses nothing.
//! 2. `load` reads what the batch touches: fields, names, tombstones, vectors; after a restore also what
//!    the phone can have known of it (`hear`).
//! 3. `merge` decides, without SQL.
//! 4. `write` writes what came of it, and logs it. Where nothing did, the transaction is undone, and no number is taken.
//!
//! - A register of another epoch than the batch speaks of takes nothing: `StoreError::Restored`.
//! - The statements are few, however many the operations: what is long travels as one JSON array.
//! - Nothing is tried a second time here: what fails is undone, and the phone sends it again.

use super::erase::erased_among;
use super::pull::{
    beyond as beyond_of, is_of_this_history, read_live, read_name, read_number, reviewed_among,
    shared_history, was_given,
};
use super::{Connection, Ending, log};
use crate::model::{
    Batch, ChangedRecords, Loaded, PushOutcome, RecoveringPhone, RecoveryContext, ReportAllowance,
    StoreError, WriteTarget, with_those_above,
};
use merge::{Field, MergeOutcome, Refusal, VersionVector};
use protocol::rule::{Rule, holds};
use protocol::{DELETION, OpId, ReportedOperation, root_of};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Takes a batch into its scope. The statements are few, however many the
/// operations: whatever is long travels as one JSON array.
pub async fn push(
    connection: &mut Connection,
    batch: &Batch,
    changed_records: &ChangedRecords,
) -> Result<Ending<PushOutcome>, StoreError> {
    let head = take_numbers(connection, batch).await?;
    let mut loaded = load(connection, &batch.scope, changed_records).await?;
    if let Some(reporter) = &batch.recovering {
        loaded.recovery = load_recovery(connection, batch, reporter, &loaded, head).await?;
    }
    let decided = decide(connection, batch, head).await?;
    let accepted = batch.take_in(&mut loaded);
    let pushed = PushOutcome {
        answers: accepted.answers.clone(),
        changed: accepted.changed.len(),
    };
    if accepted.new_names.is_empty()
        && accepted.changed.is_empty()
        && accepted.reported.is_empty()
        && !decided
    {
        // Everything was known: nothing happened, and nobody need look.
        return Ok(Ending::Undo(pushed));
    }
    write(connection, batch, &mut loaded, &accepted, head).await?;
    Ok(Ending::Keep(pushed))
}

/// The first statement of every writing: whoever takes numbers in a scope
/// holds it until the commit, so that numbers become visible in their order.
/// Gives the last number.
pub async fn take_numbers(connection: &mut Connection, batch: &Batch) -> Result<i64, StoreError> {
    let count = i64::try_from(batch.numbers())
        .map_err(|_| StoreError::Damaged("more operations than numbers"))?;
    let (head, epoch): (i64, String) = sqlx::query_as(
        "INSERT INTO scope (scope, head, mark, logged, since) VALUES ($1, $2, $3, $2, $4)
         ON CONFLICT (scope) DO UPDATE SET head = scope.head + $2, mark = $3,
           logged = CASE WHEN scope.logged = scope.head THEN scope.head + $2 ELSE scope.logged END
         RETURNING head, (SELECT value FROM meta WHERE key = 'epoch')",
    )
    .bind(&batch.scope)
    .bind(count)
    .bind(&batch.mark)
    .bind(batch.received)
    .fetch_one(&mut *connection)
    .await?;
    if epoch != batch.epoch {
        return Err(StoreError::Restored);
    }
    if !holds(Rule::NumbersOrderCommits) {
        sqlx::raw_sql("COMMIT; BEGIN").execute(connection).await?;
    }
    Ok(head)
}

pub async fn load(
    connection: &mut Connection,
    scope: &str,
    changed_records: &ChangedRecords,
) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    load_fields(connection, scope, changed_records, &mut loaded).await?;
    loaded.reviewed = reviewed_among(connection, scope, &changed_records.deleted).await?;
    load_names(connection, scope, changed_records, &mut loaded).await?;
    load_vectors(connection, scope, changed_records, &mut loaded).await?;
    let records = changed_records.records.iter();
    let records = records
        .flat_map(|record| with_those_above(record))
        .collect();
    loaded.erased = erased_among(connection, scope, &records).await?;
    Ok(loaded)
}

async fn load_fields(
    connection: &mut Connection,
    scope: &str,
    changed_records: &ChangedRecords,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    let fields: Vec<(String, String, String, String, i64)> = sqlx::query_as(
        "SELECT f.record, f.field, f.kind, f.live, f.last
         FROM json_each($2) AS j CROSS JOIN field AS f
         WHERE f.scope = $1 AND f.record = j.value ->> 0 AND f.field = j.value ->> 1",
    )
    .bind(scope)
    .bind(json!(changed_records.fields).to_string())
    .fetch_all(&mut *connection)
    .await?;
    for (record, field, kind, live, last) in fields {
        let (field, live) = ((record, field), read_live(&live)?);
        loaded.last.insert(field.clone(), last);
        loaded.known.fields.insert(field, (kind, live));
    }

    let kinds: Option<String> = sqlx::query_scalar(concat!(
        "SELECT CAST(",
        json_group_object!(),
        "(record, kind) AS TEXT) FROM
           (SELECT j.value ->> 0 AS record,
              (SELECT kind FROM field WHERE scope = $1 AND record = j.value ->> 0 LIMIT 1) AS kind
            FROM json_each($2) AS j) AS k
         WHERE kind IS NOT NULL"
    ))
    .bind(scope)
    .bind(super::each(&changed_records.records))
    .fetch_one(&mut *connection)
    .await?;
    if let Some(kinds) = kinds {
        loaded.kinds = serde_json::from_str(&kinds).map_err(|_| StoreError::Damaged("kinds"))?;
    }
    Ok(())
}

/// Which of the names are known, and which of them are replaced before they arrive.
async fn load_names(
    connection: &mut Connection,
    scope: &str,
    changed_records: &ChangedRecords,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    let names = Value::from_iter(changed_records.names.iter().map(name_parts)).to_string();
    let known: Vec<(String, i64, String, Option<String>)> = sqlx::query_as(
        "SELECT n.device, n.number, n.hash, n.refusal
         FROM json_each($2) AS j CROSS JOIN name AS n
         WHERE n.scope = $1 AND n.device = j.value ->> 0
           AND n.number = CAST(j.value ->> 1 AS BIGINT)",
    )
    .bind(scope)
    .bind(&names)
    .fetch_all(&mut *connection)
    .await?;
    for (device, number, hash, refusal) in known {
        let name = read_name(device, number, hash)?;
        loaded.known.names.insert(name, refusal.map(Refusal));
    }

    let dead: Vec<(String, i64, String, String, String)> = sqlx::query_as(
        "SELECT d.device, d.number, d.hash, d.record, d.field
         FROM json_each($2) AS j CROSS JOIN dead AS d
         WHERE d.scope = $1 AND d.device = j.value ->> 0
           AND d.number = CAST(j.value ->> 1 AS BIGINT) AND d.hash = j.value ->> 2",
    )
    .bind(scope)
    .bind(&names)
    .fetch_all(&mut *connection)
    .await?;
    for (device, number, hash, record, field) in dead {
        let name = read_name(device, number, hash)?;
        loaded.known.tombstones.insert(((record, field), name));
    }
    Ok(())
}

async fn load_vectors(
    connection: &mut Connection,
    scope: &str,
    changed_records: &ChangedRecords,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    let seen: Vec<(String, i64)> = sqlx::query_as(
        "SELECT v.device, v.seen FROM json_each($2) AS j CROSS JOIN vector AS v
         WHERE v.scope = $1 AND v.device = j.value ->> 0",
    )
    .bind(scope)
    .bind(super::each(&changed_records.devices))
    .fetch_all(&mut *connection)
    .await?;
    let beyond = beyond_of(connection, scope, &seen).await?;
    for (device, seen) in seen {
        let vector = VersionVector {
            contiguous: read_number(seen)?,
            ..VersionVector::default()
        };
        loaded.known.vectors.insert(device, vector);
    }
    for name in beyond {
        if let Some(vector) = loaded.known.vectors.get_mut(&name.device) {
            vector.ahead.insert(name.number);
        }
    }
    Ok(())
}

/// What the reporter can know; nothing if it had pulled from this very history,
/// and has nothing to report, or from none that this register knows.
async fn load_recovery(
    connection: &mut Connection,
    batch: &Batch,
    reporter: &RecoveringPhone,
    loaded: &Loaded,
    head: i64,
) -> Result<Option<RecoveryContext>, StoreError> {
    let scope = &batch.scope;
    let mut recovery = RecoveryContext::default();
    let Some(at) = &reporter.pulled_to else {
        return Ok(None);
    };
    if !was_given(connection, scope, at).await?
        || is_of_this_history(connection, scope, at, &batch.epoch, head).await?
    {
        return Ok(None);
    }
    let until = match recovery_until(connection).await? {
        Some(until) => until,
        // A file was put back by hand, or no cursor could be of another history.
        None => {
            let until = batch.received.saturating_add(TELLING);
            super::meta(connection, "tellingUntil", &until.to_string()).await?;
            until
        }
    };
    if batch.received > until && holds(Rule::TellingEnds) {
        return Ok(None);
    }
    recovery.room = room_beside(connection, &reporter.device).await?;
    // Who was in the middle of a pull had not pulled all up to there.
    if at.newest.is_none() {
        let shared = shared_history(connection, scope, at).await?;
        if let Some(held) = shared.filter(|held| at.place.seq >= *held) {
            let stays = holds(Rule::NewerThanTheBackupStays);
            let held = if stays { held } else { head };
            recovery.pulled = names_up_to(connection, scope, loaded, held).await?;
            recovery.pulled.retain(|name| {
                let pulled = reporter.pulled.get(&name.device);
                pulled.is_some_and(|number| name.number <= *number) || !holds(Rule::NotPulledStays)
            });
        }
    }
    Ok(Some(recovery))
}

/// What there is room for beside what the reporter's person has reported, anywhere, that still
/// waits.
async fn room_beside(
    connection: &mut Connection,
    reporter: &str,
) -> Result<ReportAllowance, StoreError> {
    let (reports, size): (i64, i64) = sqlx::query_as(
        "SELECT count(*), CAST(coalesce(sum(length(t.value)), 0) AS BIGINT)
         FROM told AS t
         JOIN device AS d ON d.id = t.witness
         JOIN enrolment AS e ON e.id = d.enrolment
         WHERE t.decided = 0 AND e.person = (SELECT e.person FROM enrolment AS e
                           JOIN device AS d ON d.enrolment = e.id WHERE d.id = $1)",
    )
    .bind(reporter)
    .fetch_one(connection)
    .await?;
    let count = |number: i64| {
        usize::try_from(number).map_err(|_| StoreError::Damaged("a count below nought"))
    };
    Ok(ReportAllowance::beside(count(reports)?, count(size)?))
}

/// How long phones may report what they had pulled, after the register was set back, if an
/// administrator says nothing else; in milliseconds.
pub const TELLING: i64 = 90 * 24 * 60 * 60 * 1000;

/// Until when they may; nothing if the register was never set back.
pub async fn recovery_until(connection: &mut Connection) -> Result<Option<i64>, StoreError> {
    let noted: Vec<(String, String)> = sqlx::query_as(
        "SELECT key, value FROM meta WHERE key = 'tellingUntil' OR key = 'restoredAt'",
    )
    .fetch_all(connection)
    .await?;
    let read = |wanted: &str| {
        let value = noted.iter().find(|(key, _)| key == wanted);
        value.and_then(|(_, value)| value.parse::<i64>().ok())
    };
    let since_restored = read("restoredAt").map(|at| at.saturating_add(TELLING));
    Ok(read("tellingUntil").or(since_restored))
}

/// Notes what of what waits the sender has decided on, and may; whether there was any.
async fn decide(connection: &mut Connection, batch: &Batch, head: i64) -> Result<bool, StoreError> {
    if batch.decided.is_empty() {
        return Ok(false);
    }
    let rows: Vec<(String, String, String, String, String, Option<String>)> = sqlx::query_as(
        "SELECT t.id, t.record, t.kind, t.field, t.value,
                (SELECT f.kind FROM field AS f
                 WHERE f.scope = $1 AND f.record = t.root LIMIT 1)
         FROM told AS t WHERE t.scope = $1 AND t.decided = 0
           AND t.id IN (SELECT value ->> 0 FROM json_each($2))",
    )
    .bind(&batch.scope)
    .bind(super::each(&batch.decided))
    .fetch_all(&mut *connection)
    .await?;
    let deleted = rows.iter().filter(|(_, _, _, field, ..)| field == DELETION);
    let deleted = deleted.map(|(_, record, ..)| record.clone()).collect();
    let reviewed = reviewed_among(connection, &batch.scope, &deleted).await?;
    let mut decided = Vec::new();
    for (id, record, kind, field, value, above) in &rows {
        let target = WriteTarget {
            scope: &batch.scope,
            record,
            above: above.as_deref(),
            is_reviewed: reviewed.contains(record),
            kind,
            field,
        };
        let value = serde_json::from_str(value).map_err(|_| StoreError::Damaged("told"))?;
        if target.is_writable(&batch.rights, &value) {
            decided.push(id);
        }
    }
    if decided.is_empty() {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE told SET decided = 1, seq = $3
         WHERE scope = $1 AND id IN (SELECT value ->> 0 FROM json_each($2))",
    )
    .bind(&batch.scope)
    .bind(super::each(&decided))
    .bind(head)
    .execute(connection)
    .await?;
    Ok(true)
}

/// What waits from now on, and what waits no more because it has arrived.
async fn write_reports(
    connection: &mut Connection,
    scope: &str,
    loaded: &Loaded,
    accepted: &MergeOutcome,
    head: i64,
) -> Result<(), StoreError> {
    if !accepted.reported.is_empty() {
        let reported = Value::from_iter(accepted.reported.iter().map(|report| {
            let ReportedOperation {
                record,
                kind,
                field,
                entry,
            } = report;
            json!([
                record,
                field,
                entry.name.device,
                entry.name.number,
                entry.name.hash,
                report.id(),
                entry.reported_by,
                root_of(record),
                kind,
                entry.value.to_string(),
                entry.at,
                entry.received
            ])
        }));
        sqlx::query(
            "INSERT INTO told (scope, record, field, device, number, hash, id, witness, root, kind,
                               value, at, received, seq)
             SELECT $1, value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT),
                    value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9,
                    CAST(value ->> 10 AS BIGINT), CAST(value ->> 11 AS BIGINT), $3
             FROM json_each($2) WHERE true
             ON CONFLICT DO NOTHING",
        )
        .bind(scope)
        .bind(reported.to_string())
        .bind(head)
        .execute(&mut *connection)
        .await?;
    }
    let arrived = accepted.new_names.iter();
    let arrived = arrived.filter(|name| matches!(loaded.known.names.get(name), Some(None)));
    sqlx::query(
        "UPDATE told SET decided = 1, seq = $3
         WHERE scope = $1 AND decided = 0 AND (device, number, hash) IN
           (SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2 FROM json_each($2))",
    )
    .bind(scope)
    .bind(Value::from_iter(arrived.map(name_parts)).to_string())
    .bind(head)
    .execute(connection)
    .await?;
    Ok(())
}

/// Those names of the loaded live sets that had arrived by a number.
async fn names_up_to(
    connection: &mut Connection,
    scope: &str,
    loaded: &Loaded,
    seq: i64,
) -> Result<BTreeSet<OpId>, StoreError> {
    let live = loaded.known.fields.values().flat_map(|(_, live)| live);
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT n.device, n.number, n.hash
         FROM json_each($2) AS j CROSS JOIN name AS n
         WHERE n.scope = $1 AND n.device = j.value ->> 0
           AND n.number = CAST(j.value ->> 1 AS BIGINT) AND n.hash = j.value ->> 2
           AND n.seq <= $3",
    )
    .bind(scope)
    .bind(Value::from_iter(live.map(|entry| name_parts(&entry.name))).to_string())
    .bind(seq)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(device, number, hash)| read_name(device, number, hash))
        .collect()
}

pub async fn write(
    connection: &mut Connection,
    batch: &Batch,
    loaded: &mut Loaded,
    accepted: &MergeOutcome,
    head: i64,
) -> Result<(), StoreError> {
    let scope = &batch.scope;
    log::write(connection, batch, loaded, accepted, head).await?;
    write_names(connection, scope, loaded, accepted, head).await?;
    write_reports(connection, scope, loaded, accepted, head).await?;
    if !accepted.changed.is_empty() {
        let fields = changed_fields(loaded, accepted, head)?;
        sqlx::query(
            "INSERT INTO field (scope, record, field, kind, seq, live, last)
             SELECT $1, value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT), value ->> 4,
                    CAST(value ->> 5 AS BIGINT)
             FROM json_each($2) WHERE true
             ON CONFLICT (scope, record, field)
             DO UPDATE SET seq = excluded.seq, live = excluded.live, last = excluded.last",
        )
        .bind(scope)
        .bind(fields)
        .execute(&mut *connection)
        .await?;
    }
    write_tombstones(connection, scope, accepted).await?;
    write_vectors(connection, scope, loaded, head).await?;
    sqlx::query("INSERT INTO mark (scope, seq, mark) VALUES ($1, $2, $3)")
        .bind(scope)
        .bind(head)
        .bind(&batch.mark)
        .execute(connection)
        .await?;
    Ok(())
}

async fn write_names(
    connection: &mut Connection,
    scope: &str,
    loaded: &Loaded,
    accepted: &MergeOutcome,
    head: i64,
) -> Result<(), StoreError> {
    // Of two operations with one number in one batch, both are new.
    let names = Value::from_iter(accepted.new_names.iter().map(|name| {
        let refusal = loaded.known.names.get(name).and_then(Option::as_ref);
        json!([
            name.device,
            name.number,
            name.hash,
            refusal.map(|refusal| &refusal.0)
        ])
    }));
    sqlx::query(
        "INSERT INTO name (scope, device, number, hash, refusal, seq)
         SELECT $1, value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, $3
         FROM json_each($2)",
    )
    .bind(scope)
    .bind(names.to_string())
    .bind(head)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// What is replaced before it arrives, and what has arrived so.
async fn write_tombstones(
    connection: &mut Connection,
    scope: &str,
    accepted: &MergeOutcome,
) -> Result<(), StoreError> {
    if !accepted.tombstones_added.is_empty() {
        sqlx::query(
            "INSERT INTO dead (scope, device, number, hash, record, field)
             SELECT $1, value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, value ->> 4
             FROM json_each($2)",
        )
        .bind(scope)
        .bind(Value::from_iter(accepted.tombstones_added.iter().map(tombstone_parts)).to_string())
        .execute(&mut *connection)
        .await?;
    }
    if !accepted.tombstones_cleared.is_empty() {
        sqlx::query(
            "DELETE FROM dead WHERE scope = $1 AND (device, number, hash, record, field) IN
               (SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, value ->> 4
                FROM json_each($2))",
        )
        .bind(scope)
        .bind(Value::from_iter(accepted.tombstones_cleared.iter().map(tombstone_parts)).to_string())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn write_vectors(
    connection: &mut Connection,
    scope: &str,
    loaded: &Loaded,
    head: i64,
) -> Result<(), StoreError> {
    let vectors = Value::from_iter(
        loaded
            .known
            .vectors
            .iter()
            .map(|(device, vector)| json!([device, vector.contiguous])),
    );
    sqlx::query(
        "INSERT INTO vector (scope, device, seen, seq)
         SELECT $1, value ->> 0, CAST(value ->> 1 AS BIGINT), $3 FROM json_each($2) WHERE true
         ON CONFLICT (scope, device) DO UPDATE SET seen = excluded.seen, seq = excluded.seq",
    )
    .bind(scope)
    .bind(vectors.to_string())
    .bind(head)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// Notes that a backup holds the numbers of devices up to what it had seen of
/// each. Waits for whoever writes to the scope, like any other writing.
pub async fn note_kept(
    connection: &mut Connection,
    scope: &str,
    seen: &[(String, i64)],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE scope SET head = head WHERE scope = $1")
        .bind(scope)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "UPDATE vector SET kept = j.seen
         FROM (SELECT value ->> 0 AS device, CAST(value ->> 1 AS BIGINT) AS seen
               FROM json_each($2)) AS j
         WHERE vector.scope = $1 AND vector.device = j.device AND vector.kept < j.seen",
    )
    .bind(scope)
    .bind(json!(seen).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Each changed field takes a number of its own, the last one the head.
fn changed_fields(
    loaded: &Loaded,
    accepted: &MergeOutcome,
    head: i64,
) -> Result<String, StoreError> {
    let count = i64::try_from(accepted.changed.len())
        .map_err(|_| StoreError::Damaged("more fields than numbers"))?;
    let mut rows = Vec::with_capacity(accepted.changed.len());
    for (seq, field) in (head - count + 1..).zip(&accepted.changed) {
        let (kind, live) = loaded
            .known
            .fields
            .get(field)
            .ok_or(StoreError::Damaged("a changed field that is not known"))?;
        let live = serde_json::to_string(live).map_err(|_| StoreError::Damaged("live set"))?;
        let last = loaded.last.get(field).copied().unwrap_or_default();
        rows.push(json!([field.0, field.1, kind, seq, live, last]));
    }
    Ok(Value::Array(rows).to_string())
}

fn name_parts(name: &OpId) -> Value {
    json!([name.device, name.number, name.hash])
}

fn tombstone_parts(((record, field), name): &(Field, OpId)) -> Value {
    json!([name.device, name.number, name.hash, record, field])
}
