//! The log of operations is written with what it logs, and mended where a program wrote that knew
//! no log.

use super::pull::read_live;
use super::{Connection, Pool, SNAPSHOT};
use crate::model::{Batch, Loaded, LoggedRow, NewLogRow, StoreError, read_log_row};
use crate::store::LogProof;
use futures_util::TryStreamExt;
use merge::{Field, LiveSetFold, LogReason, LogRow, MergeOutcome, fold};
use protocol::Entry;
use protocol::rule::{Rule, holds};
use serde_json::json;
use sqlx::Connection as _;
use std::collections::{BTreeMap, BTreeSet};

/// Logs what a batch came to. Fields whose log has grown and whose live set has not changed, for what
/// came was dead, get the end of their log here; the others with their live set.
pub async fn write(
    connection: &mut Connection,
    batch: &Batch,
    loaded: &mut Loaded,
    accepted: &MergeOutcome,
    head: i64,
) -> Result<(), StoreError> {
    if accepted.logged.is_empty() || !holds(Rule::LogsProveTheLiveSets) {
        return Ok(());
    }
    let rows = batch.log(accepted, head, &mut loaded.last)?;
    insert(connection, &batch.scope, &rows).await?;
    let touched = rows.iter().map(|row| (row.2.clone(), row.3.clone()));
    let unchanged: BTreeSet<Field> = touched
        .filter(|field| !accepted.changed.contains(field))
        .collect();
    if unchanged.is_empty() {
        return Ok(());
    }
    // Of a field where nothing ever stood nobody need hear: it has no number that is asked for.
    let ends = unchanged.iter().map(|field| {
        let kind = loaded.known.fields.get(field).map(|(kind, _)| kind);
        let kind = kind.filter(|kind| !kind.is_empty());
        let kind = kind.or_else(|| loaded.kinds.get(&field.0)).cloned();
        let kind = kind.unwrap_or_default();
        let last = loaded.last.get(field).copied().unwrap_or_default();
        json!([field.0, field.1, kind, -last, last])
    });
    sqlx::query(
        "INSERT INTO field (scope, record, field, kind, seq, live, last)
         SELECT $1, value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT), '[]',
                CAST(value ->> 4 AS BIGINT)
         FROM json_each($2) WHERE true
         ON CONFLICT (scope, record, field) DO UPDATE SET last = excluded.last",
    )
    .bind(&batch.scope)
    .bind(serde_json::Value::from_iter(ends).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert(
    connection: &mut Connection,
    scope: &str,
    rows: &[NewLogRow],
) -> Result<(), StoreError> {
    let rows = serde_json::to_string(rows).map_err(|_| StoreError::Damaged("the log"))?;
    sqlx::query(
        "INSERT INTO op_log (scope, seq, ix, record, field, device, number, hash, value, replaces,
                             at, received, reason, witness, before)
         SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2,
                value ->> 3, value ->> 4, CAST(value ->> 5 AS BIGINT), value ->> 6, value ->> 7,
                value ->> 8, CAST(value ->> 9 AS BIGINT), CAST(value ->> 10 AS BIGINT),
                CAST(value ->> 11 AS BIGINT), value ->> 12, CAST(value ->> 13 AS BIGINT)
         FROM json_each($2)",
    )
    .bind(scope)
    .bind(rows)
    .execute(connection)
    .await?;
    Ok(())
}

/// Mends the log of every scope in which something was written that is not in it.
pub async fn mend_all(connection: &mut Connection, now: i64) -> Result<(), StoreError> {
    let scopes: Vec<String> =
        sqlx::query_scalar("SELECT scope FROM scope WHERE logged <> head ORDER BY scope")
            .fetch_all(&mut *connection)
            .await?;
    for scope in scopes {
        let mut transaction = connection.begin().await?;
        let fields = mend(&mut transaction, &scope, now).await?;
        transaction.commit().await?;
        tracing::info!(
            scope,
            fields,
            "the log of operations begins with what stands"
        );
    }
    Ok(())
}

/// How many fields are looked at together.
const TOGETHER: i64 = 500;

