//! How long the award summary table takes over 50,000 awards, beside its budget.
//! Information, never a failure: `cargo run --release --example summary_speed`.

#[path = "../tests/support/commune.rs"]
mod commune;

use register::awards::Award;
use register::criteria::Span;
use register::rules::{RuleSetFile, Rules};
use register::summary_table::{Question, summary_table};
use std::path::Path;
use std::time::Instant;

const BUDGET_MS: u128 = 50;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/rule-sets");
    let names = [
        "common-2026",
        "common-2026.rules",
        "common-2026.documents",
        "lang-son-2026",
        "lang-son-2026.rules",
        "lang-son-2026.documents",
    ];
    let texts = names.map(|name| {
        std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap_or_default()
    });
    let files: Vec<RuleSetFile<'_>> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| RuleSetFile { name, text })
        .collect();
    let start = Instant::now();
    let rules = match Rules::read(&files) {
        Ok(rules) => rules,
        Err(mistakes) => return eprintln!("the rule set has {} mistakes", mistakes.len()),
    };
    println!(
        "  the rule set, read whole: {} ms",
        start.elapsed().as_millis()
    );
    let Some(layout) = rules.table("awardSummary") else {
        return eprintln!("there is no award summary table");
    };
    let size = commune::Size {
        awards_a_year: 10_000,
        ..commune::Size::usual(7)
    };
    let records = commune::commune(size).awards;
    let start = Instant::now();
    let awards: Vec<Award> = records.iter().map(Award::of_record).collect();
    println!(
        "  {} records to awards: {} ms",
        awards.len(),
        start.elapsed().as_millis()
    );
    let question = Question {
        span: Span {
            from: 2021,
            to: 2025,
        },
        switched_on: ["II.5", "III.5", "III.6"].map(str::to_owned).into(),
        ..Question::default()
    };
    let mut times: Vec<u128> = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        let table = summary_table(&rules, layout, &awards, &question);
        times.push(start.elapsed().as_micros());
        assert!(table.uncounted.is_empty());
    }
    times.sort_unstable();
    println!(
        "  summary table over {} awards: {} µs (median of 21), budget {BUDGET_MS} ms",
        awards.len(),
        times[10]
    );
}
