//! P-1 to P-16: points, bonus, deductions, ranking, and a block's own table.

use super::rules;
use proptest::prelude::*;
use register::finding::Finding;
use register::rules::Rules;
use register::scores::*;
use std::collections::BTreeMap;
use std::sync::Arc;

struct World {
    rules: Arc<Rules>,
    scoring: Scoring,
}

fn world() -> World {
    let rules = rules("lao-cai-2026");
    let Some(scoring) = rules.parts.scoring.clone() else {
        panic!("no scoring")
    };
    World { rules, scoring }
}

/// A unit of which everything is said, and nothing against it.
fn facts() -> UnitFacts {
    let counts = ["reprimandLetters", "ineligibleDossiers"];
    let answers = [
        ("partyOrganization", true),
        ("tradeUnion", true),
        ("seriousWrongdoingLetter", false),
        ("blockRulesNotKept", false),
        ("clause3OfArticle7", false),
    ];
    UnitFacts {
        counts: counts.map(|key| (key.to_owned(), 0)).into(),
        answers: answers.map(|(key, answer)| (key.to_owned(), answer)).into(),
    }
}

/// A line for each section, as large as the section.
fn table() -> ScoreTable {
    let line = |section: &str, maximum| TableLine {
        key: section.to_lowercase(),
        section: section.to_owned(),
        text: format!("Nội dung {section}"),
        maximum,
        evidence: "Báo cáo".to_owned(),
    };
    ScoreTable {
        maxima: BTreeMap::new(),
        lines: vec![line("I", 6000), line("II", 2000), line("III", 1500)],
    }
}

fn full() -> ScoreSheet {
    ScoreSheet {
        unit: "Xã A".to_owned(),
        lines: [("i", 6000), ("ii", 2000), ("iii", 1500)]
            .map(|(key, points)| (key.to_owned(), points))
            .into(),
        facts: facts(),
        ..ScoreSheet::default()
    }
}

fn bonus(points: i64) -> BonusLine {
    BonusLine {
        text: "Thu ngân sách".to_owned(),
        section: "I".to_owned(),
        points,
        above_registered_plan: true,
    }
}

fn scored(sheet: &ScoreSheet) -> Score {
    let World { rules, scoring } = world();
    score(&rules, &scoring, &table(), sheet)
}

fn with(counts: &[(&str, i64)], answers: &[(&str, bool)]) -> ScoreSheet {
    let mut sheet = full();
    let counts = counts
        .iter()
        .map(|(key, count)| ((*key).to_owned(), *count));
    sheet.facts.counts.extend(counts);
    let answers = answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), *answer));
    sheet.facts.answers.extend(answers);
    sheet
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|one| one.code).collect()
}

#[test]
fn p_1_all_contents_and_five_bonuses_make_100_points() {
    let mut sheet = full();
    sheet.bonus = vec![bonus(100); 5];
    let score = scored(&sheet);
    assert_eq!(
        (score.total, score.bonus, score.findings.len()),
        (10000, 500, 0)
    );
}

#[test]
fn p_3_a_bonus_is_for_what_is_above_the_registered_plan_in_section_i_only() {
    let mut sheet = full();
    sheet.bonus = vec![
        BonusLine {
            section: "II".to_owned(),
            ..bonus(100)
        },
        BonusLine {
            above_registered_plan: false,
            ..bonus(100)
        },
    ];
    let score = scored(&sheet);
    assert_eq!(
        (score.bonus, codes(&score.findings)),
        (0, vec!["bonusNotInScope"; 2])
    );
    assert!(
        score.findings[0]
            .clause
            .as_ref()
            .is_some_and(|one| one.text.starts_with("Hướng dẫn 2021"))
    );
}

#[test]
fn p_4_one_bonus_above_one_point_is_refused() {
    let mut sheet = full();
    sheet.bonus = vec![bonus(120)];
    let score = scored(&sheet);
    assert_eq!(
        (score.bonus, codes(&score.findings)),
        (0, vec!["bonusOutOfRange"])
    );
}

