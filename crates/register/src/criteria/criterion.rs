//! A criterion as a rule set writes it: for which award and whom, and a tree of
//! conditions.

use crate::rules::reader::{At, Read, read_choice, read_item};
use crate::rules::source::Words;
use crate::source::Source;
use crate::subject::SubjectKind;
use serde_json::Value;

/// One way to be proposed for an award: whom it is for, and a tree of conditions with their source.
/// Judging makes a [`super::JudgedCriterion`] of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Criterion {
    pub id: String,
    pub name: String,
    pub award: String,
    pub subject: SubjectTest,
    pub within: Option<Within>,
    /// The criterion that this one takes the place of, for whom it fits.
    pub instead_of: Option<String>,
    /// Only judged where the commune has switched it on.
    pub optional: bool,
    pub lead: Option<Words>,
    pub text: String,
    pub legal_basis: Option<String>,
    pub clause: Option<String>,
    pub note: Option<String>,
    pub checked: bool,
    pub source: Option<Source>,
    pub retired: bool,
    pub condition: Condition,
    /// What is preferred and not asked for.
    pub priority: Vec<Words>,
}

read_item!(Criterion {
    id, name, award, subject, within, instead_of, optional, lead, text, legal_basis, clause, note,
    checked, source, retired, condition, priority
} and "slip", "why", "reference");

/// The subjects that a criterion is for, by kind, scale, group and headship; an empty list is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectTest {
    pub kinds: Vec<SubjectKind>,
    pub scales: Vec<String>,
    pub groups: Vec<String>,
    pub head_of: Vec<String>,
}

read_item!(SubjectTest {
    kinds,
    scales,
    groups,
    head_of
});

/// The span of years that a criterion looks back on: the period, or the year alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Within {
    #[default]
    Period,
    Year,
}

read_choice!(Within { "period" => Period, "year" => Year });

/// The holder of the awards and ratings that a condition asks for: the subject, or the unit that
/// they head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum AwardHolder {
    #[default]
    Subject,
    Unit,
}

read_choice!(AwardHolder { "subject" => Subject, "unit" => Unit });

/// The unit in which awards are counted: decisions, or years with one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountUnit {
    /// Each decision counts.
    #[default]
    Decision,
    /// Two decisions of one year count once.
    Year,
}

read_choice!(CountUnit { "decision" => Decision, "year" => Year });

/// A number of times, never none.
fn times(at: &At<'_>, key: &str) -> u32 {
    let times = at.key(key);
    if times == 0 && at.has(key) {
        at.say(&format!("{key} phải từ 1 trở lên"));
    }
    times
}

/// The number of years that a condition on ratings asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Years {
    /// In each year looked back on: «liên tục các năm».
    #[default]
    Every,
    AtLeast(u32),
}

impl Read for Years {
    fn read(at: &At<'_>) -> Self {
        match at.value {
            Value::String(word) if word == "every" => Self::Every,
            Value::Number(_) => match u32::read(at) {
                0 => {
                    at.say("phải từ 1 trở lên");
                    Self::Every
                }
                years => Self::AtLeast(years),
            },
            _ => {
                at.say("phải là một số nguyên hoặc chữ every");
                Self::Every
            }
        }
    }
}

/// One condition of a criterion: the rule set's words and source, and what is tested.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    pub key: Option<String>,
    pub text: Option<String>,
    pub source: Option<Source>,
    pub is: ConditionTest,
}

/// The test of a [`Condition`]: a branch over other conditions, or one fact that is met, not met or
/// not known yet.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionTest {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    AtLeast(u32, Vec<Condition>),
    Rating {
        whose: AwardHolder,
        rating: String,
        or_better: bool,
        years: Years,
        consecutive: bool,
        recognized: bool,
    },
    Award {
        whose: AwardHolder,
        awards: Vec<String>,
        times: u32,
        counted_by: CountUnit,
        consecutive: bool,
        modes: Vec<String>,
    },
    /// «nhiều lần được biểu dương»: how often is many, a person says.
    Commended {
        whose: AwardHolder,
    },
    Figure {
        figure: String,
        at_least: i64,
        unit: String,
        years: Option<Years>,
        cumulative: bool,
    },
    Subject {
        records: Vec<String>,
    },
    Delegate {
        congress: String,
    },
    MemberShare {
        awards: Vec<String>,
        percent_at_least: i64,
    },
    /// What only a person can confirm.
    Statement,
    Criterion(String),
}

