//! A member's score: points of each section, bonus, deductions, each step with
//! its clause.

use super::scoring::{ScoreRule, Scoring};
use super::table::ScoreTable;
use crate::finding::Finding;
use crate::number;
use crate::rules::Rules;
use crate::source::Clause;
use serde_json::Value;
use std::collections::BTreeMap;

/// The points and facts that are entered for one member. All points are hundredths of a point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreSheet {
    pub unit: String,
    /// Points by the table's line.
    pub lines: BTreeMap<String, i64>,
    pub bonus: Vec<BonusLine>,
    /// Deductions that the block has set itself, by its words.
    pub block_penalties: Vec<(String, i64)>,
    pub facts: UnitFacts,
}

/// Points that a unit claims for an indicator above what was registered. A score sheet's input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BonusLine {
    pub text: String,
    pub section: String,
    pub points: i64,
    /// Whether it is above the plan registered at the start of the year.
    pub above_registered_plan: bool,
}

/// The facts of a unit that score rules ask for, by the words that rule sets use: counts
/// (`reprimandLetters`) and yes or no (`partyOrganization`). A yes or no that is not there is not
/// known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFacts {
    pub counts: BTreeMap<String, i64>,
    pub answers: BTreeMap<String, bool>,
}

/// The score of one unit: points by section, bonus, penalty, and each rule's step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    pub unit: String,
    pub sections: Vec<SectionScore>,
    pub bonus: i64,
    /// What is taken off, as a number above zero.
    pub penalty: i64,
    /// Not below the floor that was chosen.
    pub total: i64,
    /// Shown and not ranked: «không bình xét, suy tôn».
    pub disqualified: Vec<ScoreStep>,
    /// Each rule that changed something, in order.
    pub steps: Vec<ScoreStep>,
    pub findings: Vec<Finding>,
}

/// The points of a member in one section, with the section's maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionScore {
    pub key: String,
    pub name: String,
    pub points: i64,
    pub maximum: Option<i64>,
}

/// One rule's effect on a member's score: points, words and clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreStep {
    pub rule: String,
    pub message: String,
    /// Added or, below zero, taken off.
    pub points: i64,
    pub clause: Option<Clause>,
}

/// Scores a member by the rules and the block's table. What is wrong in the
/// sheet is a finding, and is counted as far as the rules let it count.
pub fn score(rules: &Rules, scoring: &Scoring, table: &ScoreTable, sheet: &ScoreSheet) -> Score {
    let mut scorer = Scorer {
        rules,
        scoring,
        sheet,
        steps: Vec::new(),
        findings: Vec::new(),
    };
    let sections = scorer.sections(table);
    let bonus = scorer.bonus();
    let penalty = scorer.penalty();
    let disqualified = scorer.disqualified();
    scorer.not_said();
    let base = sections
        .iter()
        .fold(0_i64, |sum, one| sum.saturating_add(one.points));
    let sum = base.saturating_add(bonus).saturating_sub(penalty);
    let floor = scoring.chosen("floor");
    Score {
        unit: sheet.unit.clone(),
        sections,
        bonus,
        penalty,
        total: floor.map_or(sum, |floor| sum.max(floor)),
        disqualified,
        steps: scorer.steps,
        findings: scorer.findings,
    }
}

struct Scorer<'a> {
    rules: &'a Rules,
    scoring: &'a Scoring,
    sheet: &'a ScoreSheet,
    steps: Vec<ScoreStep>,
    findings: Vec<Finding>,
}

fn shown(points: i64) -> String {
    number::format(points, 2)
}

