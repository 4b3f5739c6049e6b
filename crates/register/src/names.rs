//! The name of whoever a record refers to, as it is now: a paper follows it until it is handed in.

use crate::form::{Field, Form};
use crate::kind;
use crate::record::Record;
use crate::rule_set::RuleSet;
use crate::rules::Finding;
use crate::summary::village_title;

/// The states of a nomination that has left: its copy of a name stands.
const HANDED_IN: [&str; 2] = ["signed", "sent"];
/// A person's or a householder's name, which a nomination also keeps.
const FULL_NAME: &str = "fullName";

/// What a record of a subject is called; none before somebody has written it.
pub fn name_of(rule_set: &RuleSet, subject: &Record) -> Option<String> {
    let key = match subject.kind.as_str() {
        kind::PERSON => FULL_NAME,
        kind::FAMILY => "householdHead",
        _ => "name",
    };
    let name = subject.text(key)?;
    Some(match subject.kind.as_str() {
        kind::VILLAGE => village_title(rule_set, subject.text("villageKind"), name),
        _ => name.to_owned(),
    })
}

/// The record with the names that its subjects have now in the place of those that it kept when they
/// were chosen, also in its lines, and a finding for each that differs. What was handed in keeps the
/// name that it was handed in with, and the finding says so.
pub fn followed(
    rule_set: &RuleSet,
    record: &Record,
    subjects: &[Record],
) -> (Record, Vec<Finding>) {
    let mut record = record.clone();
    let Some(form) = rule_set.form_of_kind(&record.kind) else {
        return (record, Vec::new());
    };
    let state = record.text("state").unwrap_or_default();
    let mut follower = Follower {
        rule_set,
        subjects,
        is_handed_in: HANDED_IN.contains(&state),
        findings: Vec::new(),
    };
    let root = record.id.clone();
    let mut lines = std::mem::take(&mut record.lines);
    for (field, table) in fields(form).filter_map(|field| Some((field, field.table.as_ref()?))) {
        let about = format!("{root}/{}", field.key);
        let of_kind = lines.iter_mut().filter(|line| line.kind == table.kind);
        for line in of_kind {
            follower.follow(line, table.fields.iter(), |_| about.clone());
        }
    }
    follower.follow(&mut record, fields(form), |key| format!("{root}/{key}"));
    record.lines = lines;
    (record, follower.findings)
}

fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.sections.iter().flat_map(|section| &section.fields)
}

struct Follower<'a> {
    rule_set: &'a RuleSet,
    subjects: &'a [Record],
    is_handed_in: bool,
    findings: Vec<Finding>,
}

impl Follower<'_> {
    fn follow<'f>(
        &mut self,
        record: &mut Record,
        fields: impl Iterator<Item = &'f Field>,
        about: impl Fn(&str) -> String,
    ) {
        let kept = fields.filter_map(|field| {
            let key = field.reference.as_ref()?.name_field.as_deref()?;
            Some((field.key.as_str(), key))
        });
        for (reference, key) in kept {
            let id = record.text(reference);
            let subject = self.subjects.iter().find(|one| Some(one.id.as_str()) == id);
            let Some((subject, name)) =
                subject.and_then(|one| Some((one, name_of(self.rule_set, one)?)))
            else {
                continue;
            };
            // Both are the same person's name, written twice.
            let is_person = [kind::PERSON, kind::FAMILY].contains(&subject.kind.as_str());
            let keys = [key]
                .into_iter()
                .chain(Some(FULL_NAME).filter(|_| is_person && record.text(FULL_NAME).is_some()));
            let mut written: Option<String> = None;
            for key in keys {
                let own = record.text(key).map(|own| own.trim().to_owned());
                if own.as_ref().is_some_and(|own| *own != name) {
                    written = written.or(own);
                }
                if !self.is_handed_in {
                    record.fields.insert(key.to_owned(), name.clone().into());
                }
            }
            if let Some(written) = written {
                let stands = match self.is_handed_in {
                    true => "văn bản giữ tên lúc trình",
                    false => "văn bản ghi theo sổ",
                };
                let message = format!("Đã ghi “{written}”, trong sổ nay là “{name}”; {stands}.");
                let about = about(key);
                self.findings
                    .push(Finding::warning("nameDiffers", &about, message));
            }
        }
    }
}
