//! The year's calendar: deadlines and what the commune does for each task of the
//! plan, by day.

use super::deadline::{PlanTask, When};
use super::due::{DayRange, Due, DueStanding, due, last_of_quarter};
use crate::date::PartialDate;
use crate::rules::Rules;
use std::collections::BTreeMap;

/// The day of each event of the year that is known: `blockConference` on
/// 2026-12-20.
pub type Events = BTreeMap<String, PartialDate>;

/// A year's deadlines for the screen: those with a day in order, then those without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    pub year: i32,
    pub dues: Vec<Due>,
}

/// Everything that is due in a year. Tasks that the commune has no part in are
/// left out.
pub fn calendar(rules: &Rules, year: i32, events: &Events, today: PartialDate) -> Calendar {
    let mut dues = Vec::new();
    for deadline in rules.parts.deadlines.iter().filter(|one| !one.retired) {
        let event = match &deadline.when {
            When::Event { event, .. } => events.get(event).copied(),
            _ => None,
        };
        dues.extend(due(rules, deadline, year, event, today));
    }
    let tasks = rules.parts.plan_tasks.iter().filter(|task| !task.retired);
    dues.extend(tasks.filter_map(|task| task_due(rules, task, year, today)));
    dues.sort_by_key(|due| (due.day().is_none(), due.day()));
    Calendar { year, dues }
}

fn task_due(rules: &Rules, task: &PlanTask, year: i32, today: PartialDate) -> Option<Due> {
    let commune = task.commune.as_ref()?;
    let day = last_of_quarter(year, task.quarter)?;
    let mut due = Due {
        id: task.id.clone(),
        name: rules.filled(&commune.text, year),
        printed: format!("quý {} năm {year}", task.quarter),
        named_day: Some(day),
        days: DayRange {
            first: None,
            last: Some(day),
        },
        place: DueStanding::Ahead,
        days_left: None,
        readings: Vec::new(),
        by: commune.performers.clone(),
        to: Vec::new(),
        note: None,
        clause: rules.cite(task.standing()),
    };
    due.stand(today);
    Some(due)
}

impl Calendar {
    /// Those whose last safe day is at most so many days away and not past.
    pub fn within(&self, days: i64) -> impl Iterator<Item = &Due> {
        self.dues
            .iter()
            .filter(move |due| due.days_left.is_some_and(|left| (0..=days).contains(&left)))
    }
}
