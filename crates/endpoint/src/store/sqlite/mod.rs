//! The store in one SQLite file: one writer for all (see [`writer`]), any
//! number of readers, each on a snapshot of its own (WAL).

pub mod place;
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

use crate::clock;
use crate::model::StoreError;
use crate::secrets::Randomness;
use crate::store::{Founding, Sharing};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection as _, SqliteConnection, SqlitePool};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use writer::DbWriter;

type Database = sqlx::Sqlite;
type Connection = SqliteConnection;
type Pool = SqlitePool;
type DbRow = SqliteRow;
type Own = SqliteStore;
/// Begins a transaction that only reads, all of it of one moment.
const SNAPSHOT: &str = "BEGIN";

/// What is taken out is overwritten, too.
const ERASING: &str = "PRAGMA secure_delete = ON";

/// Nor is it left in what is still to come into the file.
const ERASED: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Whether the database has a schema.
const HAS_MIGRATIONS: &str =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";

/// The versions of the schema in which there were people, and no program knew steps.
const BEFORE_STEPS: [i64; 2] = [2, 8];

/// The writer is alone already.
const TAKE_ALL: &str = "SELECT 1";

/// The file's name in the data folder.
const FILE: &str = "register.sqlite";
const READERS: u32 = 4;
/// How long another process that writes is waited for.
const BUSY: Duration = Duration::from_secs(15);

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/sqlite/migrations");

/// A [`crate::store::Store`] in one SQLite file of a folder.
pub struct SqliteStore {
    readers: SqlitePool,
    writer: DbWriter,
    own_device: String,
    /// Let go when the store is dropped.
    _lock: Option<File>,
}

impl SqliteStore {
    /// Opens the store in a folder, beside other processes; makes it if it is
    /// not there.
    ///
    /// # Errors
    /// As for [`Self::open_as`].
    pub async fn open(folder: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        Self::open_as(folder, Sharing::Together, Founding::IfMissing, randomness).await
    }

    /// Opens the store in a folder. Of several processes that do so at once one
    /// goes first.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version, or as
    /// [`place::enter`] says.
    pub async fn open_as(
        folder: &Path,
        sharing: Sharing,
        founding: Founding,
        randomness: &Randomness,
    ) -> Result<Self, StoreError> {
        let entered = place::enter(folder, sharing, founding).await?;
        Self::open_entered(folder, entered, randomness).await
    }

    /// Opens the store in a folder that this process has entered.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version.
    pub async fn open_entered(
        folder: &Path,
        entered: place::FolderLock,
        randomness: &Randomness,
    ) -> Result<Self, StoreError> {
        let place::FolderLock { lock, opening } = entered;
        let store = Self::open_locked(&folder.join(FILE), randomness, Some(lock)).await;
        drop(opening);
        store
    }

    /// Opens a store that is nothing but one file, which nobody else has open:
    /// a backup.
    ///
    /// # Errors
    /// If the file cannot be opened, made or brought to this version.
    pub async fn open_file(file: &Path, randomness: &Randomness) -> Result<Self, StoreError> {
        Self::open_locked(file, randomness, None).await
    }

    /// Opens a register to read it, as it is: it stays of its version. What is newer or
    /// older may not be readable.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub async fn open_unchanged(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .pragma("query_only", "true");
        let connection = options.connect().await?;
        let pool = SqlitePoolOptions::new().max_connections(READERS);
        Ok(Self {
            readers: pool.connect_with(options).await?,
            writer: DbWriter::start(connection),
            own_device: String::new(),
            _lock: None,
        })
    }

    async fn open_locked(
        file: &Path,
        randomness: &Randomness,
        lock: Option<File>,
    ) -> Result<Self, StoreError> {
        // Never opened beside SQLite: closing it would let go SQLite's locks.
        if !file.exists() {
            place::private_file(file)?;
        }
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
        statements::note_unjudged(&mut connection).await?;
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| StoreError::of_migration(error, &MIGRATIONS))?;
        let own_device = statements::found(&mut connection, randomness).await?;
        if lock.is_some() {
            statements::found_key(&mut connection, randomness).await?;
            statements::mend(&mut connection, randomness, clock::now()).await?;
        } else {
            // A backup goes on holding what it holds: its head stays.
            statements::mend_all(&mut connection, clock::now()).await?;
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "true"))
            .await?;
        Ok(Self {
            readers,
            writer: DbWriter::start(connection),
            own_device,
            _lock: lock,
        })
    }

    /// The newest migration that this program knows.
    pub fn schema() -> i64 {
        super::newest(&MIGRATIONS)
    }

    /// Where the register is in its folder.
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }
}

/// Looks through a file of which nothing says what it is: whether it is a
/// register, and whether SQLite finds it sound.
///
/// # Errors
/// If it is not.
pub async fn look_through(file: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = options.connect().await?;
    // Those that every version had.
    let tables: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'
         AND name IN ('_sqlx_migrations', 'meta', 'scope', 'field', 'name', 'person')",
    )
    .fetch_one(&mut connection)
    .await?;
    if tables != 6 {
        return Err(StoreError::Damaged("that is no register"));
    }
    let found: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    if found != "ok" {
        return Err(StoreError::Damaged("SQLite finds faults in it"));
    }
    Ok(())
}

/// Whether nobody has written anything in a register's file, which stays of the
/// version that it is.
///
/// # Errors
/// If it cannot be read.
pub async fn is_empty(file: &Path) -> Result<bool, StoreError> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = options.connect().await?;
    let empty = sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM scope)")
        .fetch_one(&mut connection)
        .await;
    connection.close().await?;
    Ok(empty?)
}
