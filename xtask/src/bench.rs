//! `cargo xtask bench`: measures what the design budgets, and prints it beside the budget.
//! Timings are information; they never fail.

use crate::command::{Outcome, run, say};
use crate::dist::{self, Kind};
use crate::project::Project;
use crate::{budget, install};

pub fn bench(project: &Project, arguments: &[String]) -> Outcome {
    install::browsers()?;
    let dist = dist::dist(project, Kind::Release)?;
    // Here a figure like the others; `cargo xtask check` is where it fails.
    if let Err(over) = budget::weigh(project, &dist, false) {
        println!("  {over}");
    }
    say("building the endpoint as it is delivered (a few minutes the first time)");
    run(
        project
            .cargo()
            .args(["build", "--quiet", "--release", "--package", "endpoint"]),
        "the compiler's words above say what is wrong",
    )?;
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
        .args(arguments);
    bench.env("SO_THI_DUA_DIST", &dist.folder);
    bench.env(
        "SO_THI_DUA_ENDPOINT",
        project.target.join("release").join("endpoint"),
    );
    run(&mut bench, "the words above say what was being measured")
}
