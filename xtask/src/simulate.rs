//! `cargo xtask simulate`: the random walks of `crates/simulation`, as long as one likes.

use std::hash::{BuildHasher, RandomState};

use crate::command::{Failure, Outcome, run, say};
use crate::project::Project;
use crate::unknown;

/// So many walks are a few minutes on two cores.
const SEEDS: u64 = 2_000;

pub struct SimulateOptions {
    seeds: u64,
    from: Option<u64>,
}

impl SimulateOptions {
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self {
            seeds: SEEDS,
            from: None,
        };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else {
                return Err(unknown("simulate", arguments));
            };
            let number = value.parse().map_err(|_| {
                Failure::new(
                    format!("{name} {value}: not a number"),
                    "for example `cargo xtask simulate --seeds 10000 --from 1`",
                )
            })?;
            match name.as_str() {
                "--seeds" => options.seeds = number,
                "--from" => options.from = Some(number),
                _ => return Err(unknown("simulate", arguments)),
            }
        }
        Ok(options)
    }
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
