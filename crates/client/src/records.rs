//! Records as forms and rules see them, and new ones: what each begins with.

use crate::enrolment::Enrolment;
use crate::lines::{Line, Lines};
use merge::{Existence, Process, RecordView, Tree};
use protocol::rule::{Rule, holds};
use register::form::Form;
use register::id;
use register::kind::{self, InitialValue, RecordScope};
use register::record::{ORDER_FIELD, Record};
use register::summary::Summary as About;
use register::text::{fold, initials};
use replica::Edit;
use serde_json::Value;
use std::sync::Arc;

/// The record that the forms and the rules see: one value a field, the lines
/// that are there. In a conflict it is the first of the values, and said to be disputed.
pub fn record_of(scope: &str, tree: &Tree) -> Option<Record> {
    let root = tree.root()?;
    let plain = |view: &RecordView| {
        let mut record = Record::new(scope, &view.id, &view.kind);
        let fields = view.fields.iter();
        record
            .fields
            .extend(fields.map(|(key, field)| (key.clone(), field.value().clone())));
        let disputed = view.fields.iter().filter(|(_, field)| field.is_conflict());
        record
            .disputed
            .extend(disputed.map(|(key, field)| (key.clone(), field.candidates.len())));
        record
    };
    let mut record = plain(root);
    let there = |view: &&RecordView| {
        view.id != root.id && !matches!(view.existence, Existence::Deleted { .. })
    };
    record.lines = tree.records.iter().filter(there).map(plain).collect();
    Some(record)
}

/// The scope of a village, by its record's id.
pub fn village_scope(commune: &str, village: &str) -> String {
    format!("{commune}/{village}")
}

/// Where a new record of a kind lives; `chosen` is the scope of a unit or a block, or of what it is of.
pub fn scope_of_new(who: &Enrolment, kind: &str, record: &str, chosen: &str) -> String {
    let commune = &who.commune.code;
    match kind::spec(kind).map(|row| row.lives) {
        Some(RecordScope::Own) => village_scope(commune, record),
        Some(RecordScope::All) => format!("{commune}/all"),
        Some(RecordScope::Commune) => commune.clone(),
        Some(
            RecordScope::Unit
            | RecordScope::Record
            | RecordScope::Office
            | RecordScope::Block
            | RecordScope::BlockAll
            | RecordScope::BlockMember
            | RecordScope::Submission,
        )
        | None => chosen.to_owned(),
    }
}

/// The first field of a new record of a kind, and what stands in it; nothing where the kind is begun on
/// a page of its own. `today` is a day as fields hold it.
pub fn first_value(kind: &str, year: i32, today: &str) -> Option<(&'static str, Value)> {
    match kind::spec(kind).map_or(InitialValue::ByItself, |row| row.begins_with) {
        InitialValue::With(field, value) => Some((field, Value::from(value))),
        InitialValue::Year => Some(("year", Value::from(year))),
        InitialValue::Today(field) => Some((field, Value::from(today))),
        InitialValue::ByItself => None,
    }
}

/// A new record with its first fields and what its form starts with.
pub fn new_record(
    form: Option<&Form>,
    (scope, record, kind): (&str, &str, &str),
    values: Vec<(&str, Value)>,
) -> Vec<Edit> {
    let defaults = form.map(Form::defaults).unwrap_or_default();
    let mut fields: Vec<(String, Value)> = defaults
        .into_iter()
        .filter(|(key, _)| values.iter().all(|(own, _)| own != key))
        .collect();
    fields.extend(
        values
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value)),
    );
    let edit = |(field, value)| new_field((scope, record, kind), field, value);
    fields.into_iter().map(edit).collect()
}

/// A field of a record that is being made.
fn new_field((scope, record, kind): (&str, &str, &str), field: String, value: Value) -> Edit {
    Edit {
        scope: scope.to_owned(),
        record: record.to_owned(),
        kind: kind.to_owned(),
        field,
        value,
        predecessors: Vec::new(),
    }
}

/// The id of the commune's profile: there is one.
pub fn profile_id(commune: &str) -> String {
    id::singleton(kind::COMMUNE_PROFILE, commune)
}

/// The id of a registration: there is one of a subject and a year, also when
/// two officials begin it without knowing of each other.
pub fn registration_id(subject: &str, year: i32) -> String {
    id::singleton(kind::EMULATION_REGISTRATION, &format!("{subject}|{year}"))
}

/// The registration of a subject in a year, if it has been begun.
pub fn registration_in(lines: &Lines, of: &Line, year: i32) -> Option<Arc<Line>> {
    let key = (of.scope.clone(), registration_id(&of.record, year));
    lines.get(&key).filter(|line| !line.deleted).cloned()
}

