//! what was done against the plan, the same period and earlier years.

use crate::number;
use crate::summary_table::percent;
use std::collections::BTreeMap;

/// A registered indicator with its figures of several years, all scaled by `decimals`; none is not
/// entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub decimals: u8,
    pub polarity: Polarity,
    /// Where it is written: «<record>/<field>».
    pub about: String,
    /// What the unit itself has registered for the year.
    pub registered: Option<i64>,
    pub assigned_plan: Option<i64>,
    pub actual: Option<i64>,
    pub same_period_last_year: Option<i64>,
    /// Whole years; the year before the report's is `previousYear`.
    pub years: BTreeMap<i32, i64>,
}

/// The better direction of an indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Polarity {
    #[default]
    MoreIsBetter,
    /// Poor households, complaints.
    LessIsBetter,
}

/// An indicator's result against one other figure: the plan, the same period, an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// `assignedPlan`, `samePeriodLastYear`, `previousYear`, or a year.
    pub with: String,
    pub value: Option<i64>,
    /// Per cent with one decimal more than none: 105,3 is 1053. None where a
    /// figure is missing or the other is zero.
    pub percent: Option<i64>,
    /// What was done less the other, scaled as the indicator.
    pub difference: Option<i64>,
    /// Whether it is at least as good as the other.
    pub reached: Option<bool>,
}

/// Compares an indicator with what an outline asks for; `previousYears` is each
/// year that is entered before the report's. `decimals` are those of the ratio.
pub fn compare(indicator: &Indicator, with: &[String], year: i32, decimals: u8) -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    let mut add = |name: String, value: Option<i64>| {
        let sides = indicator.actual.zip(value);
        comparisons.push(Comparison {
            with: name,
            value,
            percent: sides.and_then(|(actual, other)| percent(actual, other, decimals)),
            difference: sides.and_then(|(actual, other)| actual.checked_sub(other)),
            reached: sides.map(|(actual, other)| match indicator.polarity {
                Polarity::MoreIsBetter => actual >= other,
                Polarity::LessIsBetter => actual <= other,
            }),
        });
    };
    for word in with {
        match word.as_str() {
            "assignedPlan" => add(word.clone(), indicator.assigned_plan),
            "samePeriodLastYear" => add(word.clone(), indicator.same_period_last_year),
            "previousYear" => {
                let before = indicator.years.get(&year.saturating_sub(1));
                add(word.clone(), before.copied());
            }
            "previousYears" => {
                for (earlier, value) in indicator.years.range(..year) {
                    add(earlier.to_string(), Some(*value));
                }
            }
            // A word of a newer rule set: shown, with nothing beside it.
            _ => add(word.clone(), None),
        }
    }
    comparisons
}

impl Indicator {
    /// «1.234,5 tấn».
    pub fn shown(&self, value: i64) -> String {
        let number = number::format(value, self.decimals);
        match self.unit.as_str() {
            "" => number,
            "%" => format!("{number}%"),
            unit => format!("{number} {unit}"),
        }
    }
}