#[test]
fn p_5_bonuses_come_to_five_points_at_most() {
    let mut sheet = full();
    sheet.bonus = vec![bonus(100); 7];
    let score = scored(&sheet);
    assert_eq!(score.bonus, 500);
    assert_eq!(
        score
            .steps
            .iter()
            .map(|step| (step.rule.as_str(), step.points))
            .collect::<Vec<_>>(),
        [("P-5", -200)]
    );
}

#[track_caller]
fn check_penalty(counts: &[(&str, i64)], expected: i64) {
    assert_eq!(scored(&with(counts, &[])).penalty, expected, "{counts:?}");
}

#[test]
fn p_6_half_a_point_for_each_letter_and_two_at_most() {
    for (letters, expected) in [(0, 0), (1, 50), (3, 150), (4, 200), (5, 200)] {
        check_penalty(&[("reprimandLetters", letters)], expected);
    }
}

#[test]
fn p_7_a_letter_on_serious_wrongdoing_shows_points_and_no_place() {
    let out = scored(&with(&[], &[("seriousWrongdoingLetter", true)]));
    assert_eq!((out.total, out.disqualified.len()), (9500, 1));
    assert_eq!(out.disqualified[0].rule, "P-7");
    assert_eq!(ranking(&[out])[0].rank, None);
    assert!(
        scored(&with(&[], &[("seriousWrongdoingLetter", false)]))
            .disqualified
            .is_empty()
    );
}

#[test]
fn p_8_ineligible_dossiers_by_tiers() {
    for (dossiers, expected) in [
        (0, 0),
        (1, 100),
        (5, 100),
        (6, 150),
        (10, 150),
        (11, 200),
        (1000, 200),
    ] {
        check_penalty(&[("ineligibleDossiers", dossiers)], expected);
    }
}

#[test]
fn p_9_the_blocks_rules_not_kept_costs_one_point_once() {
    assert_eq!(
        scored(&with(&[], &[("blockRulesNotKept", true)])).penalty,
        100
    );
}

#[test]
fn p_10_without_a_party_organisation_the_unions_rating_counts() {
    let score = scored(&with(
        &[],
        &[("partyOrganization", false), ("tradeUnion", true)],
    ));
    assert_eq!((score.total, score.steps.len()), (9500, 1));
    assert_eq!(score.steps[0].rule, "P-10");
}

#[test]
fn p_11_without_party_organisation_and_union_section_ii_is_half_at_most() {
    let score = scored(&with(
        &[],
        &[("partyOrganization", false), ("tradeUnion", false)],
    ));
    assert_eq!((score.sections[1].points, score.total), (1000, 8500));
    assert_eq!(
        (score.steps[0].rule.as_str(), score.steps[0].points),
        ("P-11", -1000)
    );
    // What is not known takes nothing away.
    assert_eq!(
        scored(&with(&[], &[("partyOrganization", false)])).total,
        9500
    );
}

#[test]
fn p_12_the_block_sets_deductions_of_its_own() {
    let mut sheet = full();
    sheet.block_penalties = vec![
        ("Nộp báo cáo muộn".to_owned(), 25),
        ("Nhầm".to_owned(), -10),
    ];
    let score = scored(&sheet);
    assert_eq!(
        (score.penalty, score.total, codes(&score.findings)),
        (25, 9475, vec!["negativePoints"])
    );
}

#[test]
fn nothing_goes_below_the_floor_that_was_chosen() {
    let mut sheet = with(&[("reprimandLetters", 9)], &[]);
    sheet.lines.clear();
    assert_eq!(scored(&sheet).total, 0);
}

#[test]
fn bad_points_are_findings_and_count_as_far_as_they_may() {
    let mut sheet = with(&[("reprimandLetters", -3)], &[]);
    sheet.lines = [("i", 7000), ("ii", -5), ("iv", 100)]
        .map(|(key, points)| (key.to_owned(), points))
        .into();
    let score = scored(&sheet);
    assert_eq!(score.total, 6000);
    let mut found = codes(&score.findings);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "negativeCount",
            "notScored",
            "pointsOutOfRange",
            "pointsOutOfRange",
            "unknownLine"
        ]
    );
}

