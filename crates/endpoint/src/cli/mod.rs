//! One command a file. They use the same store as a running server.

pub mod backup;
mod by_hand;
pub mod devices;
pub mod doctor;
pub mod erase;
pub mod grant;
pub mod invitations;
pub mod invite;
pub mod migrate;
pub mod recovery;
pub mod restore;
pub mod revoke;
pub mod serve;

use clap::ValueEnum;
use endpoint::clock::{self, Moment};
use endpoint::lasting_acts::ACTS;
use endpoint::secrets::Randomness;
use endpoint::store::postgres::PostgresStore;
use endpoint::store::sqlite::SqliteStore;
use endpoint::store::{Founding, Sharing, Store};
use endpoint::sync::Endpoint;
use endpoint::words;
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
    BlockLead,
    BlockDeputy,
    BlockMember,
    ProvinceOfficer,
}

impl From<RoleChoice> for Role {
    fn from(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::CommuneOfficer => Self::CommuneOfficer,
            RoleChoice::CommuneChair => Self::CommuneChair,
            RoleChoice::VillageHead => Self::VillageHead,
            RoleChoice::Viewer => Self::Viewer,
            RoleChoice::BlockLead => Self::BlockLead,
            RoleChoice::BlockDeputy => Self::BlockDeputy,
            RoleChoice::BlockMember => Self::BlockMember,
            RoleChoice::ProvinceOfficer => Self::ProvinceOfficer,
        }
    }
}

/// Whatever stops a command, in words for the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a command says when it is done.
pub type CommandResult = Result<String, Failure>;

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
    /// The file beside the register of what was erased, revoked, withdrawn and cancelled, for
    /// whoever restores a backup of before; left out: register.acts in the folder of --data
    #[arg(long, env = "ENDPOINT_ACTS")]
    acts: Option<PathBuf>,
}

impl Register {
    /// The register, which must be there: a folder that was mistyped is not one.
    pub async fn open(&self) -> Result<Endpoint, Failure> {
        self.open_as(Founding::Never).await
    }

    pub async fn open_as(&self, founding: Founding) -> Result<Endpoint, Failure> {
        let store: Arc<dyn Store> = match (&self.database, &self.data) {
            (Some(url), _) => postgres(url, founding).await?,
            (None, Some(folder)) => sqlite(folder, Sharing::Together, founding).await?,
            (None, None) => return Err("neither --data nor DATABASE_URL is given".into()),
        };
        Ok(Endpoint::new(store, Randomness::of_the_system()))
    }

    /// The file of acts beside the register: the one that is named, or the folder's.
    pub fn acts(&self) -> Option<PathBuf> {
        let of_folder = || Some(self.data.as_deref()?.join(ACTS));
        self.acts.clone().or_else(of_folder)
    }

    pub fn folder(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }
}

pub async fn sqlite(
    folder: &Path,
    sharing: Sharing,
    founding: Founding,
) -> Result<Arc<dyn Store>, Failure> {
    let randomness = Randomness::of_the_system();
    let store = SqliteStore::open_as(folder, sharing, founding, &randomness).await?;
    Ok(Arc::new(store))
}

pub async fn postgres(url: &str, founding: Founding) -> Result<Arc<dyn Store>, Failure> {
    let randomness = Randomness::of_the_system();
    let store = PostgresStore::open_as(url, founding, &randomness).await?;
    Ok(Arc::new(store))
}

/// A name for what is put aside now: nothing is there of that name.
pub fn aside(file: &Path, why: &str) -> PathBuf {
    let time = Moment::of(clock::now()).compact();
    file.with_added_extension(format!("{why}-{time}"))
}

/// Until the terminal or the system says stop.
pub async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
