//! The statements, each text for every database: this folder is compiled once
//! below each of them. `super` says what a connection is, how a piece of work
//! becomes a transaction, and the few words that the dialects do not share.

mod copy;
mod files;
mod people;
mod pull;
mod push;

use super::{Connection, Database, DbRow, Own, Pool, SNAPSHOT, TAKE_ALL};
use crate::model::Batch;
use crate::model::{AppendOutcome, CreationOutcome, FileCreation, FileId, FileState, Piece};
use crate::store::copy::{CopyMode, CopyPart, Inventory};
use crate::store::{
    DeviceClaims, DeviceRow, Ending, EnrolmentAttempt, EnrolmentOutcome, FoundRecord, Grant, Heads,
    Invitation, MOST_DEVICES, Member, Page, PersonName, PullQuery, PushOutcome, Readable, Store,
    StoreError,
};
use async_trait::async_trait;
use futures_util::future::join_all;
use protocol::Entry;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::mpsc::{Receiver, Sender};

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

    async fn push(&self, batches: Vec<Batch>) -> Vec<Result<PushOutcome, StoreError>> {
        join_all(batches.into_iter().map(|batch| {
            // Hashed here: whatever the writer does, everybody waits for.
            let touched = batch.touched();
            self.writer.write(move |connection| {
                Box::pin(async move { push::push(connection, &batch, &touched).await })
            })
        }))
        .await
    }

    async fn pull(&self, pull: PullQuery) -> Result<Page, StoreError> {
        pull::pull(&self.readers, &pull).await
    }

    async fn heads(&self, readable: &[Readable]) -> Result<Heads, StoreError> {
        pull::heads(&self.readers, readable).await
    }

    async fn member(&self, token_hash: &[u8]) -> Result<Option<Member>, StoreError> {
        people::member(&self.readers, token_hash).await
    }

    async fn note_seen(&self, enrolment: &str, now: i64) -> Result<(), StoreError> {
        let enrolment = enrolment.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::note_seen(connection, &enrolment, now)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn claim_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<DeviceClaims, StoreError> {
        let owners = people::owners(&self.readers, devices).await?;
        if owners.len() == devices.len() {
            return Ok(people::claims(&owners, enrolment, devices));
        }
        let (enrolment, devices) = (enrolment.to_owned(), devices.clone());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::claim(connection, &enrolment, &devices, MOST_DEVICES)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn owned_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let owners = people::owners(&self.readers, devices).await?;
        let own = owners
            .into_iter()
            .filter(|(_, owner)| owner.as_deref() == Some(enrolment));
        Ok(own.map(|(device, _)| device).collect())
    }

    async fn claim_key(&self, enrolment: &str, key: &str) -> Result<(), StoreError> {
        let (enrolment, key) = (enrolment.to_owned(), key.to_owned());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::claim_key(connection, &enrolment, &key)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn authors(
        &self,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Member>, StoreError> {
        people::authors(&self.readers, keys).await
    }

    async fn people_of(
        &self,
        devices: &[String],
    ) -> Result<BTreeMap<String, PersonName>, StoreError> {
        people::people_of(&self.readers, devices).await
    }

    async fn add_invitation(&self, invitation: Invitation) -> Result<(), StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::add_invitation(connection, &invitation)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn invitation(&self, public_id: &str) -> Result<Option<Invitation>, StoreError> {
        people::invitation(&self.readers, public_id).await
    }

    async fn invitations(&self) -> Result<Vec<Invitation>, StoreError> {
        people::invitations(&self.readers).await
    }

    async fn cancel_invitation(&self, public_id: &str) -> Result<bool, StoreError> {
        let public_id = public_id.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::cancel_invitation(connection, &public_id)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn person(&self, id: &str) -> Result<Option<(PersonName, Vec<Grant>)>, StoreError> {
        people::person(&self.readers, id).await
    }

    async fn note_wrong_try(
        &self,
        public_id: &str,
        most: u32,
        locked_until: i64,
    ) -> Result<(), StoreError> {
        let public_id = public_id.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::note_wrong_try(connection, &public_id, most, locked_until)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn enrol(&self, enrolling: EnrolmentAttempt) -> Result<EnrolmentOutcome, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::enrol(connection, &enrolling)
                        .await
                        .map(|enrolled| match enrolled {
                            EnrolmentOutcome::Done(_) => Ending::Keep(enrolled),
                            _ => Ending::Undo(enrolled),
                        })
                })
            })
            .await
    }

    async fn devices(&self) -> Result<Vec<DeviceRow>, StoreError> {
        people::devices(&self.readers).await
    }

    async fn revoke(&self, device: &str, now: i64) -> Result<bool, StoreError> {
        let device = device.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::revoke(connection, &device, now)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn set_role(&self, device: &str, grant: Grant, held: bool) -> Result<bool, StoreError> {
        let device = device.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::set_role(connection, &device, &grant, held)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn find_records(
        &self,
        commune: &str,
        kind: &str,
        field: &str,
    ) -> Result<Vec<FoundRecord>, StoreError> {
        pull::find_records(&self.readers, commune, kind, field).await
    }

    async fn highest_number(&self, scope: &str, device: &str) -> Result<u64, StoreError> {
        pull::highest_number(&self.readers, scope, device).await
    }

    async fn record(
        &self,
        scope: &str,
        record: &str,
    ) -> Result<BTreeMap<String, Vec<Entry>>, StoreError> {
        pull::record(&self.readers, scope, record).await
    }

    async fn create_file(&self, creating: FileCreation) -> Result<CreationOutcome, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move { files::create(connection, &creating).await })
            })
            .await
    }

    async fn file(&self, id: &FileId) -> Result<Option<FileState>, StoreError> {
        files::file(&self.readers, id).await
    }

    async fn append_piece(&self, piece: Piece) -> Result<AppendOutcome, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move { files::append(connection, &piece).await })
            })
            .await
    }

    async fn file_piece(&self, id: &FileId, place: u64) -> Result<Option<Vec<u8>>, StoreError> {
        files::piece(&self.readers, id, place).await
    }

    async fn copy_out(&self, to: Sender<CopyPart>) -> Result<(), StoreError> {
        let mut snapshot = self.readers.begin_with(SNAPSHOT).await?;
        copy::read(&mut snapshot, to).await
    }

    async fn copy_in(
        &self,
        from: Receiver<CopyPart>,
        taking: CopyMode,
    ) -> Result<Inventory, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    copy::take_in(connection, from, &taking)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn note_kept(&self, scope: &str, seen: &[(String, i64)]) -> Result<(), StoreError> {
        let (scope, seen) = (scope.to_owned(), seen.to_vec());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    push::note_kept(connection, &scope, &seen)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn telling_until(&self) -> Result<Option<i64>, StoreError> {
        push::telling_until(&mut *self.readers.acquire().await?).await
    }

    async fn set_telling_until(&self, until: i64) -> Result<(), StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    put_meta(connection, "tellingUntil", &until.to_string())
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
