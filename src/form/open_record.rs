//! The record that a page has open: read from the store, followed as it changes, and edited. All
//! fields of a form share one. It decides nothing about merging: it shows what `replica` gives.

use super::conflict::said_by;
use crate::platform;
use crate::session::{SaveFailure, Session};
use crate::sync;
use crate::ui::{Later, later};
use client::lines::RecordKey;
use client::records::record_of;
use client::steps::is_reviewed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::{FieldView, Tree};
use protocol::OpId;
use register::finding::{Context, FieldPlace, Finding, Severity, check_by};
use register::form::{Form, Section};
use register::names::{Difference, followed, referred};
use register::record::Record;
use replica::{Author, Edit};
use serde_json::Value;
use sorted::SortedMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The first edits of a new record. They are saved with the first thing that is written in it: a
/// record that is left as it was opened leaves nothing behind.
#[derive(Clone, Default)]
pub struct UnsavedRecord(Rc<RefCell<Vec<Edit>>>);

impl UnsavedRecord {
    /// Saves edits, and before the first of them what the record starts with.
    ///
    /// # Errors
    /// As [`Session::save`].
    pub async fn save(
        &self,
        session: Session,
        edits: Vec<Edit>,
    ) -> Result<Vec<Option<OpId>>, SaveFailure> {
        let seed = self.0.take();
        let same = |a: &Edit, b: &Edit| a.record == b.record && a.field == b.field;
        // Another phone may have begun it in the meantime.
        let there = |one: &Edit| untrack(|| session.line(&one.record)).is_some();
        let first = seed
            .iter()
            .filter(|one| !there(one) && !edits.iter().any(|edit| same(edit, one)));
        let mut all: Vec<Edit> = first.cloned().collect();
        let before = all.len();
        all.extend(edits);
        let saved = session.save(all).await;
        if saved.is_err() && !seed.is_empty() {
            self.0.replace(seed);
        }
        saved.map(|mut names| names.split_off(before))
    }

    /// Something is being written: the record is there from now on.
    pub async fn create(&self, session: Session) {
        if !self.0.borrow().is_empty() {
            drop(self.save(session, Vec::new()).await);
        }
    }
}

/// The record that a page shows, with its form and findings. A handle that every field of the page
/// copies.
#[derive(Clone, Copy)]
pub struct OpenRecord {
    pub session: Session,
    place: StoredValue<RecordKey>,
    form: StoredValue<Arc<Form>>,
    seed: StoredValue<UnsavedRecord, LocalStorage>,
    pub tree: RwSignal<Option<Arc<Tree>>>,
    /// Whose the devices are that wrote in it.
    authors: RwSignal<SortedMap<String, Author>>,
    pub record: Memo<Arc<Record>>,
    /// The record as papers show it: whom it is about is called as they are called now.
    pub on_paper: Memo<Arc<Record>>,
    /// What is missing or odd.
    pub findings: Memo<Vec<Finding<FieldPlace>>>,
    /// Whether what is missing is said in every field.
    pub asked: RwSignal<bool>,
    /// The control of a line that was just added, until the keyboard is in it.
    pub focus: RwSignal<String>,
    /// How many choices are on their way into the store and back to the screen.
    choosing: RwSignal<usize>,
}

