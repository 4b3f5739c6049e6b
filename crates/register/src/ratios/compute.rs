//! over the award register.

use super::ratio::Ratio;
use crate::awards::{Award, not_counted};
use crate::criteria::Span;
use crate::rules::source::Clause;
use crate::rules::{Finding, Rules};
use crate::subject::SubjectKind;
use crate::summary_table::{UnitTotals, percent};
use std::collections::BTreeSet;

/// What ratios are made from.
#[derive(Debug, Clone, Default)]
pub struct RatioInputs<'a> {
    pub awards: &'a [Award],
    pub span: Span,
    pub totals: UnitTotals,
    /// Nominations sent up, and those with a decision; none where nobody counts.
    pub nominations_submitted: Option<i64>,
    pub nominations_decided: Option<i64>,
}

/// One ratio of one kind or level, with the numbers that it is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatioLine {
    pub ratio: String,
    pub name: String,
    /// What it is of: a subject kind or an award level; empty of all.
    pub of: String,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    /// Per cent, scaled by `decimals`; none on a denominator that is zero or
    /// not known.
    pub percent: Option<i64>,
    pub decimals: u8,
    pub clause: Option<Clause>,
}

impl RatioLine {
    /// «66,7»; blank where there is none.
    pub fn shown(&self) -> String {
        let shown = |percent| crate::number::format_fixed(percent, self.decimals);
        self.percent.map(shown).unwrap_or_default()
    }
}

/// What is counted for one side of a ratio.
#[derive(Default, Clone, Copy)]
struct Of<'a> {
    kind: Option<SubjectKind>,
    level: Option<&'a str>,
}

/// A ratio's lines, one for each kind or level that it asks for. A word that is
/// not known is a finding, and its side is none.
pub fn ratio_lines(
    rules: &Rules,
    ratio: &Ratio,
    inputs: &RatioInputs<'_>,
) -> (Vec<RatioLine>, Vec<Finding>) {
    let mut findings = Vec::new();
    let levels: Vec<&str> = levels(rules);
    let each: Vec<(String, Of<'_>)> = match ratio.each.as_deref() {
        Some("subjectKind") => [SubjectKind::Collective, SubjectKind::Individual]
            .into_iter()
            .map(|kind| {
                let of = Of {
                    kind: Some(kind),
                    level: None,
                };
                (kind.word().to_owned(), of)
            })
            .collect(),
        Some("awardLevel") => levels
            .iter()
            .map(|level| {
                let of = Of {
                    kind: None,
                    level: Some(level),
                };
                ((*level).to_owned(), of)
            })
            .collect(),
        _ => vec![(String::new(), Of::default())],
    };
    let undated: Vec<&Award> = inputs
        .awards
        .iter()
        .filter(|one| one.year.is_none())
        .collect();
    if !undated.is_empty() {
        let why = "chưa ghi năm nên chưa được đếm vào tỷ lệ.";
        findings.push(not_counted("noYear", &ratio.id, &undated, why));
    }
    let counter = Counter { rules, inputs };
    let mut lines = Vec::new();
    for (name, of) in each {
        let mut side = |word: &str| {
            counter.count(word, of).unwrap_or_else(|| {
                let message = format!("Chưa biết cách đếm “{word}” của tỷ lệ {}.", ratio.id);
                findings.push(Finding::warning("unknownWord", &ratio.id, message));
                None
            })
        };
        let (numerator, denominator) = (side(&ratio.numerator), side(&ratio.denominator));
        let sides = numerator.zip(denominator);
        let share = sides.and_then(|(top, bottom)| percent(top, bottom, ratio.decimals));
        if sides.is_some_and(|(top, bottom)| bottom > 0 && top > bottom) {
            let message = format!(
                "“{}”: tử số nhiều hơn mẫu số. Hãy xem lại tổng số của đơn vị.",
                ratio.name
            );
            findings.push(Finding::warning("aboveWhole", &ratio.id, message));
        }
        lines.push(RatioLine {
            ratio: ratio.id.clone(),
            name: ratio.name.clone(),
            of: name,
            numerator,
            denominator,
            percent: share,
            decimals: ratio.decimals,
            clause: rules.cite(ratio.standing()),
        });
    }
    (lines, findings)
}

/// The award levels that the catalogue has, each once, in its order.
fn levels(rules: &Rules) -> Vec<&str> {
    let mut levels = Vec::new();
    for level in rules
        .catalogue("awards")
        .iter()
        .filter_map(|item| item.attribute("awardLevel"))
    {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

struct Counter<'a> {
    rules: &'a Rules,
    inputs: &'a RatioInputs<'a>,
}

impl<'a> Counter<'a> {
    fn awards(&self, of: Of<'a>) -> impl Iterator<Item = &'a Award> {
        let (rules, span) = (self.rules, self.inputs.span);
        self.inputs.awards.iter().filter(move |award| {
            let in_span = award.year.is_some_and(|year| span.holds(year));
            let of_kind = of.kind.is_none() || award.kind == of.kind;
            let level = || rules.item("awards", &award.award)?.attribute("awardLevel");
            in_span && of_kind && (of.level.is_none() || level() == of.level)
        })
    }

    /// Subjects, each once however often it was commended.
    fn subjects(&self, of: Of<'a>) -> i64 {
        let keys: BTreeSet<String> = self.awards(of).map(Award::subject_key).collect();
        i64::try_from(keys.len()).unwrap_or(i64::MAX)
    }

    fn number(&self, of: Of<'a>, counts: impl Fn(&Award) -> bool) -> i64 {
        let counted = self.awards(of).filter(|award| counts(award)).count();
        i64::try_from(counted).unwrap_or(i64::MAX)
    }

    /// None of a word that is not known; a side that nobody has entered is
    /// `Some(None)`.
    fn count(&self, word: &str, of: Of<'a>) -> Option<Option<i64>> {
        let individuals = Of {
            kind: Some(SubjectKind::Individual),
            ..of
        };
        // Families are neither grassroots units nor workers.
        let is_counted = |award: &Award| {
            of.level.is_none()
                || matches!(
                    award.kind,
                    Some(SubjectKind::Collective | SubjectKind::Individual)
                )
        };
        let is_direct = |award: &Award| award.is_direct == Some(true);
        Some(match word {
            "awarded" => Some(self.subjects(of)),
            "awardedIndividuals" => Some(self.number(individuals, |_| true)),
            "awardedLeaders" => {
                Some(self.number(individuals, |award| award.is_leader == Some(true)))
            }
            "awardedDirectWorkers" => Some(self.number(individuals, is_direct)),
            "awardedDirect" => Some(self.number(of, |award| is_counted(award) && is_direct(award))),
            "awardedInRow" | "awardedOfLevel" => Some(self.number(of, is_counted)),
            "unitTotal" => self.inputs.totals.0.get(&of.kind?).copied(),
            "nominationsSubmitted" => self.inputs.nominations_submitted,
            "nominationsDecided" => self.inputs.nominations_decided,
            _ => return None,
        })
    }
}
