//! C-1 to C-10 and L-1 to L-3: met, not met, not known yet, and why.

use super::{golden, rules};
use proptest::prelude::*;
use register::criteria::*;
use register::rules::Rules;
use register::subject::SubjectKind;
use std::collections::BTreeSet;

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
            .map(|one| show(&one.node))
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

#[test]
fn whose_group_or_scale_is_not_said_cannot_be_known_yet() {
    let mut nobody = individual("", History::default());
    nobody.group = None;
    let judged = judged(&nobody);
    assert_eq!(judged.status, Unknown);
    assert!(
        judged
            .criteria
            .iter()
            .any(|one| one.id == "C-6" && one.fit == Fit::WouldFit("group"))
    );
    // Even with all that C-10 asks of everybody: a group may ask for more.
    let delegate = confirmed(&rules("lang-son-2020"), nobody);
    let judged = self::judged(&delegate);
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
    let missing = self::judged(&odd);
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

fn show(node: &Node) -> String {
    let mut lines = String::new();
    show_below(node, 0, &mut lines);
    lines
}

fn show_below(node: &Node, depth: usize, lines: &mut String) {
    let mark = match node.status {
        Met => "✓",
        NotMet => "✗",
        Unknown => "?",
    };
    let rule = match node.rule {
        Rule::All => "[tất cả] ".to_owned(),
        Rule::Any => "[một trong] ".to_owned(),
        Rule::AtLeast(count) => format!("[ít nhất {count:02}] "),
        Rule::Leaf => String::new(),
    };
    let found = if node.found.is_empty() {
        String::new()
    } else {
        format!(" → {}", node.found)
    };
    let clause = node
        .clause
        .as_ref()
        .map_or(String::new(), |clause| format!(" ({clause})"));
    *lines += &format!(
        "{}{mark} {rule}{}{found}{clause}\n",
        "  ".repeat(depth),
        node.text
    );
    for below in &node.below {
        show_below(below, depth + 1, lines);
    }
}

#[test]
fn the_tree_says_why() {
    let team = collective(
        "small",
        "collective",
        history(
            &rated("tx-xh"),
            &[
                ("provincialEmulationFlag", 2019),
                ("provincialCommendation", 2017),
            ],
        ),
    );
    let head = head("grassrootsUnit", Some(history(&rated("tttt"), &[])));
    let farmer = with_figures(
        individual("farmer", History::default()),
        "yearlyIncome",
        &[(Some(2016), 210_000_000), (Some(2017), 180_500_000)],
    );
    let mut shown = String::new();
    for candidate in [&team, &head, &farmer] {
        for one in judged(candidate).criteria {
            shown += &format!(
                "{} {} ({} - {})\n{}\n",
                one.id,
                one.name,
                one.span.from,
                one.span.to,
                show(&one.node)
            );
        }
    }
    golden("why.txt", &shown);
}

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
