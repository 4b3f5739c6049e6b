//! «01 lần được tặng Cờ thi đua của UBND tỉnh».

use super::{LeafAnswer, longest_run, short_of, status_of};
use crate::criteria::candidate::HeldAward;
use crate::criteria::criterion::{ConditionTest, CountUnit};
use crate::criteria::node::{JudgingContext, Missing, Status};
use crate::number::pad2;
use std::collections::BTreeSet;

impl JudgingContext<'_> {
    pub(super) fn award(&self, is: &ConditionTest) -> LeafAnswer {
        let ConditionTest::Award {
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
            (false, CountUnit::Year) => years.len(),
            (false, CountUnit::Decision) => counted.len(),
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
            count => format!("có {} lần: {}", pad2(count), found.join(", ")),
        };
        if !undated.is_empty() {
            found.push_str(&format!("; {} lần chưa ghi năm", pad2(undated.len())));
        }
        LeafAnswer::new(status, found, missing)
    }
}
