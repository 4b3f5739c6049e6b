//! The statements, each text for every database: this folder is compiled once
//! below each of them. `super` says what a connection is, how a piece of work
//! becomes a transaction, and the few words that the dialects do not share.

mod acts;
mod administration;
mod backups;
mod copy;
mod enrolments;
mod erase;
mod files;
mod history;
mod invitation_rows;
mod invitations;
mod lasting;
mod log;
mod operations;
mod people;
mod people_in;
mod pull;
mod push;
mod steps;

use super::{
    BEFORE_STEPS, Connection, Database, DbRow, ERASED, ERASING, HAS_MIGRATIONS, Own, Pool,
    SNAPSHOT, TAKE_ALL,
};
use crate::model::StoreError;
use crate::store::{Ending, Store};
use async_trait::async_trait;
pub use log::mend_all;
use serde::Serialize;
use sqlx::Connection as _;
pub use steps::note_unjudged;

/// What is noted under a key; noted now if nothing is.
pub async fn meta(connection: &mut Connection, key: &str, new: &str) -> Result<String, StoreError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(key)
        .bind(new)
        .execute(&mut *connection)
        .await?;
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
        .bind(key)
        .fetch_one(connection)
        .await?)
}

/// Notes something under a key, whatever was noted there.
pub async fn put_meta(
    connection: &mut Connection,
    key: &str,
    value: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meta (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(value)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes the secret by which a register knows the cursors that it gave. A backup has
/// that of its register, or is of a time when there was none.
pub async fn found_key(
    connection: &mut Connection,
    randomness: &crate::secrets::Randomness,
) -> Result<(), StoreError> {
    meta(connection, "cursorKey", &randomness.token()).await?;
    Ok(())
}

/// Notes the epoch and the endpoint's own device if the store is new; gives the
/// device.
pub async fn found(
    connection: &mut Connection,
    randomness: &crate::secrets::Randomness,
) -> Result<String, StoreError> {
    meta(connection, "epoch", &randomness.token()[..8]).await?;
    let own_device = meta(connection, "device", &randomness.token()[..22]).await?;
    sqlx::query("INSERT INTO device (id) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(&own_device)
        .execute(connection)
        .await?;
    Ok(own_device)
}

/// The id under which the endpoint itself writes in the register as it is now.
async fn own_device(connection: &mut Connection) -> Result<String, StoreError> {
    let device = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'device'");
    Ok(device.fetch_one(connection).await?)
}

/// Brings what earlier programs wrote to what this one promises: the log begins where they knew none,
/// and steps are emptied that nobody judged.
pub async fn mend(
    connection: &mut Connection,
    randomness: &crate::secrets::Randomness,
    now: i64,
) -> Result<(), StoreError> {
    mend_all(connection, now).await?;
    let mut transaction = connection.begin().await?;
    if steps::take_note(&mut transaction).await? {
        steps::empty_all(&mut transaction, &randomness.mark(), now).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Items as the one column of a table: `json_each` gives them as `value ->> 0`.
fn each<T: Serialize>(items: impl IntoIterator<Item = T>) -> String {
    let rows = items.into_iter().map(|item| serde_json::json!([item]));
    serde_json::Value::from_iter(rows).to_string()
}

#[async_trait]
impl Store for Own {
    async fn epoch(&self) -> Result<String, StoreError> {
        pull::epoch(&self.readers).await
    }

    async fn try_writing(&self, now: i64) -> Result<(), StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO meta (key, value) VALUES ('writtenAt', $1)
                         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    )
                    .bind(now.to_string())
                    .execute(connection)
                    .await?;
                    Ok(Ending::Keep(()))
                })
            })
            .await
    }

    fn own_device(&self) -> &str {
        &self.own_device
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
