//! A nominating unit's whole list against a quota.

use super::quota::{AtMost, Counts, Quota};
use crate::number::pad2;
use crate::rules::source::Clause;
use crate::rules::{Finding, Rules};
use crate::subject::SubjectKind;

/// One of the list: a nomination, an exemplar, a unit, a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The record's id.
    pub id: String,
    pub kind: SubjectKind,
    /// A code of `subjectGroups`; none where nobody has said it.
    pub group: Option<String>,
}

/// How a list stands to a quota, as a screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuotaCheck {
    pub id: String,
    /// The words of the rule.
    pub text: String,
    pub clause: Option<Clause>,
    /// The alternative that the list is nearest to, kind by kind; of a quota for
    /// all together one line without a kind.
    pub usage: Vec<Usage>,
    /// Not counted: kinds outside the quota.
    pub outside: Vec<(SubjectKind, usize)>,
    pub keeps: bool,
    /// Going over is a warning, which can be accepted with a reason.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub kind: Option<SubjectKind>,
    pub count: usize,
    pub at_most: Option<usize>,
}

/// The quotas of an award (or of none) for a unit that nominates.
pub fn quotas_for<'a>(
    rules: &'a Rules,
    counts: Counts,
    award: Option<&'a str>,
    unit: &'a str,
) -> impl Iterator<Item = &'a Quota> {
    rules.quotas.iter().filter(move |quota| {
        let of_award = quota.award.is_none() || quota.award.as_deref() == award;
        let of_unit = quota.nominating_units.iter().any(|role| role == unit);
        quota.counts == counts && of_award && of_unit && !quota.retired
    })
}

/// Checks a unit's whole list: within one of the alternatives, with those that
/// must be among it, kinds outside not counted.
pub fn check_quota(rules: &Rules, quota: &Quota, list: &[Listed]) -> QuotaCheck {
    let clause = rules.cite(quota.standing());
    let count = |kind: SubjectKind| list.iter().filter(|one| one.kind == kind).count();
    let is_outside = |kind: &SubjectKind| quota.outside.contains(kind);
    let outside = SubjectKind::ALL.into_iter().filter(is_outside);
    let mut check = QuotaCheck {
        id: quota.id.clone(),
        text: quota.text.clone(),
        outside: outside
            .map(|kind| (kind, count(kind)))
            .filter(|(_, count)| *count > 0)
            .collect(),
        ..QuotaCheck::default()
    };
    let mut warn = |code, message: String| {
        let finding = Finding::warning(code, &quota.id, message);
        check.findings.push(finding.citing(clause.clone()));
    };
    let excess = |ways: &[AtMost]| -> usize {
        let over = |way: &AtMost| count(way.subject_kind).saturating_sub(number(way.at_most));
        ways.iter().map(over).sum()
    };
    if let Some(nearest) = quota.alternatives.iter().min_by_key(|ways| excess(ways)) {
        for way in nearest {
            check.usage.push(Usage {
                kind: Some(way.subject_kind),
                count: count(way.subject_kind),
                at_most: Some(number(way.at_most)),
            });
        }
        if excess(nearest) > 0 {
            let ways: Vec<String> = quota
                .alternatives
                .iter()
                .map(|ways| in_words(ways))
                .collect();
            let kinds = nearest.iter().map(|way| way.subject_kind);
            let counts: Vec<String> = kinds.map(|kind| counted(count(kind), kind)).collect();
            warn(
                "aboveQuota",
                format!(
                    "Danh sách có {}; số lượng là không quá {}. Hãy bớt, hoặc ghi lý do.",
                    counts.join(", "),
                    ways.join(" hoặc ")
                ),
            );
        }
    }
    let named = |kind: &SubjectKind| {
        let mut ways = quota.alternatives.iter().flatten();
        ways.any(|way| way.subject_kind == *kind)
    };
    for kind in SubjectKind::ALL {
        let is_forgotten = !quota.alternatives.is_empty()
            && quota.together.is_none()
            && !named(&kind)
            && !is_outside(&kind);
        if is_forgotten && count(kind) > 0 {
            let listed = counted(count(kind), kind);
            let message = format!(
                "Danh sách có {listed}; quy định này không nói đến {}.",
                kind.counted()
            );
            warn("kindNotNamed", message);
        }
    }
    for among in &quota.among {
        let of_kind = || list.iter().filter(|one| one.kind == among.subject_kind);
        let fits = |one: &&Listed| {
            one.group
                .as_ref()
                .is_some_and(|group| among.groups.contains(group))
        };
        let (found, unsaid) = (
            of_kind().filter(fits).count(),
            of_kind().filter(|one| one.group.is_none()).count(),
        );
        // An empty list has nobody to be among.
        if found >= number(among.at_least) || of_kind().next().is_none() {
            continue;
        }
        let groups: Vec<String> = among
            .groups
            .iter()
            .map(|group| rules.label_of("subjectGroups", group).to_lowercase())
            .collect();
        let mut message = format!(
            "Trong danh sách phải có ít nhất {} là {}; mới có {}.",
            counted(number(among.at_least), among.subject_kind),
            groups.join(", "),
            pad2(found)
        );
        if unsaid > 0 {
            message.push_str(&format!(
                " {} chưa ghi đối tượng.",
                counted(unsaid, among.subject_kind)
            ));
        }
        warn("tooFewAmong", message);
    }
    if let Some(together) = &quota.together {
        let kinds = match together.subject_kinds.as_slice() {
            [] => &SubjectKind::ALL[..],
            kinds => kinds,
        };
        let all: usize = kinds
            .iter()
            .filter(|kind| !is_outside(kind))
            .map(|kind| count(*kind))
            .sum();
        check.usage.push(Usage {
            kind: None,
            count: all,
            at_most: together
                .at_most
                .or(together.exactly)
                .or(together.about)
                .map(number),
        });
        let said = [
            (
                together.at_most,
                "không quá",
                together.at_most.is_some_and(|most| all > number(most)),
            ),
            (
                together.exactly,
                "đúng",
                together
                    .exactly
                    .is_some_and(|exact| all != number(exact) && all > 0),
            ),
            (
                together.about,
                "khoảng",
                together.about.is_some_and(|about| all > number(about)),
            ),
        ];
        for (wanted, word, is_off) in said {
            if let Some(wanted) = wanted.filter(|_| is_off) {
                let (all, wanted) = (pad2(all), pad2(number(wanted)));
                warn(
                    "aboveQuota",
                    format!("Danh sách có {all}; số lượng là {word} {wanted}."),
                );
            }
        }
    }
    check.keeps = check.findings.is_empty();
    check.clause = clause;
    check
}

fn number(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn counted(count: usize, kind: SubjectKind) -> String {
    format!("{} {}", pad2(count), kind.counted())
}

/// «02 tập thể, 03 cá nhân»; kinds of which there may be none are left out.
fn in_words(ways: &[AtMost]) -> String {
    let some = ways.iter().filter(|way| way.at_most > 0);
    let some: Vec<String> = some
        .map(|way| counted(number(way.at_most), way.subject_kind))
        .collect();
    match some.is_empty() {
        true => "00".to_owned(),
        false => some.join(", "),
    }
}
