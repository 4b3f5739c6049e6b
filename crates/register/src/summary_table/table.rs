//! The award summary table over any years: counted, added up, with percentages.

use super::cell::{Correction, TableCell, percent};
use super::check;
use super::count::{self, TableCounts, below, is_equal};
use super::layout::{Figure, LayoutColumn, LayoutRow, PercentBase, TableLayout};
use super::question::Question;
use crate::awards::Award;
use crate::finding::Finding;
use crate::rules::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// The counted summary table: the rows that are on, in order, each with a cell for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryTable {
    pub rows: Vec<LayoutRow>,
    pub columns: Vec<LayoutColumn>,
    /// By row and column.
    pub cells: Vec<Vec<TableCell>>,
    pub findings: Vec<Finding>,
    /// Indices of awards of these years that no row counts.
    pub uncounted: Vec<usize>,
    decisions: Vec<Vec<Vec<usize>>>,
    beside_parts: Vec<Vec<Vec<usize>>>,
}

/// Counts awards into a table's rows and adds up. Only `award` rows are added to
/// groups and totals; «trong đó» and parts never again. What no row counts, and
/// whatever is against a sum, is a finding.
pub fn summary_table(
    rules: &Rules,
    layout: &TableLayout,
    awards: &[Award],
    question: &Question,
) -> SummaryTable {
    let is_on = |row: &&LayoutRow| !row.optional || question.switched_on.contains(&row.key);
    let rows: Vec<&LayoutRow> = layout.written_rows().iter().filter(is_on).collect();
    let columns = &layout.columns;
    let counts = count::count(&rows, columns, awards, question);
    let mut sums = Sums {
        rows: &rows,
        columns,
        counts: &counts,
        question,
        is_kept: awards.iter().any(|award| is_within(award, question)),
        cells: vec![vec![None; columns.len()]; rows.len()],
        plain: BTreeMap::new(),
        findings: Vec::new(),
    };
    sums.take_plain();
    sums.say_unknown(layout, awards);
    sums.check_corrections();
    sums.check_totals();
    for row in 0..rows.len() {
        for column in 0..columns.len() {
            sums.quantity(row, column, &mut Vec::new());
        }
    }
    let mut findings = std::mem::take(&mut sums.findings);
    let mut cells: Vec<Vec<TableCell>> = sums
        .cells
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| cell.clone().unwrap_or_default())
                .collect()
        })
        .collect();
    percentages(layout, question, &mut cells);
    findings.extend(check::check(rules, layout, &rows, &cells, &counts, awards));
    let TableCounts {
        decisions,
        beside_parts,
        uncounted,
        ..
    } = counts;
    SummaryTable {
        rows: rows.into_iter().cloned().collect(),
        columns: columns.clone(),
        cells,
        findings,
        uncounted,
        decisions,
        beside_parts,
    }
}

impl SummaryTable {
    pub fn cell(&self, row: &str, column: &str) -> Option<&TableCell> {
        let (row, column) = self.place(row, column)?;
        self.cells.get(row)?.get(column)
    }

    fn place(&self, row: &str, column: &str) -> Option<(usize, usize)> {
        let row = self.rows.iter().position(|known| known.key == row)?;
        let column = self.columns.iter().position(|known| known.key == column)?;
        Some((row, column))
    }

    /// The decisions that a cell was made from, as indices of awards, in order
    /// and each once; of a percentage those of its numerator.
    pub fn drill_down(&self, row: &str, column: &str) -> Vec<usize> {
        let Some((row, column)) = self.place(row, column) else {
            return Vec::new();
        };
        let numerator = self.columns[column].numerator.as_deref();
        let made_from =
            numerator.and_then(|key| self.columns.iter().position(|one| one.key == key));
        let mut found = BTreeSet::new();
        self.collect(
            row,
            made_from.unwrap_or(column),
            &mut found,
            &mut Vec::new(),
        );
        found.into_iter().collect()
    }

    fn collect(
        &self,
        row: usize,
        column: usize,
        found: &mut BTreeSet<usize>,
        open: &mut Vec<usize>,
    ) {
        if open.contains(&row) {
            return;
        }
        if !is_equal(&self.rows[row]) {
            found.extend(&self.decisions[row][column]);
            return;
        }
        open.push(row);
        found.extend(&self.beside_parts[row][column]);
        let rows: Vec<&LayoutRow> = self.rows.iter().collect();
        for part in below(&rows, &self.rows[row]) {
            self.collect(part, column, found, open);
        }
        open.pop();
    }
}

