//! The name of whoever a record refers to, as it is now: a paper and a list follow it until the record
//! is handed in.

use crate::form::{Field, Form};
use crate::kind;
use crate::record::Record;
use crate::rule_set::RuleSet;
use crate::summary::{Summary, village_title};
use crate::text::SortBy;

/// The states of a nomination that has left: its copy of a name stands.
const HANDED_IN: [&str; 2] = ["signed", "sent"];
/// A person's or a householder's name, which a nomination also keeps.
const FULL_NAME: &str = "fullName";

/// The record that a reference points to, by kind and present name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceTarget {
    pub kind: String,
    pub name: String,
}

impl ReferenceTarget {
    /// By the record; none before somebody has written its name.
    pub fn of(rule_set: &RuleSet, subject: &Record) -> Option<Self> {
        let name = subject.text(kind::naming_field(&subject.kind))?;
        Some(Self {
            kind: subject.kind.clone(),
            name: if subject.kind == kind::VILLAGE {
                village_title(rule_set, subject.text("villageKind"), name)
            } else {
                name.to_owned()
            },
        })
    }

    /// The same by its line in lists.
    pub fn by_line(about: &Summary) -> Option<Self> {
        // The title of a village without a name is the word for its kind.
        let is_named = about.kind != kind::VILLAGE || about.extra.contains_key("name");
        (is_named && !about.title.is_empty()).then(|| Self {
            kind: about.kind.clone(),
            name: about.title.clone(),
        })
    }
}

/// A name kept in a record that is no longer what its subject is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The record, or the line of it, and its field.
    pub record: String,
    pub kind: String,
    pub field: String,
    /// The same for papers: the field of the record, `<record id>/<key>`.
    pub about: String,
    pub message: String,
}

/// The record with the names that its subjects have now in the place of those that it kept when they
/// were chosen, also in its lines, and what differs. What was handed in keeps the name that it was
/// handed in with, and it is said so.
pub fn followed(
    form: &Form,
    record: &Record,
    named: &dyn Fn(&str) -> Option<ReferenceTarget>,
) -> (Record, Vec<Difference>) {
    let mut record = record.clone();
    let mut follower = Follower {
        named,
        is_handed_in: is_handed_in(record.text("state").unwrap_or_default()),
        differences: Vec::new(),
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
    (record, follower.differences)
}

/// The ids of those whose names a record and its lines keep.
pub fn referred<'a>(form: &'a Form, record: &'a Record) -> impl Iterator<Item = &'a str> {
    fn own<'a>(
        record: &'a Record,
        fields: impl Iterator<Item = &'a Field>,
    ) -> impl Iterator<Item = &'a str> {
        kept(fields).filter_map(|(reference, _)| record.text(reference))
    }
    let tables = fields(form).filter_map(|field| field.table.as_ref());
    let of_lines = tables.flat_map(move |table| {
        let lines = record.lines.iter().filter(|line| line.kind == table.kind);
        lines.flat_map(|line| own(line, table.fields.iter()))
    });
    own(record, fields(form)).chain(of_lines)
}

/// Has a record's line in lists call it as its subject is called now.
pub fn follow_in_lists(about: &mut Summary, subject: &Summary) {
    // Of a registration it says that the pledge is signed, which hands nothing in.
    let has_left = about.kind != kind::EMULATION_REGISTRATION && is_handed_in(&about.state);
    if let Some(now) = ReferenceTarget::by_line(subject).filter(|_| !has_left) {
        about.call(now.name, SortBy::Plain);
    }
}

fn is_handed_in(state: &str) -> bool {
    HANDED_IN.contains(&state)
}

fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.sections.iter().flat_map(|section| &section.fields)
}

/// The fields that refer to somebody, and the fields that keep his name.
fn kept<'a>(fields: impl Iterator<Item = &'a Field>) -> impl Iterator<Item = (&'a str, &'a str)> {
    fields.filter_map(|field| {
        let key = field.reference.as_ref()?.name_field.as_deref()?;
        Some((field.key.as_str(), key))
    })
}

struct Follower<'a> {
    named: &'a dyn Fn(&str) -> Option<ReferenceTarget>,
    is_handed_in: bool,
    differences: Vec<Difference>,
}

impl Follower<'_> {
    fn follow<'f>(
        &mut self,
        record: &mut Record,
        fields: impl Iterator<Item = &'f Field>,
        about: impl Fn(&str) -> String,
    ) {
        for (reference, key) in kept(fields) {
            let Some(ReferenceTarget { kind, name }) = record.text(reference).and_then(self.named)
            else {
                continue;
            };
            // Both are the same person's name, written twice.
            let is_person = kind::is_person(&kind);
            let keys = [key]
                .into_iter()
                .chain(Some(FULL_NAME).filter(|_| is_person && record.text(FULL_NAME).is_some()));
            let mut written: Option<(&str, String)> = None;
            for key in keys {
                let own = record.text(key).map(|own| own.trim().to_owned());
                if let Some(own) = own.filter(|own| *own != name) {
                    written = written.or(Some((key, own)));
                }
                if !self.is_handed_in {
                    record.fields.insert(key.to_owned(), name.clone().into());
                }
            }
            if let Some((field, written)) = written {
                let stands = match self.is_handed_in {
                    true => "văn bản giữ tên lúc trình",
                    false => "văn bản ghi theo sổ",
                };
                self.differences.push(Difference {
                    record: record.id.clone(),
                    kind: record.kind.clone(),
                    field: field.to_owned(),
                    about: about(key),
                    message: format!("Đã ghi “{written}”, trong sổ nay là “{name}”; {stands}."),
                });
            }
        }
    }
}
