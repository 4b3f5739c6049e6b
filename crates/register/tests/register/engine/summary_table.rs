//! The award summary table of Mẫu số 02: Hướng dẫn 2020, lines 350 to 412.

use super::commune::{Commune, Size, commune};
use super::{golden, rules};
use proptest::prelude::*;
use register::awards::Award;
use register::criteria::Span;
use register::subject::SubjectKind::{self, Collective, Family, Individual};
use register::summary_table::*;
use std::collections::BTreeMap;

const SPAN: Span = Span {
    from: 2016,
    to: 2020,
};

fn award(code: &str, kind: SubjectKind, mode: &str, is_direct: bool) -> Award {
    Award {
        id: format!("{code}-{mode}"),
        award: code.to_owned(),
        mode: Some(mode.to_owned()).filter(|mode| !mode.is_empty()),
        kind: Some(kind),
        subject_name: "Nông Văn Thành".to_owned(),
        year: Some(2019),
        is_direct: Some(is_direct),
        ..Award::default()
    }
}

fn many(count: usize, award: &Award) -> Vec<Award> {
    vec![award.clone(); count]
}

fn question() -> Question {
    Question {
        span: SPAN,
        ..Question::default()
    }
}

fn table(awards: &[Award], question: &Question) -> SummaryTable {
    let rules = rules("lang-son-2020");
    let Some(layout) = rules.table("awardSummary") else {
        panic!("no table")
    };
    summary_table(&rules, layout, awards, question)
}

fn value(table: &SummaryTable, row: &str, column: &str) -> Option<i64> {
    table.cell(row, column).and_then(|cell| cell.value)
}

fn codes(table: &SummaryTable) -> Vec<&str> {
    table.findings.iter().map(|one| one.code).collect()
}

/// The test vector of the requirements, A7.4 no. 10.
#[test]
fn certificates_by_mode_make_up_40_of_whom_80_per_cent_direct() {
    let of = |count, mode, direct| {
        let mut awards = many(direct, &award("certificateOfMerit", Individual, mode, true));
        awards.extend(many(
            count - direct,
            &award("certificateOfMerit", Individual, mode, false),
        ));
        awards
    };
    let awards = [
        of(12, "thematic", 9),
        of(3, "extraordinary", 3),
        of(25, "regular", 20),
    ]
    .concat();
    let table = table(&awards, &question());
    assert_eq!(value(&table, "III.4", "individuals"), Some(40));
    assert_eq!(value(&table, "III.4", "directIndividuals"), Some(32));
    let percent = table
        .cell("III.4", "directIndividualsPercent")
        .map(|cell| cell.shown("x"));
    assert_eq!(percent.as_deref(), Some("80,0"));
    assert_eq!(value(&table, "T", "individuals"), Some(40));
    assert_eq!(table.drill_down("T", "individuals").len(), 40);
    assert_eq!(
        table
            .drill_down("III.4.b", "directIndividualsPercent")
            .len(),
        3
    );
    assert_eq!(codes(&table), Vec::<&str>::new());
}

#[test]
fn of_which_rows_are_never_counted_again() {
    let awards = [
        many(
            3,
            &award("primeMinisterCommendation", Individual, "thematic", true),
        ),
        many(
            2,
            &award(
                "primeMinisterCommendation",
                Individual,
                "lifelongService",
                true,
            ),
        ),
    ]
    .concat();
    let table = table(&awards, &question());
    let of = |row| value(&table, row, "individuals");
    assert_eq!(
        (of("I.9"), of("I.9.a"), of("I.9.b"), of("I"), of("T")),
        (Some(5), Some(3), Some(0), Some(5), Some(5))
    );
    assert_eq!(codes(&table), Vec::<&str>::new());
}

#[test]
fn a_decision_in_two_of_which_rows_is_one_decision() {
    let table = table(
        &[award("independenceOrder", Family, "lifelongService", false)],
        &question(),
    );
    let of = |row| value(&table, row, "families");
    assert_eq!(
        (of("I.1"), of("I.1.a"), of("I.1.b")),
        (Some(1), Some(1), Some(1))
    );
    assert_eq!(codes(&table), Vec::<&str>::new());
}

#[test]
fn a_blank_and_not_a_zero_stands_over_nothing() {
    let table = table(&[], &question());
    assert_eq!(value(&table, "III.4", "individuals"), Some(0));
    assert_eq!(
        table
            .cell("III.4", "directIndividualsPercent")
            .map(|cell| cell.shown("x"))
            .as_deref(),
        Some("")
    );
    assert_eq!(
        table
            .cell("III.1", "collectives")
            .map(|cell| cell.shown("x"))
            .as_deref(),
        Some("x")
    );
}

#[test]
fn the_base_of_percentages_is_chosen() {
    let awards = [
        many(
            2,
            &award("provincialCommendation", Individual, "regular", true),
        ),
        many(
            1,
            &award("provincialCommendation", Individual, "regular", false),
        ),
    ]
    .concat();
    let shown = |question: &Question| {
        table(&awards, question)
            .cell("II.4", "directIndividualsPercent")
            .map(|cell| cell.shown("x"))
    };
    assert_eq!(shown(&question()).as_deref(), Some("66,7"));
    let mut of_unit = Question {
        base: Some(PercentBase::UnitTotal),
        ..question()
    };
    assert_eq!(shown(&of_unit).as_deref(), Some(""));
    of_unit.totals.0 = BTreeMap::from([(Individual, 80)]);
    assert_eq!(shown(&of_unit).as_deref(), Some("2,5"));
}

