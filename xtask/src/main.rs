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

use command::{Failure, Outcome};
use project::Project;

const HELP: &str = "\
cargo xtask <command>

  run      build the app and the endpoint, serve both, print invitations to try it with
           --dev            quick build (larger, lightly optimised)
           --listen ADDR    default 127.0.0.1:8080
           --base-url URL   the address that the invitations name, if it is not that of --listen
           --invite         make new invitations although there are some already
           --fresh          throw the tried-out register (target/run) away first
  test     every test; the last line is `N passed, N failed`
           --no-browsers    only what needs no browser
           --browsers       only the journeys in browsers
           [name]           only tests whose name contains this
  check    formatting, lints, the rooms of docs/ARCHITECTURE.md, the size of the first load
           --record         note the size as the one to compare with from now on
           --no-size        without building the app
  bench    measure what is budgeted, and print it beside the budget
           --endpoint       only the endpoint: bytes, edits a second, memory, a slow line
  simulate random walks of phones and endpoint with every fault, checked at every step
           --seeds N        so many, default 2000
           --from S         the first seed; without it a range that nobody has walked yet
  dist     build the app's files (target/dist-release) with names by content, compressed
           --dev            quick build, into target/dist-dev
           --conformance    the page that runs the suite of stores, into target/dist-conformance
  rules    check FILE: every mistake in a rule set, with its place, and what differs from the
           set that it replaces (FILE is the main file; its parts lie beside it)
           --sources DIR    also whether the quotations stand in the documents, texts in DIR
  samples  [FOLDER] every document as Word, Excel, a page and, with LibreOffice, PDF (default
           target/samples)
  tools    only install what the other commands need
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match obey(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n✗ {failure}");
            ExitCode::FAILURE
        }
    }
}

fn obey(arguments: &[String]) -> Outcome {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
        || name == "help"
    {
        print!("{HELP}");
        return Ok(());
    }
    let project = Project::find()?;
    match name.as_str() {
        "run" => run::run(&project, &run::RunOptions::parse(rest)?),
        "test" => test::test(&project, &test::TestOptions::parse(rest)?),
        "check" => check::check(&project, &check::CheckOptions::parse(rest)?),
        "bench" => bench::bench(&project, rest),
        "simulate" => simulate::simulate(&project, &simulate::SimulateOptions::parse(rest)?),
        "dist" => {
            let kind = match rest {
                [] => dist::Kind::Release,
                [flag] if flag == "--dev" => dist::Kind::Dev,
                [flag] if flag == "--conformance" => dist::Kind::Conformance,
                _ => return Err(unknown("dist", rest)),
            };
            dist::dist(&project, kind).map(|_| ())
        }
        "rules" => rules::rules(&project, rest),
        "samples" => samples::samples(&project, rest),
        "tools" => install::build_tools(&project).and_then(|_| install::browsers()),
        _ => Err(Failure::new(
            format!("there is no command `{name}`"),
            "`cargo xtask --help` lists them",
        )),
    }
}

fn unknown(command: &str, arguments: &[String]) -> Failure {
    Failure::new(
        format!("`cargo xtask {command}` does not know {arguments:?}"),
        "`cargo xtask --help` lists the options",
    )
}
