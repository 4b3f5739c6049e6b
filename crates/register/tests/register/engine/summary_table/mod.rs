//! The award summary table of Mẫu số 02: Hướng dẫn 2020, lines 350 to 412.

mod any;
mod unforeseen;

use super::commune::{Commune, Size, commune};
use super::{golden, rules};
use register::awards::Award;
use register::criteria::Span;
use register::subject::SubjectKind::{self, Family, Individual};
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

/// Without what is said of years of which there is no award: that has tests of its own.
fn codes(table: &SummaryTable) -> Vec<&str> {
    let codes = table.findings.iter().map(|one| one.code);
    codes.filter(|code| *code != "noAwards").collect()
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

#[track_caller]
fn check_unknown(awards: &[Award], plain: &[PlainFigure], expected: &str, total: Option<i64>) {
    let question = Question {
        span: Span {
            from: 2019,
            to: 2020,
        },
        plain: plain.to_vec(),
        ..Question::default()
    };
    let table = table(awards, &question);
    let said = table.findings.iter().find(|one| one.code == "noAwards");
    let said = said.map_or("", |one| one.message.as_str());
    assert_eq!(said, expected);
    assert_eq!(value(&table, "T", "individuals"), total);
}

/// Nothing known is not nought: not in a row, not in a sum.
#[test]
fn years_of_which_nothing_was_entered_are_blank_and_said() {
    let of = |year| Award {
        year: Some(year),
        ..award("advancedWorker", Individual, "regular", true)
    };
    let blank =
        "Sổ chưa có quyết định khen thưởng nào của năm 2019, 2020: các ô số lượng để trống.";
    let rest = "Sổ chưa có quyết định khen thưởng nào của năm 2020: bảng mới tính các năm còn lại.";
    check_unknown(&[], &[], blank, None);
    check_unknown(&[of(2015)], &[], blank, None);
    check_unknown(&[of(2019)], &[], rest, Some(1));
    check_unknown(&[of(2019), of(2020)], &[], "", Some(2));
    let entered = |year, value| PlainFigure {
        year,
        row: "III.1".to_owned(),
        column: "individuals".to_owned(),
        value,
    };
    check_unknown(&[], &[entered(2019, 0)], rest, Some(0));
    check_unknown(&[], &[entered(2019, 3), entered(2020, 4)], "", Some(7));
}

#[test]
fn a_blank_and_not_a_zero_stands_over_nothing() {
    let one = award("advancedWorker", Individual, "regular", true);
    let table = table(&[one], &question());
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
