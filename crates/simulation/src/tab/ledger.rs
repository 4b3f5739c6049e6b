//! The bookkeeping of what a person did at the tabs of a phone, against which the phone is checked.

use crate::Phone;
use client::writer::FieldKey;
use merge::Tree;
use protocol::{OpId, Operation};
use replica::StoreError;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The texts that one person typed and saved on one phone, and what had been seen before each. A
/// check reads from it what must still be there.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Every text by number, in the order in which they were written, and where.
    texts: RefCell<Vec<(FieldKey, String)>>,
    /// When texts were typed, by number, in tabs that are open since.
    typed: RefCell<BTreeMap<usize, (u32, i64)>>,
    /// By field the text that was kept or saved last. Of two tabs in the same field the store
    /// keeps what was typed in one of them.
    certain: RefCell<BTreeMap<FieldKey, usize>>,
    /// By text what had been before the person's eyes when it was begun.
    eyes: RefCell<BTreeMap<String, BTreeSet<OpId>>>,
    /// All that ever was.
    seen: RefCell<BTreeSet<OpId>>,
    /// What lay on the phone after some commit, not yet in the register, with its scope; since
    /// [`Ledger::take_operations`] was last asked.
    operations: RefCell<BTreeMap<OpId, (String, Operation)>>,
    /// What must never happen, and did.
    broken: RefCell<Option<String>>,
}

impl Ledger {
    /// A text that nobody wrote before.
    pub fn text(&self, of: &FieldKey, person: usize, eyes: &BTreeSet<OpId>) -> String {
        let mut texts = self.texts.borrow_mut();
        let text = format!("text {person}.{}", texts.len() + 1);
        texts.push((of.clone(), text.clone()));
        self.eyes.borrow_mut().insert(text.clone(), eyes.clone());
        text
    }

    /// Notes what lies on the phone.
    ///
    /// # Errors
    /// If the store fails.
    pub fn note(&self, phone: &Phone) -> Result<(), StoreError> {
        let waiting = phone
            .waiting()?
            .into_iter()
            .map(|one| (one.scope, one.pending));
        let refused = phone
            .refused()?
            .into_iter()
            .map(|one| (one.scope, one.pending));
        let all = waiting.chain(refused);
        let all = all.map(|(scope, one)| (one.name, (scope, one.operation)));
        self.operations.borrow_mut().extend(all);
        Ok(())
    }

    pub fn take_operations(&self) -> BTreeMap<OpId, (String, Operation)> {
        self.operations.take()
    }

    /// Its number from 1 on, if it was written at that place.
    pub fn number(&self, of: &FieldKey, text: &str) -> Option<usize> {
        let texts = self.texts.borrow();
        let place = texts.iter().position(|one| one.0 == *of && one.1 == text);
        place.map(|place| place + 1)
    }

    /// The texts that were typed before a moment in tabs that are open since: number and field.
    pub fn typed_before(&self, moment: i64) -> Vec<(usize, FieldKey)> {
        let texts = self.texts.borrow();
        let typed = self.typed.borrow();
        let old = typed.iter().filter(|(_, (_, at))| *at < moment);
        old.filter_map(|(number, _)| Some((*number, texts.get(number - 1)?.0.clone())))
            .collect()
    }

    /// Where a text was written, if it was.
    pub fn fields_of(&self, text: &str) -> Option<FieldKey> {
        let texts = self.texts.borrow();
        texts
            .iter()
            .find(|one| one.1 == text)
            .map(|one| one.0.clone())
    }

    /// What whoever wrote it had seen; of a deletion, all that there was.
    pub fn eyes(&self, value: &Value) -> BTreeSet<OpId> {
        let of_text = value
            .as_str()
            .and_then(|text| self.eyes.borrow().get(text).cloned());
        of_text.unwrap_or_else(|| self.seen.borrow().clone())
    }

    /// The number of the text there that must be found again, or one after it; nought if none is.
    pub fn certain(&self, of: &FieldKey) -> usize {
        self.certain.borrow().get(of).copied().unwrap_or_default()
    }

    pub fn fields(&self) -> Vec<FieldKey> {
        self.certain.borrow().keys().cloned().collect()
    }

    pub fn broken(&self) -> Option<String> {
        self.broken.borrow().clone()
    }

    /// What must never happen has.
    pub(super) fn breaks(&self, what: &str) {
        self.broken.replace(Some(what.to_owned()));
    }

    /// A text is being written with all that was ever seen before the person's eyes.
    pub(super) fn sees_all(&self, text: &str) {
        let seen = self.seen.borrow().clone();
        self.eyes.borrow_mut().insert(text.to_owned(), seen);
    }

    /// A text was typed in a tab.
    pub(super) fn is_typed(&self, of: &FieldKey, text: &str, tab: u32, at: i64) {
        if let Some(number) = self.number(of, text) {
            self.typed.borrow_mut().insert(number, (tab, at));
        }
    }

    /// A tab is closed: what was typed in it may be lost.
    pub(super) fn is_closed(&self, tab: u32) {
        self.typed.borrow_mut().retain(|_, (of, _)| *of != tab);
    }

    pub(super) fn is_kept(&self, of: &FieldKey, text: &str) {
        if let Some(number) = self.number(of, text) {
            self.certain.borrow_mut().insert(of.clone(), number);
        }
    }

    pub(super) fn is_saved(&self, of: &FieldKey, text: &str) {
        if self.number(of, text) > Some(self.certain(of)) {
            self.is_kept(of, text);
        }
    }

    pub(super) fn see(&self, tree: &Tree) {
        let mut seen = self.seen.borrow_mut();
        for record in &tree.records {
            let fields = record.fields.values().chain([&record.deletion]);
            seen.extend(fields.flat_map(|field| field.held.iter().cloned()));
        }
    }
}