/// Lets the log begin anew in those fields of a scope that stand otherwise than it says, if a program
/// wrote there that knew no log; how many they are. No number is taken: what phones hold of the scope
/// stays what it is.
async fn mend(connection: &mut Connection, scope: &str, now: i64) -> Result<usize, StoreError> {
    // Waits for whoever writes there.
    let (logged, head): (i64, i64) =
        sqlx::query_as("UPDATE scope SET head = head WHERE scope = $1 RETURNING logged, head")
            .bind(scope)
            .fetch_one(&mut *connection)
            .await?;
    if logged == head {
        return Ok(0);
    }
    let mut begun = 0;
    let mut after = logged.max(0);
    loop {
        let fields: Vec<(String, String, i64, String, i64)> = sqlx::query_as(
            "SELECT record, field, seq, live, last FROM field
             WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(scope)
        .bind(after)
        .bind(TOGETHER)
        .fetch_all(&mut *connection)
        .await?;
        let Some((_, _, seq, ..)) = fields.last() else {
            break;
        };
        after = *seq;
        let mut beginnings = Vec::new();
        for (record, field, seq, live, last) in fields {
            let (field, live) = ((record, field), read_live(&live)?);
            let log = log_of(connection, scope, &field, last).await?;
            if fold(log) != live {
                beginnings.push((field, seq.max(last), live, last));
            }
        }
        begun += beginnings.len();
        begin(connection, scope, beginnings, now).await?;
    }
    sqlx::query("UPDATE scope SET logged = head, since = $2 WHERE scope = $1")
        .bind(scope)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(begun)
}

/// Field, number, live set, and where its log ended.
type LogBeginning = (Field, i64, Vec<Entry>, i64);

async fn begin(
    connection: &mut Connection,
    scope: &str,
    beginnings: Vec<LogBeginning>,
    now: i64,
) -> Result<(), StoreError> {
    let numbers = beginnings.iter().map(|(_, seq, ..)| [seq]);
    let taken: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT o.seq, max(o.ix)
         FROM json_each($2) AS j CROSS JOIN op_log AS o
         WHERE o.scope = $1 AND o.seq = CAST(j.value ->> 0 AS BIGINT) GROUP BY o.seq",
    )
    .bind(scope)
    .bind(serde_json::Value::from_iter(numbers.map(|one| json!(one))).to_string())
    .fetch_all(&mut *connection)
    .await?;
    let free = |(seq, ix): (i64, i64)| (seq, usize::try_from(ix + 1).unwrap_or_default());
    let mut free: BTreeMap<i64, usize> = taken.into_iter().map(free).collect();
    let (mut rows, mut ends) = (Vec::new(), Vec::new());
    for (field, seq, live, last) in beginnings {
        let ix = free.entry(seq).or_default();
        // Under its own number the field has a row already, which says where its log goes on.
        let before = if last == seq { 0 } else { last };
        ends.push(json!([field.0, field.1, seq]));
        let nothing = live.is_empty().then_some(None);
        let entries = live.into_iter().map(Some).chain(nothing);
        for entry in entries {
            let row = LogRow {
                seq,
                reason: LogReason::Beginning,
                entry,
                replaces: Vec::new(),
            };
            rows.push(NewLogRow::new((seq, *ix), field.clone(), row, now, before));
            *ix += 1;
        }
    }
    insert(connection, scope, &rows).await?;
    sqlx::query(
        "UPDATE field SET last = j.last
         FROM (SELECT value ->> 0 AS record, value ->> 1 AS field, CAST(value ->> 2 AS BIGINT) AS last
               FROM json_each($2)) AS j
         WHERE field.scope = $1 AND field.record = j.record AND field.field = j.field",
    )
    .bind(scope)
    .bind(serde_json::Value::from(ends).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// The log of a field, the first row first.
async fn log_of(
    connection: &mut Connection,
    scope: &str,
    (record, field): &Field,
    last: i64,
) -> Result<Vec<LogRow>, StoreError> {
    if last == 0 {
        return Ok(Vec::new());
    }
    let rows: Vec<FieldLogRow> = sqlx::query_as(
        "WITH RECURSIVE chain (seq) AS (
           SELECT CAST($4 AS BIGINT)
           UNION
           SELECT o.before FROM chain AS c CROSS JOIN op_log AS o
           WHERE o.scope = $1 AND o.seq = c.seq AND o.record = $2 AND o.field = $3
         )
         SELECT o.record, o.field, o.before, o.seq, o.device, o.number, o.hash, o.value, o.replaces,
                o.at, o.received, o.reason, o.witness
         FROM chain AS c CROSS JOIN op_log AS o
         WHERE o.scope = $1 AND o.seq = c.seq AND o.record = $2 AND o.field = $3
         ORDER BY o.seq, o.ix",
    )
    .bind(scope)
    .bind(record)
    .bind(field)
    .bind(last)
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Ok(row.read()?.1.row));
    rows.collect()
}

/// Whether the log of each field of a scope proves its live set. Reads the whole log once.
pub async fn prove(readers: &Pool, scope: &str) -> Result<LogProof, StoreError> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let mut folds: BTreeMap<Field, (LiveSetFold, i64)> = BTreeMap::new();
    let mut broken: BTreeSet<Field> = BTreeSet::new();
    let mut proof = LogProof::default();
    {
        let mut rows = sqlx::query_as::<_, FieldLogRow>(
            "SELECT record, field, before, seq, device, number, hash, value, replaces, at, received,
                    reason, witness
             FROM op_log WHERE scope = $1 ORDER BY seq, ix",
        )
        .bind(scope)
        .fetch(&mut *snapshot);
        while let Some(row) = rows.try_next().await? {
            let before = row.before;
            let (field, LoggedRow { row, .. }) = row.read()?;
            let (fold, last) = folds.entry(field.clone()).or_default();
            if *last != row.seq && *last != before {
                broken.insert(field);
            }
            *last = row.seq;
            fold.take(row);
            proof.rows += 1;
        }
    }
    let mut fields = sqlx::query_as::<_, (String, String, String, i64)>(
        "SELECT record, field, live, last FROM field WHERE scope = $1",
    )
    .bind(scope)
    .fetch(&mut *snapshot);
    while let Some((record, field, live, ends_at)) = fields.try_next().await? {
        let field = (record, field);
        let (fold, last) = folds.remove(&field).unwrap_or_default();
        let is_proved = fold.live() == read_live(&live)? && last == ends_at;
        if !is_proved || broken.contains(&field) {
            proof.unproved.push(field);
        }
        proof.fields += 1;
    }
    // Of fields that are not there.
    proof.unproved.extend(folds.into_keys());
    Ok(proof)
}

/// A row of the log, with the number of the field's row before.
#[derive(sqlx::FromRow)]
pub struct FieldLogRow {
    record: String,
    field: String,
    before: i64,
    seq: i64,
    device: Option<String>,
    number: Option<i64>,
    hash: Option<String>,
    value: Option<String>,
    replaces: String,
    at: i64,
    received: i64,
    reason: i64,
    witness: Option<String>,
}

impl FieldLogRow {
    pub fn read(self) -> Result<(Field, LoggedRow), StoreError> {
        let logged = read_log_row((
            self.seq,
            self.device,
            self.number,
            self.hash,
            self.value,
            self.replaces,
            self.at,
            self.received,
            self.reason,
            self.witness,
        ))?;
        Ok(((self.record, self.field), logged))
    }
}