impl OpenRecord {
    /// Opens a record; it fills in a moment.
    pub fn open(session: Session, place: RecordKey, form: Form, seed: Vec<Edit>) -> Self {
        let tree: RwSignal<Option<Arc<Tree>>> = RwSignal::new(None);
        let (scope, root) = place.clone();
        let kind = form.kind.clone();
        let mut unwritten = Record::new(&scope, &root, &kind);
        let first = seed.iter();
        unwritten
            .fields
            .extend(first.map(|edit| (edit.field.clone(), edit.value.clone())));
        let unwritten = Arc::new(unwritten);
        let record = Memo::new(move |_| {
            let seen = tree.with(|tree| tree.as_ref().and_then(|tree| record_of(&scope, tree)));
            seen.map_or_else(|| unwritten.clone(), Arc::new)
        });
        let form = Arc::new(form);
        let now = {
            let form = form.clone();
            Memo::new(move |_| record.with(|record| as_called_now(session, &form, record)))
        };
        let findings = {
            let form = form.clone();
            Memo::new(move |_| {
                let (rules, today) = (session.rules(), Some(platform::today()));
                let found = |record: &Arc<Record>| {
                    let mut found = check_by(&rules, &form, record, &Context { today });
                    let differs = now.with(|(_, differences)| {
                        let said = differences.iter();
                        said.filter_map(|one| said_of(&form, record, one))
                            .collect::<Vec<_>>()
                    });
                    found.extend(differs);
                    found
                };
                record.with(found)
            })
        };
        let sheet = Self {
            session,
            place: StoredValue::new(place),
            form: StoredValue::new(form),
            seed: StoredValue::new_local(UnsavedRecord(Rc::new(RefCell::new(seed)))),
            tree,
            authors: RwSignal::default(),
            record,
            on_paper: Memo::new(move |_| now.with(|(record, _)| record.clone())),
            findings,
            asked: RwSignal::new(false),
            focus: RwSignal::default(),
            choosing: RwSignal::new(0),
        };
        sheet.load();
        sync::look();
        Effect::new(move |_| {
            let changed_records = session.changed_records.get();
            if sheet
                .place
                .try_with_value(|place| changed_records.contains(place))
                .unwrap_or(false)
            {
                sheet.load();
            }
        });
        sheet
    }

    fn load(self) {
        let (scope, root) = self.place.get_value();
        spawn_local(async move {
            let phone = self.session.phone();
            let authors = phone.authors().await.unwrap_or_default();
            if let Ok(tree) = phone.tree(&scope, &root).await {
                self.authors.try_set(authors);
                self.tree.try_set(Some(Arc::new(tree)));
            }
        });
    }

    /// Waits until what was written a moment ago is saved, and reads the record again; whether it is
    /// still before the person's eyes.
    pub async fn settled(self) -> bool {
        let (scope, root) = self.place.get_value();
        self.session.settled().await;
        match self.session.phone().tree(&scope, &root).await {
            Ok(tree) => self.tree.try_set(Some(Arc::new(tree))).is_none(),
            Err(_) => self.tree.try_get_untracked().is_some(),
        }
    }

    pub fn scope(self) -> String {
        self.place.with_value(|(scope, _)| scope.clone())
    }

    pub fn root(self) -> String {
        self.place.with_value(|(_, root)| root.clone())
    }

    pub fn form(self) -> Arc<Form> {
        self.form.get_value()
    }

    pub fn seed(self) -> UnsavedRecord {
        self.seed.try_get_value().unwrap_or_default()
    }

    /// The sections that the record has now.
    pub fn sections(self) -> Vec<Section> {
        let form = self.form();
        self.record
            .with(|record| form.visible_sections(record).cloned().collect())
    }

    /// The record itself, or one of its lines.
    pub fn holder(self, id: &str) -> Option<Arc<Record>> {
        self.record.with(|record| {
            if record.id == id {
                return Some(record.clone());
            }
            record
                .lines
                .iter()
                .find(|line| line.id == id)
                .cloned()
                .map(Arc::new)
        })
    }

    pub fn value(self, id: &str, field: &str) -> Value {
        self.holder(id)
            .and_then(|holder| holder.fields.get(field).cloned())
            .unwrap_or_default()
    }

    /// Whether anything of it is written yet.
    pub fn is_there(self) -> bool {
        self.tree
            .with(|tree| tree.as_ref().is_some_and(|tree| tree.root().is_some()))
    }

    /// What is seen in a field; nothing where nobody ever wrote.
    pub fn view(self, id: &str, field: &str) -> Option<FieldView> {
        self.tree
            .with(|tree| tree.as_ref()?.record(id)?.fields.get(field).cloned())
    }