impl Default for ConditionTest {
    fn default() -> Self {
        Self::Any(Vec::new())
    }
}

const LEAF: [&str; 6] = ["is", "key", "text", "source", "slip", "why"];

impl Read for Condition {
    fn read(at: &At<'_>) -> Self {
        if at.value.as_object().is_none() {
            at.object_of(&[]);
            return Self::default();
        }
        Self {
            key: at.key("key"),
            text: at.key("text"),
            source: at.key("source"),
            is: ConditionTest::read(at),
        }
    }
}

impl Read for ConditionTest {
    fn read(at: &At<'_>) -> Self {
        let branches = ["all", "any", "of", "is"];
        match branches.into_iter().find(|key| at.has(key)) {
            Some("all") => Self::All(branch(at, "all", &[])),
            Some("any") => Self::Any(branch(at, "any", &[])),
            Some("of") => {
                let below = branch(at, "of", &["atLeast"]);
                let wanted = times(at, "atLeast");
                if usize::try_from(wanted).is_ok_and(|wanted| wanted > below.len()) {
                    at.say("atLeast nhiều hơn số điều kiện bên trong");
                }
                Self::AtLeast(wanted, below)
            }
            Some(_) => leaf(at),
            None => {
                at.say("điều kiện phải có all, any, atLeast và of, hoặc is");
                Self::default()
            }
        }
    }
}

fn branch(at: &At<'_>, key: &str, also: &[&str]) -> Vec<Condition> {
    let mut keys = vec![key, "key", "text", "source"];
    keys.extend(also);
    at.object_of(&keys);
    let below: Vec<Condition> = at.key(key);
    if below.is_empty() {
        at.say("phải có ít nhất một điều kiện bên trong");
    }
    below
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn leaf(at: &At<'_>) -> ConditionTest {
    let only = |also: &[&str]| at.object_of(&[&LEAF, also].concat());
    match at.value.get("is").and_then(Value::as_str) {
        Some("rating") => {
            only(&[
                "whose",
                "rating",
                "orBetter",
                "years",
                "consecutive",
                "recognized",
            ]);
            ConditionTest::Rating {
                whose: at.key("whose"),
                rating: at.key("rating"),
                or_better: at.key("orBetter"),
                years: at.key("years"),
                consecutive: at.key("consecutive"),
                recognized: at.key("recognized"),
            }
        }
        Some("award") => {
            only(&[
                "whose",
                "awards",
                "times",
                "countedBy",
                "consecutive",
                "modes",
            ]);
            ConditionTest::Award {
                whose: at.key("whose"),
                awards: at.key("awards"),
                times: times(at, "times"),
                counted_by: at.key::<Option<_>>("countedBy").unwrap_or_default(),
                consecutive: at.key("consecutive"),
                modes: at.key("modes"),
            }
        }
        Some("commended") => {
            only(&["whose", "times"]);
            ConditionTest::Commended {
                whose: at.key("whose"),
            }
        }
        Some("figure") => {
            only(&["figure", "atLeast", "unit", "years", "cumulative"]);
            ConditionTest::Figure {
                figure: at.key("figure"),
                at_least: at.key("atLeast"),
                unit: at.key("unit"),
                years: at.key("years"),
                cumulative: at.key("cumulative"),
            }
        }
        Some("subject") => {
            only(&["records"]);
            ConditionTest::Subject {
                records: at.key("records"),
            }
        }
        Some("delegate") => {
            only(&["congress"]);
            ConditionTest::Delegate {
                congress: at.key("congress"),
            }
        }
        Some("memberShare") => {
            only(&["awards", "percentAtLeast"]);
            ConditionTest::MemberShare {
                awards: at.key("awards"),
                percent_at_least: at.key("percentAtLeast"),
            }
        }
        Some("statement") => {
            only(&[]);
            ConditionTest::Statement
        }
        Some("criterion") => {
            only(&["criterion"]);
            ConditionTest::Criterion(at.key("criterion"))
        }
        _ => {
            at.say("is phải là một trong các chữ: rating award commended figure subject delegate memberShare statement criterion");
            ConditionTest::default()
        }
    }
}
