//! Whether conditions are met, as a tree with a reason at each node.

use super::candidate::{Candidate, Span};
use super::criterion::{Condition, ConditionTest, Criterion};
use super::leaf;
use super::node::{Combination, JudgingContext, Missing, Node, Status};
use crate::rules::Rules;

/// How deep criteria may rest on one another: sets in which they come back to
/// themselves are refused, and this holds for one put together by hand.
const DEPTH: u32 = 20;

/// Judges a candidate by a criterion over the years that it looks back on.
pub fn judge(rules: &Rules, criterion: &Criterion, candidate: &Candidate, span: Span) -> Node {
    let bench = JudgingContext {
        rules,
        criterion,
        candidate,
        span,
        year: span.to,
        depth: DEPTH,
    };
    bench.criterion()
}

impl JudgingContext<'_> {
    fn criterion(self) -> Node {
        let mut node = self.condition(&self.criterion.condition);
        if node.text.is_empty() {
            node.text = self.words(&self.criterion.text);
        }
        node
    }

    fn condition(self, condition: &Condition) -> Node {
        match &condition.is {
            ConditionTest::All(below) => {
                let below = self.conditions(below);
                // Nothing asked for is nothing met.
                let status = below.iter().map(|node| node.status).min();
                self.branch(
                    condition,
                    Combination::All,
                    status.unwrap_or_default(),
                    below,
                )
            }
            ConditionTest::Any(below) => {
                let below = self.conditions(below);
                let status = below.iter().map(|node| node.status).max();
                self.branch(
                    condition,
                    Combination::Any,
                    status.unwrap_or_default(),
                    below,
                )
            }
            ConditionTest::AtLeast(wanted, below) => {
                let below = self.conditions(below);
                let status = at_least(*wanted, &below);
                self.branch(condition, Combination::AtLeast(*wanted), status, below)
            }
            ConditionTest::Criterion(id) => self.other_criterion(id),
            _ => leaf::leaf(self, condition),
        }
    }

    fn conditions(self, below: &[Condition]) -> Vec<Node> {
        below.iter().map(|one| self.condition(one)).collect()
    }

    fn branch(
        self,
        condition: &Condition,
        rule: Combination,
        status: Status,
        below: Vec<Node>,
    ) -> Node {
        Node {
            key: condition.key.clone(),
            status,
            rule,
            text: condition
                .text
                .as_deref()
                .map(|text| self.words(text))
                .unwrap_or_default(),
            found: String::new(),
            missing: Vec::new(),
            clause: self.cite(condition.source.as_ref()),
            below,
        }
    }

    fn other_criterion(self, id: &str) -> Node {
        match self.rules.criterion(id) {
            Some(criterion) if self.depth > 0 => JudgingContext {
                criterion,
                depth: self.depth - 1,
                ..self
            }
            .criterion(),
            _ => Node {
                key: None,
                status: Status::Unknown,
                rule: Combination::Leaf,
                text: id.to_owned(),
                found: "Bộ quy định không có tiêu chuẩn này.".to_owned(),
                missing: vec![Missing::UnknownCode(id.to_owned())],
                clause: None,
                below: Vec::new(),
            },
        }
    }
}

fn at_least(wanted: u32, below: &[Node]) -> Status {
    let with = |status| below.iter().filter(|node| node.status == status).count();
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let (met, unknown) = (with(Status::Met), with(Status::Unknown));
    if met >= wanted {
        Status::Met
    } else if met + unknown >= wanted {
        Status::Unknown
    } else {
        Status::NotMet
    }
}