/// The first fields of a registration of a subject, who is called `name`.
pub fn registration_values(of: &Line, name: String, year: i32) -> Vec<(&'static str, Value)> {
    let subject_kind = if of.kind == kind::COMMUNE {
        "commune"
    } else {
        "village"
    };
    vec![
        ("subjectKind", Value::from(subject_kind)),
        ("subject", Value::from(of.record.clone())),
        ("subjectName", Value::from(name)),
        ("year", Value::from(year)),
    ]
}

/// Two Vietnamese texts for the list of registrants, which the caller supplies: under the commune,
/// and under a village that was deleted.
#[derive(Clone, Copy, Debug)]
pub struct RegistrantWords {
    pub whole_commune: &'static str,
    pub of_deleted_village: &'static str,
}

/// Who registers for the year, of those that the person sees: the commune, for an official, and the
/// villages; also one that is deleted, if it has registered. The commune's line is made here: its
/// record says no more than its name.
pub fn registrants(
    lines: &Lines,
    who: &Enrolment,
    year: i32,
    words: RegistrantWords,
) -> Vec<Arc<Line>> {
    let mut all = lines.of_kind(kind::VILLAGE);
    let registrations = lines.of_kind(kind::EMULATION_REGISTRATION).into_iter();
    let orphans = registrations.filter_map(|line| {
        let subject = line.about.subject.clone()?;
        let village = lines.get(&(line.scope.clone(), subject.clone()));
        let is_deleted = village.is_some_and(|village| village.deleted);
        (is_deleted && line.about.year == Some(year)).then(|| {
            let about = About {
                detail: words.of_deleted_village.into(),
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
    if !who.is_of_village() {
        let commune = &who.commune;
        let about = About {
            title: commune.name.clone(),
            detail: words.whole_commune.into(),
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

/// What a registration takes over from another, `from`: of its `own` last year the
/// indicators and the titles, and what was registered then as what was reached,
/// to be put right; of another's the indicators. This year's figures are left
/// to be written. `fresh_part` gives a line's own part of its id.
pub fn copied_registration(
    from: &Record,
    own: bool,
    (scope, target): (&str, &str),
    fresh_part: &dyn Fn() -> String,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut put = |id: &str, kind: &str, field: &str, value: &Value| {
        edits.push(new_field(
            (scope, id, kind),
            field.to_owned(),
            value.clone(),
        ));
    };
    for line in &from.lines {
        let row = kind::spec(&line.kind).filter(|row| own || row.is_copied_from_others);
        let fields = row.map_or(&[][..], |row| row.copied);
        if fields.is_empty() {
            continue;
        }
        let id = format!("{target}.{}", fresh_part());
        for field in fields.iter().chain([&ORDER_FIELD]) {
            if let Some(value) = line.value(field) {
                put(&id, &line.kind, field, value);
            }
        }
        if let Some(figure) = line.value("registeredFigure").filter(|_| own) {
            put(&id, &line.kind, "previousResult", figure);
        }
    }
    if let Some(movements) = from.value("movements") {
        put(target, kind::EMULATION_REGISTRATION, "movements", movements);
    }
    edits
}

/// What a nomination asks for and the register knows of its subject already.
const KNOWN: [&str; 16] = [
    "fullName",
    "birthDate",
    "gender",
    "nativePlace",
    "residence",
    "workplace",
    "positionParty",
    "positionGovernment",
    "positionMassOrganization",
    "qualification",
    "academicRank",
    "academicDegree",
    "titlesAndPrizes",
    "headquarters",
    "phone",
    "website",
];

/// What a nomination begins with of what is known of its subject, which is of `kind` and called `title`.
pub fn known_of_subject(subject: &Record, kind: &str, title: &str) -> Vec<(&'static str, Value)> {
    let mut known: Vec<(&str, Value)> = KNOWN
        .into_iter()
        .filter_map(|key| Some((key, subject.value(key)?.clone())))
        .collect();
    // Of a family the form asks for its head; a new person is known by name.
    if kind::is_person(kind) && known.iter().all(|(key, _)| *key != "fullName") {
        known.push(("fullName", Value::from(title)));
    }
    known
}

/// The table of kinds as [`merge::content`] asks for it: which fields say what happens to a record
/// and are no content.
pub struct Kinds;

impl Process for Kinds {
    fn is_process_line(&self, kind: &str) -> bool {
        kind::is_process_line(kind)
    }

    fn is_process_field(&self, kind: &str, field: &str) -> bool {
        kind::is_process_field(kind, field)
    }

    fn stands_alone(&self, kind: &str) -> bool {
        kind::stands_alone(kind) && holds(Rule::PacksAreTheirManifest)
    }
}
