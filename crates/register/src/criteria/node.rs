//! What comes of judging: conditions as a tree, and where each stands.

use super::candidate::{Candidate, Span};
use super::criterion::{AwardHolder, Criterion};
use crate::rules::Rules;
use crate::rules::source::Standing;
use crate::source::{Clause, Source};

/// The standing of a condition. More is better, and an award more never makes it less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    NotMet,
    /// It cannot be known yet; the node says what is missing.
    #[default]
    Unknown,
    Met,
}

/// The rule by which a node's status comes from the nodes below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    All,
    Any,
    AtLeast(u32),
    Leaf,
}

/// One thing that a condition lacks to be met, or to be known: a rating, an award, a figure, a
/// confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The rating of a year has not been entered.
    Rating { whose: AwardHolder, year: i32 },
    /// Nobody has said whether an authority recognises a year's rating.
    Recognition { whose: AwardHolder, year: i32 },
    /// So many years with that rating are missing.
    RatedYears {
        whose: AwardHolder,
        rating: String,
        years: u32,
    },
    /// So many awards, any of these, are missing.
    Awards {
        whose: AwardHolder,
        awards: Vec<String>,
        times: u32,
    },
    /// An award is entered without its year.
    AwardYear { whose: AwardHolder, award: String },
    /// A figure has not been entered; of that year, or of the whole.
    Figure { figure: String, year: Option<i32> },
    /// A person must confirm it: the criterion's id and the words.
    Confirmation { criterion: String, words: String },
    /// The members' awards have not been entered.
    Members,
    /// Nothing is known of the unit that the person heads.
    Unit,
    /// A code that the rule set does not have, in the register or in a rule.
    UnknownCode(String),
}

/// A judged condition: its status, why, and the conditions below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What the branch is called where the rule set names it: `C-1.a`.
    pub key: Option<String>,
    pub status: Status,
    pub rule: Combination,
    /// The words of the rule.
    pub text: String,
    /// What was found, in words: «đã có 01 lần: năm 2022 (Quyết định 12)».
    pub found: String,
    pub missing: Vec<Missing>,
    pub clause: Option<Clause>,
    pub below: Vec<Node>,
}

impl Node {
    /// The leaves that keep it from being met, in order; of alternatives all,
    /// since any of them would do.
    pub fn open_leaves(&self) -> Vec<&Self> {
        if self.status == Status::Met {
            return Vec::new();
        }
        match self.below.as_slice() {
            [] => vec![self],
            below => below.iter().flat_map(Self::open_leaves).collect(),
        }
    }
}

/// The surroundings in which a condition is judged: rules, criterion, candidate and span.
#[derive(Clone, Copy)]
pub(super) struct JudgingContext<'a> {
    pub rules: &'a Rules,
    pub criterion: &'a Criterion,
    pub candidate: &'a Candidate,
    pub span: Span,
    /// The year whose words are put in.
    pub year: i32,
    /// How much deeper criteria may still rest on one another.
    pub depth: u32,
}

impl JudgingContext<'_> {
    pub fn words(self, text: &str) -> String {
        self.rules.filled(text, self.year)
    }

    /// The place of a condition, in the clause of its criterion where it names none.
    pub fn cite(self, source: Option<&Source>) -> Option<Clause> {
        let whole = self.criterion.standing();
        let own = source.map(|source| {
            let clause = || whole.source.and_then(|whole| whole.clause.clone());
            Source {
                clause: source.clause.clone().or_else(clause),
                ..source.clone()
            }
        });
        let standing = match &own {
            Some(source) => Standing {
                source: Some(source),
                checked: whole.checked,
                ..Standing::default()
            },
            None => whole,
        };
        self.rules.cite(standing)
    }
}
