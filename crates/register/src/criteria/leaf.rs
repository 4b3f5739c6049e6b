//! The leaves of a condition: ratings, awards, figures, and what a person
//! confirms.

use super::candidate::{HeldAward, History, YearlyRating};
use super::criterion::{Condition, CountedBy, Is, Whose, Years};
use super::judge::{Bench, Missing, Node, Rule, Status};
use crate::number;
use serde_json::Value;
use std::collections::BTreeSet;

/// A leaf's answer, before its words are put to it.
struct Answer {
    status: Status,
    found: String,
    missing: Vec<Missing>,
}

impl Answer {
    fn new(status: Status, found: String, missing: Vec<Missing>) -> Self {
        Self {
            status,
            found,
            missing,
        }
    }
}

pub(super) fn leaf(bench: Bench<'_>, condition: &Condition) -> Node {
    let text = condition.text.as_deref().unwrap_or_default();
    let answer = match &condition.is {
        Is::Rating { whose, .. } | Is::Award { whose, .. } if bench.history(*whose).is_none() => {
            let found = "chưa có thông tin của đơn vị".to_owned();
            Answer::new(Status::Unknown, found, vec![Missing::Unit])
        }
        Is::Rating { .. } => bench.rating(&condition.is),
        Is::Award { .. } => bench.award(&condition.is),
        Is::Figure { .. } => bench.figure(&condition.is),
        Is::Subject { records } => {
            let fits = records.contains(&bench.candidate.record_kind);
            let status = if fits { Status::Met } else { Status::NotMet };
            Answer::new(status, String::new(), Vec::new())
        }
        Is::MemberShare {
            awards,
            percent_at_least,
        } => bench.member_share(awards, *percent_at_least),
        Is::Commended { whose } => bench.commended(*whose, text),
        _ => bench.confirmed(text),
    };
    Node {
        status: answer.status,
        rule: Rule::Leaf,
        text: bench.words(text),
        found: answer.found,
        missing: answer.missing,
        clause: bench.cite(condition.source.as_ref()),
        below: Vec::new(),
    }
}

