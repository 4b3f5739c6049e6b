//! A nominating unit's whole list against a quota.

use super::quota::{AtMost, CountedItems, Quota};
use crate::finding::Finding;
use crate::number::pad2;
use crate::rules::Rules;
use crate::source::Clause;
use crate::subject::SubjectKind;

/// One item of a list that is held against a quota: a nomination, an exemplar, a unit or a
/// decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuotaItem {
    /// The record's id.
    pub id: String,
    pub kind: SubjectKind,
    /// A code of `subjectGroups`; none where nobody has said it.
    pub group: Option<String>,
}

/// The result of holding a list against one quota, as a screen shows it.
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

/// One line of a [`QuotaCheck`]: how many of a kind there are, and how many there may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub kind: Option<SubjectKind>,
    pub count: usize,
    pub at_most: Option<usize>,
}

/// The quotas of an award (or of none) for a unit that nominates.
pub fn quotas_for<'a>(
    rules: &'a Rules,
    counts: CountedItems,
    award: Option<&'a str>,
    unit: &'a str,
) -> impl Iterator<Item = &'a Quota> {
    rules.parts.quotas.iter().filter(move |quota| {
        let of_award = quota.award.is_none() || quota.award.as_deref() == award;
        let of_unit = quota.nominating_units.iter().any(|role| role == unit);
        quota.counts == counts && of_award && of_unit && !quota.retired
    })
}

/// Checks a unit's whole list: within one of the alternatives, with those that
/// must be among it, kinds outside not counted.
pub fn check_quota(rules: &Rules, quota: &Quota, list: &[QuotaItem]) -> QuotaCheck {
    let mut checking = Checking {
        rules,
        quota,
        list,
        check: QuotaCheck {
            id: quota.id.clone(),
            text: quota.text.clone(),
            clause: rules.cite(quota.standing()),
            ..QuotaCheck::default()
        },
    };
    checking.outside();
    checking.alternatives();
    checking.kinds_not_named();
    checking.among();
    checking.together();
    let mut check = checking.check;
    check.keeps = check.findings.is_empty();
    check
}

struct Checking<'a> {
    rules: &'a Rules,
    quota: &'a Quota,
    list: &'a [QuotaItem],
    check: QuotaCheck,
}

impl Checking<'_> {
    fn count(&self, kind: SubjectKind) -> usize {
        self.list.iter().filter(|one| one.kind == kind).count()
    }

    fn is_outside(&self, kind: SubjectKind) -> bool {
        self.quota.outside.contains(&kind)
    }

    fn warn(&mut self, code: &'static str, message: String) {
        let finding = Finding::warning(code, &self.quota.id, message);
        let clause = self.check.clause.clone();
        self.check.findings.push(finding.citing(clause));
    }

    fn outside(&mut self) {
        let outside = SubjectKind::ALL.into_iter();
        let outside = outside.filter(|kind| self.is_outside(*kind));
        let counted = outside.map(|kind| (kind, self.count(kind)));
        self.check.outside = counted.filter(|(_, count)| *count > 0).collect();
    }

    /// By how many the list is above an alternative.
    fn excess(&self, ways: &[AtMost]) -> usize {
        let over = |way: &AtMost| {
            let count = self.count(way.subject_kind);
            count.saturating_sub(number(way.at_most))
        };
        ways.iter().map(over).sum()
    }

    fn alternatives(&mut self) {
        let alternatives = &self.quota.alternatives;
        let Some(nearest) = alternatives.iter().min_by_key(|ways| self.excess(ways)) else {
            return;
        };
        for way in nearest {
            self.check.usage.push(Usage {
                kind: Some(way.subject_kind),
                count: self.count(way.subject_kind),
                at_most: Some(number(way.at_most)),
            });
        }
        if self.excess(nearest) == 0 {
            return;
        }
        let ways: Vec<String> = alternatives.iter().map(|ways| in_words(ways)).collect();
        let kinds = nearest.iter().map(|way| way.subject_kind);
        let counts: Vec<String> = kinds.map(|kind| counted(self.count(kind), kind)).collect();
        let message = format!(
            "Danh sách có {}; số lượng là không quá {}. Hãy bớt, hoặc ghi lý do.",
            counts.join(", "),
            ways.join(" hoặc ")
        );
        self.warn("aboveQuota", message);
    }

    fn kinds_not_named(&mut self) {
        let quota = self.quota;
        if quota.alternatives.is_empty() || quota.together.is_some() {
            return;
        }
        for kind in SubjectKind::ALL {
            let mut ways = quota.alternatives.iter().flatten();
            let is_named = ways.any(|way| way.subject_kind == kind);
            if is_named || self.is_outside(kind) || self.count(kind) == 0 {
                continue;
            }
            let message = format!(
                "Danh sách có {}; quy định này không nói đến {}.",
                counted(self.count(kind), kind),
                kind.counted()
            );
            self.warn("kindNotNamed", message);
        }
    }

    fn among(&mut self) {
        for among in &self.quota.among {
            let of_kind = || {
                self.list
                    .iter()
                    .filter(|one| one.kind == among.subject_kind)
            };
            let fits = |one: &&QuotaItem| {
                let group = one.group.as_ref();
                group.is_some_and(|group| among.groups.contains(group))
            };
            let found = of_kind().filter(fits).count();
            let unsaid = of_kind().filter(|one| one.group.is_none()).count();
            // An empty list has nobody to be among.
            if found >= number(among.at_least) || of_kind().next().is_none() {
                continue;
            }
            let label = |group: &String| self.rules.label_of("subjectGroups", group).to_lowercase();
            let groups: Vec<String> = among.groups.iter().map(label).collect();
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
            self.warn("tooFewAmong", message);
        }
    }

    fn together(&mut self) {
        let Some(together) = &self.quota.together else {
            return;
        };
        let kinds = match together.subject_kinds.as_slice() {
            [] => &SubjectKind::ALL[..],
            kinds => kinds,
        };
        let counted = kinds.iter().filter(|kind| !self.is_outside(**kind));
        let all: usize = counted.map(|kind| self.count(*kind)).sum();
        let (at_most, exactly, about) = (together.at_most, together.exactly, together.about);
        self.check.usage.push(Usage {
            kind: None,
            count: all,
            at_most: at_most.or(exactly).or(about).map(number),
        });
        let is_above = |most: u32| all > number(most);
        let is_other = |exact: u32| all != number(exact) && all > 0;
        let said = [
            (at_most.filter(|most| is_above(*most)), "không quá"),
            (exactly.filter(|exact| is_other(*exact)), "đúng"),
            (about.filter(|about| is_above(*about)), "khoảng"),
        ];
        for (wanted, word) in said {
            if let Some(wanted) = wanted {
                let (all, wanted) = (pad2(all), pad2(number(wanted)));
                let message = format!("Danh sách có {all}; số lượng là {word} {wanted}.");
                self.warn("aboveQuota", message);
            }
        }
    }
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
