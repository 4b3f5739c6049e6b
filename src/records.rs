//! Records by their lines: which there are, what they are called, where they are opened, and new ones.

use crate::history;
use crate::platform;
use crate::routes::of_record;
use crate::session::{Line, Session};
use crate::text;
use crate::ui::Act;
use leptos::prelude::*;
use register::id;
use register::kind::{self, InitialValue, RecordScope};
use register::summary::Summary as About;
use register::text::{fold, initials};
use replica::Edit;
use serde_json::Value;
use std::sync::Arc;

/// The key of the record that was begun last in this tab.
const BEGUN: &str = "begun";

/// Opens a new record of a kind. It is only there once something is written in it.
pub fn begin(session: Session, scope: &str, kind: &str) {
    let record = platform::fresh_id();
    let commune = &session.enrolment().commune.code;
    let scope = match kind::spec(kind).map(|row| row.lives) {
        Some(RecordScope::Own) => village_scope(session, &record),
        Some(RecordScope::All) => format!("{commune}/all"),
        Some(RecordScope::Commune) => commune.clone(),
        Some(RecordScope::Unit | RecordScope::Record) | None => scope.to_owned(),
    };
    platform::set_of_tab(BEGUN, &format!("{record}\n{scope}\n{kind}"));
    history::go(&path_of(session, kind, &record));
}

/// What a record that was begun starts with; nothing for any other.
pub fn begun(session: Session, record: &str) -> Vec<Edit> {
    if record == profile_id(session) {
        let scope = session.enrolment().commune.code.clone();
        let code = vec![("code", Value::from(scope.clone()))];
        return new_record(session, &scope, record, kind::COMMUNE_PROFILE, code);
    }
    let begun = platform::of_tab(BEGUN).unwrap_or_default();
    let parts: Vec<&str> = begun.lines().collect();
    let [begun, scope, kind] = parts[..] else {
        return Vec::new();
    };
    if begun != record {
        return Vec::new();
    }
    let (year, month, day) = platform::today();
    let first = match kind::spec(kind).map_or(InitialValue::ByItself, |row| row.begins_with) {
        InitialValue::With(field, value) => (field, Value::from(value)),
        InitialValue::Year => ("year", Value::from(session.year.get_untracked())),
        InitialValue::Today(field) => (field, format!("{year}-{month:02}-{day:02}").into()),
        InitialValue::ByItself => return Vec::new(),
    };
    new_record(session, scope, record, kind, vec![first])
}

/// The id of the commune's profile: there is one.
pub fn profile_id(session: Session) -> String {
    id::singleton(kind::COMMUNE_PROFILE, &session.enrolment().commune.code)
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

/// Whether the list of villages is the person's to write.
pub fn may_add_villages(session: Session) -> bool {
    session
        .enrolment()
        .may_write(kind::VILLAGE, protocol::DELETION)
}

pub fn new_village(session: Session, values: Vec<(&str, Value)>) -> Vec<Edit> {
    let record = platform::fresh_id();
    let scope = village_scope(session, &record);
    new_record(session, &scope, &record, kind::VILLAGE, values)
}

/// Who registers for the year, of those that the person sees: the commune, for an official, and the
/// villages; also one that is deleted, if it has registered. The commune's line is made here: its
/// record says no more than its name.
pub fn registrants(session: Session) -> Vec<Arc<Line>> {
    let enrolment = session.enrolment();
    let mut all = session.lines_of(kind::VILLAGE);
    let year = session.year.get();
    let registrations = session.lines_of(kind::EMULATION_REGISTRATION).into_iter();
    let orphans = registrations.filter_map(|line| {
        let subject = line.about.subject.clone()?;
        let place = (line.scope.clone(), subject.clone());
        let village = session.lines.with(|lines| lines.get(&place).cloned());
        let is_deleted = village.is_some_and(|village| village.deleted);
        (is_deleted && line.about.year == Some(year)).then(|| {
            let about = About {
                detail: text::OF_DELETED_VILLAGE.into(),
                ..line.about.clone()
            };
            Arc::new(Line {
                record: subject,
                kind: kind::VILLAGE.into(),
                about,
                ..(*line).clone()
            })
        })
    });
    all.extend(orphans);
    if !enrolment.is_of_village() {
        let commune = &enrolment.commune;
        let about = About {
            title: commune.name.clone(),
            detail: text::WHOLE_COMMUNE.into(),
            folded: fold(&commune.name),
            initials: initials(&commune.name),
            ..About::default()
        };
        let line = Line {
            scope: commune.code.clone(),
            record: id::singleton(kind::COMMUNE, &commune.code),
            kind: kind::COMMUNE.into(),
            deleted: false,
            conflicts: 0,
            waiting: 0,
            about,
        };
        all.insert(0, Arc::new(line));
    }
    all
}

/// The id of a registration: there is one of a subject and a year, also when
/// two officials begin it without knowing of each other.
pub fn registration_id(subject: &str, year: i32) -> String {
    id::singleton(kind::EMULATION_REGISTRATION, &format!("{subject}|{year}"))
}

/// The first edits of a registration.
pub fn new_registration(session: Session, of: &Line, year: i32) -> Vec<Edit> {
    let subject_kind = if of.kind == kind::COMMUNE {
        "commune"
    } else {
        "village"
    };
    let values = vec![
        ("subjectKind", Value::from(subject_kind)),
        ("subject", Value::from(of.record.clone())),
        ("subjectName", Value::from(named(of))),
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

/// What a record is called among those of other kinds and years.
pub fn named_fully(session: Session, line: &Line) -> String {
    let form = session.form(&line.kind).map(|form| form.title);
    match (form, line.about.year) {
        (Some(form), Some(year)) => {
            format!("{} · {form} {}", named(line), text::in_year(year.into()))
        }
        _ => named(line),
    }
}

/// What a record is called in lists.
pub fn named(line: &Line) -> String {
    if line.about.title.trim().is_empty() {
        text::UNNAMED.into()
    } else {
        line.about.title.clone()
    }
}

/// Whether a record belongs to the year before the person's eyes.
pub fn is_of_year(line: &Line, year: i32) -> bool {
    line.about.year.is_none_or(|of| of == year)
}

/// The nominations of the year.
pub fn nominations(session: Session) -> Vec<Arc<Line>> {
    let year = session.year.get();
    let mut lines = session.lines_of(kind::NOMINATION);
    lines.retain(|line| is_of_year(line, year));
    lines
}

/// Whether a draft lacks no part.
pub fn is_complete(line: &Line) -> bool {
    line.about.sections_done >= line.about.sections
}

/// What a draft still lacks, in words.
pub fn draft_badge_words(line: &Line) -> String {
    let about = &line.about;
    if is_complete(line) {
        text::COMPLETE.to_owned()
    } else {
        text::sections_missing(about.sections.saturating_sub(about.sections_done))
    }
}

/// Whose registration is being begun, and whether the question is on the screen.
#[derive(Clone, Copy, Default)]
pub struct RegistrationPrompt {
    pub of: RwSignal<Option<Arc<Line>>>,
    pub asking: RwSignal<bool>,
}

impl RegistrationPrompt {
    /// Asks how the registration of a record is to begin, if the person may begin one.
    pub fn asked(self, session: Session) -> Option<Act<String>> {
        let who = session.enrolment();
        who.may_write(kind::EMULATION_REGISTRATION, "year")
            .then(|| {
                Act::from(move |of: String| {
                    let all = untrack(|| registrants(session));
                    self.of.set(all.into_iter().find(|one| one.record == of));
                    self.asking.set(true);
                })
            })
    }
}
