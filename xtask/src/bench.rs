//! `cargo xtask bench`: measures what the design budgets, and prints it beside the budget.
//! Timings are information; they never fail.

use clap::Args;

use crate::command::{Outcome, run, say};
use crate::dist::{self, Kind};
use crate::project::Project;
use crate::{budget, install};
use std::path::{Path, PathBuf};

/// Measure what is budgeted, and print it beside the budget
#[derive(Args)]
pub struct BenchOptions {
    /// Only the endpoint: bytes, edits a second, memory, a slow line
    #[arg(long)]
    endpoint: bool,
    /// In browsers, only how long papers take to be made
    #[arg(long, conflicts_with = "endpoint")]
    papers: bool,
}

pub fn bench(project: &Project, options: &BenchOptions) -> Outcome {
    if options.endpoint {
        return endpoint(project);
    }
    in_browsers(project, options.papers)?;
    say("the award summary table over 50,000 awards");
    example(project, "register", "summary_speed", Path::new(""))?;
    endpoint(project)
}

fn in_browsers(project: &Project, only_papers: bool) -> Outcome {
    install::browsers()?;
    let dist = dist::dist(project, Kind::Release)?;
    // Here a figure like the others; `cargo xtask check` is where it fails.
    if let Err(over) = budget::weigh(project, &dist, false) {
        println!("  {over}");
    }
    let program = built(project)?;
    say("measuring in Chromium, processor slowed six times; leave the machine alone meanwhile");
    let mut bench = project.cargo();
    bench
        .args([
            "run",
            "--quiet",
            "--package",
            "journeys",
            "--bin",
            "bench",
            "--",
        ])
        .args(only_papers.then_some("papers"));
    bench.env("SO_THI_DUA_DIST", &dist.folder);
    bench.env("SO_THI_DUA_ENDPOINT", program);
    run(&mut bench, "the words above say what was being measured")
}

/// The endpoint by itself: what it takes in, what it holds, and what a slow line makes of it.
fn endpoint(project: &Project) -> Outcome {
    let program = built(project)?;
    install::postgres()?;
    say("bytes on the wire: exchanges, then sent, packed, received, packed (locked by a test)");
    print!(
        "{}",
        include_str!("../../crates/endpoint/tests/endpoint/wire_sizes.txt")
    );
    say("edits per second on SQLite and PostgreSQL (a minute); leave the machine alone meanwhile");
    example(project, "endpoint", "throughput", &program)?;
    say("a slow line, and memory (a minute or two)");
    example(project, "simulation", "line", &program)
}

fn example(project: &Project, package: &str, name: &str, program: &Path) -> Outcome {
    let mut example = project.cargo();
    example.args(["run", "--quiet", "--release"]);
    example.args(["--package", package, "--example", name]);
    example.env("SO_THI_DUA_ENDPOINT", program);
    run(&mut example, "the words above say what was being measured")
}

/// The endpoint's program as it is delivered.
fn built(project: &Project) -> Outcome<PathBuf> {
    say("building the endpoint as it is delivered (a few minutes the first time)");
    run(
        project
            .cargo()
            .args(["build", "--quiet", "--release", "--package", "endpoint"]),
        "the compiler's words above say what is wrong",
    )?;
    Ok(project.target.join("release").join("endpoint"))
}
