//! What stood in lines of steps before a program knew steps: nobody judged it, and it is emptied.

use super::erase::{enter, nulls};
use super::pull::{epoch_of, read_live};
use super::{BEFORE_STEPS, Connection, HAS_MIGRATIONS, each, own_device};
use crate::model::{Batch, StoreError};
use register::kind;
use register::rights::Rights;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Notes of a register that programs have written that knew no steps, and none other, that its steps
/// are nobody's yet. This is asked before the schema changes: a start that breaks off asks no more.
pub async fn note_unjudged(connection: &mut Connection) -> Result<(), StoreError> {
    let has_migrations: i64 = sqlx::query_scalar(HAS_MIGRATIONS)
        .fetch_one(&mut *connection)
        .await?;
    if has_migrations == 0 {
        return Ok(());
    }
    let [first, last] = BEFORE_STEPS;
    sqlx::query(
        "INSERT INTO meta (key, value) SELECT 'stepsUnjudged', ''
         WHERE (SELECT max(version) FROM _sqlx_migrations) BETWEEN $1 AND $2
         ON CONFLICT DO NOTHING",
    )
    .bind(first)
    .bind(last)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether it was noted that they are nobody's. It is no more: whoever asks empties them in the same
/// transaction.
pub async fn take_note(connection: &mut Connection) -> Result<bool, StoreError> {
    let noted = sqlx::query("DELETE FROM meta WHERE key = 'stepsUnjudged'")
        .execute(connection)
        .await?;
    Ok(noted.rows_affected() > 0)
}

/// Empties all steps, by operations of the endpoint's own device in a transaction of this mark. Phones
/// hear of it as of any change.
pub async fn empty_all(
    connection: &mut Connection,
    mark: &str,
    now: i64,
) -> Result<(), StoreError> {
    let scopes: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT scope FROM field
         WHERE kind IN (SELECT value ->> 0 FROM json_each($1)) ORDER BY scope",
    )
    .bind(each(kind::steps()))
    .fetch_all(&mut *connection)
    .await?;
    for scope in scopes {
        let fields = empty_in(connection, &scope, mark, now).await?;
        tracing::info!(scope, fields, "steps that nobody judged are emptied");
    }
    Ok(())
}

/// How many fields that were.
async fn empty_in(
    connection: &mut Connection,
    scope: &str,
    mark: &str,
    now: i64,
) -> Result<usize, StoreError> {
    // Waits for whoever writes there.
    sqlx::query("UPDATE scope SET head = head WHERE scope = $1")
        .bind(scope)
        .execute(&mut *connection)
        .await?;
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT record, field, kind, live FROM field
         WHERE scope = $1 AND kind IN (SELECT value ->> 0 FROM json_each($2))",
    )
    .bind(scope)
    .bind(each(kind::steps()))
    .fetch_all(&mut *connection)
    .await?;
    let mut fields = Vec::with_capacity(rows.len());
    for (record, field, kind, live) in rows {
        fields.push((record, field, kind, read_live(&live)?));
    }
    let device = own_device(connection).await?;
    let operations = nulls(connection, scope, now, &device, &fields).await?;
    let emptied = operations.len();
    if emptied > 0 {
        let batch = Batch {
            scope: scope.to_owned(),
            operations,
            gone: BTreeSet::new(),
            recovering: None,
            decided: Vec::new(),
            rights: Arc::new(Rights::default()),
            authors: BTreeMap::new(),
            received: now,
            mark: mark.to_owned(),
            epoch: epoch_of(connection).await?,
        };
        enter(connection, &batch).await?;
    }
    Ok(emptied)
}
