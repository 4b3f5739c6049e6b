//!

use super::rules;
use proptest::prelude::*;
use register::awards::Award;
use register::criteria::Span;
use register::ratios::*;
use register::subject::SubjectKind::{self, Collective, Family, Individual};
use register::summary_table::UnitTotals;
use std::collections::BTreeMap;

fn award(code: &str, kind: SubjectKind, subject: usize, leads: bool) -> Award {
    Award {
        award: code.to_owned(),
        kind: Some(kind),
        subject: Some(format!("{subject}")),
        year: Some(2025),
        is_direct: Some(!leads),
        is_leader: Some(leads),
        ..Award::default()
    }
}

fn inputs(awards: &[Award]) -> RatioInputs<'_> {
    RatioInputs {
        awards,
        span: Span::year(2025),
        totals: UnitTotals(BTreeMap::from([(Collective, 40), (Individual, 900)])),
        ..RatioInputs::default()
    }
}

fn lines(id: &str, inputs: &RatioInputs<'_>) -> (Vec<RatioLine>, Vec<&'static str>) {
    let rules = rules("lang-son-2026");
    let Some(ratio) = rules.parts.ratios.iter().find(|known| known.id == id) else {
        panic!("{id}")
    };
    let (lines, findings) = ratio_lines(&rules, ratio, inputs);
    (lines, findings.iter().map(|one| one.code).collect())
}

