//! The person at this phone: who is enrolled, the register in memory, and the
//! one way to change it. A view never writes to the store: it asks for an
//! [`Edit`] here.

mod lines;
mod rights;
mod rules;
mod undo;

pub use rights::SaveFailure;
pub use undo::Undo;

use crate::platform::{self, Tabs};
use crate::settings;
use crate::store::{IdbStore, Phone};
use client::enrolment::Enrolment;
use client::handover::{changes, savings};
use client::lines::{Line, Lines, RecordKey, shown};
use client::records::record_of;
use client::rule_sets;
use client::sync::{LAST_SYNC, NOT_KNOWN, SyncState};
use client::writer::{FieldKey, Turn, Writer, key_of, typing_key};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::OpId;
use register::form::{Field, FieldType, Form};
use register::rule_set::RuleSet;
use register::summary::Summary as About;
use replica::{Edit, File, RefusedOperation, Replica, StoreError, Typing};
use sorted::{SortedMap, SortedSet};
use std::rc::Rc;
use std::sync::{Arc, RwLock};

/// The attachments on this phone and how far the one under way has been sent, for the screens.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Each, and whether the endpoint has it.
    pub all: Vec<(File, bool)>,
    /// How much of the one that is being sent is there, in bytes.
    pub sent: u64,
}

/// What writes into the store of the person at this phone.
type PhoneWriter = Writer<IdbStore, About>;

/// The calls from the session into the deferred chunk. [`crate::loader`] sets them once the chunk
/// is here.
#[derive(Clone, Copy, Debug)]
pub struct DeferredHooks {
    /// Another tab has changed the store.
    pub read_again: fn(Session),
    pub after_edit: fn(),
}

/// Everything of the person at this phone: store, lines, enrolment, rule set, sync state. Made
/// once, copied into every view, never disposed of.
#[derive(Clone, Copy)]
pub struct Session {
    phone: StoredValue<Rc<Phone>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    writer: StoredValue<Rc<PhoneWriter>, LocalStorage>,
    enrolment: StoredValue<Arc<Enrolment>>,
    /// How often the person's roles have changed: what is drawn by them is drawn anew.
    pub roles: RwSignal<usize>,
    rules: RwSignal<Arc<RuleSet>>,
    /// The first rule set of this phone is on its way: forms and lines wait for it.
    pub rules_coming: RwSignal<bool>,
    /// The same, for making lines of lists.
    rules_of_lines: StoredValue<Arc<RwLock<Arc<RuleSet>>>>,
    /// Every record's line, by place.
    pub lines: RwSignal<Lines>,
    /// What was typed and not saved.
    pub typings: RwSignal<SortedMap<FieldKey, Typing>>,
    /// The records that the last change touched; anew at every change.
    pub changed_records: RwSignal<Arc<SortedSet<RecordKey>>>,
    /// The record that was saved last, and when by the phone's clock.
    pub saved: RwSignal<Option<(String, i64)>>,
    /// Why the last saving failed, until one works.
    pub failure: RwSignal<Option<SaveFailure>>,
    pub undo: RwSignal<Option<Undo>>,
    pub sync: RwSignal<SyncState>,
    /// How many changes could not enter the shared register, counted as those that wait.
    pub refused: RwSignal<usize>,
    /// How much waits that others reported after the register was set back.
    pub reports: RwSignal<usize>,
    hooks: StoredValue<Option<DeferredHooks>>,
    /// Something changed while nobody could read it again.
    pub missed: StoredValue<bool>,
    pub files: RwSignal<Files>,
    /// How many changes of others this phone carries to the shared register.
    pub relayed: RwSignal<usize>,
    /// The browser offers to install the app.
    pub may_install: RwSignal<bool>,
    /// The year before the person's eyes.
    pub year: RwSignal<i32>,
}

