//! Making new records, wherever that is asked for.

use crate::platform;
use crate::routes::of_record;
use crate::session::{Line, Session};
use crate::text;
use register::{id, kind};
use replica::Edit;
use serde_json::Value;

/// When a record was added, by the phone's calendar: a record is there once
/// something is said of it. Not for what exists once and may be begun by two.
pub fn added_today() -> (&'static str, Value) {
    let (year, month, day) = platform::today();
    (
        "addedOn",
        Value::from(format!("{year}-{month:02}-{day:02}")),
    )
}

/// A new record with its first fields and what its form starts with.
pub fn new_record(
    session: Session,
    scope: &str,
    record: &str,
    kind: &str,
    values: Vec<(&str, Value)>,
) -> Vec<Edit> {
    let form = session.rules_untracked().form_of_kind(kind).cloned();
    let defaults = form.map(|form| form.defaults()).unwrap_or_default();
    let mut fields: Vec<(String, Value)> = defaults
        .into_iter()
        .filter(|(key, _)| values.iter().all(|(own, _)| own != key))
        .collect();
    fields.extend(
        values
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value)),
    );
    fields
        .into_iter()
        .map(|(field, value)| Edit {
            scope: scope.to_owned(),
            record: record.to_owned(),
            kind: kind.to_owned(),
            field,
            value,
            replaces: Vec::new(),
        })
        .collect()
}

/// Where a record is opened: at its one page, or at its sections.
pub fn path_of(session: Session, kind: &str, record: &str) -> String {
    let rules = session.rules_untracked();
    let sections = rules
        .form_of_kind(kind)
        .map(|form| form.sections.as_slice())
        .unwrap_or_default();
    match sections {
        [only] => of_record(record, Some(&only.key)),
        _ => of_record(record, None),
    }
}

/// The scope of a village, by its record's id.
pub fn village_scope(session: Session, village: &str) -> String {
    format!("{}/{village}", session.enrolment().commune.code)
}

/// A new village and its scope.
pub fn new_village(session: Session, values: Vec<(&str, Value)>) -> (String, Vec<Edit>) {
    let record = platform::fresh_id();
    let scope = village_scope(session, &record);
    let edits = new_record(session, &scope, &record, kind::VILLAGE, values);
    (record, edits)
}

/// Whose registration it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registrant {
    /// `commune` or `village`.
    pub subject_kind: &'static str,
    pub record: String,
    pub scope: String,
    pub title: String,
    pub detail: String,
}

/// The commune, for an official, and the villages that the person sees.
pub fn registrants(session: Session) -> Vec<Registrant> {
    let enrolment = session.enrolment();
    let mut all = Vec::new();
    if !enrolment.is_village_head() {
        all.push(Registrant {
            subject_kind: "commune",
            record: id::singleton(kind::COMMUNE, &enrolment.commune.code),
            scope: enrolment.commune.code.clone(),
            title: enrolment.commune.name.clone(),
            detail: text::WHOLE_COMMUNE.into(),
        });
    }
    all.extend(
        session
            .lines_of(kind::VILLAGE)
            .iter()
            .map(|line| Registrant {
                subject_kind: "village",
                record: line.record.clone(),
                scope: line.scope.clone(),
                title: named(line),
                detail: line.about.detail.clone(),
            }),
    );
    all
}

/// The id of a registration: there is one of a subject and a year, also when
/// two officials begin it without knowing of each other.
pub fn registration_id(subject: &str, year: i32) -> String {
    id::singleton(kind::EMULATION_REGISTRATION, &format!("{subject}|{year}"))
}

/// The first edits of a registration.
pub fn new_registration(session: Session, of: &Registrant, year: i32) -> Vec<Edit> {
    let values = vec![
        ("subjectKind", Value::from(of.subject_kind)),
        ("subject", Value::from(of.record.clone())),
        ("subjectName", Value::from(of.title.clone())),
        ("year", Value::from(year)),
    ];
    let record = registration_id(&of.record, year);
    new_record(
        session,
        &of.scope,
        &record,
        kind::EMULATION_REGISTRATION,
        values,
    )
}

/// What a record is called in lists.
pub fn named(line: &Line) -> String {
    if line.about.title.trim().is_empty() {
        text::UNNAMED.into()
    } else {
        line.about.title.clone()
    }
}
