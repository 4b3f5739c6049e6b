//! A block's own table of a year: what it adds to the rules, and whether it
//! keeps to them.

use super::scoring::{ScoreRule, Scoring};
use crate::finding::Finding;
use crate::number;
use crate::rules::Rules;
use std::collections::BTreeMap;

/// A block's own scoring table of a year: the lines that it agreed on, each with the most points
/// that it can give, and section maxima where the block sets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreTable {
    /// Hundredths of a point by section; they stand before those of the rules.
    pub maxima: BTreeMap<String, i64>,
    pub lines: Vec<TableLine>,
}

/// One line of a [`ScoreTable`]: what is scored, the most points, and what proves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableLine {
    pub key: String,
    pub section: String,
    pub text: String,
    /// Hundredths of a point.
    pub maximum: i64,
    /// What proves it: «Hồ sơ tài liệu kiểm chứng».
    pub evidence: String,
}

impl Scoring {
    pub fn rule(&self, kind: &str) -> Option<&ScoreRule> {
        self.rules.iter().find(|rule| rule.kind == kind)
    }

    pub fn rules_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a ScoreRule> {
        self.rules.iter().filter(move |rule| rule.kind == kind)
    }

    /// What the text does not say and was chosen: `floor`, `penaltiesAtMost`.
    pub fn chosen(&self, key: &str) -> Option<i64> {
        let chosen = self.not_stated.iter().find(|one| one.key == key);
        chosen.and_then(|one| one.value.as_i64())
    }
}

impl ScoreTable {
    /// The most that a section can give: as the block says, the rule set, or
    /// the table for reference.
    pub fn maximum(&self, scoring: &Scoring, section: &str) -> Option<i64> {
        let own = self.maxima.get(section).copied();
        let stated = || {
            scoring
                .sections
                .iter()
                .find(|one| one.key == section)?
                .maximum
        };
        let reference = || {
            let table = scoring.reference_table.as_ref()?;
            let mut sections = table.sections.iter();
            Some(sections.find(|one| one.key == section)?.maximum)
        };
        own.or_else(stated).or_else(reference)
    }
}

/// What is against the rules in a block's own table.
pub fn check_table(rules: &Rules, scoring: &Scoring, table: &ScoreTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    let points = |value| number::format(value, 2);
    let total = scoring.rule("total");
    let known = |key: &str| scoring.sections.iter().any(|one| one.key == key);
    let strange = table
        .maxima
        .keys()
        .chain(table.lines.iter().map(|line| &line.section));
    for section in strange.filter(|section| !known(section)) {
        let message = format!("Bảng chấm điểm không có mục “{section}”.");
        findings.push(Finding::error("unknownSection", section, message));
    }
    let maxima: Vec<Option<i64>> = scoring
        .sections
        .iter()
        .map(|section| table.maximum(scoring, &section.key))
        .collect();
    let sum: Option<i64> = maxima
        .iter()
        .copied()
        .try_fold(0_i64, |sum, one| sum.checked_add(one?));
    if let Some((rule, contents)) = total.and_then(|rule| Some((rule, rule.contents?)))
        && sum != Some(contents)
    {
        let message = match sum {
            Some(sum) => format!(
                "Tổng điểm tối đa của các mục là {}, phải bằng {}. Hãy sửa điểm của các mục.",
                points(sum),
                points(contents)
            ),
            None => "Có mục chưa ghi điểm tối đa. Hãy ghi đủ.".to_owned(),
        };
        let finding = Finding::error("sectionsSum", &rule.id, message);
        findings.push(finding.citing(rules.cite(rule.standing())));
    }
    let ceiling = scoring.rule("sectionCeiling");
    for section in &scoring.sections {
        let lines = table
            .lines
            .iter()
            .filter(|line| line.section == section.key);
        let sum = lines.fold(0_i64, |sum, line| sum.saturating_add(line.maximum));
        let maximum = table.maximum(scoring, &section.key);
        if let Some(maximum) = maximum.filter(|maximum| sum > *maximum) {
            let message = format!(
                "Mục {}: tổng điểm của các tiêu chí là {}, vượt {} điểm của mục.",
                section.key,
                points(sum),
                points(maximum)
            );
            let finding = Finding::error("aboveSection", &section.key, message);
            let clause = ceiling.and_then(|rule| rules.cite(rule.standing()));
            findings.push(finding.citing(clause));
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for line in &table.lines {
        if line.maximum < 0 {
            let message = format!("“{}”: điểm tối đa không được âm.", line.text);
            findings.push(Finding::error("negativePoints", &line.key, message));
        }
        if seen.contains(&line.key.as_str()) {
            let message = format!("“{}”: mã tiêu chí đã dùng ở dòng khác.", line.text);
            findings.push(Finding::error("duplicateLine", &line.key, message));
        }
        seen.push(&line.key);
        if line.evidence.trim().is_empty()
            && let Some(rule) = scoring.rule("evidence")
        {
            let message = format!("“{}” chưa ghi hồ sơ, tài liệu kiểm chứng.", line.text);
            let finding = Finding::warning("noEvidence", &line.key, message);
            findings.push(finding.citing(rules.cite(rule.standing())));
        }
    }
    findings
}
