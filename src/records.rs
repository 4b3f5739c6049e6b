//! Records by their lines: what they are called, where they are opened, and new ones
//! ([`client::records`] says what they begin with).

use crate::history;
use crate::platform;
use crate::routes::of_record;
use crate::session::Session;
use crate::text;
use crate::ui::Act;
use client::lines::{Line, is_complete, is_of_year};
use client::records::{self, RegistrantWords};
use leptos::prelude::*;
use register::kind;
use replica::Edit;
use serde_json::Value;
use std::sync::Arc;

/// The key of the record that was begun last in this tab.
const BEGUN: &str = "begun";
/// What stands under a name among those who register.
const WORDS: RegistrantWords = RegistrantWords {
    whole_commune: text::WHOLE_COMMUNE,
    of_deleted_village: text::OF_DELETED_VILLAGE,
};

/// Opens a new record of a kind. It is only there once something is written in it.
pub fn begin(session: Session, scope: &str, kind: &str) {
    let record = platform::fresh_id();
    let scope = records::scope_of_new(&session.enrolment(), kind, &record, scope);
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
    let today = format!("{year}-{month:02}-{day:02}");
    let Some(first) = records::first_value(kind, session.year.get_untracked(), &today) else {
        return Vec::new();
    };
    new_record(session, scope, record, kind, vec![first])
}

/// The id of the commune's profile: there is one.
pub fn profile_id(session: Session) -> String {
    records::profile_id(&session.enrolment().commune.code)
}

/// A new record with its first fields and what its form starts with.
pub fn new_record(
    session: Session,
    scope: &str,
    record: &str,
    kind: &str,
    values: Vec<(&str, Value)>,
) -> Vec<Edit> {
    let rules = session.rules_untracked();
    records::new_record(rules.form_of_kind(kind), (scope, record, kind), values)
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

/// Whether the list of villages is the person's to write.
pub fn may_add_villages(session: Session) -> bool {
    session
        .enrolment()
        .may_write(kind::VILLAGE, protocol::DELETION)
}

pub fn new_village(session: Session, values: Vec<(&str, Value)>) -> Vec<Edit> {
    let record = platform::fresh_id();
    let scope = records::village_scope(&session.enrolment().commune.code, &record);
    new_record(session, &scope, &record, kind::VILLAGE, values)
}

/// Who registers for the year before the person's eyes.
pub fn registrants(session: Session) -> Vec<Arc<Line>> {
    let (who, year) = (session.enrolment(), session.year.get());
    { session.lines }.with(|lines| records::registrants(lines, &who, year, WORDS))
}

/// The first edits of a registration.
pub fn new_registration(session: Session, of: &Line, year: i32) -> Vec<Edit> {
    let record = records::registration_id(&of.record, year);
    let values = records::registration_values(of, named(of), year);
    let kind = kind::EMULATION_REGISTRATION;
    new_record(session, &of.scope, &record, kind, values)
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

/// The nominations of the year.
pub fn nominations(session: Session) -> Vec<Arc<Line>> {
    let year = session.year.get();
    let mut lines = session.lines_of(kind::NOMINATION);
    lines.retain(|line| is_of_year(line, year));
    lines
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

/// The dialog that begins a registration: for whom, and whether it is open. Shared by the lists
/// that open it.
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
