//! What is not said, or makes no sense: not known yet, or found.

use super::{confirmed, history, individual, judged, rated, with_figures};
use crate::engine::rules;
use register::criteria::Status::{Met, Unknown};
use register::criteria::*;

#[test]
fn whose_group_or_scale_is_not_said_cannot_be_known_yet() {
    let mut nobody = individual("", History::default());
    nobody.group = None;
    let of_nobody = judged(&nobody);
    assert_eq!(of_nobody.status, Unknown);
    assert!(
        of_nobody
            .criteria
            .iter()
            .any(|one| one.id == "C-6" && one.fit == Fit::WouldFit("group"))
    );
    // Even with all that C-10 asks of everybody: a group may ask for more.
    let delegate = confirmed(&rules("lang-son-2020"), nobody);
    let judged = judged(&delegate);
    let c_10 = judged.criteria.iter().find(|one| one.id == "C-10");
    assert_eq!(
        c_10.map(|one| (one.node.status, &one.fit)),
        Some((Met, &Fit::WouldFit("group")))
    );
    assert_eq!(judged.status, Unknown);
}

/// An award and a rating of no catalogue, and a figure below zero, of the person
/// and of the unit: each is said, once.
#[test]
fn what_no_criterion_can_count_is_found() {
    let odd = || {
        history(
            &[(2018, "wonderful")],
            &[("goldenStar", 2018), ("goldenStar", 2019)],
        )
    };
    let mut candidate = with_figures(
        individual("farmer", odd()),
        "yearlyIncome",
        &[(Some(2017), -1)],
    );
    candidate.unit = Some(history(&[], &[("silverStar", 2018)]));
    let said: Vec<(&str, String)> = judged(&candidate)
        .findings
        .into_iter()
        .map(|one| (one.code, one.about))
        .collect();
    let expected = [
        ("unknownAward", "goldenStar"),
        ("unknownRating", "wonderful"),
        ("negativeFigure", "yearlyIncome"),
        ("unknownAward", "silverStar"),
    ];
    assert_eq!(said, expected.map(|(code, about)| (code, about.to_owned())));
}

#[test]
fn nonsense_is_a_finding_or_not_known() {
    let rules = rules("lang-son-2020");
    let odd = individual(
        "civilServant",
        history(&[(2018, "wonderful")], &[("goldenStar", 2018)]),
    );
    let judged = eligibility(&rules, "goldenStar", &odd, 2020, None, &[]);
    assert_eq!(judged.findings[0].code, "unknownAward");
    let judged = eligibility(
        &rules,
        "provincialCommendation",
        &odd,
        2020,
        Some(Span {
            from: 2020,
            to: 2016,
        }),
        &[],
    );
    assert!(judged.criteria.is_empty());
    assert!(judged.findings.iter().any(|one| one.code == "noPeriod"));
    let missing = super::judged(&odd);
    let missing: Vec<&Missing> = missing.criteria[0]
        .node
        .open_leaves()
        .into_iter()
        .flat_map(|node| &node.missing)
        .collect();
    assert!(missing.contains(&&Missing::UnknownCode("wonderful".to_owned())));
}

#[test]
fn a_span_without_years_meets_nothing() {
    let rules = rules("lang-son-2020");
    let official = individual("civilServant", history(&rated("xxxxx"), &[]));
    let Some(criterion) = rules.criterion("C-6") else {
        panic!("no C-6")
    };
    let span = Span {
        from: 2020,
        to: 2016,
    };
    assert_eq!(
        judge(&rules, criterion, &official, span).below[1].status,
        Unknown
    );
}
