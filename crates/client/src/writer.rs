//! In which order a person's own savings go, and what they replace.
//!
//! One at a time, whoever asks: a saving, what is being typed, what is thrown away. A person knows
//! his own edits, also one that is still on its way into the store, or that the screen has not
//! drawn yet: what he writes next in the same field replaces it. What is typed in another tab is
//! not this tab's to forget.

use crate::rule::{Rule, holds};
use async_lock::{Mutex, MutexGuard};
use protocol::OpId;
use replica::{About, Edit, Replica, SaveOutcome, Store, StoreError, Typing};
use sorted::SortedMap;
use std::rc::Rc;

/// Scope, record and field.
pub type FieldKey = (String, String, String);

#[derive(Default)]
struct OwnSavings {
    /// The name of this tab's last edit of each field.
    saved: SortedMap<FieldKey, OpId>,
    /// The text that this tab found, or kept last, of each field.
    kept: SortedMap<FieldKey, String>,
}

/// The queue of one tab's own writing: savings, typed text, deletions, one at a time. It knows the
/// tab's last edit of each field, so that the next one replaces it.
pub struct Writer<S, A> {
    replica: Rc<Replica<S, A>>,
    own: Mutex<OwnSavings>,
}

/// The right to write, held by one task of the tab until it is dropped. [`Writer::turn`] gives it.
pub struct Turn<'a, S, A> {
    replica: &'a Replica<S, A>,
    own: MutexGuard<'a, OwnSavings>,
}

impl<S: Store, A: About> Writer<S, A> {
    /// `found`: what was typed and not saved when the tab was opened.
    pub fn new<'a>(replica: Rc<Replica<S, A>>, found: impl Iterator<Item = &'a Typing>) -> Self {
        let mut own = OwnSavings::default();
        own.kept
            .extend(found.map(|typing| (typing_key(typing), typing.text.clone())));
        Self {
            replica,
            own: Mutex::new(own),
        }
    }

    /// Waits until what was written a moment ago is saved, or kept as it was typed.
    pub async fn turn(&self) -> Turn<'_, S, A> {
        Turn {
            replica: &self.replica,
            own: self.own.lock().await,
        }
    }
}

impl<S: Store, A: About> Turn<'_, S, A> {
    /// Saves edits, all or nothing; what was typed in their fields is forgotten with that.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn save(
        &mut self,
        mut edits: Vec<Edit>,
        at: i64,
    ) -> Result<SaveOutcome<A>, StoreError> {
        for edit in &mut edits {
            let key = key_of(edit);
            self.add_own(&key, &mut edit.predecessors);
            if !holds(Rule::TypingIsKeptUntilSaved) {
                let (scope, record, field) = key;
                let typing = Typing {
                    scope,
                    record,
                    field,
                    ..Typing::default()
                };
                self.replica.forget_typing(&typing).await?;
            }
        }
        let own = &mut *self.own;
        let is_own = |typing: &Typing| {
            let kept = own.kept.get(&typing_key(typing));
            kept == Some(&typing.text) || !holds(Rule::OthersTypingIsKept)
        };
        let mut saved = self.replica.save_typed(&edits, at, is_own).await;
        if matches!(saved, Err(StoreError::Lost)) {
            saved = self.replica.save_typed(&edits, at, is_own).await;
        }
        let saved = saved?;
        for (edit, name) in edits.iter().zip(&saved.names) {
            let key = key_of(edit);
            own.kept.remove(&key);
            own.saved.extend(name.clone().map(|name| (key, name)));
        }
        Ok(saved)
    }

    /// Keeps what is being typed, with what it replaces; that comes back.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keep_typing(&mut self, mut typing: Typing) -> Result<Typing, StoreError> {
        let key = typing_key(&typing);
        self.add_own(&key, &mut typing.predecessors);
        let mut kept = self.replica.keep_typing(&typing).await;
        if matches!(kept, Err(StoreError::Lost)) {
            kept = self.replica.keep_typing(&typing).await;
        }
        kept?;
        self.own.kept.insert(key, typing.text.clone());
        Ok(typing)
    }

    /// What was typed there is thrown away on purpose, or is saved elsewhere.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_typing(&mut self, place: &Typing) -> Result<(), StoreError> {
        self.own.kept.remove(&typing_key(place));
        self.replica.forget_typing(place).await
    }

    fn add_own(&self, field: &FieldKey, replaces: &mut Vec<OpId>) {
        if holds(Rule::OwnSavingsAreReplaced)
            && let Some(name) = self.own.saved.get(field)
            && !replaces.contains(name)
        {
            replaces.push(name.clone());
        }
    }
}

/// Where an edit is made.
pub fn key_of(edit: &Edit) -> FieldKey {
    (edit.scope.clone(), edit.record.clone(), edit.field.clone())
}

/// Where something is typed.
pub fn typing_key(typing: &Typing) -> FieldKey {
    let Typing {
        scope,
        record,
        field,
        ..
    } = typing;
    (scope.clone(), record.clone(), field.clone())
}