impl Scorer<'_> {
    fn sections(&mut self, table: &ScoreTable) -> Vec<SectionScore> {
        let (scoring, sheet) = (self.scoring, self.sheet);
        for key in sheet.lines.keys() {
            if table.lines.iter().all(|line| line.key != *key) {
                let message = format!(
                    "Có điểm của tiêu chí “{key}” không có trong bảng của khối; chưa được cộng."
                );
                self.findings
                    .push(Finding::error("unknownLine", key, message));
            }
        }
        for line in &table.lines {
            if scoring.sections.iter().all(|one| one.key != line.section) {
                let message = format!(
                    "“{}” nằm ở mục “{}” không có trong quy định; chưa được cộng.",
                    line.text, line.section
                );
                self.findings
                    .push(Finding::error("unknownSection", &line.key, message));
            }
            if !sheet.lines.contains_key(&line.key) {
                let message = format!("“{}” chưa chấm điểm; tạm tính 0 điểm.", line.text);
                self.findings
                    .push(Finding::warning("notScored", &line.key, message));
            }
        }
        let mut sections = Vec::new();
        for section in &scoring.sections {
            let maximum = table.maximum(scoring, &section.key);
            let mut points = 0_i64;
            for line in table
                .lines
                .iter()
                .filter(|line| line.section == section.key)
            {
                let given = sheet.lines.get(&line.key).copied().unwrap_or(0);
                let within = given.clamp(0, line.maximum.max(0));
                if given != within {
                    let message = format!(
                        "“{}”: {} điểm, phải từ 0 đến {}; chỉ tính {}.",
                        line.text,
                        shown(given),
                        shown(line.maximum),
                        shown(within)
                    );
                    self.findings
                        .push(Finding::error("pointsOutOfRange", &line.key, message));
                }
                points = points.saturating_add(within);
            }
            if let Some(maximum) = maximum.filter(|maximum| points > *maximum) {
                let rule = scoring.rule("sectionCeiling");
                let message = format!(
                    "Mục {}: tính không quá {} điểm.",
                    section.key,
                    shown(maximum)
                );
                self.step(rule, &section.key, message, maximum.saturating_sub(points));
                points = maximum;
            }
            points = self.without_organisations(&section.key, points, maximum);
            sections.push(SectionScore {
                key: section.key.clone(),
                name: section.name.clone(),
                points,
                maximum,
            });
        }
        sections
    }

    /// The rules for units without a party organisation, and without a union.
    fn without_organisations(&mut self, section: &str, points: i64, maximum: Option<i64>) -> i64 {
        let scoring = self.scoring;
        let mut points = points;
        for rule in &scoring.rules {
            if rule.section.as_deref() != Some(section) || !self.holds(&rule.when) {
                continue;
            }
            match (rule.kind.as_str(), rule.percent_at_most, maximum) {
                ("sectionShare", Some(percent), Some(maximum)) => {
                    let most = maximum.saturating_mul(percent) / 100;
                    if points > most {
                        let message =
                            format!("Mục {section}: tính không quá {} điểm.", shown(most));
                        self.step(Some(rule), section, message, most.saturating_sub(points));
                        points = most;
                    }
                }
                ("substituteRating", _, _) => {
                    let message = format!("Mục {section}: {}", rule.text);
                    self.step(Some(rule), section, message, 0);
                }
                _ => {}
            }
        }
        points
    }

    /// Whether every fact that a rule asks for is known to be as it says.
    fn holds(&self, when: &Value) -> bool {
        when.is_object() && self.are_so(when).all(|is_so| is_so == Some(true))
    }

    /// Of each fact that a rule asks for, whether it is as it says; none where
    /// nobody has said it.
    fn are_so(&self, when: &Value) -> impl Iterator<Item = Option<bool>> {
        let facts = &self.sheet.facts.answers;
        let wanted = when.as_object().into_iter().flatten();
        wanted.map(|(fact, value)| {
            let said = facts.get(fact).copied()?;
            Some(Some(said) == value.as_bool())
        })
    }

    /// Rules of which nobody has said yet whether they are for this unit: they
    /// change nothing until somebody does.
    fn not_said(&mut self) {
        let (facts, scoring) = (&self.sheet.facts, self.scoring);
        for rule in &scoring.rules {
            let counted = rule.counted.as_ref();
            let asks_count = counted.is_some_and(|word| !facts.counts.contains_key(word));
            let fact = rule.fact.as_ref();
            let asks_fact = fact.is_some_and(|word| !facts.answers.contains_key(word));
            // One fact that is otherwise is enough to know that it is not.
            let asks_when = self.are_so(&rule.when).any(|one| one.is_none())
                && self.are_so(&rule.when).all(|one| one != Some(false));
            if asks_count || asks_fact || asks_when {
                let message = format!(
                    "Chưa ghi đơn vị có thuộc trường hợp này không nên chưa tính: {}",
                    rule.text
                );
                let finding = Finding::warning("notSaid", &rule.id, message);
                self.findings
                    .push(finding.citing(self.rules.cite(rule.standing())));
            }
        }
    }

    fn bonus(&mut self) -> i64 {
        let scope = self.scoring.rule("bonusScope");
        let each = self.scoring.rule("bonusPerIndicator");
        let most = self.scoring.rule("bonusTotal");
        let mut sum = 0_i64;
        for line in &self.sheet.bonus {
            let in_scope = scope.is_none_or(|rule| {
                let asks_above = rule.when.as_str() == Some("aboveRegisteredPlan");
                rule.sections.contains(&line.section) && (line.above_registered_plan || !asks_above)
            });
            if !in_scope {
                let message = format!("“{}” không được tính điểm thưởng.", line.text);
                self.refuse("bonusNotInScope", line, message, scope);
                continue;
            }
            let limit = each.and_then(|rule| rule.at_most).unwrap_or(i64::MAX);
            if line.points < 0 || line.points > limit {
                let message = format!(
                    "“{}”: thưởng {} điểm, phải từ 0 đến {}; chưa được cộng.",
                    line.text,
                    shown(line.points),
                    shown(limit)
                );
                self.refuse("bonusOutOfRange", line, message, each);
                continue;
            }
            sum = sum.saturating_add(line.points);
        }
        let limit = most.and_then(|rule| rule.at_most).unwrap_or(i64::MAX);
        if sum > limit {
            let message = format!("Điểm thưởng: tính không quá {} điểm.", shown(limit));
            self.step(most, "bonus", message, limit.saturating_sub(sum));
        }
        sum.min(limit)
    }

    fn refuse(
        &mut self,
        code: &'static str,
        line: &BonusLine,
        message: String,
        rule: Option<&ScoreRule>,
    ) {
        let clause = rule.and_then(|rule| self.rules.cite(rule.standing()));
        self.findings
            .push(Finding::error(code, &line.text, message).citing(clause));
    }

    fn penalty(&mut self) -> i64 {
        let scoring = self.scoring;
        let mut sum = 0_i64;
        for rule in &scoring.rules {
            let taken = match rule.kind.as_str() {
                "penaltyEach" => {
                    let each = rule.each.unwrap_or(0).saturating_mul(self.count(rule));
                    each.min(rule.at_most.unwrap_or(i64::MAX))
                }
                "penaltyTiers" => {
                    let count = self.count(rule);
                    let tier = rule
                        .tiers
                        .iter()
                        .find(|tier| count >= tier.from && tier.to.is_none_or(|to| count <= to));
                    tier.map_or(0, |tier| tier.points)
                }
                "penaltyOnce" => match self.answer(rule) {
                    Some(true) => rule.points.unwrap_or(0),
                    _ => 0,
                },
                _ => 0,
            };
            if taken > 0 {
                let message = format!("Trừ {} điểm: {}", shown(taken), rule.text);
                self.step(Some(rule), &rule.id, message, -taken);
                sum = sum.saturating_add(taken);
            }
        }
        let own = scoring.rule("blockDefinedPenalties");
        for (words, points) in &self.sheet.block_penalties {
            if *points < 0 {
                let message = format!("“{words}”: điểm trừ không được âm; chưa được tính.");
                self.findings
                    .push(Finding::error("negativePoints", words, message));
                continue;
            }
            let message = format!("Trừ {} điểm: {words}", shown(*points));
            self.step(own, words, message, -points);
            sum = sum.saturating_add(*points);
        }
        let limit = scoring.chosen("penaltiesAtMost");
        limit.map_or(sum, |limit| sum.min(limit))
    }

    /// How many there were; a number below zero is a finding and none.
    fn count(&mut self, rule: &ScoreRule) -> i64 {
        let Some(counted) = &rule.counted else {
            return 0;
        };
        let count = self.sheet.facts.counts.get(counted).copied().unwrap_or(0);
        if count < 0 {
            let message = format!("Số “{counted}” không được âm; chưa được tính.");
            self.findings
                .push(Finding::error("negativeCount", counted, message));
        }
        count.max(0)
    }

    fn answer(&self, rule: &ScoreRule) -> Option<bool> {
        self.sheet.facts.answers.get(rule.fact.as_ref()?).copied()
    }

    fn disqualified(&self) -> Vec<ScoreStep> {
        let rules = self.scoring.rules_of("disqualification");
        let kept = rules.filter(|rule| self.answer(rule) == Some(true));
        let step = |rule: &ScoreRule| ScoreStep {
            rule: rule.id.clone(),
            message: format!("Không bình xét, suy tôn: {}", rule.text),
            points: 0,
            clause: self.rules.cite(rule.standing()),
        };
        kept.map(step).collect()
    }

    fn step(&mut self, rule: Option<&ScoreRule>, about: &str, message: String, points: i64) {
        self.steps.push(ScoreStep {
            rule: rule.map_or(about, |rule| rule.id.as_str()).to_owned(),
            message,
            points,
            clause: rule.and_then(|rule| self.rules.cite(rule.standing())),
        });
    }
}
