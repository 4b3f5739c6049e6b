//! L-1 to L-3, which a commune may switch on.

use super::{collective, history, individual};
use crate::engine::rules;
use register::criteria::Status::{NotMet, Unknown};
use register::criteria::*;
use std::collections::BTreeSet;

#[test]
fn l_1_to_l_3_are_judged_where_the_commune_has_switched_them_on_law_article_24() {
    let rules = rules("lang-son-2026");
    let worker = individual("farmer", history(&[(2026, "wellCompleted")], &[]));
    let of = |award: &str, candidate: &Candidate, on: &[&str]| {
        let judged = eligibility(&rules, award, candidate, 2026, None, on);
        (
            judged.status,
            judged
                .findings
                .iter()
                .map(|one| one.code)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        of("advancedWorker", &worker, &[]),
        (Unknown, vec!["noCriterion"])
    );
    assert_eq!(of("advancedWorker", &worker, &["L-1"]), (Unknown, vec![]));
    let low = individual("farmer", history(&[(2026, "completed")], &[]));
    assert_eq!(of("advancedWorker", &low, &["L-1"]), (NotMet, vec![]));
    let member = |given: &[&str]| {
        given
            .iter()
            .map(|award| (*award).to_owned())
            .collect::<BTreeSet<String>>()
    };
    let mut team = collective("small", "collective", History::default());
    team.members = Some(vec![member(&["advancedWorker"]), member(&[])]);
    assert_eq!(of("advancedCollective", &team, &["L-3"]).0, Unknown);
    team.members = Some(vec![member(&["advancedWorker"]), member(&[]), member(&[])]);
    assert_eq!(of("advancedCollective", &team, &["L-3"]).0, NotMet);
}
