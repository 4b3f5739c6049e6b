//! «Liên tục các năm được đánh giá hoàn thành tốt nhiệm vụ trở lên», «ít nhất 02
//! năm hoàn thành xuất sắc nhiệm vụ».

use super::{LeafAnswer, longest_run, short_of, status_of};
use crate::criteria::candidate::YearlyRating;
use crate::criteria::criterion::{ConditionTest, Years};
use crate::criteria::node::{JudgingContext, Missing, Status};
use crate::number::pad2;
use serde_json::Value;

impl JudgingContext<'_> {
    fn rank(&self, rating: &str) -> Option<i64> {
        let item = self.rules.item("ratings", rating)?;
        item.attributes.get("rank").and_then(Value::as_i64)
    }

    /// Whether a year's rating is what is asked for; none where it is not known.
    fn year_counts(&self, is: &ConditionTest, held: Option<&YearlyRating>) -> Option<bool> {
        let ConditionTest::Rating {
            rating,
            or_better,
            recognized,
            ..
        } = is
        else {
            return None;
        };
        let held = held?;
        let reaches = match (or_better, self.rank(&held.rating), self.rank(rating)) {
            _ if held.rating == *rating => true,
            (_, None, _) | (true, _, None) => return None,
            (true, Some(held), Some(wanted)) => held >= wanted,
            (false, ..) => false,
        };
        match (reaches, recognized) {
            (true, true) => held.recognized,
            (reaches, _) => Some(reaches),
        }
    }

    pub(super) fn rating(&self, is: &ConditionTest) -> LeafAnswer {
        let ConditionTest::Rating {
            whose,
            rating,
            years,
            consecutive,
            ..
        } = is
        else {
            return self.confirmed("");
        };
        let Some(history) = self.history(*whose) else {
            return self.confirmed("");
        };
        let of_year = |year: i32| (year, self.year_counts(is, history.ratings.get(&year)));
        let counted: Vec<(i32, Option<bool>)> = self.span.years().map(of_year).collect();
        let named = |wanted: Option<bool>| {
            let years = counted.iter().filter(|(_, counts)| *counts == wanted);
            years.map(|(year, _)| *year).collect::<Vec<i32>>()
        };
        let (good, low, open) = (named(Some(true)), named(Some(false)), named(None));
        let mut missing: Vec<Missing> = open
            .iter()
            .map(|year| match history.ratings.get(year) {
                None => Missing::Rating {
                    whose: *whose,
                    year: *year,
                },
                Some(held) if self.rules.item("ratings", &held.rating).is_none() => {
                    Missing::UnknownCode(held.rating.clone())
                }
                Some(_) => Missing::Recognition {
                    whose: *whose,
                    year: *year,
                },
            })
            .collect();
        let (reached, possible, wanted) = match years {
            Years::Every => (good.len(), good.len() + open.len(), counted.len()),
            Years::AtLeast(wanted) => {
                let wanted = usize::try_from(*wanted).unwrap_or(usize::MAX);
                match consecutive {
                    true => (
                        longest_run(counted.iter().map(|(_, one)| *one == Some(true))),
                        longest_run(counted.iter().map(|(_, one)| *one != Some(false))),
                        wanted,
                    ),
                    false => (good.len(), good.len() + open.len(), wanted),
                }
            }
        };
        let status = status_of(reached, possible, wanted);
        if status == Status::NotMet && *years != Years::Every {
            missing.push(Missing::RatedYears {
                whose: *whose,
                rating: rating.clone(),
                years: short_of(wanted, reached),
            });
        }
        if status == Status::Met {
            missing.clear();
        }
        let mut found = vec![match years_in_words(&good) {
            years if good.is_empty() => format!("chưa có năm nào{years}"),
            years => format!("đạt {} năm: {years}", pad2(good.len())),
        }];
        if !low.is_empty() {
            found.push(format!("không đạt: {}", years_in_words(&low)));
        }
        if !open.is_empty() {
            found.push(format!("chưa rõ: {}", years_in_words(&open)));
        }
        LeafAnswer::new(status, found.join("; "), missing)
    }
}

fn years_in_words(years: &[i32]) -> String {
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    years.join(", ")
}
