//! `cargo xtask simulate`: the random walks of `crates/simulation`, as long as one likes.

use std::hash::{BuildHasher, RandomState};

use clap::Args;

use crate::command::{Outcome, run, say};
use crate::project::Project;

/// Random walks of phones and endpoint with every fault, checked at every step
#[derive(Args)]
pub struct SimulateOptions {
    /// So many; the usual number is a few minutes on two cores
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    seeds: u64,
    /// The first seed; without it a range that nobody has walked yet
    #[arg(long, value_name = "S")]
    from: Option<u64>,
}

pub fn simulate(project: &Project, options: &SimulateOptions) -> Outcome {
    let from = options.from.unwrap_or_else(somewhere);
    let to = from.saturating_add(options.seeds);
    say(format!(
        "walking the seeds {from} to {to} (again with `--seeds {} --from {from}`); a walk that fails is told as its shortest story",
        options.seeds
    ));
    let mut walks = project.cargo();
    walks.args(["test", "--release", "--package", "simulation"]);
    walks.args(["--test", "simulation", "--", "random::nothing_is_lost"]);
    walks.env("SEEDS", format!("{from}..{to}"));
    run(
        &mut walks,
        "the seed and the story stand above: a rule is broken, or the checker is",
    )
}

/// A range that nobody has walked: the standard library's own chance.
fn somewhere() -> u64 {
    u64::from(RandomState::new().hash_one(0) as u32) * 1_000
}
