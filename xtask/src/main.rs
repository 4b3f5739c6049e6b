//! The project's own commands: `cargo xtask run | test | check | bench | simulate | dist | rules |
//! samples`.
//!
//! Each installs what it needs into the user's cache, says in one line what it is doing and why
//! that may take long, and says on failure what to do about it.

#![warn(clippy::too_many_lines)]

mod bench;
mod budget;
mod check;
mod command;
mod crate_sizes;
mod dist;
mod install;
mod join;
mod layers;
mod project;
mod release;
mod rules;
mod run;
mod samples;
mod simulate;
mod split;
mod style;
mod test;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use command::Outcome;
use project::Project;

/// The commands of Sổ Thi đua
#[derive(Parser)]
#[command(
    bin_name = "cargo xtask",
    arg_required_else_help = true,
    flatten_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::RunOptions),
    Test(test::TestOptions),
    Check(check::CheckOptions),
    Bench(bench::BenchOptions),
    Simulate(simulate::SimulateOptions),
    Dist(dist::DistOptions),
    /// What whoever writes a rule set needs
    #[command(subcommand, flatten_help = true)]
    Rules(rules::RulesCommand),
    Samples(samples::SamplesOptions),
    /// Only install what the other commands need
    Tools,
}

fn main() -> ExitCode {
    match obey(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n✗ {failure}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: &Command) -> Outcome {
    let project = Project::find()?;
    match command {
        Command::Run(options) => run::run(&project, options),
        Command::Test(options) => test::test(&project, options),
        Command::Check(options) => check::check(&project, options),
        Command::Bench(options) => bench::bench(&project, options),
        Command::Simulate(options) => simulate::simulate(&project, options),
        Command::Dist(options) => dist::dist(&project, options.kind()).map(|_| ()),
        Command::Rules(command) => rules::rules(&project, command),
        Command::Samples(options) => samples::samples(&project, options),
        Command::Tools => install::build_tools(&project).and_then(|_| install::browsers()),
    }
}
