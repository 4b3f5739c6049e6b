//! `cargo xtask check`: what can be proved without running anything.

use clap::Args;

use crate::command::{Failure, Outcome, run, say};
use crate::project::Project;
use crate::{budget, dist, install, layers};

/// Formatting, lints, the rooms of docs/ARCHITECTURE.md, the size of the first load
#[derive(Args)]
pub struct CheckOptions {
    /// Note the size as the one to compare with from now on
    #[arg(long)]
    record: bool,
    /// Without building the app
    #[arg(long)]
    no_size: bool,
}

/// Everything is looked at before the verdict, so that one run shows all there is to do.
pub fn check(project: &Project, options: &CheckOptions) -> Outcome {
    let mut failures = Vec::new();
    let mut step = |outcome: Outcome| {
        if let Err(failure) = outcome {
            eprintln!("✗ {failure}");
            failures.push(failure);
        }
    };

    say("formatting");
    step(run(
        project.cargo().args(["fmt", "--all", "--check"]),
        "`cargo fmt --all` puts it right",
    ));

    say("the rooms: who may know whom, what is deliberately absent");
    step(layers::check(project));

    say("lints of what runs on this machine (a few minutes the first time)");
    let mut host = project.cargo();
    host.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude",
        "so-thi-dua",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    step(run(
        &mut host,
        "the lint's name above leads to its explanation",
    ));

    say("lints of the app, as it is compiled for browsers");
    step(install::build_tools(project).and_then(|_| {
        let mut app = project.cargo();
        app.args([
            "clippy",
            "--quiet",
            "--package",
            "so-thi-dua",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        app.args(["--", "--deny", "warnings"]);
        run(&mut app, "the lint's name above leads to its explanation")
    }));

    if !options.no_size {
        step(
            dist::dist(project, dist::Kind::Release)
                .and_then(|dist| budget::weigh(project, &dist, options.record)),
        );
    }
    if failures.is_empty() {
        say("all is well");
        return Ok(());
    }
    Err(Failure::new(
        format!("{} of the checks failed", failures.len()),
        "each is explained where it stands above",
    ))
}
