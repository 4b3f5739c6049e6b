//! Whatever the decisions, in whatever order.

use super::{SPAN, award, codes, question, table, value};
use proptest::prelude::*;
use register::awards::Award;
use register::subject::SubjectKind::{self, Individual};
use register::summary_table::*;

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
                    // A half without any award knows nothing.
                    let half = |half| value(half, &row.key, &column.key).unwrap_or(0);
                    prop_assert_eq!(cell.value.unwrap_or(0), half(&one) + half(&other), "{} {}", row.key, column.key);
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
