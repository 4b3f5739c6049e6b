//! The endpoint's command line.

#![warn(clippy::too_many_lines)]

mod cli;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Gives back what a large request took, whichever thread read it: the system's keeps
/// the most that each thread ever had.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The endpoint of Sổ Thi đua: the shared register and the app's files.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(cli::serve::ServeArguments),
    Invite(cli::invite::InviteArguments),
    Invitations(cli::invitations::InvitationsArguments),
    Devices(cli::devices::DevicesArguments),
    Revoke(cli::revoke::RevokeArguments),
    /// Give a person one more role
    Grant(cli::grant::GrantArguments),
    /// Take a role away from a person
    Withdraw(cli::grant::GrantArguments),
    Backup(cli::backup::BackupArguments),
    Restore(cli::restore::RestoreArguments),
    Telling(cli::recovery::RecoveryArguments),
    Migrate(cli::migrate::MigrateArguments),
    Doctor(cli::doctor::DoctorArguments),
    Erase(cli::erase::EraseArguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    // Whatever is written here is about people: for its owner only.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => cli::serve::run(arguments).await,
        Command::Invite(arguments) => cli::invite::run(arguments).await,
        Command::Invitations(arguments) => cli::invitations::run(arguments).await,
        Command::Devices(arguments) => cli::devices::run(arguments).await,
        Command::Revoke(arguments) => cli::revoke::run(arguments).await,
        Command::Grant(arguments) => cli::grant::give(arguments).await,
        Command::Withdraw(arguments) => cli::grant::take_away(arguments).await,
        Command::Backup(arguments) => cli::backup::run(arguments).await,
        Command::Restore(arguments) => cli::restore::run(arguments).await,
        Command::Telling(arguments) => cli::recovery::run(arguments).await,
        Command::Migrate(arguments) => cli::migrate::run(arguments).await,
        Command::Doctor(arguments) => cli::doctor::run(arguments).await,
        Command::Erase(arguments) => cli::erase::run(arguments).await,
    };
    match outcome {
        Ok(said) => {
            // Whoever reads may have read enough, as `head` does.
            let _ = std::io::stdout().write_all(said.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut said = format!("endpoint: {error}\n");
            let mut cause = error.source();
            while let Some(deeper) = cause {
                said.push_str(&format!("  because {deeper}\n"));
                cause = deeper.source();
            }
            let _ = std::io::stderr().write_all(said.as_bytes());
            ExitCode::FAILURE
        }
    }
}