#[track_caller]
fn check(id: &str, inputs: &RatioInputs<'_>, expected: &[(&str, Option<i64>, Option<i64>, &str)]) {
    let (lines, _) = lines(id, inputs);
    let found: Vec<(&str, Option<i64>, Option<i64>, String)> = lines
        .iter()
        .map(|one| (one.of.as_str(), one.numerator, one.denominator, one.shown()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(of, top, bottom, shown)| (*of, *top, *bottom, (*shown).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

fn some() -> Vec<Award> {
    vec![
        award("advancedWorker", Individual, 1, false),
        award("communeCertificateOfMerit", Individual, 1, false),
        award("advancedWorker", Individual, 2, true),
        award("culturalVillage", Collective, 3, false),
        award("provincialCommendation", Individual, 4, false),
        award("culturalFamily", Family, 5, false),
        Award {
            year: Some(2024),
            ..award("advancedWorker", Individual, 6, false)
        },
    ]
}

#[test]
fn r_1_awarded_of_all_of_the_unit_each_subject_once_hd_2020_mau_02() {
    check(
        "R-1",
        &inputs(&some()),
        &[
            ("collective", Some(1), Some(40), "2,5"),
            ("individual", Some(3), Some(900), "0,3"),
        ],
    );
}

/// Names without a record: however they are typed, and with their marks.
#[test]
fn r_1_names_are_told_apart_by_their_marks() {
    let of = |name: &str| Award {
        subject: None,
        subject_name: name.to_owned(),
        ..award("advancedWorker", Individual, 1, false)
    };
    let awards = ["Vi Thị Hoà", "vi thị  hòa", "Vi Thị Hoa"].map(of);
    let (lines, _) = lines("R-1", &inputs(&awards));
    let individuals = lines.iter().find(|line| line.of == "individual");
    assert_eq!(individuals.and_then(|line| line.numerator), Some(2));
}

#[test]
fn r_2_leaders_of_all_awarded_individuals_hd_2020_mau_02() {
    check("R-2", &inputs(&some()), &[("", Some(1), Some(4), "25,0")]);
}

#[test]
fn r_3_direct_of_the_awarded_of_the_same_kind() {
    check(
        "R-3",
        &inputs(&some()),
        &[
            ("collective", Some(1), Some(1), "100,0"),
            ("individual", Some(3), Some(4), "75,0"),
        ],
    );
}

#[test]
fn r_4_direct_workers_of_all_awarded_individuals_report_2017_iv_4() {
    check("R-4", &inputs(&some()), &[("", Some(3), Some(4), "75,0")]);
}

#[test]
fn r_5_decided_of_submitted_hd_2021_mau_01() {
    let awards = some();
    let mut inputs = inputs(&awards);
    check("R-5", &inputs, &[("", None, None, "")]);
    inputs.nominations_submitted = Some(0);
    inputs.nominations_decided = Some(0);
    check("R-5", &inputs, &[("", Some(0), Some(0), "")]);
    inputs.nominations_submitted = Some(12);
    inputs.nominations_decided = Some(11);
    check("R-5", &inputs, &[("", Some(11), Some(12), "91,7")]);
}

#[test]
fn r_6_direct_of_each_level_report_2023_ii_2_4_a() {
    let expected = [
        ("grassroots", Some(3), Some(4), "75,0"),
        ("province", Some(1), Some(1), "100,0"),
        ("state", Some(0), Some(0), ""),
        ("ministry", Some(0), Some(0), ""),
    ];
    check("R-6", &inputs(&some()), &expected);
}

#[test]
fn more_awarded_than_there_are_is_found() {
    let awards = some();
    let mut inputs = inputs(&awards);
    inputs.totals.0.insert(Individual, 2);
    assert_eq!(lines("R-1", &inputs).1, ["aboveWhole"]);
}

/// Of what a ratio should count and cannot, each reason is said once.
#[test]
fn what_no_side_can_count_is_found() {
    let mut odd = vec![award("goldenStar", Individual, 1, false); 3];
    odd[1].kind = None;
    odd[2].year = None;
    (odd[0].is_direct, odd[0].is_leader) = (None, None);
    let codes = |id| lines(id, &inputs(&odd)).1;
    assert_eq!(codes("R-1"), ["noYear", "unknownSubjectKind"]);
    assert_eq!(
        codes("R-2"),
        ["noYear", "unknownSubjectKind", "leaderNotSaid"]
    );
    assert_eq!(
        codes("R-4"),
        ["noYear", "unknownSubjectKind", "directNotSaid"]
    );
    assert_eq!(
        codes("R-6"),
        [
            "noYear",
            "unknownSubjectKind",
            "unknownAward",
            "directNotSaid"
        ]
    );
    assert_eq!(codes("R-5"), [""; 0]);
}

#[test]
fn a_number_below_zero_is_found_and_gives_no_ratio() {
    let entered = RatioInputs {
        nominations_submitted: Some(-4),
        nominations_decided: Some(3),
        totals: UnitTotals(BTreeMap::from([(Collective, -1)])),
        ..inputs(&[])
    };
    let (decided, found) = lines("R-5", &entered);
    assert_eq!((decided[0].denominator, decided[0].percent), (None, None));
    assert_eq!(found, ["negativeCount"]);
    assert_eq!(lines("R-1", &entered).1, ["negativeCount"]);
}

/// Each figure says which awards it was made from.
#[test]
fn a_ratio_names_what_its_numerator_counts() {
    let mut two = [
        award("advancedWorker", Individual, 1, true),
        award("advancedWorker", Individual, 2, false),
    ];
    (two[0].id, two[1].id) = ("a".to_owned(), "b".to_owned());
    assert_eq!(lines("R-2", &inputs(&two)).0[0].counted, ["a"]);
    assert_eq!(lines("R-4", &inputs(&two)).0[0].counted, ["b"]);
}

#[test]
fn a_word_that_nobody_knows_is_a_finding() {
    let rules = rules("lang-son-2026");
    let ratio = Ratio {
        id: "R-9".to_owned(),
        numerator: "awardedStars".to_owned(),
        denominator: "awardedIndividuals".to_owned(),
        ..Ratio::default()
    };
    let (lines, findings) = ratio_lines(&rules, &ratio, &inputs(&[]));
    assert_eq!((lines[0].percent, findings[0].code), (None, "unknownWord"));
}

#[test]
fn r_7_an_indicator_against_plan_same_period_and_earlier_years() {
    let poor = Indicator {
        name: "Tỷ lệ hộ nghèo".to_owned(),
        unit: "%".to_owned(),
        decimals: 2,
        polarity: Polarity::LessIsBetter,
        assigned_plan: Some(1850),
        actual: Some(1725),
        same_period_last_year: Some(0),
        years: BTreeMap::from([(2023, 2300), (2024, 2010), (2026, 1)]),
        ..Indicator::default()
    };
    let with = [
        "assignedPlan",
        "samePeriodLastYear",
        "previousYear",
        "previousYears",
        "nextYear",
    ]
    .map(str::to_owned);
    let found: Vec<_> = compare(&poor, &with, 2025, 1)
        .into_iter()
        .map(|one| (one.with, one.percent, one.difference, one.reached))
        .collect();
    let expected = [
        ("assignedPlan", Some(932), Some(-125), Some(true)),
        ("samePeriodLastYear", None, Some(1725), Some(false)),
        ("previousYear", Some(858), Some(-285), Some(true)),
        ("2023", Some(750), Some(-575), Some(true)),
        ("2024", Some(858), Some(-285), Some(true)),
        ("nextYear", None, None, None),
    ];
    assert_eq!(
        found,
        expected.map(|(with, percent, difference, reached)| (
            with.to_owned(),
            percent,
            difference,
            reached
        ))
    );
    assert_eq!(poor.shown(1725), "17,25%");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn r_2_and_r_4_make_a_whole_where_each_is_leader_or_direct(leads in prop::collection::vec(any::<bool>(), 1..60)) {
        let awards: Vec<Award> = leads.iter().enumerate().map(|(index, leads)| award("advancedWorker", Individual, index, *leads)).collect();
        let of = |id: &str| lines(id, &inputs(&awards)).0[0].clone();
        let (leaders, workers) = (of("R-2"), of("R-4"));
        prop_assert_eq!(leaders.numerator.zip(workers.numerator).map(|(one, other)| one + other), leaders.denominator);
        // Each is rounded by itself.
        let sum = leaders.percent.zip(workers.percent).map_or(0, |(one, other)| one + other);
        prop_assert!((999..=1001).contains(&sum));
    }
}

/// «0,0 % (0/2)» where nobody has said who works directly would be a lie.
#[test]
fn what_nobody_has_said_of_anybody_gives_no_ratio() {
    let unsaid = |subject| Award {
        is_direct: None,
        is_leader: None,
        ..award("advancedWorker", Individual, subject, false)
    };
    let nobody = [unsaid(1), unsaid(2)];
    check("R-4", &inputs(&nobody), &[("", None, Some(2), "")]);
    let one = [unsaid(1), award("advancedWorker", Individual, 2, true)];
    check("R-4", &inputs(&one), &[("", Some(0), Some(2), "0,0")]);
    check("R-4", &inputs(&[]), &[("", None, None, "")]);
}