#[test]
fn a_cell_corrected_by_hand_is_marked_and_goes_into_the_sums() {
    let awards = many(3, &award("advancedWorker", Individual, "regular", true));
    let correction = Correction {
        row: "III.1".to_owned(),
        column: "individuals".to_owned(),
        value: 5,
        reason: "Thiếu quyết định năm 2017".to_owned(),
    };
    let question = Question {
        corrections: vec![correction.clone()],
        ..question()
    };
    let table = table(&awards, &question);
    let Some(cell) = table.cell("III.1", "individuals") else {
        panic!()
    };
    assert_eq!(
        (cell.value, cell.counted, cell.corrected.as_ref()),
        (Some(5), 3, Some(&correction))
    );
    assert_eq!(
        (
            value(&table, "III", "individuals"),
            value(&table, "T", "individuals")
        ),
        (Some(5), Some(5))
    );
    assert_eq!(table.drill_down("III.1", "individuals"), [0, 1, 2]);
}

fn plain(year: i32, row: &str, value: i64) -> PlainFigure {
    PlainFigure {
        year,
        row: row.to_owned(),
        column: "individuals".to_owned(),
        value,
    }
}

#[test]
fn older_years_are_entered_as_plain_figures() {
    let awards = many(3, &award("certificateOfMerit", Individual, "regular", true));
    let question = Question {
        // The whole of 2016 and a part of it; of 2017 only parts; 2015 is not asked for.
        plain: vec![
            plain(2016, "III.4", 40),
            plain(2016, "III.4.a", 12),
            plain(2017, "III.4.a", 4),
            plain(2017, "III.4.c", 6),
            plain(2015, "III.4", 99),
        ],
        ..question()
    };
    let table = table(&awards, &question);
    let of = |row| value(&table, row, "individuals");
    assert_eq!(
        (of("III.4.a"), of("III.4.c"), of("III.4"), of("T")),
        (Some(16), Some(9), Some(53), Some(53))
    );
    assert_eq!(
        table
            .cell("III.4", "individuals")
            .map(|cell| (cell.counted, cell.plain)),
        Some((3, 50))
    );
    assert!(codes(&table).contains(&"partsDiffer"));
}

