//! `endpoint backup`: writes a backup while the register is served, and says what a backup file
//! holds.

use super::{CommandResult, Register, stop};
use endpoint::backups::{self, BackupError, BackupManifest};
use endpoint::clock::{self, Moment};
use std::path::{Path, PathBuf};

/// Write a backup of the register into one file, while it is served
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct BackupArguments {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    #[command(flatten)]
    register: Register,
    /// The file, which must not be there yet
    #[arg(long, required = true)]
    to: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum BackupCommand {
    /// Say what a backup is of, and whether it is whole
    Verify {
        /// The file that `endpoint backup` wrote
        file: PathBuf,
    },
}

pub async fn run(arguments: BackupArguments) -> CommandResult {
    match (arguments.command, arguments.to) {
        (Some(BackupCommand::Verify { file }), _) => {
            let mark = backups::unpack(&file, &mut std::io::sink())?;
            Ok(format!("{} is whole: {}\n", file.display(), said(&mark)))
        }
        (None, Some(to)) => write(&arguments.register, &to).await,
        (None, None) => Err("where to? --to FILE".into()),
    }
}

async fn write(register: &Register, to: &Path) -> CommandResult {
    let endpoint = register.open().await?;
    let store = endpoint.store();
    let (mark, seen) = tokio::select! {
        written = backups::write(store.as_ref(), to, clock::now()) => written?,
        () = stop() => return Err(BackupError::Stopped.into()),
    };
    // Only now do phones hear that they need not keep what is in it.
    for (scope, seen) in &seen {
        store.note_kept(scope, seen).await?;
    }
    Ok(format!("{}: {}\n", to.display(), said(&mark)))
}

fn said(mark: &BackupManifest) -> String {
    let made_at = Moment::of(mark.made_at);
    let BackupManifest {
        schema,
        epoch,
        counts,
        ..
    } = mark;
    format!("{counts}, of {made_at} (Vietnam), epoch {epoch}, schema {schema}")
}
