//! `endpoint migrate`: copies a register between the two kinds of store, and compares both when it
//! is done.

use super::{CommandResult, Register, aside, postgres, sqlite};
use clap::ValueEnum;
use endpoint::backups::Counts;
use endpoint::store::copy::{CopyMode, copy, inventory};
use endpoint::store::sqlite::SqliteStore;
use endpoint::store::{Founding, Sharing};

/// Move the register from one kind of store to the other, and prove that it
/// is all there
#[derive(clap::Args)]
pub struct MigrateArguments {
    /// Both --data and --database are needed
    #[command(flatten)]
    register: Register,
    #[arg(long)]
    from: StoreKind,
    #[arg(long)]
    to: StoreKind,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StoreKind {
    Sqlite,
    Postgres,
}

pub async fn run(arguments: MigrateArguments) -> CommandResult {
    if arguments.from == arguments.to {
        return Err("--from and --to are the same".into());
    }
    let register = &arguments.register;
    let (Some(url), Some(folder)) = (register.database(), register.folder()) else {
        return Err("both --data and --database are needed".into());
    };
    let (from, to) = match arguments.from {
        StoreKind::Sqlite => {
            let from = sqlite(folder, Sharing::Alone, Founding::Never).await?;
            (from, postgres(url, Founding::IfMissing).await?)
        }
        StoreKind::Postgres => {
            let from = postgres(url, Founding::Never).await?;
            (
                from,
                sqlite(folder, Sharing::Alone, Founding::IfMissing).await?,
            )
        }
    };
    if inventory(to.as_ref()).await?.rows_of("scope") > 0 {
        return Err("the register to move to is not empty".into());
    }
    let (moved, _) = copy(from.as_ref(), to.as_ref(), CopyMode::AsItIs).await?;
    if inventory(from.as_ref()).await? != moved || inventory(to.as_ref()).await? != moved {
        return Err("the two are not equal: is somebody still at work on the old one?".into());
    }
    from.close().await;
    to.close().await;
    let counts = Counts::from(&moved);
    let mut said = format!("moved, and read again on both sides: {counts}\n");
    // Served by mistake it would take in edits that the new one never hears of.
    if arguments.from == StoreKind::Sqlite {
        let file = SqliteStore::file_in(folder);
        let old = aside(&file, "moved");
        std::fs::rename(&file, &old)?;
        said.push_str(&format!("the old file is now {}\n", old.display()));
    }
    Ok(said)
}
