//! The store in a PostgreSQL database that any number of endpoint processes
//! share. Each piece of work is a transaction of its own; the row lock that its
//! first statement takes in `scope` puts those of one scope one after another.

// What PostgreSQL calls otherwise than SQLite.
macro_rules! json_group_array {
    () => {
        "json_agg"
    };
}
macro_rules! json_group_object {
    () => {
        "json_object_agg"
    };
}
macro_rules! json_array {
    () => {
        "json_build_array"
    };
}

#[path = "../statements/mod.rs"]
mod statements;

use crate::clock;
use crate::model::StoreError;
use crate::secrets::Randomness;
use crate::store::{Ending, Founding};
use futures_util::future::BoxFuture;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{PgConnection, PgPool};
use std::time::Duration;

type Database = sqlx::Postgres;
type Connection = PgConnection;
type Pool = PgPool;
type DbRow = PgRow;
type Own = PostgresStore;
/// Begins a transaction that only reads, all of it of one moment.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Whoever makes or takes over a file looks there first: each of them is before the erasing or after it, and
/// no copy passes by.
const ERASING: &str = "LOCK TABLE erased_file IN ACCESS EXCLUSIVE MODE";

/// What is taken out the database overwrites in its own time.
const ERASED: &str = "SELECT 1";

/// Whether the database has a schema.
const HAS_MIGRATIONS: &str =
    "SELECT count(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')";

/// The versions of the schema in which no program knew steps.
const BEFORE_STEPS: [i64; 2] = [1, 6];

/// Nobody else reads or writes until the transaction ends.
const TAKE_ALL: &str = "LOCK TABLE meta, scope, mark, field, op_log, name, told, dead, vector,
    history, erased, erased_file, lasting_act, person, role, enrolment, act, token, device,
    signing_key, invitation, file, file_piece
    IN ACCESS EXCLUSIVE MODE";

const CONNECTIONS: u32 = 16;
/// How long a free connection is waited for.
const BUSY: Duration = Duration::from_secs(15);
/// A scope that another transaction holds is waited for this long; whoever
/// holds one and says nothing more (its machine has gone) loses it.
const LIMITS: [(&str, &str); 2] = [
    ("lock_timeout", "15s"),
    ("idle_in_transaction_session_timeout", "60s"),
];

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/postgres/migrations");

/// A [`crate::store::Store`] in a PostgreSQL database, which other processes may use, too.
pub struct PostgresStore {
    readers: PgPool,
    writer: DbWriter,
    own_device: String,
}

impl PostgresStore {
    /// Opens the store in a database; makes its tables if they are not there.
    /// `url` is `postgres://user:password@host:port/database`.
    ///
    /// # Errors
    /// If the database does not answer or cannot be brought to this version.
    pub async fn open(url: &str, randomness: &Randomness) -> Result<Self, StoreError> {
        Self::open_as(url, Founding::IfMissing, randomness).await
    }

    /// # Errors
    /// As for [`Self::open`], and if there is no register and none is to be founded.
    pub async fn open_as(
        url: &str,
        founding: Founding,
        randomness: &Randomness,
    ) -> Result<Self, StoreError> {
        let options: PgConnectOptions = url.parse()?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(BUSY)
            .connect_with(options.options(LIMITS))
            .await?;
        if founding == Founding::Never {
            let is_there: bool =
                sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
                    .fetch_one(&pool)
                    .await?;
            if !is_there {
                return Err(StoreError::NoRegister("the database".into()));
            }
        }
        let mut connection = pool.acquire().await?;
        statements::note_unjudged(&mut connection).await?;
        // Waits while another process is at it.
        MIGRATIONS
            .run(&pool)
            .await
            .map_err(|error| StoreError::of_migration(error, &MIGRATIONS))?;
        let own_device = statements::found(&mut connection, randomness).await?;
        statements::found_key(&mut connection, randomness).await?;
        statements::mend(&mut connection, randomness, clock::now()).await?;
        drop(connection);
        Ok(Self {
            readers: pool.clone(),
            writer: DbWriter { pool },
            own_device,
        })
    }
}

struct DbWriter {
    pool: PgPool,
}

impl DbWriter {
    /// Does a piece of work in a transaction; when it returns without an
    /// error, what was kept is durable.
    async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        W: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<Ending<T>, StoreError>>,
    {
        let mut transaction = self.pool.begin().await?;
        match work(&mut transaction).await? {
            Ending::Keep(value) => {
                transaction.commit().await?;
                Ok(value)
            }
            Ending::Undo(value) => {
                transaction.rollback().await?;
                Ok(value)
            }
        }
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}