impl Session {
    /// Opens the register of the person enrolled in the store `name`; nothing
    /// if nobody is.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn open(name: &str) -> Result<Option<Self>, StoreError> {
        let rules: Arc<RwLock<Arc<RuleSet>>> = Arc::default();
        let for_lines = rules.clone();
        let phone = Rc::new(Replica::new(IdbStore::new(name), move |scope, tree| {
            let rules = for_lines
                .read()
                .map(|rules| rules.clone())
                .unwrap_or_default();
            record_of(scope, tree)
                .map(|record| register::summary::summarise(&rules, &record))
                .unwrap_or_default()
        }));
        if phone.is_locked().await? {
            return Err(StoreError::Locked);
        }
        let Some(enrolment) = Enrolment::kept(&phone).await? else {
            return Ok(None);
        };
        let rule_set = rule_sets::kept(&phone).await;
        let first_rules = rule_set.is_none();
        let rule_set = rule_set.unwrap_or_default();
        if let Ok(mut slot) = rules.write() {
            *slot = rule_set.clone();
        }
        let known = shown(&phone).await?;
        let typed = phone.typings().await?;
        let refused = refused_changes(&phone.refused().await?);
        let last = phone.kept::<i64>(LAST_SYNC).await?;
        let pulled = phone.pulled().await?;
        let not_known = phone.kept::<bool>(NOT_KNOWN).await?.unwrap_or_default();
        let all = phone.files().await?;
        let relayed = relayed_changes(&phone.relayed().await?);
        let mut typings = SortedMap::new();
        typings.extend(
            typed
                .into_iter()
                .map(|typing| (typing_key(&typing), typing)),
        );
        let session = Self {
            writer: StoredValue::new_local(Rc::new(Writer::new(phone.clone(), typings.values()))),
            phone: StoredValue::new_local(phone),
            tabs: StoredValue::new_local(None),
            enrolment: StoredValue::new(Arc::new(enrolment)),
            roles: RwSignal::new(0),
            rules: RwSignal::new(rule_set),
            rules_coming: RwSignal::new(first_rules),
            rules_of_lines: StoredValue::new(rules),
            lines: RwSignal::new(Lines::new(known)),
            typings: RwSignal::new(typings),
            changed_records: RwSignal::default(),
            saved: RwSignal::new(None),
            failure: RwSignal::new(None),
            undo: RwSignal::new(None),
            sync: RwSignal::new(SyncState::starting(last, pulled, not_known)),
            refused: RwSignal::new(refused),
            reports: RwSignal::new(0),
            hooks: StoredValue::new(None),
            missed: StoredValue::new(false),
            files: RwSignal::new(Files { all, sent: 0 }),
            relayed: RwSignal::new(relayed),
            may_install: RwSignal::new(settings::may_offer_to_install()),
            year: RwSignal::new(platform::today().0),
        };
        let heard = move || match session.hooks.get_value() {
            Some(hooks) => (hooks.read_again)(session),
            None => session.missed.set_value(true),
        };
        let tabs = Tabs::join(name, move |_| heard());
        session.tabs.set_value(Some(tabs));
        // Shown again as it was put aside, the page has not heard of what came in between.
        platform::when_shown_again(heard);
        platform::listen(&platform::window(), "beforeinstallprompt", move || {
            session.may_install.set(settings::may_offer_to_install());
        });
        if first_rules {
            spawn_local(session.take_first_rules());
        }
        Ok(Some(session))
    }

    /// From now on what is loaded later is called.
    pub fn set_hooks(self, hooks: DeferredHooks) {
        self.hooks.set_value(Some(hooks));
    }

    pub fn phone(self) -> Rc<Phone> {
        self.phone.get_value()
    }

    pub fn enrolment(self) -> Arc<Enrolment> {
        self.enrolment.get_value()
    }

    /// The person's token or roles are others than before, perhaps.
    pub fn set_enrolment(self, enrolment: Enrolment) {
        let are_others = self.enrolment().grants != enrolment.grants;
        self.enrolment.set_value(Arc::new(enrolment));
        if are_others {
            self.roles.update(|changes| *changes += 1);
        }
    }

    /// What opens the shared register. Another tab may have enrolled the person anew.
    pub async fn token(self) -> String {
        let kept = Enrolment::kept(&self.phone()).await;
        let kept = kept.ok().flatten().map(|enrolment| enrolment.token);
        kept.unwrap_or_else(|| self.enrolment().token.clone())
    }

    pub fn rules(self) -> Arc<RuleSet> {
        self.rules.get()
    }

    pub fn rules_untracked(self) -> Arc<RuleSet> {
        self.rules.get_untracked()
    }

    /// The form of a kind of record.
    pub fn form(self, kind: &str) -> Option<Form> {
        self.rules.with(|rules| rules.form_of_kind(kind).cloned())
    }

    /// The scope of what the person makes, if nothing says otherwise.
    pub fn own_scope(self) -> String {
        self.enrolment().scope.clone()
    }

    /// A record's line, by its id alone.
    pub fn line(self, record: &str) -> Option<Arc<Line>> {
        self.lines.with(|lines| lines.of_record(record).cloned())
    }

    /// The village whose scope this is, by its name.
    pub fn village_of(self, scope: &str) -> Option<String> {
        self.lines.with(|lines| lines.village_of(scope))
    }

    /// A value as a person reads it: of a reference, the name of what it refers to.
    pub fn display(self, field: &Field, value: &serde_json::Value) -> String {
        let id = value
            .as_str()
            .filter(|_| field.field_type == FieldType::Reference);
        match id {
            Some(id) => match untrack(|| self.line(id)) {
                Some(line) => line.about.title.clone(),
                None => crate::text::NOT_ON_THIS_PHONE.to_owned(),
            },
            None => register::field_value::display(field, value, &self.rules()),
        }
    }

    /// How many changes of this phone are not in the shared register.
    pub fn waiting(self) -> u32 {
        self.lines.with(Lines::waiting)
    }

    /// How many files of this phone are still to be sent, and how many bytes that is.
    pub fn files_waiting(self) -> (usize, u64) {
        self.files.with(|files| {
            let waits = |(file, there): &&(File, bool)| !there && file.refused.is_none();
            let waiting = files.all.iter().filter(waits);
            let (count, size) = waiting.fold((0, 0), |sum: (usize, u64), (file, _)| {
                (sum.0 + 1, sum.1 + file.size)
            });
            (count, size.saturating_sub(files.sent))
        })
    }

    /// Looks again at what is relayed for others.
    pub async fn look_at_relayed(self) {
        if let Ok(relayed) = self.phone().relayed().await {
            self.relayed.set(relayed_changes(&relayed));
        }
    }

    /// Looks again at what could not enter.
    pub async fn look_at_refused(self) {
        if let Ok(refused) = self.phone().refused().await {
            self.refused.set(refused_changes(&refused));
        }
    }

    pub async fn look_at_reports(self) {
        if let Ok(waiting) = self.phone().reports().await {
            self.reports.set(waiting.len());
        }
    }

    /// Whether there is something to review in a record, for this person.
    pub fn is_to_review(self, line: &Line) -> bool {
        line.conflicts > 0 && self.enrolment().keeps_at(&line.scope, &line.kind)
    }

    /// How many things there are to review.
    pub fn conflicts(self) -> u32 {
        let reports = u32::try_from(self.reports.get()).unwrap_or(u32::MAX);
        let of = |lines: &Lines| {
            let lines = lines.values().filter(|line| self.is_to_review(line));
            lines.map(|line| line.conflicts).sum::<u32>()
        };
        self.lines.with(of).saturating_add(reports)
    }

    /// Saves edits, all or nothing, and wakes the sync.
    ///
    /// # Errors
    /// If the store fails, or the person may not write that; [`Session::failure`] then says so on
    /// the screen.
    pub async fn save(self, edits: Vec<Edit>) -> Result<Vec<Option<OpId>>, SaveFailure> {
        let writer = self.writer();
        let mut turn = writer.turn().await;
        self.save_in_turn(&mut turn, edits).await
    }

    fn writer(self) -> Rc<PhoneWriter> {
        self.writer.get_value()
    }

    async fn save_in_turn(
        self,
        turn: &mut Turn<'_, IdbStore, About>,
        edits: Vec<Edit>,
    ) -> Result<Vec<Option<OpId>>, SaveFailure> {
        if !self.may_save(&edits) {
            self.failure.set(Some(SaveFailure::NoRight));
            return Err(SaveFailure::NoRight);
        }
        let first = !edits.is_empty() && self.saved.with_untracked(Option::is_none);
        let places: Vec<FieldKey> = edits.iter().map(key_of).collect();
        let last = edits.last().map(|edit| edit.record.clone());
        let saved = turn.save(edits, platform::now()).await;
        let saved = saved.map_err(SaveFailure::from);
        let saved = saved.inspect_err(|problem| self.failure.set(Some(problem.clone())))?;
        self.typings.update(|typings| {
            for place in &places {
                typings.remove(place);
            }
        });
        self.failure.set(None);
        self.withdraw_undo();
        if let Some(record) = last {
            self.note_saved(&record);
        }
        self.changed(saved.summaries);
        self.tell_tabs();
        if let Some(hooks) = self.hooks.get_value() {
            (hooks.after_edit)();
        }
        if first {
            platform::ask_to_persist();
        }
        Ok(saved.names)
    }

    /// Waits until what was written a moment ago is saved, or is kept as it was typed.
    pub async fn settled(self) {
        drop(self.writer().turn().await);
    }

    fn note_saved(self, record: &str) {
        let root = protocol::root_of(record).to_owned();
        self.saved.set(Some((root, platform::now())));
    }

    /// What was typed at a place and not saved.
    pub fn typing(self, place: &Typing) -> Option<Typing> {
        let key = typing_key(place);
        self.typings
            .with_untracked(|typings| typings.get(&key).cloned())
    }

    /// Has what is being typed at hand, before it is kept.
    pub fn note_typing(self, typing: Typing) {
        self.typings
            .update_untracked(|typings| drop(typings.insert(typing_key(&typing), typing)));
    }

    /// What was typed at a place is thrown away on purpose, or is saved elsewhere.
    pub async fn forget_typing(self, place: &Typing) {
        // After what is being kept of it.
        let writer = self.writer();
        let mut turn = writer.turn().await;
        let key = typing_key(place);
        self.typings.update(|typings| drop(typings.remove(&key)));
        let forgotten = turn.forget_typing(place).await;
        if let Err(problem) = forgotten {
            self.failure.set(Some(problem.into()));
        }
    }

    /// Keeps what is being typed; whether it could.
    pub async fn keep_typing(self, typing: Typing) -> bool {
        let writer = self.writer();
        let mut turn = writer.turn().await;
        self.withdraw_undo();
        self.note_typing(typing.clone());
        match turn.keep_typing(typing).await {
            Ok(typing) => {
                self.failure.set(None);
                self.note_saved(&typing.record);
                self.note_typing(typing);
                true
            }
            Err(problem) => {
                self.failure.set(Some(problem.into()));
                false
            }
        }
    }

    pub fn tell_tabs(self) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell("changed");
            }
        });
    }

    /// A newer rule set is there.
    pub fn set_rules(self, rules: Arc<RuleSet>) {
        self.rules_of_lines.with_value(|slot| {
            if let Ok(mut slot) = slot.write() {
                *slot = rules.clone();
            }
        });
        self.rules.set(rules);
    }
}

fn relayed_changes(relayed: &[replica::PendingOperation]) -> usize {
    changes(relayed.iter())
}

fn refused_changes(refused: &[RefusedOperation]) -> usize {
    savings(
        refused
            .iter()
            .map(|one| (&*one.scope, &one.pending.operation)),
    )
}
