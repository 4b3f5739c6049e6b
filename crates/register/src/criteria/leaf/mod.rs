//! The leaves of a condition: what they look at, each in its own file, and how
//! an answer comes about.

mod award;
mod figure;
mod member;
mod rating;
mod statement;

use super::candidate::History;
use super::criterion::{AwardHolder, Condition, ConditionTest};
use super::node::{Combination, JudgingContext, Missing, Node, Status};

/// A leaf's answer, before its words are put to it.
struct LeafAnswer {
    status: Status,
    found: String,
    missing: Vec<Missing>,
}

impl LeafAnswer {
    fn new(status: Status, found: String, missing: Vec<Missing>) -> Self {
        Self {
            status,
            found,
            missing,
        }
    }
}

pub(super) fn leaf(bench: JudgingContext<'_>, condition: &Condition) -> Node {
    let text = condition.text.as_deref().unwrap_or_default();
    let answer = match &condition.is {
        ConditionTest::Rating { whose, .. } | ConditionTest::Award { whose, .. }
            if bench.history(*whose).is_none() =>
        {
            let found = "chưa có thông tin của đơn vị".to_owned();
            LeafAnswer::new(Status::Unknown, found, vec![Missing::Unit])
        }
        ConditionTest::Rating { .. } => bench.rating(&condition.is),
        ConditionTest::Award { .. } => bench.award(&condition.is),
        ConditionTest::Figure { .. } => bench.figure(&condition.is),
        ConditionTest::Subject { records } => {
            let fits = records.contains(&bench.candidate.record_kind);
            let status = if fits { Status::Met } else { Status::NotMet };
            LeafAnswer::new(status, String::new(), Vec::new())
        }
        ConditionTest::MemberShare {
            awards,
            percent_at_least,
        } => bench.member_share(awards, *percent_at_least),
        ConditionTest::Commended { whose } => bench.commended(*whose, text),
        _ => bench.confirmed(text),
    };
    Node {
        key: condition.key.clone(),
        status: answer.status,
        rule: Combination::Leaf,
        text: bench.words(text),
        found: answer.found,
        missing: answer.missing,
        clause: bench.cite(condition.source.as_ref()),
        below: Vec::new(),
    }
}

impl JudgingContext<'_> {
    fn history(&self, whose: AwardHolder) -> Option<&History> {
        match whose {
            AwardHolder::Subject => Some(&self.candidate.history),
            AwardHolder::Unit => self.candidate.unit.as_ref(),
        }
    }
}

/// Of none that is wanted, nothing is known: a span without years has no year in
/// which anybody did well.
fn status_of(reached: usize, possible: usize, wanted: usize) -> Status {
    if wanted == 0 {
        Status::Unknown
    } else if reached >= wanted {
        Status::Met
    } else if possible >= wanted {
        Status::Unknown
    } else {
        Status::NotMet
    }
}

fn longest_run(years: impl Iterator<Item = bool>) -> usize {
    let (mut longest, mut run) = (0, 0);
    for counts in years {
        run = if counts { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn short_of(wanted: usize, reached: usize) -> u32 {
    u32::try_from(wanted.saturating_sub(reached)).unwrap_or(u32::MAX)
}
