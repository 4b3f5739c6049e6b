//! What only a person can say: statements, «nhiều lần», being a delegate.

use super::LeafAnswer;
use crate::criteria::criterion::AwardHolder;
use crate::criteria::node::{JudgingContext, Missing, Status};
use crate::number::pad2;

impl JudgingContext<'_> {
    /// How often is often, a person says; how often it was, the register knows.
    pub(super) fn commended(&self, whose: AwardHolder, text: &str) -> LeafAnswer {
        let mut answer = self.confirmed(text);
        let awards = self
            .history(whose)
            .map_or(&[][..], |history| history.awards.as_slice());
        let times = awards
            .iter()
            .filter(|one| one.year.is_some_and(|year| self.span.holds(year)));
        answer
            .found
            .push_str(&format!("; trong sổ có {} lần", pad2(times.count())));
        answer
    }

    /// What only a person can say: statements, «nhiều lần», being a delegate.
    pub(super) fn confirmed(&self, text: &str) -> LeafAnswer {
        let key = (self.criterion.id.clone(), text.to_owned());
        match self.candidate.confirmed.get(&key) {
            Some(true) => LeafAnswer::new(Status::Met, "đã xác nhận".to_owned(), Vec::new()),
            Some(false) => {
                LeafAnswer::new(Status::NotMet, "xác nhận là không".to_owned(), Vec::new())
            }
            None => {
                let (criterion, words) = key;
                let missing = vec![Missing::Confirmation { criterion, words }];
                LeafAnswer::new(Status::Unknown, "chờ xác nhận".to_owned(), missing)
            }
        }
    }
}
