//! One command a file. They use the same store as a running server.

pub mod devices;
pub mod invite;
pub mod revoke;
pub mod serve;

use endpoint::secrets::Randomness;
use endpoint::store::Store;
use endpoint::store::postgres::PostgresStore;
use endpoint::store::sqlite::SqliteStore;
use endpoint::sync::Endpoint;
use std::path::PathBuf;
use std::sync::Arc;

/// Whatever stops a command, in words for the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where the register is.
#[derive(clap::Args)]
pub struct Register {
    /// The folder of the register
    #[arg(long, env = "ENDPOINT_DATA", required_unless_present = "database")]
    data: Option<PathBuf>,
    /// The PostgreSQL database of the register, instead of a folder:
    /// postgres://user:password@host/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
}

impl Register {
    pub async fn open(&self) -> Result<Endpoint, Failure> {
        let randomness = Randomness::of_the_system();
        let store: Arc<dyn Store> = match (&self.database, &self.data) {
            (Some(url), _) => Arc::new(PostgresStore::open(url, &randomness).await?),
            (None, Some(folder)) => Arc::new(SqliteStore::open(folder, &randomness).await?),
            (None, None) => return Err("neither --data nor DATABASE_URL is given".into()),
        };
        Ok(Endpoint::new(store, randomness))
    }
}