impl Bench<'_> {
    fn history(&self, whose: Whose) -> Option<&History> {
        match whose {
            Whose::Subject => Some(&self.candidate.history),
            Whose::Unit => self.candidate.unit.as_ref(),
        }
    }

    fn rank(&self, rating: &str) -> Option<i64> {
        let item = self.rules.item("ratings", rating)?;
        item.attributes.get("rank").and_then(Value::as_i64)
    }

    /// Whether a year's rating is what is asked for; none where it is not known.
    fn year_counts(&self, is: &Is, held: Option<&YearlyRating>) -> Option<bool> {
        let Is::Rating {
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

    fn rating(&self, is: &Is) -> Answer {
        let Is::Rating {
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
            years => format!("đạt {} năm: {years}", pad(good.len())),
        }];
        if !low.is_empty() {
            found.push(format!("không đạt: {}", years_in_words(&low)));
        }
        if !open.is_empty() {
            found.push(format!("chưa rõ: {}", years_in_words(&open)));
        }
        Answer::new(status, found.join("; "), missing)
    }

    fn award(&self, is: &Is) -> Answer {
        let Is::Award {
            whose,
            awards,
            times,
            counted_by,
            consecutive,
            modes,
        } = is
        else {
            return self.confirmed("");
        };
        let Some(history) = self.history(*whose) else {
            return self.confirmed("");
        };
        let fits = |held: &&HeldAward| {
            let mode_fits = match &held.mode {
                Some(mode) => modes.is_empty() || modes.contains(mode),
                None => modes.is_empty(),
            };
            awards.contains(&held.award) && mode_fits
        };
        let held: Vec<&HeldAward> = history.awards.iter().filter(fits).collect();
        let dated = held
            .iter()
            .filter_map(|one| one.year.map(|year| (year, *one)));
        let counted: Vec<(i32, &HeldAward)> =
            dated.filter(|(year, _)| self.span.holds(*year)).collect();
        let undated: Vec<&&HeldAward> = held.iter().filter(|one| one.year.is_none()).collect();
        let years: BTreeSet<i32> = counted.iter().map(|(year, _)| *year).collect();
        let reached = match (consecutive, counted_by) {
            (true, _) => longest_run(self.span.years().map(|year| years.contains(&year))),
            (false, CountedBy::Year) => years.len(),
            (false, CountedBy::Decision) => counted.len(),
        };
        let possible = match consecutive {
            // One more year can join two runs.
            true if !undated.is_empty() => years.len() + undated.len(),
            _ => reached + undated.len(),
        };
        let wanted = usize::try_from(*times).unwrap_or(usize::MAX);
        let status = status_of(reached, possible, wanted);
        let mut missing = Vec::new();
        if status != Status::Met {
            missing.extend(undated.iter().map(|one| Missing::AwardYear {
                whose: *whose,
                award: one.award.clone(),
            }));
            missing.push(Missing::Awards {
                whose: *whose,
                awards: awards.clone(),
                times: short_of(wanted, reached),
            });
        }
        let mut found: Vec<String> = Vec::new();
        for (year, one) in &counted {
            found.push(match &one.decision {
                Some(decision) => format!("năm {year} ({decision})"),
                None => format!("năm {year}"),
            });
        }
        let mut found = match found.len() {
            0 => "chưa có lần nào".to_owned(),
            count => format!("có {} lần: {}", pad(count), found.join(", ")),
        };
        if !undated.is_empty() {
            found.push_str(&format!("; {} lần chưa ghi năm", pad(undated.len())));
        }
        Answer::new(status, found, missing)
    }

    fn figure(&self, is: &Is) -> Answer {
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

    fn member_share(&self, awards: &[String], percent: i64) -> Answer {
        let Some(members) = self
            .candidate
            .members
            .as_ref()
            .filter(|members| !members.is_empty())
        else {
            let found = "chưa có danh sách thành viên".to_owned();
            return Answer::new(Status::Unknown, found, vec![Missing::Members]);
        };
        let has = |member: &&BTreeSet<String>| awards.iter().any(|award| member.contains(award));
        let (with, all) = (members.iter().filter(has).count(), members.len());
        let scaled = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let reaches = scaled(with).saturating_mul(100) >= scaled(all).saturating_mul(percent);
        let status = if reaches { Status::Met } else { Status::NotMet };
        Answer::new(
            status,
            format!("{}/{} thành viên", pad(with), pad(all)),
            Vec::new(),
        )
    }

    /// How often is often, a person says; how often it was, the register knows.
    fn commended(&self, whose: Whose, text: &str) -> Answer {
        let mut answer = self.confirmed(text);
        let awards = self
            .history(whose)
            .map_or(&[][..], |history| history.awards.as_slice());
        let times = awards
            .iter()
            .filter(|one| one.year.is_some_and(|year| self.span.holds(year)));
        answer
            .found
            .push_str(&format!("; trong sổ có {} lần", pad(times.count())));
        answer
    }

    /// What only a person can say: statements, «nhiều lần», being a delegate.
    fn confirmed(&self, text: &str) -> Answer {
        let key = (self.criterion.id.clone(), text.to_owned());
        match self.candidate.confirmed.get(&key) {
            Some(true) => Answer::new(Status::Met, "đã xác nhận".to_owned(), Vec::new()),
            Some(false) => Answer::new(Status::NotMet, "xác nhận là không".to_owned(), Vec::new()),
            None => {
                let (criterion, words) = key;
                let missing = vec![Missing::Confirmation { criterion, words }];
                Answer::new(Status::Unknown, "chờ xác nhận".to_owned(), missing)
            }
        }
    }
}

fn status_of(reached: usize, possible: usize, wanted: usize) -> Status {
    if reached >= wanted {
        Status::Met
    } else if possible >= wanted {
        Status::Unknown
    } else {
        Status::NotMet
    }
}

fn longest_run(years: impl Iterator<Item = bool>) -> usize {
    let (mut longest, mut run) = (0, 0);
    for counts in years {
        run = if counts { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn short_of(wanted: usize, reached: usize) -> u32 {
    u32::try_from(wanted.saturating_sub(reached)).unwrap_or(u32::MAX)
}

fn pad(count: usize) -> String {
    format!("{count:02}")
}

fn years_in_words(years: &[i32]) -> String {
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    years.join(", ")
}
