use super::{Failure, Register, Sharing};
use clap::ValueEnum;
use endpoint::store::copy::{Taking, copy, inventory};
use endpoint::store::sqlite::SqliteStore;

/// Move the register from one kind of store to the other, and prove that it
/// is all there
#[derive(clap::Args)]
pub struct Arguments {
    /// Both --data and --database are needed
    #[command(flatten)]
    register: Register,
    #[arg(long)]
    from: Kind,
    #[arg(long)]
    to: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Sqlite,
    Postgres,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    if arguments.from == arguments.to {
        return Err("--from and --to are the same".into());
    }
    let (sqlite, postgres) = arguments.register.both(Sharing::Alone).await?;
    let (from, to) = match arguments.from {
        Kind::Sqlite => (sqlite, postgres),
        Kind::Postgres => (postgres, sqlite),
    };
    if inventory(to.as_ref()).await?.rows_of("scope") > 0 {
        return Err("the register to move to is not empty".into());
    }
    let (moved, _) = copy(from.as_ref(), to.as_ref(), Taking::AsItIs).await?;
    if inventory(from.as_ref()).await? != moved || inventory(to.as_ref()).await? != moved {
        return Err("the two are not equal: is somebody still at work on the old one?".into());
    }
    from.close().await;
    to.close().await;
    println!(
        "moved, and read again on both sides: {} records' fields, {} operations, {} files, {} rows in all",
        moved.rows_of("field"),
        moved.rows_of("name"),
        moved.rows_of("file"),
        moved.all_rows(),
    );
    // Served by mistake it would take in edits that the new one never hears of.
    if let (Kind::Sqlite, Some(folder)) = (arguments.from, arguments.register.folder()) {
        let file = SqliteStore::file_in(folder);
        let aside = file.with_added_extension("moved");
        std::fs::rename(&file, &aside)?;
        println!("the old file is now {}", aside.display());
    }
    Ok(())
}
