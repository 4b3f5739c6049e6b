//! C-1 to C-10: met, not met, not known yet.

mod more_is_never_less;
mod of_the_law;
mod unforeseen;
mod why;

use super::rules;
use register::criteria::*;
use register::rules::Rules;
use register::subject::SubjectKind;

const SPAN: Span = Span {
    from: 2016,
    to: 2020,
};

fn history(ratings: &[(i32, &str)], awards: &[(&str, i32)]) -> History {
    let mut history = History::default();
    for (year, rating) in ratings {
        let rating = YearlyRating {
            rating: (*rating).to_owned(),
            recognized: Some(true),
        };
        history.ratings.insert(*year, rating);
    }
    for (award, year) in awards {
        history.awards.push(HeldAward {
            award: (*award).to_owned(),
            year: Some(*year),
            decision: Some(format!("Quyết định {}", year - 2000)),
            ..HeldAward::default()
        });
    }
    history
}

/// Ratings of 2016 to 2020 by their first letters: `x`, `t`, `h`, `k`; `-` is not
/// known.
fn rated(letters: &str) -> Vec<(i32, &'static str)> {
    let rating = |letter| match letter {
        'x' => Some("excellentlyCompleted"),
        't' => Some("wellCompleted"),
        'h' => Some("completed"),
        'k' => Some("notCompleted"),
        _ => None,
    };
    (2016..)
        .zip(letters.chars())
        .filter_map(|(year, letter)| Some((year, rating(letter)?)))
        .collect()
}

fn collective(scale: &str, record: &str, history: History) -> Candidate {
    Candidate {
        kind: SubjectKind::Collective,
        record_kind: record.to_owned(),
        scale: Some(scale.to_owned()),
        history,
        ..Candidate::default()
    }
}

fn individual(group: &str, history: History) -> Candidate {
    Candidate {
        kind: SubjectKind::Individual,
        record_kind: "person".to_owned(),
        group: Some(group.to_owned()),
        history,
        ..Candidate::default()
    }
}

/// Says yes to everything that a person has to say.
fn confirmed(rules: &Rules, mut candidate: Candidate) -> Candidate {
    for _ in 0..3 {
        let judged = eligibility(
            rules,
            "provincialCommendation",
            &candidate,
            2020,
            Some(SPAN),
            &[],
        );
        let mut open = judged
            .criteria
            .iter()
            .flat_map(|one| one.node.open_leaves())
            .collect::<Vec<_>>();
        open.retain(|node| !node.missing.is_empty());
        for missing in open.iter().flat_map(|node| &node.missing) {
            if let Missing::Confirmation { criterion, words } = missing {
                candidate
                    .confirmed
                    .insert((criterion.clone(), words.clone()), true);
            }
        }
    }
    candidate
}

fn judged(candidate: &Candidate) -> Eligibility {
    eligibility(
        &rules("lang-son-2020"),
        "provincialCommendation",
        candidate,
        2020,
        None,
        &[],
    )
}

#[track_caller]
fn check(candidate: Candidate, expected: Status, criteria: &[&str]) {
    let candidate = confirmed(&rules("lang-son-2020"), candidate);
    let judged = judged(&candidate);
    let ids: Vec<&str> = judged.criteria.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, criteria);
    assert_eq!(
        judged.status,
        expected,
        "{:#?}",
        judged
            .criteria
            .iter()
            .map(|one| why::show(&one.node))
            .collect::<Vec<_>>()
    );
}

use Status::{Met, NotMet, Unknown};

#[test]
fn c_1_a_two_years_excellent_one_flag_and_every_year_well_hd_2020_ii_2_2_a() {
    let of = |letters: &str, awards: &[(&str, i32)]| {
        collective("small", "collective", history(&rated(letters), awards))
    };
    let flag = ("provincialEmulationFlag", 2019);
    check(of("ttxxt", &[flag]), Met, &["C-1"]);
    check(of("ttxtt", &[flag]), NotMet, &["C-1"]);
    check(of("thxxt", &[flag]), NotMet, &["C-1"]);
    check(of("tt-xx", &[flag]), Unknown, &["C-1"]);
    check(of("ttxxt", &[]), NotMet, &["C-1"]);
    // Before the period.
    check(
        of("ttxxt", &[("provincialEmulationFlag", 2015)]),
        NotMet,
        &["C-1"],
    );
}

