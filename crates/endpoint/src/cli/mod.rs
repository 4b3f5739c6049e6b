//! One command a file. They use the same store as a running server.

pub mod backup;
pub mod devices;
pub mod grant;
pub mod invite;
pub mod migrate;
pub mod restore;
pub mod revoke;
pub mod serve;

use clap::ValueEnum;
use endpoint::secrets::Randomness;
use endpoint::store::Store;
use endpoint::store::postgres::PostgresStore;
use endpoint::store::sqlite::SqliteStore;
use endpoint::sync::Endpoint;
use register::role::Role;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A role, as the command line writes it.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum RoleChoice {
    CommuneOfficer,
    CommuneChair,
    VillageHead,
    Viewer,
}

impl From<RoleChoice> for Role {
    fn from(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::CommuneOfficer => Self::CommuneOfficer,
            RoleChoice::CommuneChair => Self::CommuneChair,
            RoleChoice::VillageHead => Self::VillageHead,
            RoleChoice::Viewer => Self::Viewer,
        }
    }
}

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

/// Whether other processes may have the register open at the same time. A
/// database that is served notices by itself when it is restored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    Together,
    Alone,
}

impl Register {
    pub async fn open(&self) -> Result<Endpoint, Failure> {
        let store = self.open_store(Sharing::Together).await?;
        Ok(Endpoint::new(store, Randomness::of_the_system()))
    }

    pub async fn open_store(&self, sharing: Sharing) -> Result<Arc<dyn Store>, Failure> {
        match (&self.database, &self.data) {
            (Some(url), _) => postgres(url).await,
            (None, Some(folder)) => sqlite(folder, sharing).await,
            (None, None) => Err("neither --data nor DATABASE_URL is given".into()),
        }
    }

    /// The one in the folder, and the one in the database.
    pub async fn both(
        &self,
        sharing: Sharing,
    ) -> Result<(Arc<dyn Store>, Arc<dyn Store>), Failure> {
        let (Some(url), Some(folder)) = (&self.database, &self.data) else {
            return Err("both --data and --database are needed".into());
        };
        Ok((sqlite(folder, sharing).await?, postgres(url).await?))
    }

    pub fn folder(&self) -> Option<&Path> {
        self.data.as_deref()
    }
}

async fn sqlite(folder: &Path, sharing: Sharing) -> Result<Arc<dyn Store>, Failure> {
    let randomness = Randomness::of_the_system();
    Ok(Arc::new(match sharing {
        Sharing::Together => SqliteStore::open(folder, &randomness).await?,
        Sharing::Alone => SqliteStore::open_alone(folder, &randomness).await?,
    }))
}

async fn postgres(url: &str) -> Result<Arc<dyn Store>, Failure> {
    let randomness = Randomness::of_the_system();
    Ok(Arc::new(PostgresStore::open(url, &randomness).await?))
}
