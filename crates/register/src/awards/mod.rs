//! The award register: one entry for each decision on a subject.

use crate::criteria::HeldAward;
use crate::date::{Days, PartialDate};
use crate::finding::Finding;
use crate::kind;
use crate::record::Record;
use crate::subject::SubjectKind;
use crate::text::{SortBy, sort_key};
use serde_json::Value;
use std::borrow::Cow;

/// The award register of these records, in their order; records of other kinds
/// are no awards.
pub fn award_register<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Award> {
    let awards = records.into_iter().filter(|one| one.kind == kind::AWARD);
    awards.map(Award::of_record).collect()
}

/// The awards that were decided on within these days, and what is to be said of those that only
/// say a year where the days end within it.
pub fn decided_within(register: &[Award], days: Days) -> (Vec<Award>, Option<Finding>) {
    let holds = |award: &&Award| award.decided_on().map(|day| days.holds(day));
    let undecided: Vec<&Award> = register
        .iter()
        .filter(|award| holds(award) == Some(None))
        .collect();
    let finding = (!undecided.is_empty()).then(|| {
        let why = format!("chưa ghi ngày quyết định nên chưa được đếm {days}.");
        not_counted("noDay", "", &undecided, &why)
    });
    // Those without a year are said by whoever counts.
    let is_in = |award: &&Award| matches!(holds(award), None | Some(Some(true)));
    (register.iter().filter(is_in).cloned().collect(), finding)
}

/// What a subject has been given, as criteria count it. An award whose subject's
/// record is not known belongs to nobody.
pub fn held_by(register: &[Award], subject: &str) -> Vec<HeldAward> {
    let own = register
        .iter()
        .filter(|award| award.subject.as_deref() == Some(subject));
    own.map(|award| HeldAward {
        award: award.award.clone(),
        mode: award.mode.clone(),
        year: award.year,
        decision: award.decision(),
    })
    .collect()
}

/// One entry of the award register: an award that a decision gave to one subject. Made of a stored
/// record; criteria, ratios, tables and reports count these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Award {
    /// The record's id.
    pub id: String,
    /// A code of `awards`.
    pub award: String,
    /// A code of `commendationModes`; none where nobody has said it.
    pub mode: Option<String>,
    /// None where the record says something that is no kind.
    pub kind: Option<SubjectKind>,
    /// The subject's record; none where only the name is known.
    pub subject: Option<String>,
    pub subject_name: String,
    /// The year of the decision.
    pub year: Option<i32>,
    /// At the grassroots, a direct worker, a small collective.
    pub is_direct: Option<bool>,
    pub is_leader: Option<bool>,
    pub decision_number: Option<String>,
    /// As stored; it may be partial.
    pub decision_date: Option<String>,
    pub issuing_authority: Option<String>,
}

impl Award {
    /// Reads a record of the kind [`kind::AWARD`]. What is not there or makes no sense is
    /// none, and said in the findings of whatever counts it.
    pub fn of_record(record: &Record) -> Self {
        let text = |key: &str| record.text(key).map(str::to_owned);
        let answer = |key: &str| match record.value(key) {
            Some(Value::Bool(answer)) => Some(*answer),
            Some(Value::String(answer)) if answer == "yes" => Some(true),
            Some(Value::String(answer)) if answer == "no" => Some(false),
            _ => None,
        };
        let stated = record.int("year").and_then(|year| i32::try_from(year).ok());
        let is_leader = answer("isLeader");
        let kind = record.text("subjectKind").and_then(SubjectKind::of_code);
        // Who is no leader works directly, if nothing else is said.
        let from_leader = is_leader.filter(|_| kind == Some(SubjectKind::Individual));
        Self {
            id: record.id.clone(),
            award: text("award").unwrap_or_default(),
            mode: text("commendationMode"),
            kind,
            subject: text("subject"),
            subject_name: text("subjectName").unwrap_or_default(),
            year: stated.or_else(|| record.date("decisionDate").map(PartialDate::year)),
            is_direct: answer("isDirect").or_else(|| from_leader.map(|leads| !leads)),
            is_leader,
            decision_number: text("decisionNumber"),
            decision_date: text("decisionDate"),
            issuing_authority: text("issuingAuthority"),
        }
    }

    /// The day of the decision as far as it is known, or its year.
    pub fn decided_on(&self) -> Option<PartialDate> {
        let date = self.decision_date.as_deref();
        let year = || PartialDate::new(self.year?, None, None).ok();
        date.and_then(PartialDate::parse_stored).or_else(year)
    }

    /// «Quyết định số 12/QĐ-UBND ngày 05/03/2026», as much of it as is known.
    pub fn decision(&self) -> Option<String> {
        let number = self.decision_number.as_deref()?;
        let date = self.decision_date.as_deref();
        let date = date.and_then(PartialDate::parse_stored);
        let date = date.map_or(String::new(), |date| format!(" ngày {date}"));
        Some(format!("Quyết định {number}{date}"))
    }

    /// By what subjects are told apart: their record, or their name. However it is
    /// typed, «Hoa» is not «Hòa».
    pub(crate) fn subject_key(&self) -> Cow<'_, str> {
        match &self.subject {
            Some(id) => Cow::Borrowed(id),
            None => Cow::Owned(sort_key(&self.subject_name, SortBy::Plain)),
        }
    }
}

/// What no row and no sum can take in, said once for each reason.
pub(crate) fn not_counted(
    code: &'static str,
    about: &str,
    awards: &[&Award],
    why: &str,
) -> Finding {
    let first = awards
        .first()
        .map_or("", |award| award.subject_name.as_str());
    let message = match awards.len() {
        1 => format!("“{first}”: {why}"),
        count => format!("{count} lượt khen (“{first}” …): {why}"),
    };
    Finding::warning(code, about, message)
}
