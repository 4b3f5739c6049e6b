//! Whether a subject may be proposed for an award: every criterion that fits it,
//! judged.

use super::candidate::{Candidate, History, Span};
use super::criterion::{Condition, ConditionTest, Criterion, Within};
use super::judge::judge;
use super::node::{Node, Status};
use crate::finding::{Finding, Severity};
use crate::number;
use crate::rules::Rules;
use crate::source::Clause;

/// The match between a criterion and a subject. What does not fit at all is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    Fits,
    /// It would, if this were said of the subject: `scale`, `group`.
    WouldFit(&'static str),
}

/// A criterion that fits a subject, with the tree of its judged conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedCriterion {
    pub id: String,
    pub name: String,
    pub fit: Fit,
    pub span: Span,
    pub node: Node,
    pub clause: Option<Clause>,
    /// What is preferred and not asked for.
    pub priority: Vec<String>,
}

/// The judgement on one subject and one award in a year: the best status, each criterion judged,
/// and findings. Screens show it before a nomination.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// The best of the criteria: one that is met is enough.
    pub status: Status,
    pub criteria: Vec<JudgedCriterion>,
    pub findings: Vec<Finding>,
}

/// Judges a candidate for an award in a year. `period` is what criteria of a
/// period look back on; without it that of the rule set. `switched_on` names
/// optional criteria that the commune uses.
pub fn eligibility(
    rules: &Rules,
    award: &str,
    candidate: &Candidate,
    year: i32,
    period: Option<Span>,
    switched_on: &[&str],
) -> Eligibility {
    let mut findings = Vec::new();
    if rules.item("awards", award).is_none() {
        let message = format!("Danh mục không có danh hiệu, hình thức “{award}”. Hãy chọn lại.");
        findings.push(Finding::error("unknownAward", award, message));
    }
    not_foreseen(rules, &candidate.history, &mut findings);
    if let Some(unit) = &candidate.unit {
        not_foreseen(rules, unit, &mut findings);
    }
    let stated = rules.parts.period.map(|one| Span {
        from: one.from,
        to: one.to,
    });
    let period = period.or(stated);
    let fitting = fitting(rules, award, candidate, switched_on);
    let mut criteria = Vec::new();
    for (criterion, fit) in fitting {
        let span = match criterion.within.unwrap_or_default() {
            Within::Year => Some(Span::year(year)),
            Within::Period => period,
        };
        let Some(span) = span.filter(|span| span.from <= span.to) else {
            let message = format!(
                "Chưa biết giai đoạn để xét tiêu chuẩn “{}”. Hãy ghi giai đoạn.",
                criterion.name
            );
            let finding = Finding::error("noPeriod", &criterion.id, message);
            findings.push(finding.citing(rules.cite(criterion.standing())));
            continue;
        };
        let priority = criterion.priority.iter();
        criteria.push(JudgedCriterion {
            id: criterion.id.clone(),
            name: criterion.name.clone(),
            node: judge(rules, criterion, candidate, span),
            fit,
            span,
            clause: rules.cite(criterion.standing()),
            priority: priority
                .map(|words| rules.filled(&words.text, year))
                .collect(),
        });
    }
    if criteria.is_empty() && findings.iter().all(|one| one.severity != Severity::Error) {
        let message = "Bộ quy định không có tiêu chuẩn nào cho đối tượng này.".to_owned();
        findings.push(Finding::warning("noCriterion", award, message));
    }
    let of = |judged: &JudgedCriterion| match judged.fit {
        Fit::Fits => judged.node.status,
        Fit::WouldFit(_) => judged.node.status.min(Status::Unknown),
    };
    Eligibility {
        status: criteria.iter().map(of).max().unwrap_or_default(),
        criteria,
        findings,
    }
}

/// Awards and ratings that no catalogue has, and figures below zero: no criterion
/// can count them.
fn not_foreseen(rules: &Rules, history: &History, findings: &mut Vec<Finding>) {
    let mut say = |code, about: &str, message| {
        let finding = Finding::warning(code, about, message);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    };
    for held in &history.awards {
        if rules.item("awards", &held.award).is_none() {
            let message = format!(
                "Danh mục không có “{}” đã ghi trong quá trình khen thưởng nên chưa được đếm. Hãy chọn lại.",
                held.award
            );
            say("unknownAward", &held.award, message);
        }
    }
    for (year, held) in &history.ratings {
        if rules.item("ratings", &held.rating).is_none() {
            let message = format!(
                "Danh mục không có mức xếp loại “{}” của năm {year} nên chưa được đếm. Hãy chọn lại.",
                held.rating
            );
            say("unknownRating", &held.rating, message);
        }
    }
    for ((figure, year), value) in &history.figures {
        if *value < 0 {
            let of_year = year.map_or(String::new(), |year| format!(" năm {year}"));
            let message = format!(
                "“{}”{of_year} là {}, không được âm. Hãy sửa lại.",
                rules.label_of("figures", figure),
                number::format(*value, 0)
            );
            say("negativeFigure", figure, message);
        }
    }
}

/// The criteria that a subject is judged by: those for it, without those that
/// another takes the place of, and without those that another one asks for
/// anyway.
fn fitting<'a>(
    rules: &'a Rules,
    award: &str,
    candidate: &Candidate,
    switched_on: &[&str],
) -> Vec<(&'a Criterion, Fit)> {
    let of_award = rules.parts.criteria.iter().filter(|criterion| {
        let is_on = !criterion.optional || switched_on.contains(&criterion.id.as_str());
        criterion.award == award && is_on && !criterion.retired
    });
    let fitting: Vec<(&Criterion, Fit)> = of_award
        .filter_map(|criterion| Some((criterion, fit(criterion, candidate)?)))
        .collect();
    let mut kept = Vec::new();
    for (criterion, fit) in &fitting {
        let in_place_of_it = fitting.iter().filter(|(other, _)| {
            let mut asked: Vec<&str> = other.instead_of.as_deref().into_iter().collect();
            named(&other.condition, &mut asked);
            asked.contains(&criterion.id.as_str())
        });
        let by: Vec<&Fit> = in_place_of_it.map(|(_, fit)| fit).collect();
        // While it is open whether another takes its place, it is not enough.
        match by.iter().find(|fit| ***fit != Fit::Fits) {
            _ if by.contains(&&Fit::Fits) => {}
            Some(open) => kept.push((*criterion, (*open).clone())),
            None => kept.push((*criterion, fit.clone())),
        }
    }
    kept
}

fn named<'a>(condition: &'a Condition, names: &mut Vec<&'a str>) {
    match &condition.is {
        ConditionTest::All(below) => below.iter().for_each(|one| named(one, names)),
        ConditionTest::Criterion(id) => names.push(id),
        _ => {}
    }
}

fn fit(criterion: &Criterion, candidate: &Candidate) -> Option<Fit> {
    let test = &criterion.subject;
    if !test.kinds.is_empty() && !test.kinds.contains(&candidate.kind) {
        return None;
    }
    let heads = candidate
        .head_of
        .iter()
        .any(|role| test.head_of.contains(role));
    if !test.head_of.is_empty() && !heads {
        return None;
    }
    let mut fit = Fit::Fits;
    let said = [
        ("scale", &test.scales, &candidate.scale),
        ("group", &test.groups, &candidate.group),
    ];
    for (what, wanted, said) in said {
        match said {
            _ if wanted.is_empty() => {}
            Some(code) if wanted.contains(code) => {}
            Some(_) => return None,
            None => fit = Fit::WouldFit(what),
        }
    }
    Some(fit)
}
