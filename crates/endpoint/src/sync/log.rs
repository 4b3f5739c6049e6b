//! What the log says of a scope: counts, codes and durations.

use super::CheckedScope;
use crate::model::{Page, PushOutcome, StoreError};
use merge::Answer;
use std::time::Instant;

pub fn scope(part: &CheckedScope<'_>, pushed: &PushOutcome, page: &Page, begun: Instant) {
    let mut codes: Vec<&str> = pushed
        .answers
        .iter()
        .filter_map(|(_, answer)| match answer {
            Answer::Refused(refusal) => Some(refusal.0.as_str()),
            Answer::Ok | Answer::Forked => None,
        })
        .collect();
    codes.extend(part.turned_away.iter().map(|(_, code)| *code));
    let refused = codes.len();
    codes.sort_unstable();
    codes.dedup();
    tracing::info!(
        scope = part.scope,
        operations = part.incoming.len() + part.turned_away.len(),
        refused,
        codes = codes.join(" "),
        forked = pushed
            .answers
            .iter()
            .filter(|(_, answer)| *answer == Answer::Forked)
            .count(),
        testimony = part.reports.as_ref().map(Vec::len),
        changed = pushed.changed,
        states = page.states.len(),
        more = page.more,
        reset = page.reset,
        pull_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        "scope"
    );
}

pub fn failure(scope: &str, error: &StoreError) {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(scope, code = error.code(), cause, "scope failed");
}
