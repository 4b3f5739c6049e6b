//! An award more never makes anybody less eligible.

use super::{confirmed, history, judged, rated};
use crate::engine::rules;
use proptest::prelude::*;
use register::criteria::*;
use register::subject::SubjectKind;

fn any_candidate() -> impl Strategy<Value = Candidate> {
    let kinds = prop::sample::select(SubjectKind::ALL.to_vec());
    let awards = prop::collection::vec(any_award(), 0..5);
    let unit_awards = prop::collection::vec(any_award(), 0..4);
    let letters = "[xthk-]{5}";
    let groups = prop::option::of(prop::sample::select(vec![
        "farmer",
        "worker",
        "student",
        "civilServant",
        "other",
    ]));
    let scales = prop::option::of(prop::sample::select(vec!["small", "large"]));
    let heads = prop::sample::select(vec!["", "grassrootsUnit", "provincialAgency"]);
    (
        kinds,
        awards,
        unit_awards,
        letters,
        letters,
        groups,
        scales,
        heads,
        any::<bool>(),
    )
        .prop_map(
            |(kind, awards, unit_awards, own, unit, group, scale, head, all_confirmed)| {
                let mut candidate = Candidate {
                    kind,
                    record_kind: "village".to_owned(),
                    scale: scale.map(str::to_owned),
                    group: group.map(str::to_owned),
                    head_of: vec![head.to_owned()],
                    history: history(&rated(&own), &[]),
                    unit: Some(history(&rated(&unit), &[])),
                    ..Candidate::default()
                };
                candidate.history.awards = awards;
                if let Some(unit) = &mut candidate.unit {
                    unit.awards = unit_awards;
                }
                match all_confirmed {
                    true => confirmed(&rules("lang-son-2020"), candidate),
                    false => candidate,
                }
            },
        )
}

fn any_award() -> impl Strategy<Value = HeldAward> {
    let awards = vec![
        "provincialEmulationFlag",
        "provincialCommendation",
        "excellentCollective",
        "provincialEmulationFighter",
        "goldenStar",
    ];
    (
        prop::sample::select(awards),
        prop::option::of(2014..2023_i32),
    )
        .prop_map(|(award, year)| HeldAward {
            award: award.to_owned(),
            year,
            ..HeldAward::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn an_award_more_never_lowers_eligibility_under_c_1_to_c_10(candidate in any_candidate(), award in any_award(), of_unit in any::<bool>()) {
        let before = judged(&candidate);
        let mut richer = candidate.clone();
        match &mut richer.unit {
            Some(unit) if of_unit => unit.awards.push(award),
            _ => richer.history.awards.push(award),
        }
        let after = judged(&richer);
        prop_assert!(after.status >= before.status);
        prop_assert_eq!(after.criteria.len(), before.criteria.len());
        for (one, other) in after.criteria.iter().zip(&before.criteria) {
            prop_assert!(one.node.status >= other.node.status, "{}", one.id);
        }
    }
}
