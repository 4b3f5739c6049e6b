//! «Hàng năm thu nhập đạt từ 200 triệu đồng trở lên», «trị giá (cộng dồn) từ 150
//! triệu đồng trở lên».

use super::{LeafAnswer, status_of};
use crate::criteria::criterion::{ConditionTest, Years};
use crate::criteria::node::{JudgingContext, Missing, Status};
use crate::number;

/// A figure's question, and what is known of it.
struct FigureQuestion<'a> {
    bench: &'a JudgingContext<'a>,
    figure: &'a str,
    unit: &'a str,
    at_least: i64,
}

impl JudgingContext<'_> {
    pub(super) fn figure(&self, is: &ConditionTest) -> LeafAnswer {
        let ConditionTest::Figure {
            figure,
            at_least,
            unit,
            years,
            cumulative,
        } = is
        else {
            return self.confirmed("");
        };
        let asked = FigureQuestion {
            bench: self,
            figure,
            unit,
            at_least: *at_least,
        };
        match years {
            Some(years) => asked.in_years(years),
            None => asked.as_a_whole(*cumulative),
        }
    }
}

impl FigureQuestion<'_> {
    fn known(&self, year: Option<i32>) -> Option<i64> {
        let figures = &self.bench.candidate.history.figures;
        figures.get(&(self.figure.to_owned(), year)).copied()
    }

    fn shown(&self, value: i64) -> String {
        let item = self.bench.rules.item("figures", self.figure);
        match item.and_then(|item| item.attribute("unit")) {
            Some("đồng") => number::money(value),
            _ => format!("{} {}", number::format(value, 0), self.unit),
        }
    }

    fn lacking(&self, year: Option<i32>) -> Missing {
        Missing::Figure {
            figure: self.figure.to_owned(),
            year,
        }
    }

    /// One figure for the whole, or the sum of the years that are known.
    fn as_a_whole(&self, cumulative: bool) -> LeafAnswer {
        let years = || self.bench.span.years();
        let known: Vec<i64> = years().filter_map(|year| self.known(Some(year))).collect();
        let whole = self.known(None);
        let mut numbers = known.iter();
        let value = match cumulative {
            true if !known.is_empty() => {
                whole.max(numbers.try_fold(0_i64, |sum, one| sum.checked_add(*one)))
            }
            _ => whole.max(numbers.copied().max()),
        };
        let Some(value) = value else {
            let missing = vec![self.lacking(None)];
            return LeafAnswer::new(Status::Unknown, "chưa ghi".to_owned(), missing);
        };
        if value >= self.at_least {
            return LeafAnswer::new(Status::Met, self.shown(value), Vec::new());
        }
        // Entered for the whole: there is no more to come.
        let open = years().filter(|year| whole.is_none() && self.known(Some(*year)).is_none());
        let missing: Vec<Missing> = open.map(|year| self.lacking(Some(year))).collect();
        let status = match missing.is_empty() {
            true => Status::NotMet,
            false => Status::Unknown,
        };
        LeafAnswer::new(status, self.shown(value), missing)
    }

    fn in_years(&self, years: &Years) -> LeafAnswer {
        let all = self.bench.span.years();
        let counted: Vec<(i32, Option<i64>)> =
            all.map(|year| (year, self.known(Some(year)))).collect();
        let is_reached = |one: &Option<i64>| one.is_some_and(|one| one >= self.at_least);
        let reached = counted.iter().filter(|(_, one)| is_reached(one)).count();
        let open = counted.iter().filter(|(_, one)| one.is_none());
        let open: Vec<i32> = open.map(|(year, _)| *year).collect();
        let wanted = match years {
            Years::Every => counted.len(),
            Years::AtLeast(wanted) => usize::try_from(*wanted).unwrap_or(usize::MAX),
        };
        let status = status_of(reached, reached + open.len(), wanted);
        let found = counted.iter().map(|(year, one)| match one {
            Some(value) => format!("năm {year}: {}", self.shown(*value)),
            None => format!("năm {year}: chưa ghi"),
        });
        let found: Vec<String> = found.collect();
        let missing = match status {
            Status::Met => Vec::new(),
            _ => open
                .into_iter()
                .map(|year| self.lacking(Some(year)))
                .collect(),
        };
        LeafAnswer::new(status, found.join("; "), missing)
    }
}
