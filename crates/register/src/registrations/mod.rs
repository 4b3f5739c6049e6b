//! What the members of a block, or the villages of a commune, have registered
//! for a year: members × titles × targets, and who has not signed.

use crate::date::Days;
use crate::finding::Finding;
use crate::kind;
use crate::record::Record;
use crate::rules::Rules;
use crate::subject::SubjectKind;
use crate::text::{SortBy, sort_key};
use sorted::by_number;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The owner of a registration, and of every figure made of it: the commune, a unit below it, or a
/// block's member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RegistrationOwner {
    /// The commune's own.
    Own,
    /// Of the units below it.
    #[default]
    Units,
    /// Of the members of an emulation block.
    Members,
}

/// A unit that should register, with its registration of the year if there is one: the input of the
/// summary.
#[derive(Debug, Clone, Copy, Default)]
pub struct Member<'a> {
    pub whose: RegistrationOwner,
    pub id: &'a str,
    pub name: &'a str,
    pub registration: Option<&'a Record>,
}

/// A title that subjects of one kind can register for. Counts are kept by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title {
    pub kind: SubjectKind,
    /// A code of `awards`.
    pub award: String,
}

/// One member's line in the summary of registrations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberLine {
    pub whose: RegistrationOwner,
    pub id: String,
    pub name: String,
    /// The registration's record; none where there is none.
    pub registration: Option<String>,
    pub registered_on: Option<String>,
    pub titles: BTreeMap<Title, usize>,
    pub indicators: usize,
    /// As stored; none where nobody has signed.
    pub pledge_signed_on: Option<String>,
}

/// One target's line in the summary of registrations, with each member's figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetLine {
    pub name: String,
    pub unit: String,
    /// By the place of the member's line: the figure, or none where there is
    /// only a name.
    pub by_member: BTreeMap<usize, Option<i64>>,
}

/// The registrations of a year, summed up: a line for each member, totals for each title, and
/// targets. Screens and reports read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrationSummary {
    pub year: i32,
    pub lines: Vec<MemberLine>,
    /// The titles that somebody has registered for, in the catalogue's order.
    pub titles: Vec<Title>,
    pub totals: BTreeMap<Title, usize>,
    pub targets: Vec<TargetLine>,
    /// Different subjects of each kind that have registered for a title.
    pub subjects: BTreeMap<SubjectKind, usize>,
    pub findings: Vec<Finding>,
}

/// The lines of a registration that name titles, and of what kind they are.
const TITLE_LINES: [(&str, SubjectKind); 3] = [
    (kind::COLLECTIVE_TITLE, SubjectKind::Collective),
    (kind::INDIVIDUAL_TITLE, SubjectKind::Individual),
    (kind::FAMILY_TITLE, SubjectKind::Family),
];

/// Puts the members' registrations of a year together, in the order of the
/// members. A registration of another year is a finding and not taken in.
pub fn registration_summary(
    rules: &Rules,
    year: i32,
    members: &[Member<'_>],
) -> RegistrationSummary {
    let mut summing = Summing {
        rules,
        year,
        summary: RegistrationSummary {
            year,
            ..RegistrationSummary::default()
        },
        subjects: BTreeMap::new(),
        targets: BTreeMap::new(),
    };
    for (place, member) in members.iter().enumerate() {
        summing.member(place, member);
    }
    let Summing {
        mut summary,
        subjects,
        ..
    } = summing;
    let awards = rules.catalogue("awards");
    summary.titles = by_number(summary.totals.keys().cloned().collect(), |title| {
        let place = awards.iter().position(|item| item.code == title.award);
        let place = place.and_then(|place| i64::try_from(place).ok());
        (title.kind as i64) << 32 | place.unwrap_or(i64::from(u32::MAX))
    });
    summary.subjects = subjects
        .into_iter()
        .map(|(kind, all)| (kind, all.len()))
        .collect();
    summary
}

/// The registrations that were looked at so far.
struct Summing<'a> {
    rules: &'a Rules,
    year: i32,
    summary: RegistrationSummary,
    subjects: BTreeMap<SubjectKind, BTreeSet<String>>,
    /// By name and unit, the place of a target among the lines of targets.
    targets: BTreeMap<(String, String), usize>,
}

