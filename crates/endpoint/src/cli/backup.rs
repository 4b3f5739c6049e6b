use super::{Failure, Register};
use endpoint::secrets::Randomness;
use endpoint::store::copy::{Taking, copy};
use endpoint::store::sqlite::SqliteStore;
use std::fs::File;
use std::path::PathBuf;

/// Write a backup of the register into one file, while it is served
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    /// The file, which must not be there yet
    #[arg(long)]
    to: PathBuf,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let file = arguments.to;
    if file.exists() {
        return Err(format!("{} is there already", file.display()).into());
    }
    let endpoint = arguments.register.open().await?;
    // Under another name until it is whole, and readable by nobody else: it
    // holds people's data.
    let part = file.with_added_extension("part");
    make_private(&part)?;
    let backup = SqliteStore::open_backup(&part, &Randomness::of_the_system()).await?;
    let (inventory, seen) = copy(endpoint.store().as_ref(), &backup, Taking::AsItIs).await?;
    endpoint::store::Store::close(&backup).await;
    File::open(&part)?.sync_all()?;
    std::fs::rename(&part, &file)?;
    if let Some(folder) = file.parent().filter(|folder| folder.is_dir()) {
        File::open(folder)?.sync_all()?;
    }
    // Only now do phones hear that they need not keep what is in it.
    for (scope, seen) in &seen {
        endpoint.store().note_kept(scope, seen).await?;
    }
    println!(
        "{}: {} records' fields, {} operations, {} files, {} rows in all",
        file.display(),
        inventory.rows_of("field"),
        inventory.rows_of("name"),
        inventory.rows_of("file"),
        inventory.all_rows(),
    );
    Ok(())
}

fn make_private(file: &std::path::Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ())
}
