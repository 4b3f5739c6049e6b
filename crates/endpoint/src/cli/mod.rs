//! One command a file. They use the same store as a running server.

pub mod devices;
pub mod invite;
pub mod revoke;
pub mod serve;

use endpoint::secrets::Randomness;
use endpoint::store::sqlite::SqliteStore;
use endpoint::sync::Endpoint;
use std::path::Path;
use std::sync::Arc;

/// Whatever stops a command, in words for the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Opens the register in a folder.
pub async fn open(data: &Path) -> Result<Endpoint, Failure> {
    let randomness = Randomness::of_the_system();
    let store = SqliteStore::open(data, &randomness).await?;
    Ok(Endpoint::new(Arc::new(store), randomness))
}
