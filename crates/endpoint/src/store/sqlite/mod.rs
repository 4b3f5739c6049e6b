//! The store in one SQLite file: one writer for all (see [`writer`]), any
//! number of readers, each on a snapshot of its own (WAL).

mod writer;

// What SQLite calls otherwise than PostgreSQL.
macro_rules! json_group_array {
    () => {
        "json_group_array"
    };
}
macro_rules! json_group_object {
    () => {
        "json_group_object"
    };
}
macro_rules! json_array {
    () => {
        "json_array"
    };
}

#[path = "../statements/mod.rs"]
mod statements;

use crate::secrets::Randomness;
use crate::store::StoreError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;
use writer::Writer;

type Database = sqlx::Sqlite;
type Connection = SqliteConnection;
type Pool = SqlitePool;
type Row = SqliteRow;
type Own = SqliteStore;
/// Begins a transaction that only reads, all of it of one moment.
const SNAPSHOT: &str = "BEGIN";

/// The writer is alone already.
const TAKE_ALL: &str = "SELECT 1";

/// The file's name in the data folder.
const FILE: &str = "register.sqlite";
const READERS: u32 = 4;
/// How long another process that writes is waited for.
const BUSY: Duration = Duration::from_secs(15);

/// A running process holds this file, so that nobody replaces what is under it.
const LOCK: &str = "register.lock";

pub struct SqliteStore {
    readers: SqlitePool,
    writer: Writer,
    own_device: String,
    /// Let go when the store is dropped.
    _lock: Option<File>,
}

impl SqliteStore {
    /// Opens the store in a folder, beside other processes; makes it if it is
    /// not there.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version, or if
    /// somebody is alone on it.
    pub async fn open(folder: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        let lock = lock_file(folder)?;
        lock.try_lock_shared().map_err(in_use)?;
        Self::open_file(&folder.join(FILE), randomness, Some(lock)).await
    }

    /// Opens the store in a folder for this process alone.
    ///
    /// # Errors
    /// As for [`Self::open`], and if another process has it open.
    pub async fn open_alone(folder: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        let lock = lock_file(folder)?;
        lock.try_lock().map_err(in_use)?;
        Self::open_file(&folder.join(FILE), randomness, Some(lock)).await
    }

    /// Opens a store that is nothing but one file: a backup.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version.
    pub async fn open_backup(file: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        Self::open_file(file, randomness, None).await
    }

    async fn open_file(
        file: &Path,
        randomness: &Randomness,
        lock: Option<File>,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
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
        let own_device = statements::found(&mut connection, randomness).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "true"))
            .await?;
        Ok(Self {
            readers,
            writer: Writer::start(connection),
            own_device,
            _lock: lock,
        })
    }

    /// Where the register is in its folder.
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }
}

fn lock_file(folder: &Path) -> Result<File, StoreError> {
    std::fs::create_dir_all(folder)
        .and_then(|()| {
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(folder.join(LOCK))
        })
        .map_err(|error| StoreError::Unavailable(error.into()))
}

fn in_use(error: TryLockError) -> StoreError {
    match error {
        TryLockError::WouldBlock => StoreError::InUse,
        TryLockError::Error(error) => StoreError::Unavailable(error.into()),
    }
}