#[test]
fn c_1_b_one_year_excellent_collective_and_one_commendation_hd_2020_ii_2_2_a() {
    let of = |awards: &[(&str, i32)]| {
        collective("small", "collective", history(&rated("ttttt"), awards))
    };
    check(
        of(&[
            ("excellentCollective", 2017),
            ("provincialCommendation", 2018),
        ]),
        Met,
        &["C-1"],
    );
    check(of(&[("excellentCollective", 2017)]), NotMet, &["C-1"]);
    check(of(&[("provincialCommendation", 2018)]), NotMet, &["C-1"]);
}

#[test]
fn c_1_c_one_commendation_is_enough_for_a_village_only_hd_2020_ii_2_2_a() {
    let of = |record: &str| {
        collective(
            "small",
            record,
            history(&[], &[("provincialCommendation", 2018)]),
        )
    };
    check(of("village"), Met, &["C-1"]);
    check(of("collective"), NotMet, &["C-1"]);
}

#[test]
fn c_2_two_flags_or_a_flag_and_a_commendation_hd_2020_ii_2_2_a() {
    let of = |awards: &[(&str, i32)]| collective("large", "collective", history(&[], awards));
    check(
        of(&[
            ("provincialEmulationFlag", 2016),
            ("provincialEmulationFlag", 2018),
        ]),
        Met,
        &["C-2"],
    );
    check(
        of(&[
            ("provincialEmulationFlag", 2016),
            ("provincialCommendation", 2018),
        ]),
        Met,
        &["C-2"],
    );
    check(of(&[("provincialEmulationFlag", 2016)]), NotMet, &["C-2"]);
    check(
        of(&[
            ("provincialCommendation", 2016),
            ("provincialCommendation", 2018),
        ]),
        NotMet,
        &["C-2"],
    );
}

fn with_figures(
    mut candidate: Candidate,
    figure: &str,
    values: &[(Option<i32>, i64)],
) -> Candidate {
    for (year, value) in values {
        candidate
            .history
            .figures
            .insert((figure.to_owned(), *year), *value);
    }
    candidate
}

#[test]
fn c_3_a_farmers_income_of_each_year_hd_2020_ii_2_2_a() {
    let of = |incomes: &[i64]| {
        let years = (2016..)
            .map(Some)
            .zip(incomes.iter().copied())
            .collect::<Vec<_>>();
        with_figures(
            individual("farmer", History::default()),
            "yearlyIncome",
            &years,
        )
    };
    check(of(&[200_000_000; 5]), Met, &["C-3"]);
    check(
        of(&[
            200_000_000,
            200_000_000,
            199_900_000,
            200_000_000,
            200_000_000,
        ]),
        NotMet,
        &["C-3"],
    );
    check(of(&[250_000_000; 4]), Unknown, &["C-3"]);
}

#[test]
fn c_4_a_workers_benefit_hd_2020_ii_2_2_a() {
    let of = |values: &[(Option<i32>, i64)]| {
        with_figures(
            individual("worker", History::default()),
            "benefitValue",
            values,
        )
    };
    check(of(&[(None, 50_000_000)]), Met, &["C-4"]);
    check(of(&[(None, 49_999_999)]), NotMet, &["C-4"]);
    check(of(&[]), Unknown, &["C-4"]);
}

#[test]
fn c_5_a_student_waits_for_a_person_and_has_a_preference_hd_2020_ii_2_2_a() {
    let student = individual("student", History::default());
    assert_eq!(judged(&student).status, Unknown);
    assert_eq!(judged(&student).criteria[0].priority.len(), 1);
    check(student, Met, &["C-5"]);
}

