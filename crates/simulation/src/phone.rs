//! A phone without a browser: the real replica over the store in memory. Showing and saving, asking
//! and being answered are calls of their own, so that anything can come between.

use crate::{COMMUNE, KIND, LINE_KIND, SimulatedEnrolment};
use endpoint::secrets::Randomness;
use merge::{Existence, FieldView, RecordState, Tree};
use protocol::OpId;
use protocol::wire::Reply;
use replica::{
    ApplyError, ApplyOutcome, Edit, MemoryStore, Mode, Outgoing, PendingOperation, ReceivedReport,
    RefusedOperation, Replica, Store, StoreError, Table, Tx, Typing, ready,
};
use serde_json::Value;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// One person's register on one phone of the simulation, with its clock and its limits.
pub struct Phone {
    pub(crate) replica: Replica<MemoryStore, ()>,
    pub(crate) enrolment: SimulatedEnrolment,
    pub(crate) ids: Rc<Randomness>,
    /// What the phone believes the time to be.
    pub(crate) clock: Cell<i64>,
    limit: Cell<Option<u64>>,
    schema: Cell<u64>,
    /// The endpoint has asked for the key.
    pub(crate) wants_key: Cell<bool>,
}

/// A record as it was shown: what an edit made from here has before its eyes.
#[derive(Clone, Debug)]
pub struct ShownRecord {
    pub scope: String,
    pub record: String,
    pub tree: Tree,
    /// The names of what was saved since from this page, by record and field.
    since: BTreeMap<(String, String), Vec<OpId>>,
}

