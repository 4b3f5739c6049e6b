//! «Hàng năm thu nhập đạt từ 200 triệu đồng trở lên», «trị giá (cộng dồn) từ 150
//! triệu đồng trở lên».

use super::{Answer, status_of};
use crate::criteria::criterion::{Is, Years};
use crate::criteria::node::{Bench, Missing, Status};
use crate::number;

impl Bench<'_> {
    pub(super) fn figure(&self, is: &Is) -> Answer {
        let Is::Figure {
            figure,
            at_least,
            unit,
            years,
            cumulative,
        } = is
        else {
            return self.confirmed("");
        };
        let figures = &self.candidate.history.figures;
        let of_year = |year: i32| figures.get(&(figure.clone(), Some(year))).copied();
        let whole = figures.get(&(figure.clone(), None)).copied();
        let shown = |value: i64| match self
            .rules
            .item("figures", figure)
            .and_then(|item| item.attribute("unit"))
        {
            Some("đồng") => number::money(value),
            _ => format!("{} {unit}", number::format(value, 0)),
        };
        let lacking = |year| Missing::Figure {
            figure: figure.clone(),
            year,
        };
        let Some(years) = years else {
            // One figure for the whole, or the sum of the years that are known.
            let known: Vec<i64> = self.span.years().filter_map(of_year).collect();
            let sum = known
                .iter()
                .try_fold(0_i64, |sum, one| sum.checked_add(*one));
            let best = known.iter().copied().max();
            let value = match cumulative {
                true if !known.is_empty() => whole.max(sum),
                _ => whole.max(best),
            };
            return match value {
                Some(value) if value >= *at_least => {
                    Answer::new(Status::Met, shown(value), Vec::new())
                }
                // Entered for the whole: there is no more to come.
                Some(value) if whole.is_some() => {
                    Answer::new(Status::NotMet, shown(value), Vec::new())
                }
                Some(value) => {
                    let missing = self.span.years().filter(|year| of_year(*year).is_none());
                    let missing: Vec<Missing> = missing.map(|year| lacking(Some(year))).collect();
                    let status = match missing.is_empty() {
                        true => Status::NotMet,
                        false => Status::Unknown,
                    };
                    Answer::new(status, shown(value), missing)
                }
                None => Answer::new(Status::Unknown, "chưa ghi".to_owned(), vec![lacking(None)]),
            };
        };
        let counted: Vec<(i32, Option<i64>)> = self
            .span
            .years()
            .map(|year| (year, of_year(year)))
            .collect();
        let reached = counted
            .iter()
            .filter(|(_, one)| one.is_some_and(|one| one >= *at_least))
            .count();
        let open: Vec<i32> = counted
            .iter()
            .filter(|(_, one)| one.is_none())
            .map(|(year, _)| *year)
            .collect();
        let wanted = match years {
            Years::Every => counted.len(),
            Years::AtLeast(wanted) => usize::try_from(*wanted).unwrap_or(usize::MAX),
        };
        let status = status_of(reached, reached + open.len(), wanted);
        let found: Vec<String> = counted
            .iter()
            .map(|(year, one)| match one {
                Some(value) => format!("năm {year}: {}", shown(*value)),
                None => format!("năm {year}: chưa ghi"),
            })
            .collect();
        let missing = match status {
            Status::Met => Vec::new(),
            _ => open.into_iter().map(|year| lacking(Some(year))).collect(),
        };
        Answer::new(status, found.join("; "), missing)
    }
}