#[test]
fn c_6_every_year_well_two_excellent_and_a_commendation_or_fighter_hd_2020_ii_2_2_a() {
    let of = |letters: &str, awards: &[(&str, i32)]| {
        individual("civilServant", history(&rated(letters), awards))
    };
    check(
        of("txxtt", &[("provincialCommendation", 2018)]),
        Met,
        &["C-6"],
    );
    check(
        of("txxtt", &[("provincialEmulationFighter", 2018)]),
        Met,
        &["C-6"],
    );
    check(
        of("txttt", &[("provincialCommendation", 2018)]),
        NotMet,
        &["C-6"],
    );
    check(
        of("kxxtt", &[("provincialCommendation", 2018)]),
        NotMet,
        &["C-6"],
    );
    check(
        of("txxtt", &[("grassrootsEmulationFighter", 2018)]),
        NotMet,
        &["C-6"],
    );
    check(
        of("-xxtt", &[("provincialCommendation", 2018)]),
        Unknown,
        &["C-6"],
    );
    // Excellent is well done too.
    check(
        of("xxxxx", &[("provincialCommendation", 2018)]),
        Met,
        &["C-6"],
    );
}

fn head(role: &str, unit: Option<History>) -> Candidate {
    Candidate {
        head_of: vec![role.to_owned()],
        unit,
        ..individual(
            "civilServant",
            history(&rated("txxtt"), &[("provincialCommendation", 2018)]),
        )
    }
}

#[test]
fn c_7_heads_of_grassroots_units_answer_for_their_unit_hd_2020_ii_2_2_a() {
    let unit = |letters: &str, awards: &[(&str, i32)]| Some(history(&rated(letters), awards));
    let commendation = [("provincialCommendation", 2017)];
    check(
        head("grassrootsUnit", unit("ttttt", &commendation)),
        Met,
        &["C-7"],
    );
    check(
        head("subordinateUnit", unit("ttttt", &[])),
        NotMet,
        &["C-7"],
    );
    check(
        head("grassrootsUnit", unit("tthtt", &commendation)),
        NotMet,
        &["C-7"],
    );
    check(head("grassrootsUnit", None), Unknown, &["C-7"]);
}

#[test]
fn c_8_heads_of_agencies_need_two_flags_of_their_unit_hd_2020_ii_2_2_a() {
    let unit = |awards: &[(&str, i32)]| Some(history(&rated("ttttt"), awards));
    let flags = [
        ("provincialEmulationFlag", 2017),
        ("provincialEmulationFlag", 2019),
    ];
    check(head("provincialAgency", unit(&flags)), Met, &["C-8"]);
    check(
        head("districtPeopleCommittee", unit(&flags[..1])),
        NotMet,
        &["C-8"],
    );
}

#[test]
fn c_9_a_familys_contributions_are_added_up_hd_2020_ii_2_2_a() {
    let family = Candidate {
        kind: SubjectKind::Family,
        record_kind: "family".to_owned(),
        ..Candidate::default()
    };
    let of =
        |values: &[(Option<i32>, i64)]| with_figures(family.clone(), "contributionValue", values);
    check(
        of(&[(Some(2017), 100_000_000), (Some(2019), 50_000_000)]),
        Met,
        &["C-9"],
    );
    check(of(&[(None, 150_000_000)]), Met, &["C-9"]);
    check(of(&[(None, 149_000_000)]), NotMet, &["C-9"]);
    check(of(&[(Some(2017), 100_000_000)]), Unknown, &["C-9"]);
}

#[test]
fn c_10_alone_is_for_who_has_no_criterion_of_a_group_hd_2020_ii_2_2_a() {
    check(
        individual("entrepreneur", History::default()),
        Met,
        &["C-10"],
    );
    let mut denied = individual("entrepreneur", History::default());
    let words = "được lựa chọn đi dự Đại hội Thi đua yêu nước cấp tỉnh".to_owned();
    denied.confirmed.insert(("C-10".to_owned(), words), false);
    assert_eq!(judged(&denied).status, NotMet);
}
