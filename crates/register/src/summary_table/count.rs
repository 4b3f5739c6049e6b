//! Which decision counts in which row and column.

use super::layout::{Figure, LayoutColumn, LayoutRow, RowKind, SumRelation};
use super::question::Question;
use crate::awards::Award;
use std::collections::HashMap;

/// The counted awards of each row and column, before sums and percentages are made of them.
pub(super) struct TableCounts {
    /// Indices of awards by row and column.
    pub decisions: Vec<Vec<Vec<usize>>>,
    /// Of a row that is made of parts: decisions that none of them counts.
    pub beside_parts: Vec<Vec<Vec<usize>>>,
    /// Of a row with «trong đó»: how often a decision is in more than one.
    pub overlaps: Vec<Vec<i64>>,
    /// In the span, and in no row.
    pub uncounted: Vec<usize>,
}

/// The places of a row's parts and «trong đó» rows among the rows.
pub(super) fn below(rows: &[&LayoutRow], row: &LayoutRow) -> Vec<usize> {
    let named = row.sum.iter().flat_map(|sum| &sum.of);
    named
        .filter_map(|key| rows.iter().position(|other| other.key == *key))
        .collect()
}

pub(super) fn is_equal(row: &LayoutRow) -> bool {
    row.sum
        .as_ref()
        .is_some_and(|sum| sum.relation == SumRelation::Equal)
}

pub(super) fn count(
    rows: &[&LayoutRow],
    columns: &[LayoutColumn],
    awards: &[Award],
    question: &Question,
) -> TableCounts {
    let empty = || vec![vec![Vec::new(); columns.len()]; rows.len()];
    let mut counts = TableCounts {
        decisions: empty(),
        beside_parts: empty(),
        overlaps: vec![vec![0; columns.len()]; rows.len()],
        uncounted: Vec::new(),
    };
    let mut by_award: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        for award in row.counts.iter().flat_map(|counts| &counts.awards) {
            by_award.entry(award).or_default().push(place);
        }
    }
    let below: Vec<Vec<usize>> = rows.iter().map(|row| below(rows, row)).collect();
    let nowhere = Vec::new();
    let mut fits = vec![false; rows.len()];
    for (index, award) in awards.iter().enumerate() {
        if !award.year.is_some_and(|year| question.span.holds(year)) {
            // Without a year nobody knows whether it belongs here.
            if award.year.is_none() {
                counts.uncounted.push(index);
            }
            continue;
        }
        let places = by_award.get(award.award.as_str()).unwrap_or(&nowhere);
        for place in places {
            fits[*place] = row_counts(rows[*place], award);
        }
        let mut is_summed = false;
        for place in places.iter().copied().filter(|place| fits[*place]) {
            is_summed = is_summed || rows[place].kind == RowKind::Award;
            let within = below[place].iter().filter(|part| fits[**part]).count();
            for (at, column) in columns.iter().enumerate() {
                if !column_counts(column, award) {
                    continue;
                }
                counts.decisions[place][at].push(index);
                match is_equal(rows[place]) {
                    true if within == 0 => counts.beside_parts[place][at].push(index),
                    false if within > 1 => {
                        counts.overlaps[place][at] += i64::try_from(within - 1).unwrap_or(0);
                    }
                    _ => {}
                }
            }
        }
        for place in places {
            fits[*place] = false;
        }
        let has_column = columns.iter().any(|column| column_counts(column, award));
        if !is_summed || !has_column {
            counts.uncounted.push(index);
        }
    }
    counts
}

fn row_counts(row: &LayoutRow, award: &Award) -> bool {
    row.counts.as_ref().is_some_and(|counts| {
        let mode_fits = counts.modes.is_empty()
            || award
                .mode
                .as_ref()
                .is_some_and(|mode| counts.modes.contains(mode));
        let kind_fits = counts.subject_kinds.is_empty()
            || award
                .kind
                .is_some_and(|kind| counts.subject_kinds.contains(&kind));
        mode_fits && kind_fits
    })
}

fn column_counts(column: &LayoutColumn, award: &Award) -> bool {
    let of_kind = column.subject_kind.is_some() && column.subject_kind == award.kind;
    match column.figure {
        Some(Figure::Quantity) => of_kind,
        Some(Figure::DirectQuantity) => of_kind && award.is_direct == Some(true),
        _ => false,
    }
}