impl Summing<'_> {
    fn warn(&mut self, code: &'static str, about: &str, message: String) {
        let finding = Finding::warning(code, about, message);
        self.summary.findings.push(finding);
    }

    fn member(&mut self, place: usize, member: &Member<'_>) {
        let mut line = MemberLine {
            whose: member.whose,
            id: member.id.to_owned(),
            name: member.name.to_owned(),
            ..MemberLine::default()
        };
        let stated = member.registration.and_then(|record| record.int("year"));
        let of_year = member
            .registration
            .filter(|_| stated.is_none_or(|stated| stated == i64::from(self.year)));
        if of_year.is_none() && member.registration.is_some() {
            let message = format!(
                "Đăng ký của “{}” ghi năm khác; chưa được tổng hợp.",
                member.name
            );
            self.warn("otherYear", member.id, message);
        }
        if let Some(record) = of_year {
            line.registration = Some(record.id.clone());
            line.registered_on = record.text("registeredOn").map(str::to_owned);
            line.pledge_signed_on = record.text("pledgeSignedOn").map(str::to_owned);
            self.titles(member, record, &mut line);
            if stated.is_none() {
                let message = format!(
                    "Đăng ký của “{}” chưa ghi năm; vẫn được tổng hợp vào năm {}.",
                    member.name, self.year
                );
                self.warn("noYear", member.id, message);
            }
            line.indicators = record.lines_of(kind::INDICATOR).len();
            for indicator in record.lines_of(kind::INDICATOR) {
                self.target(place, member, indicator);
            }
        }
        for (title, count) in &line.titles {
            *self.summary.totals.entry(title.clone()).or_default() += count;
        }
        self.summary.lines.push(line);
    }

    fn titles(&mut self, member: &Member<'_>, record: &Record, line: &mut MemberLine) {
        for (line_kind, kind) in TITLE_LINES {
            for title in record.lines_of(line_kind) {
                let Some(award) = title.text("award") else {
                    let message =
                        format!("“{}”: có dòng đăng ký chưa chọn danh hiệu.", member.name);
                    self.warn("noTitle", &title.id, message);
                    continue;
                };
                let findings = &mut self.summary.findings;
                check_title(self.rules, member, title, award, kind, findings);
                let named = title.text("subjectName");
                let named = named.map(|name| format!("{}/{}", member.id, key_of(name)));
                let who = title.text("subject").map(str::to_owned).or(named);
                let who = who.unwrap_or_else(|| title.id.clone());
                self.subjects.entry(kind).or_default().insert(who);
                let title = Title {
                    kind,
                    award: award.to_owned(),
                };
                *line.titles.entry(title).or_default() += 1;
            }
        }
    }

    fn target(&mut self, place: usize, member: &Member<'_>, indicator: &Record) {
        let Some(name) = indicator.text("name") else {
            let message = format!(
                "“{}”: có chỉ tiêu chưa ghi tên nên không có dòng trong bảng tổng hợp.",
                member.name
            );
            return self.warn("noName", &indicator.id, message);
        };
        let unit = indicator.text("unit").unwrap_or_default();
        let lines = &mut self.summary.targets;
        let at = *self
            .targets
            .entry((key_of(name), key_of(unit)))
            .or_insert_with(|| {
                lines.push(TargetLine {
                    name: name.to_owned(),
                    unit: unit.to_owned(),
                    ..TargetLine::default()
                });
                lines.len() - 1
            });
        match lines[at].by_member.entry(place) {
            Entry::Vacant(free) => {
                free.insert(indicator.int("registeredFigure"));
            }
            Entry::Occupied(_) => {
                let message = format!(
                    "“{}” đăng ký chỉ tiêu “{name}” nhiều lần; bảng tổng hợp lấy lần đầu.",
                    member.name
                );
                self.warn("targetTwice", &indicator.id, message);
            }
        }
    }
}

/// By what names are told apart, however they are typed.
fn key_of(name: &str) -> String {
    sort_key(name, SortBy::Plain)
}

fn check_title(
    rules: &Rules,
    member: &Member<'_>,
    line: &Record,
    award: &str,
    kind: SubjectKind,
    findings: &mut Vec<Finding>,
) {
    let name = line.text("subjectName").unwrap_or(member.name);
    match rules.item("awards", award) {
        None => {
            let message =
                format!("“{name}” đăng ký “{award}”, không có trong danh mục; vẫn được đếm.");
            findings.push(Finding::warning("unknownAward", &line.id, message));
        }
        Some(item) if !item.has("subjectKinds", kind.word()) => {
            let message = format!(
                "“{name}” đăng ký “{}”, không dùng cho {}.",
                item.label,
                kind.counted()
            );
            findings.push(Finding::warning("notForSubject", &line.id, message));
        }
        Some(_) => {}
    }
}

impl RegistrationSummary {
    /// The lines of the units that hand in to whoever sums up, without their own.
    pub fn of_others(&self) -> impl Iterator<Item = &MemberLine> {
        self.lines
            .iter()
            .filter(|line| line.whose != RegistrationOwner::Own)
    }

    pub fn without_registration(&self) -> impl Iterator<Item = &MemberLine> {
        self.of_others().filter(|line| line.registration.is_none())
    }

    /// Who has registered, and no day is known on which they signed the pledge. Of those who have not
    /// registered nothing is known.
    pub fn without_pledge(&self) -> impl Iterator<Item = &MemberLine> {
        self.of_others()
            .filter(|line| line.registration.is_some() && line.pledge_signed_on.is_none())
    }

    /// Nobody has registered: nothing is known of what was registered.
    pub fn is_unknown(&self) -> bool {
        self.lines.iter().all(|line| line.registration.is_none())
    }
}

/// A registration as it stood on the last of these days: none of one that came later or says no
/// day at all where the days end within the year; without a pledge that was signed later.
pub fn until(registration: &Record, days: Days) -> Option<Record> {
    let holds = |key: &str| registration.date(key).and_then(|day| days.holds(day));
    let is_in = holds("registeredOn").or(holds("pledgeSignedOn"));
    if !(is_in.unwrap_or(days.is_whole_year())) {
        return None;
    }
    let mut as_it_stood = registration.clone();
    if holds("pledgeSignedOn") == Some(false) {
        as_it_stood.fields.remove("pledgeSignedOn");
    }
    Some(as_it_stood)
}