#[test]
fn what_the_rules_did_not_foresee_is_found_and_never_lost() {
    let awards = vec![
        award("goldenStar", Individual, "regular", true),
        Award {
            kind: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
        Award {
            year: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
        award("certificateOfMerit", Individual, "seniority", true),
        award("advancedWorker", Collective, "regular", true),
        Award {
            is_direct: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
    ];
    let question = Question {
        plain: vec![plain(2016, "III.1", -4), plain(2016, "III.99", 4)],
        corrections: vec![Correction {
            row: "III.2".to_owned(),
            column: "individuals".to_owned(),
            value: -1,
            reason: String::new(),
        }],
        ..question()
    };
    let table = table(&awards, &question);
    assert_eq!(table.uncounted, [0, 1, 2]);
    assert_eq!(value(&table, "III", "individuals"), Some(2));
    assert_eq!(value(&table, "T", "collectives"), Some(1));
    let mut found = codes(&table);
    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            "besideParts",
            "directNotSaid",
            "negativeCount",
            "noCell",
            "noYear",
            "notApplicable",
            "unknownAward",
            "unknownSubjectKind"
        ]
    );
}

#[test]
fn a_unit_of_less_than_nobody_is_found_and_gives_no_percentage() {
    let question = Question {
        base: Some(PercentBase::UnitTotal),
        totals: UnitTotals([(Individual, -3)].into()),
        ..question()
    };
    let awards = [award("advancedWorker", Individual, "regular", true)];
    let table = table(&awards, &question);
    assert_eq!(codes(&table), ["negativeCount"]);
    assert_eq!(value(&table, "III.1", "directIndividualsPercent"), None);
}

#[test]
fn direct_above_its_quantity_is_found() {
    let correction = |column: &str, value| Correction {
        row: "II.4.c".to_owned(),
        column: column.to_owned(),
        value,
        reason: String::new(),
    };
    let question = Question {
        corrections: vec![
            correction("individuals", 1),
            correction("directIndividuals", 2),
        ],
        ..question()
    };
    assert!(codes(&table(&[], &question)).contains(&"directAbove"));
}

fn usual() -> (Commune, Vec<Award>) {
    let commune = commune(Size::usual(2026));
    let awards = commune.awards.iter().map(Award::of_record).collect();
    (commune, awards)
}

/// The table as it is printed, with everything that the commune has switched on.
#[test]
fn the_table_of_a_whole_commune_reads_like_the_printed_form() {
    let rules = rules("lang-son-2026");
    let Some(layout) = rules.table("awardSummary") else {
        panic!("no table")
    };
    let (commune, awards) = usual();
    assert_eq!(
        (commune.villages.len(), commune.families.len(), awards.len()),
        (30, 600, 4000)
    );
    let question = Question {
        span: Span {
            from: 2021,
            to: 2025,
        },
        switched_on: ["II.5", "III.5", "III.6"].map(str::to_owned).into(),
        ..Question::default()
    };
    let table = summary_table(&rules, layout, &awards, &question);
    assert!(table.uncounted.is_empty());
    let mark = layout.not_applicable_mark.as_deref().unwrap_or_default();
    let title = layout.text.as_deref().unwrap_or_default();
    let mut shown = format!("{}\n\n", rules.filled(title, 2025));
    for (row, cells) in table.rows.iter().zip(&table.cells) {
        let number = row.number.as_deref().unwrap_or_default();
        let lead = row
            .lead
            .as_ref()
            .map_or(String::new(), |lead| format!("{} ", lead.text));
        let indent = if row.parent.is_some() { "  " } else { "" };
        let text = format!("{indent}{lead}{}", row.text);
        shown += &format!("{number:>3}  {text:<40}");
        for (column, cell) in table.columns.iter().zip(cells) {
            if !matches!(column.figure, Some(Figure::RowNumber | Figure::RowText)) {
                shown += &format!("{:>8}", cell.shown(mark));
            }
        }
        shown += "\n";
    }
    for finding in &table.findings {
        shown += &format!("! {finding}\n");
    }
    golden("summary-table.txt", &shown);
    // Each cell leads to as many decisions as it says.
    for row in &table.rows {
        for column in [
            "collectives",
            "individuals",
            "families",
            "directIndividuals",
        ] {
            let count = i64::try_from(table.drill_down(&row.key, column).len()).ok();
            assert_eq!(
                value(&table, &row.key, column),
                count,
                "{} {column}",
                row.key
            );
        }
    }
}

fn any_award() -> impl Strategy<Value = Award> {
    let codes = vec![
        "independenceOrder",
        "laborOrder",
        "resistanceOrder",
        "primeMinisterCommendation",
        "provincialCommendation",
        "certificateOfMerit",
        "advancedWorker",
        "advancedCollective",
        "goldenStar",
    ];
    let modes = vec![
        "",
        "regular",
        "thematic",
        "extraordinary",
        "foreignRelations",
        "lifelongService",
        "wonderful",
    ];
    let kinds = prop::option::of(prop::sample::select(SubjectKind::ALL.to_vec()));
    (
        prop::sample::select(codes),
        prop::sample::select(modes),
        kinds,
        any::<bool>(),
        prop::option::of(2014..2023_i32),
    )
        .prop_map(|(code, mode, kind, direct, year)| Award {
            kind,
            year,
            ..award(code, Individual, mode, direct)
        })
}

fn values(table: &SummaryTable) -> Vec<Vec<Option<i64>>> {
    table
        .cells
        .iter()
        .map(|row| row.iter().map(|cell| cell.value).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn totals_never_change_with_order_or_when_split(awards in prop::collection::vec(any_award(), 0..40), at in any::<prop::sample::Index>(), turn in any::<prop::sample::Index>()) {
        let whole = table(&awards, &question());
        let mut turned = awards.clone();
        if !turned.is_empty() {
            let by = turn.index(turned.len());
            turned.rotate_left(by);
        }
        prop_assert_eq!(values(&whole), values(&table(&turned, &question())));
        let (one, other) = awards.split_at(if awards.is_empty() { 0 } else { at.index(awards.len()) });
        let (one, other) = (table(one, &question()), table(other, &question()));
        for (row, cells) in whole.rows.iter().zip(&whole.cells) {
            for (column, cell) in whole.columns.iter().zip(cells) {
                if matches!(column.figure, Some(Figure::Quantity | Figure::DirectQuantity)) {
                    let halves = value(&one, &row.key, &column.key).zip(value(&other, &row.key, &column.key));
                    prop_assert_eq!(cell.value, halves.map(|(one, other)| one + other), "{} {}", row.key, column.key);
                }
            }
        }
        // Everything of these years is in the total, or said to be in none.
        let in_years = awards.iter().filter(|award| award.year.is_none_or(|year| SPAN.holds(year))).count();
        let total: i64 = ["collectives", "individuals", "families"].iter().filter_map(|column| value(&whole, "T", column)).sum();
        prop_assert_eq!(i64::try_from(in_years).ok(), i64::try_from(whole.uncounted.len()).ok().map(|lost| lost + total));
    }

    #[test]
    fn of_which_above_its_parent_is_always_found(parent in 0..50_i64, one in 0..50_i64, other in 0..50_i64) {
        let correction = |row: &str, value| Correction { row: row.to_owned(), column: "individuals".to_owned(), value, reason: String::new() };
        let question = Question { corrections: vec![correction("I.2", parent), correction("I.2.a", one), correction("I.2.b", other)], ..question() };
        let table = table(&[], &question);
        prop_assert_eq!(codes(&table).contains(&"ofWhichAbove"), one + other > parent);
    }
}