struct Sums<'a> {
    rows: &'a [&'a LayoutRow],
    columns: &'a [LayoutColumn],
    counts: &'a TableCounts,
    question: &'a Question,
    /// The register has awards of these years: where there is none of a row, that is nought. Without
    /// any, nothing is known.
    is_kept: bool,
    cells: Vec<Vec<Option<TableCell>>>,
    /// Figures of older years by row, column and year.
    plain: BTreeMap<(usize, usize), BTreeMap<i32, i64>>,
    findings: Vec<Finding>,
}

fn is_within(award: &Award, question: &Question) -> bool {
    award.year.is_some_and(|year| question.span.holds(year))
}

fn is_quantity(column: &LayoutColumn) -> bool {
    matches!(
        column.figure,
        Some(Figure::Quantity | Figure::DirectQuantity)
    )
}

fn size(list: &[usize]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}

impl Sums<'_> {
    fn place(&self, row: &str, column: &str) -> Option<(usize, usize)> {
        let row = self.rows.iter().position(|known| known.key == row)?;
        let is = |known: &LayoutColumn| known.key == column && is_quantity(known);
        Some((row, self.columns.iter().position(is)?))
    }

    fn take_plain(&mut self) {
        let question = self.question;
        for figure in question
            .plain
            .iter()
            .filter(|one| question.span.holds(one.year))
        {
            let about = format!("{}/{}", figure.row, figure.column);
            let Some(place) = self.place(&figure.row, &figure.column) else {
                let message = format!(
                    "Số nhập của năm {} nằm ở dòng, cột không có trong bảng; chưa được cộng.",
                    figure.year
                );
                self.findings
                    .push(Finding::warning("noCell", &about, message));
                continue;
            };
            if figure.value < 0 {
                let message = format!(
                    "Số nhập của năm {} là {}, không được âm; chưa được cộng.",
                    figure.year, figure.value
                );
                self.findings
                    .push(Finding::error("negativeCount", &about, message));
                continue;
            }
            let years = self.plain.entry(place).or_default();
            let sum = years.entry(figure.year).or_default();
            *sum = sum.saturating_add(figure.value);
        }
    }

    /// Years of which nothing was ever entered: no figure speaks of them.
    fn say_unknown(&mut self, layout: &TableLayout, awards: &[Award]) {
        let is_known = |year: &i32| {
            let has_award = awards.iter().any(|award| award.year == Some(*year));
            has_award || self.plain.values().any(|years| years.contains_key(year))
        };
        let span = self.question.span;
        let unknown: Vec<String> = span
            .years()
            .filter(|year| !is_known(year))
            .map(|year| year.to_string())
            .collect();
        if unknown.is_empty() {
            return;
        }
        let what = match self.is_kept || !self.plain.is_empty() {
            true => "bảng mới tính các năm còn lại",
            false => "các ô số lượng để trống",
        };
        let message = format!(
            "Sổ chưa có quyết định khen thưởng nào của năm {}: {what}.",
            unknown.join(", ")
        );
        self.findings
            .push(Finding::warning("noAwards", &layout.id, message));
    }

    fn check_corrections(&mut self) {
        for correction in &self.question.corrections {
            let about = format!("{}/{}", correction.row, correction.column);
            if self.place(&correction.row, &correction.column).is_none() {
                let message = "Số sửa tay nằm ở dòng, cột không có trong bảng.".to_owned();
                self.findings
                    .push(Finding::warning("noCell", &about, message));
            } else if correction.value < 0 {
                let message = format!(
                    "Số sửa tay là {}, không được âm; giữ số đếm được.",
                    correction.value
                );
                self.findings
                    .push(Finding::error("negativeCount", &about, message));
            }
        }
    }

    fn check_totals(&mut self) {
        for (kind, total) in self
            .question
            .totals
            .0
            .iter()
            .filter(|(_, total)| **total < 0)
        {
            let message = format!(
                "Tổng số {} của đơn vị là {total}, không được âm; chưa được dùng để tính tỷ lệ.",
                kind.counted()
            );
            self.findings
                .push(Finding::error("negativeCount", kind.word(), message));
        }
    }

    /// The figures of older years of a cell: where a whole is entered and its
    /// parts as well, the whole is the larger of both.
    fn plain_years(&self, row: usize, column: usize, open: &mut Vec<usize>) -> BTreeMap<i32, i64> {
        let own = self.plain.get(&(row, column)).cloned().unwrap_or_default();
        if !is_equal(self.rows[row]) || open.contains(&row) {
            return own;
        }
        open.push(row);
        let mut years: BTreeMap<i32, i64> = BTreeMap::new();
        for part in below(self.rows, self.rows[row]) {
            for (year, value) in self.plain_years(part, column, open) {
                let sum = years.entry(year).or_default();
                *sum = sum.saturating_add(value);
            }
        }
        open.pop();
        for (year, value) in own {
            let sum = years.entry(year).or_default();
            *sum = (*sum).max(value);
        }
        years
    }

    fn quantity(&mut self, row: usize, column: usize, open: &mut Vec<usize>) -> i64 {
        if let Some(cell) = &self.cells[row][column] {
            return cell.value.unwrap_or(0);
        }
        if !is_quantity(&self.columns[column]) || open.contains(&row) {
            return 0;
        }
        let plain_of = |sums: &Self, row| {
            let years = sums.plain_years(row, column, &mut Vec::new());
            years
                .values()
                .fold(0_i64, |sum, one| sum.saturating_add(*one))
        };
        let plain = plain_of(self, row);
        let (mut value, mut counted) = (plain, size(&self.counts.decisions[row][column]));
        if is_equal(self.rows[row]) {
            open.push(row);
            counted = size(&self.counts.beside_parts[row][column]);
            value = counted;
            let mut plain_below = 0_i64;
            for part in below(self.rows, self.rows[row]) {
                value = value.saturating_add(self.quantity(part, column, open));
                plain_below = plain_below.saturating_add(plain_of(self, part));
                let cell = self.cells[part][column].as_ref();
                counted = counted.saturating_add(cell.map_or(0, |cell| cell.counted));
            }
            value = value.saturating_add(plain.saturating_sub(plain_below).max(0));
            open.pop();
        } else {
            value = value.saturating_add(counted);
        }
        let (row_key, column_key) = (&self.rows[row].key, &self.columns[column].key);
        let mut corrections = self.question.corrections.iter();
        let is_here =
            |one: &&Correction| one.row == *row_key && one.column == *column_key && one.value >= 0;
        let corrected = corrections.rfind(is_here).cloned();
        let value = corrected.as_ref().map_or(value, |one| one.value);
        let may_have = !self.rows[row].not_applicable.contains(column_key);
        let is_entered =
            corrected.is_some() || !self.plain_years(row, column, &mut Vec::new()).is_empty();
        let is_known = self.is_kept || is_entered || value != 0;
        self.cells[row][column] = Some(TableCell {
            value: is_known.then_some(value),
            decimals: 0,
            counted,
            plain,
            not_applicable: !may_have && value == 0,
            corrected,
        });
        value
    }
}

/// Percentages from the quantities of their own row, never from percentages.
fn percentages(layout: &TableLayout, question: &Question, cells: &mut [Vec<TableCell>]) {
    let Some(how) = &layout.percent else { return };
    let base = question.base.unwrap_or(how.base);
    let columns = &layout.columns;
    let find = |key: &Option<String>| {
        columns
            .iter()
            .position(|one| Some(&one.key) == key.as_ref())
    };
    for (at, column) in columns.iter().enumerate() {
        if column.figure != Some(Figure::Percent) {
            continue;
        }
        let Some((top, bottom)) = find(&column.numerator).zip(find(&column.denominator)) else {
            continue;
        };
        let total = columns[bottom]
            .subject_kind
            .and_then(|kind| question.totals.0.get(&kind));
        for row in cells.iter_mut() {
            let denominator = match base {
                PercentBase::AwardedInRow => row[bottom].value,
                PercentBase::UnitTotal => total.copied(),
            };
            let parts = row[top].value.zip(denominator);
            row[at] = TableCell {
                value: parts.and_then(|(top, bottom)| percent(top, bottom, how.decimals)),
                decimals: how.decimals,
                not_applicable: row[top].not_applicable,
                ..TableCell::default()
            };
        }
    }
}
