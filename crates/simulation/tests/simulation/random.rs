//! Random walks: phones that edit, delete, sync badly, crash, are copied and
//! set back, and lose rights. After every step and at rest nothing of what
//! [`Watch`] knows may be broken. One seed is one walk; a walk that fails is
//! told as the shortest story that still fails.

use crate::walk::{Faults, Step, Walk};
use protocol::rule::{Rule, without};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::ops::Range;

const STEPS: usize = 40;
/// What every test run walks.
pub const SEEDS: Range<u64> = 0..150;

#[test]
fn nothing_is_lost_doubled_or_silently_overridden() {
    walk_all(Faults::OfPhones);
}

#[test]
fn nothing_is_lost_or_silently_overridden_when_the_endpoint_is_set_back() {
    walk_all(Faults::OfTheEndpoint);
}

/// Each of them was told as a story once, and changed a rule.
#[test]
fn walks_that_failed_once_do_not_fail_again() {
    for seed in [
        102_381,
        203_167,
        2_147_147_102_020,
        2_147_147_104_136,
        1_645_012_064_404,
        1_645_012_068_143,
        1_645_012_077_836,
        4_258_961_441_843,
        4_258_961_443_293,
        4_258_961_444_238,
        4_258_961_447_762,
        1_257_665_832_862,
        1_257_665_849_026,
        20_271_909,
        20_283_774,
        3_890_628_412_461,
        3_890_628_427_506,
        928_611_985_171,
        4_097_896_816_615,
        1_577_072_859_216,
        1_415_548_907_669,
        1_415_548_908_011,
        3_204_981_170_188,
    ] {
        walk(seed, Faults::OfPhones);
        walk(seed, Faults::OfTheEndpoint);
    }
}

fn walk_all(faults: Faults) {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let own = seeds().skip(worker).step_by(workers);
            scope.spawn(move || own.for_each(|seed| walk(seed, faults)));
        }
    });
}

#[track_caller]
fn walk(seed: u64, faults: Faults) {
    let steps = steps(seed, faults);
    if Walk::run(seed, &steps).is_ok() {
        return;
    }
    panic!("seed {seed}: {}", story(seed, shorten(seed, steps)));
}

/// What the steps lead to, and the steps, a line each.
fn story(seed: u64, steps: Vec<Step>) -> String {
    let broken = Walk::run(seed, &steps).err();
    let broken = broken.map(|broken| broken.to_string()).unwrap_or_default();
    let lines = steps.iter().map(|step| format!("\n  {step}"));
    broken + &lines.collect::<String>()
}

#[test]
fn a_walk_that_fails_is_told_as_a_short_story() {
    let told = without(Rule::DeletionsListLines, || {
        let failing = SEEDS.into_iter().find_map(|seed| {
            let steps = steps(seed, Faults::OfPhones);
            Walk::run(seed, &steps).err().map(|_| (seed, steps))
        });
        let (seed, steps) = failing.unwrap();
        story(seed, shorten(seed, steps))
    });
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "a person deletes a record, and it is still there");
    assert!(lines.len() < STEPS / 4, "{told}");
    assert!(lines[1].contains(" writes «value "), "{told}");
    assert!(lines[lines.len() - 1].contains(" deletes r in "), "{told}");
}

pub fn steps(seed: u64, faults: Faults) -> Vec<Step> {
    let mut random = StdRng::seed_from_u64(seed);
    let steps = (0..STEPS).map(|_| Step::random(&mut random, faults));
    steps.collect()
}

/// `SEEDS=150..10000` walks further than every test needs to.
fn seeds() -> Range<u64> {
    seeds_or(SEEDS)
}

pub fn seeds_or(usual: Range<u64>) -> Range<u64> {
    let asked = std::env::var("SEEDS").ok();
    let range = asked.as_deref().and_then(|range| range.split_once(".."));
    let range = range.and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    range.unwrap_or(usual)
}

/// Leaves out every step that the failure does not need.
fn shorten(seed: u64, mut steps: Vec<Step>) -> Vec<Step> {
    loop {
        let before = steps.len();
        for at in (0..steps.len()).rev() {
            let mut fewer = steps.clone();
            fewer.remove(at);
            if Walk::run(seed, &fewer).is_err() {
                steps = fewer;
            }
        }
        if steps.len() == before {
            return steps;
        }
    }
}

/// The checker is of use only if it walks where things can go wrong.
#[test]
fn steps_are_of_every_kind() {
    let mut random = StdRng::seed_from_u64(7);
    let kinds: std::collections::BTreeSet<String> = (0..2000)
        .flat_map(|_| [Faults::OfPhones, Faults::OfTheEndpoint])
        .map(|faults| format!("{:?}", Step::random(&mut random, faults).act))
        .map(|act| act.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(kinds.len(), Step::KINDS, "{kinds:?}");
}
