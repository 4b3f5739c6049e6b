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
use std::path::Path;
use std::time::Duration;
use writer::Writer;

type Connection = SqliteConnection;
type Pool = SqlitePool;
type Row = SqliteRow;
type Own = SqliteStore;
/// Begins a transaction that only reads, all of it of one moment.
const SNAPSHOT: &str = "BEGIN";

/// The file's name in the data folder.
const FILE: &str = "register.sqlite";
const READERS: u32 = 4;
/// How long another process that writes is waited for.
const BUSY: Duration = Duration::from_secs(15);

pub struct SqliteStore {
    readers: SqlitePool,
    writer: Writer,
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
        let own_device = statements::found(&mut connection, randomness).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "true"))
            .await?;
        Ok(Self {
            readers,
            writer: Writer::start(connection),
            own_device,
        })
    }
}