#[test]
fn p_1_p_2_a_blocks_own_table_sums_to_95_and_stays_within_its_sections() {
    let World { rules, scoring } = world();
    let found = |table: &ScoreTable| {
        check_table(&rules, &scoring, table)
            .iter()
            .map(|one| one.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&table()), Vec::<&str>::new());
    let mut uneven = table();
    uneven.maxima = [("I", 6000), ("II", 2000), ("III", 1600)]
        .map(|(key, points)| (key.to_owned(), points))
        .into();
    assert_eq!(found(&uneven), ["sectionsSum"]);
    let said = check_table(&rules, &scoring, &uneven)[0].to_string();
    assert_eq!(
        said,
        "Tổng điểm tối đa của các mục là 96, phải bằng 95. Hãy sửa điểm của các mục. (Hướng dẫn 2021, mục II.1)"
    );
    let mut crowded = table();
    crowded.lines.push(TableLine {
        key: "i2".to_owned(),
        maximum: 1,
        evidence: String::new(),
        ..crowded.lines[0].clone()
    });
    assert_eq!(found(&crowded), ["aboveSection", "noEvidence"]);
    let mut strange = table();
    strange.lines[0].section = "IV".to_owned();
    assert_eq!(found(&strange), ["unknownSection"]);
}

#[test]
fn what_is_not_said_of_a_unit_changes_nothing_and_is_found() {
    let mut sheet = full();
    sheet.facts = UnitFacts::default();
    let score = scored(&sheet);
    assert_eq!((score.total, score.disqualified.len()), (9500, 0));
    let about: Vec<(&str, &str)> = score
        .findings
        .iter()
        .map(|one| (one.code, one.about.as_str()))
        .collect();
    let rules = ["P-6", "P-7", "P-8", "P-9", "P-10", "P-11", "P-13"];
    assert_eq!(about, rules.map(|rule| ("notSaid", rule)));
    assert!(score.findings.iter().all(|one| one.clause.is_some()));
    // With a party organisation, nobody asks about a union.
    sheet.facts = facts();
    sheet.facts.answers.remove("tradeUnion");
    assert_eq!(codes(&scored(&sheet).findings), [""; 0]);
}

#[test]
fn a_line_without_points_and_one_of_no_section_are_found() {
    let World { rules, scoring } = world();
    let mut table = table();
    table.lines[1].section = "IV".to_owned();
    let mut sheet = full();
    sheet.lines.remove("iii");
    let score = score(&rules, &scoring, &table, &sheet);
    assert_eq!(score.total, 6000);
    assert_eq!(codes(&score.findings), ["unknownSection", "notScored"]);
}

#[test]
fn equal_points_share_a_place_and_say_so() {
    let units = [
        ("Xã A", 9000),
        ("Xã B", 9500),
        ("Xã C", 9000),
        ("Xã D", 8000),
        ("Xã Đ", 9900),
    ];
    let scores = units.map(|(unit, total)| Score {
        unit: unit.to_owned(),
        total,
        disqualified: match unit {
            "Xã Đ" => scored(&with(&[], &[("clause3OfArticle7", true)])).disqualified,
            _ => Vec::new(),
        },
        ..scored(&full())
    });
    let places: Vec<(String, Option<usize>, bool)> = ranking(&scores)
        .into_iter()
        .map(|place| (place.unit, place.rank, place.tied))
        .collect();
    let expected = [
        ("Xã B", Some(1), false),
        ("Xã A", Some(2), true),
        ("Xã C", Some(2), true),
        ("Xã D", Some(4), false),
        ("Xã Đ", None, false),
    ];
    assert_eq!(
        places,
        expected.map(|(unit, rank, tied)| (unit.to_owned(), rank, tied))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_score_stays_between_nothing_and_100_points(lines in prop::collection::vec(any::<i64>(), 3), letters in any::<i64>(), bonuses in prop::collection::vec(any::<i64>(), 0..4), own in any::<i64>()) {
        let mut sheet = with(&[("reprimandLetters", letters), ("ineligibleDossiers", letters)], &[]);
        sheet.lines = ["i", "ii", "iii"].into_iter().map(str::to_owned).zip(lines).collect();
        sheet.bonus = bonuses.into_iter().map(bonus).collect();
        sheet.block_penalties = vec![("x".to_owned(), own)];
        let score = scored(&sheet);
        prop_assert!((0..=10000).contains(&score.total));
    }
}