    /// Of a value that only other phones have brought since the register was set back: whose it is,
    /// by whose phone.
    pub fn reported_by(self, id: &str, field: &str) -> Option<String> {
        let view = self.view(id, field)?;
        let [one] = &view.candidates[..] else {
            return None;
        };
        let reported = one.said.iter().all(|said| said.reported_by.is_some());
        reported.then(|| self.authors.with(|authors| said_by(one, authors, "")))
    }

    /// Every name held in a field now.
    pub fn held(self, id: &str, field: &str) -> Vec<OpId> {
        self.view(id, field)
            .map(|view| view.held)
            .unwrap_or_default()
    }

    pub fn edit(
        self,
        id: &str,
        kind: &str,
        field: &str,
        value: Value,
        replaces: Vec<OpId>,
    ) -> Edit {
        Edit {
            scope: self.scope(),
            record: id.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value,
            predecessors: replaces,
        }
    }

    /// Saves a value that was chosen on a control which always shows what is; from now on the record
    /// is behind the control, until the rest is done.
    pub fn choose(self, id: &str, kind: &str, values: Vec<(String, Value)>) -> Later {
        self.choose_made(None, id, kind, values)
    }

    /// The same for a value that refers to a record made in passing: both or neither.
    pub fn choose_made(
        self,
        made: Option<Edit>,
        id: &str,
        kind: &str,
        values: Vec<(String, Value)>,
    ) -> Later {
        let chosen = values.into_iter().map(|(field, value)| {
            let held = untrack(|| self.held(id, &field));
            self.edit(id, kind, &field, value, held)
        });
        let edits = made.into_iter().chain(chosen).collect();
        let (scope, root) = self.place.get_value();
        self.choosing.update(|count| *count += 1);
        let seed = self.seed();
        later(async move {
            drop(seed.save(self.session, edits).await);
            if let Ok(tree) = self.session.phone().tree(&scope, &root).await {
                self.tree.try_set(Some(Arc::new(tree)));
            }
            self.choosing.try_update(|count| *count -= 1);
        })
    }

    /// Whether a control shows more than the record has yet: it must not be set back.
    pub fn is_behind(self) -> bool {
        self.choosing.get() > 0
    }

    /// Whether the person may write a field here.
    pub fn may_write(self, kind: &str, field: &str) -> bool {
        let (scope, root) = self.place.get_value();
        let of = self.form().kind.clone();
        // A line of it, or itself: of a record only its own kind has to allow the field.
        let what = if kind == of {
            root
        } else {
            format!("{root}.line")
        };
        let who = self.session.enrolment();
        who.may_write_at(&scope, &what, Some(&of), (kind, field))
    }

    /// Whether the person may delete it, or have it back.
    pub fn may_delete(self) -> bool {
        self.may_write(&self.form().kind, protocol::DELETION) && !self.is_kept()
    }

    /// Whether it stays for the person because somebody has taken a step on it.
    pub fn is_kept(self) -> bool {
        let tree = self.tree.get();
        let is_reviewed = tree.is_some_and(|tree| is_reviewed(&tree));
        let who = self.session.enrolment();
        is_reviewed && !who.may_delete_reviewed(&self.scope())
    }

    /// Whether nothing in it is the person's to write.
    pub fn is_read_only(self) -> bool {
        let (scope, _) = self.place.get_value();
        !self.session.enrolment().keeps_at(&scope, &self.form().kind)
    }
}

/// The record with the names of now, and where it keeps others.
fn as_called_now(session: Session, form: &Form, record: &Record) -> (Arc<Record>, Vec<Difference>) {
    let known = session.called(referred(form, record));
    let (record, differences) = followed(form, record, &|id| known.get(id).cloned());
    (Arc::new(record), differences)
}

/// A name that differs is said at its field.
fn said_of(form: &Form, record: &Record, one: &Difference) -> Option<Finding<FieldPlace>> {
    let (section, _) = form.described(&one.kind, &one.field)?;
    section.is_visible(record).then(|| {
        let about = FieldPlace {
            section: section.key.clone(),
            field: if one.record == record.id {
                one.field.clone()
            } else {
                format!("{}/{}", one.record, one.field)
            },
        };
        Finding::new(Severity::Warning, "nameDiffers", about, one.message.clone())
    })
}
