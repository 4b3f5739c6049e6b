//! The store in one SQLite file: one writer for all (see [`writer`]), any
//! number of readers, each on a snapshot of its own (WAL).

mod people;
mod pull;
mod push;
mod writer;

use crate::secrets::Randomness;
use crate::store::{
    DeviceRow, Enrolled, Enrolling, Found, Invitation, Member, Page, PersonName, Place, Pull,
    Pushed, Readable, Store, StoreError,
};
use crate::sync::Batch;
use async_trait::async_trait;
use futures_util::future::join_all;
use merge::Entry;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;
use writer::{Ending, Writer};

/// The file's name in the data folder.
const FILE: &str = "register.sqlite";
const READERS: u32 = 4;
/// How long another process that writes is waited for.
const BUSY: Duration = Duration::from_secs(15);

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

pub struct SqliteStore {
    readers: SqlitePool,
    writer: Writer,
    epoch: String,
    own_device: String,
}

impl SqliteStore {
    /// Opens the store in a folder; makes it if it is not there.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version.
    pub async fn open(folder: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Unavailable(error.into()))?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An answer is a promise: what is committed has reached the disk.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("wal_autocheckpoint", "4000")
            .pragma("cache_size", "-32768");
        let mut connection = options.connect().await?;
        sqlx::migrate!("src/store/sqlite/migrations")
            .run(&mut connection)
            .await
            .map_err(|error| StoreError::Unavailable(error.into()))?;
        let epoch = meta(&mut connection, "epoch", &randomness.token()[..8]).await?;
        let own_device = meta(&mut connection, "device", &randomness.token()[..22]).await?;
        sqlx::query("INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING")
            .bind(&own_device)
            .execute(&mut connection)
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "true"))
            .await?;
        Ok(Self {
            readers,
            writer: Writer::start(connection),
            epoch,
            own_device,
        })
    }
}

/// What is noted under a key; noted now if nothing is.
async fn meta(
    connection: &mut SqliteConnection,
    key: &str,
    new: &str,
) -> Result<String, sqlx::Error> {
    sqlx::query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(key)
        .bind(new)
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar("SELECT value FROM meta WHERE key = ?")
        .bind(key)
        .fetch_one(connection)
        .await
}

#[async_trait]
impl Store for SqliteStore {
    fn epoch(&self) -> &str {
        &self.epoch
    }

    fn own_device(&self) -> &str {
        &self.own_device
    }

    async fn push(&self, batches: Vec<Batch>) -> Vec<Result<Pushed, StoreError>> {
        join_all(batches.into_iter().map(|batch| {
            // Hashed here: whatever the writer does, everybody waits for.
            let touched = batch.touched();
            self.writer.write(move |connection| {
                Box::pin(async move { push::push(connection, &batch, &touched).await })
            })
        }))
        .await
    }

    async fn pull(&self, pull: Pull) -> Result<Page, StoreError> {
        pull::pull(&self.readers, &pull).await
    }

    async fn heads(&self, readable: &[Readable]) -> Result<BTreeMap<String, Place>, StoreError> {
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
    ) -> Result<BTreeSet<String>, StoreError> {
        let owners = people::owners(&self.readers, devices).await?;
        if owners.len() == devices.len() {
            return Ok(people::of_others(&owners, enrolment));
        }
        let (enrolment, devices) = (enrolment.to_owned(), devices.clone());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::claim(connection, &enrolment, &devices)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
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

    async fn enrol(&self, enrolling: Enrolling) -> Result<Enrolled, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::enrol(connection, &enrolling)
                        .await
                        .map(|enrolled| match enrolled {
                            Enrolled::Done(_) => Ending::Keep(enrolled),
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

    async fn find_records(
        &self,
        commune: &str,
        kind: &str,
        field: &str,
    ) -> Result<Vec<Found>, StoreError> {
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
}
