use super::{Failure, Register, Sharing};
use endpoint::clock;
use endpoint::secrets::Randomness;
use endpoint::store::Store;
use endpoint::store::copy::{Taking, copy, inventory};
use endpoint::store::sqlite::SqliteStore;
use std::path::PathBuf;

/// Put a backup in the register's place, in a new epoch: phones push again
/// what they hold
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    /// The file that `endpoint backup` wrote
    #[arg(long)]
    from: PathBuf,
    /// Replace a register that is not empty
    #[arg(long)]
    replace: bool,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    if !arguments.from.is_file() {
        return Err(format!("there is no file {}", arguments.from.display()).into());
    }
    let randomness = Randomness::of_the_system();
    let to = arguments.register.open_store(Sharing::Alone).await?;
    if !arguments.replace && inventory(to.as_ref()).await?.rows_of("scope") > 0 {
        return Err("the register is not empty: --replace puts the backup in its place".into());
    }
    // The backup itself stays as it is, also if it is of an older version.
    let reading = arguments.from.with_added_extension("reading");
    std::fs::copy(&arguments.from, &reading)?;
    let restored = async {
        let backup = SqliteStore::open_backup(&reading, &randomness).await?;
        let taking = Taking::Restored {
            epoch: randomness.token()[..8].to_owned(),
            at: clock::now(),
        };
        let restored = copy(&backup, to.as_ref(), taking).await;
        backup.close().await;
        restored
    }
    .await;
    std::fs::remove_file(&reading)?;
    let (inventory, _) = restored?;
    let epoch = to.epoch().await?;
    to.close().await;
    println!(
        "restored {} records' fields, {} operations, {} files, {} rows in all; the epoch is {epoch}",
        inventory.rows_of("field"),
        inventory.rows_of("name"),
        inventory.rows_of("file"),
        inventory.all_rows(),
    );
    Ok(())
}
