//! The history of a record: the logs of its fields and of its lines', each a chain that is followed
//! backwards, as one.

use super::log::FieldLogRow;
use super::{Connection, Pool, SNAPSHOT};
use crate::model::{HistoryEntry, HistoryPage, HistoryQuery, StoreError};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Record, field, kind, number, how many rows are under it, and about how many bytes they take.
type ChainLink = (String, String, String, i64, i64, i64);

pub async fn history(readers: &Pool, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let since: Option<i64> = sqlx::query_scalar("SELECT since FROM scope WHERE scope = $1")
        .bind(&query.scope)
        .fetch_optional(&mut *snapshot)
        .await?;
    let links = links(&mut snapshot, query).await?;
    let found = links.len();
    let links = page_of(links, query);
    let more = links.len() < found;
    Ok(HistoryPage {
        entries: entries(&mut snapshot, &query.scope, &links).await?,
        more,
        since: since.unwrap_or_default(),
    })
}

/// The newest links of all chains, one more than are asked for. Of a chain no more are followed
/// than that, past those that are newer than what is asked for; of the chain that the answer
/// before ended in, not even these.
async fn links(
    connection: &mut Connection,
    query: &HistoryQuery,
) -> Result<Vec<ChainLink>, StoreError> {
    let (below, past_below) = match query.field {
        // '/' is the character after '.'.
        None => (format!("{}.", query.record), format!("{}/", query.record)),
        Some(_) => Default::default(),
    };
    Ok(sqlx::query_as(
        "WITH RECURSIVE chain (record, field, kind, seq, room) AS (
           SELECT f.record, f.field, f.kind, coalesce(b.before, f.last), $6
           FROM (SELECT record, field, kind, last FROM field
                 WHERE scope = $1 AND record = $2 AND ($7 = '' OR field = $7)
                 UNION ALL
                 SELECT record, field, kind, last FROM field
                 WHERE scope = $1 AND record > $3 AND record < $4) AS f
           LEFT JOIN op_log AS b ON b.scope = $1 AND b.seq = $5
             AND b.record = f.record AND b.field = f.field
           UNION
           SELECT c.record, c.field, c.kind, o.before,
                  CASE WHEN o.seq < $5 THEN c.room - 1 ELSE c.room END
           FROM chain AS c CROSS JOIN op_log AS o
           WHERE c.room > 0 AND o.scope = $1 AND o.seq = c.seq
             AND o.record = c.record AND o.field = c.field
         )
         SELECT c.record, c.field, c.kind, c.seq, count(*),
                CAST(sum(coalesce(length(o.value), 0) + length(o.replaces)) AS BIGINT)
         FROM (SELECT DISTINCT record, field, kind, seq FROM chain WHERE seq > 0 AND seq < $5
               ORDER BY seq DESC LIMIT $6) AS c
         CROSS JOIN op_log AS o
         WHERE o.scope = $1 AND o.seq = c.seq AND o.record = c.record AND o.field = c.field
         GROUP BY c.record, c.field, c.kind, c.seq ORDER BY c.seq DESC",
    )
    .bind(&query.scope)
    .bind(&query.record)
    .bind(below)
    .bind(past_below)
    .bind(query.before.unwrap_or(i64::MAX))
    .bind(i64::try_from(query.limit).unwrap_or(i64::MAX - 1) + 1)
    .bind(query.field.as_deref().unwrap_or_default())
    .fetch_all(connection)
    .await?)
}

/// As many as fit, at least what is under one number; what is under one is never cut.
fn page_of(links: Vec<ChainLink>, query: &HistoryQuery) -> Vec<ChainLink> {
    /// About what is around a value and the names.
    const AROUND: i64 = 300;
    let (mut rows, mut bytes, mut last) = (0, 0, None);
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let most = i64::try_from(query.bytes).unwrap_or(i64::MAX);
    let fits = |link: &ChainLink| {
        let (.., seq, count, size) = link;
        let is_whole = last.is_none_or(|last| last == *seq);
        rows += count;
        bytes += size + count * AROUND;
        last = Some(*seq);
        is_whole || (rows <= limit && bytes <= most)
    };
    let mut links = links;
    let end = links.iter().map(fits).position(|fits| !fits);
    links.truncate(end.unwrap_or(links.len()));
    links
}

/// What is in the log under these numbers, the newest first.
async fn entries(
    connection: &mut Connection,
    scope: &str,
    links: &[ChainLink],
) -> Result<Vec<HistoryEntry>, StoreError> {
    let wanted = links.iter();
    let wanted = wanted.map(|(record, field, _, seq, ..)| json!([seq, record, field]));
    let rows: Vec<FieldLogRow> = sqlx::query_as(
        "SELECT o.record, o.field, o.before, o.seq, o.device, o.number, o.hash, o.value, o.replaces,
                o.at, o.received, o.reason, o.witness
         FROM json_each($2) AS j CROSS JOIN op_log AS o
         WHERE o.scope = $1 AND o.seq = CAST(j.value ->> 0 AS BIGINT)
           AND o.record = j.value ->> 1 AND o.field = j.value ->> 2
         ORDER BY o.seq DESC, o.ix",
    )
    .bind(scope)
    .bind(Value::from_iter(wanted).to_string())
    .fetch_all(connection)
    .await?;
    let kinds = links.iter().map(|(record, _, kind, ..)| (record, kind));
    let kinds = BTreeMap::from_iter(kinds);
    let read = |row: FieldLogRow| {
        let ((record, field), logged) = row.read()?;
        let kind = kinds.get(&record).map(|kind| (*kind).clone());
        Ok(HistoryEntry {
            kind: kind.unwrap_or_default(),
            record,
            field,
            logged,
        })
    };
    rows.into_iter().map(read).collect()
}