impl Phone {
    /// A new phone of an enrolled person.
    ///
    /// # Panics
    /// Never: a new store takes a device.
    #[expect(
        clippy::expect_used,
        reason = "a store in memory that is not full fails nothing"
    )]
    pub fn new(enrolment: SimulatedEnrolment, ids: Rc<Randomness>) -> Self {
        let phone = Self::over(MemoryStore::default(), enrolment, ids);
        ready(phone.replica.set_device(&phone.enrolment.device)).expect("a device");
        phone
    }

    pub(crate) fn over(
        store: MemoryStore,
        enrolment: SimulatedEnrolment,
        ids: Rc<Randomness>,
    ) -> Self {
        let replica = Replica::new(store, |_, _| ());
        Self {
            replica,
            enrolment,
            ids,
            clock: Cell::new(0),
            limit: Cell::new(None),
            schema: Cell::new(protocol::wire::SCHEMA),
            wants_key: Cell::new(false),
        }
    }

    pub fn enrolment(&self) -> &SimulatedEnrolment {
        &self.enrolment
    }

    pub fn store(&self) -> &MemoryStore {
        self.replica.store()
    }

    /// Another phone with a copy of this one's storage, token and all.
    pub fn copied(&self) -> Self {
        let store = self.store().copied();
        Self::over(store, self.enrolment.clone(), Rc::clone(&self.ids))
    }

    /// Another tab of the same phone.
    pub fn second_tab(&self) -> Self {
        Self::over(
            self.store().clone(),
            self.enrolment.clone(),
            Rc::clone(&self.ids),
        )
    }

    pub fn set_clock(&self, at: i64) {
        self.clock.set(at);
    }

    /// How many bytes of states a page may hold from now on.
    pub fn set_limit(&self, bytes: u64) {
        self.limit.set(Some(bytes));
    }

    /// Which version of kinds and fields the phone's app says that it writes.
    pub fn set_schema(&self, schema: u64) {
        self.schema.set(schema);
    }

    /// # Errors
    /// If the store fails.
    pub fn show(&self, record: &str) -> Result<ShownRecord, StoreError> {
        self.show_in(COMMUNE, record)
    }

    /// A record and its lines as they stand now.
    ///
    /// # Errors
    /// If the store fails.
    pub fn show_in(&self, scope: &str, record: &str) -> Result<ShownRecord, StoreError> {
        let root = protocol::root_of(record);
        let tree = ready(self.replica.tree(scope, root))?;
        let (scope, record) = (scope.to_owned(), root.to_owned());
        Ok(ShownRecord {
            scope,
            record,
            tree,
            since: BTreeMap::new(),
        })
    }

    /// Saves what was changed on a page; nothing is saved if it changes nothing.
    ///
    /// # Errors
    /// If the store fails.
    pub fn save_seen(
        &self,
        shown: &mut ShownRecord,
        record: &str,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<Option<OpId>, StoreError> {
        let kind = if record.contains('.') {
            LINE_KIND
        } else {
            KIND
        };
        self.save_of_kind(shown, record, kind, field, value)
    }

    /// As [`Self::save_seen`], of whatever kind.
    ///
    /// # Errors
    /// If the store fails.
    pub fn save_of_kind(
        &self,
        shown: &mut ShownRecord,
        record: &str,
        kind: &str,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<Option<OpId>, StoreError> {
        let replaces = shown
            .field(record, field)
            .map_or_else(Vec::new, |field| field.held.clone());
        let edit = Edit {
            scope: shown.scope.clone(),
            record: record.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value: value.into(),
            predecessors: replaces,
        };
        self.save(shown, edit)
    }

    /// Deletes a record, or a line, as it is shown; nothing if it is not there.
    ///
    /// # Errors
    /// If the store fails.
    pub fn delete_seen(
        &self,
        shown: &mut ShownRecord,
        record: &str,
    ) -> Result<Option<OpId>, StoreError> {
        let Some(view) = shown.tree.record(record) else {
            return Ok(None);
        };
        let edits = Edit::delete(&shown.scope, &shown.tree, view);
        Ok(self.save_all(shown, edits)?.pop().flatten())
    }

    /// Undoes the deletions of a record that are shown; nothing if none is.
    ///
    /// # Errors
    /// If the store fails.
    pub fn undo_seen(
        &self,
        shown: &mut ShownRecord,
        record: &str,
    ) -> Result<Option<OpId>, StoreError> {
        let Some(view) = shown.tree.record(record) else {
            return Ok(None);
        };
        let edit = Edit::restore(&shown.scope, view);
        self.save(shown, edit)
    }

    fn save(&self, shown: &mut ShownRecord, edit: Edit) -> Result<Option<OpId>, StoreError> {
        Ok(self.save_all(shown, vec![edit])?.pop().flatten())
    }

    /// Saved from the same page before is seen, too.
    fn save_all(
        &self,
        shown: &mut ShownRecord,
        mut edits: Vec<Edit>,
    ) -> Result<Vec<Option<OpId>>, StoreError> {
        for edit in &mut edits {
            let since = shown.since.get(&(edit.record.clone(), edit.field.clone()));
            edit.predecessors
                .extend(since.into_iter().flatten().cloned());
        }
        let saved = ready(self.replica.save(&edits, self.clock.get()))?;
        for (edit, name) in edits.into_iter().zip(&saved.names) {
            let since = shown.since.entry((edit.record, edit.field)).or_default();
            since.extend(name.iter().cloned());
        }
        Ok(saved.names)
    }

    /// Shows and saves at once.
    ///
    /// # Errors
    /// If the store fails.
    pub fn edit(
        &self,
        record: &str,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<Option<OpId>, StoreError> {
        self.save_seen(&mut self.show(record)?, record, field, value)
    }

    /// # Errors
    /// If the store fails.
    pub fn delete(&self, record: &str) -> Result<Option<OpId>, StoreError> {
        self.delete_seen(&mut self.show(record)?, record)
    }

    /// # Errors
    /// If the store fails.
    pub fn undo(&self, record: &str) -> Result<Option<OpId>, StoreError> {
        self.undo_seen(&mut self.show(record)?, record)
    }

    /// # Errors
    /// If the store fails.
    pub fn request(&self) -> Result<Outgoing, StoreError> {
        let mut outgoing = ready(self.replica.request())?;
        outgoing.request.limit = self.limit.get();
        outgoing.request.schema = self.schema.get();
        if self.wants_key.get() {
            let text = protocol::key_text(&outgoing.request.device);
            outgoing.request.key = Some(self.enrolment.key.public());
            outgoing.request.proof = Some(self.enrolment.key.sign(&text));
        }
        Ok(outgoing)
    }

    /// A reply arrives, perhaps late, perhaps not for the first time.
    ///
    /// # Errors
    /// If the store fails; nothing is applied then.
    pub fn deliver(
        &self,
        outgoing: &Outgoing,
        reply: Reply,
    ) -> Result<ApplyOutcome<()>, ApplyError> {
        let fresh = self.fresh_device();
        let applied = ready(self.replica.apply(outgoing, reply, &fresh))?;
        self.wants_key.set(applied.wants_key);
        Ok(applied)
    }

    /// What waits for this person to decide on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn reports(&self) -> Result<Vec<ReceivedReport>, StoreError> {
        let told = ready(self.replica.reports())?;
        Ok(told.into_iter().map(|(_, one)| one).collect())
    }

    /// What was typed here and not saved.
    ///
    /// # Errors
    /// If the store fails.
    pub fn typings(&self) -> Result<Vec<Typing>, StoreError> {
        ready(self.replica.typings())
    }

    /// What it has told and has not seen in the register since.
    ///
    /// # Errors
    /// If the store fails, or a row is none.
    pub fn kept_to_report(&self) -> Result<BTreeSet<OpId>, StoreError> {
        let tx = ready(self.store().begin(Mode::Read, &[Table::Base]))?;
        let mut kept = BTreeSet::new();
        for (key, bytes) in ready(tx.range(Table::Base, ""))? {
            let row: RecordState =
                serde_json::from_slice(&bytes).map_err(|_| StoreError::Row(key))?;
            kept.extend(
                row.reported
                    .values()
                    .flatten()
                    .map(|entry| entry.name.clone()),
            );
        }
        Ok(kept)
    }

    /// The person takes over what is told.
    ///
    /// # Errors
    /// If the store fails.
    pub fn take_over(&self, told: &ReceivedReport) -> Result<(), StoreError> {
        let mut shown = self.show(&told.record)?;
        let edit = told.taken_over(COMMUNE, &shown.tree);
        self.save(&mut shown, edit)?;
        self.turn_down(told)
    }

    /// The person does not.
    ///
    /// # Errors
    /// If the store fails.
    pub fn turn_down(&self, told: &ReceivedReport) -> Result<(), StoreError> {
        ready(self.replica.decide(COMMUNE, &told.id)).map(|_| ())
    }

    /// The values that stand in a field, as a person sees them: none if the
    /// record is deleted.
    ///
    /// # Errors
    /// If the store fails.
    pub fn values(&self, record: &str, field: &str) -> Result<Vec<Value>, StoreError> {
        let shown = self.show(record)?;
        let view = shown.tree.record(record);
        let there = view.is_some_and(|v| !matches!(v.existence, Existence::Deleted { .. }));
        let field = shown.field(record, field).filter(|_| there);
        let candidates = field.map_or(&[][..], |field| &field.candidates);
        Ok(candidates
            .iter()
            .map(|candidate| candidate.value.clone())
            .collect())
    }

    /// # Errors
    /// If the store fails.
    pub fn existence(&self, record: &str) -> Result<Option<Existence>, StoreError> {
        let shown = self.show(record)?;
        Ok(shown
            .tree
            .record(record)
            .map(|record| record.existence.clone()))
    }

    /// The phone is told that the endpoint does not know it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn is_not_known(&self) -> Result<(), StoreError> {
        ready(self.replica.is_not_known()).map(drop)
    }

    /// The phone is told that it is lost, in an epoch; whether it deletes what it has.
    ///
    /// # Errors
    /// If the store fails.
    pub fn lock(&self, epoch: &str) -> Result<bool, StoreError> {
        ready(self.replica.lock(epoch, "", self.clock.get()))
    }

    /// Saves anew what was left behind on another phone.
    ///
    /// # Errors
    /// If the store fails.
    pub fn take_along(&self, edits: &[Edit]) -> Result<(), StoreError> {
        ready(self.replica.save(edits, self.clock.get())).map(drop)
    }

    /// What the person of a lost phone can take along.
    ///
    /// # Errors
    /// If the store fails.
    pub fn left_behind(&self) -> Result<Vec<PendingOperation>, StoreError> {
        ready(self.replica.left_behind())
    }

    /// # Errors
    /// If the store fails.
    pub fn waiting(&self) -> Result<Vec<PendingOperation>, StoreError> {
        ready(self.replica.waiting())
    }

    /// # Errors
    /// If the store fails.
    pub fn refused(&self) -> Result<Vec<RefusedOperation>, StoreError> {
        ready(self.replica.refused())
    }

    /// The scopes that the person may not read any more.
    ///
    /// # Errors
    /// If the store fails.
    pub fn lost(&self) -> Result<BTreeSet<String>, StoreError> {
        Ok(ready(self.replica.lost())?
            .into_values()
            .into_iter()
            .collect())
    }

    /// Whether all has come that the endpoint is known to have.
    ///
    /// # Errors
    /// If the store fails.
    pub fn has_pulled_all(&self) -> Result<bool, StoreError> {
        let pulled = ready(self.replica.pulled())?;
        Ok(pulled.is_some_and(|pulled| pulled.whole == pulled.of))
    }

    /// Every record that the phone lists: scope, id, and how many of its
    /// changes are said to wait.
    ///
    /// # Errors
    /// If the store fails.
    pub fn listed(&self) -> Result<Vec<(String, String, u32)>, StoreError> {
        let summaries = ready(self.replica.summaries())?;
        Ok(summaries
            .into_iter()
            .map(|line| (line.scope, line.record, line.waiting))
            .collect())
    }
}

impl ShownRecord {
    /// A field of the record or of one of its lines.
    pub fn field(&self, record: &str, field: &str) -> Option<&FieldView> {
        self.tree.record(record)?.fields.get(field)
    }
}
