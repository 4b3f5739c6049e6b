//! From what a person changed to operations on the phone: the one way in which a person's own
//! writing enters the store.
//!
//! An [`Edit`] is what a view asks for. [`Replica::save`] makes an operation of each (device,
//! number, time, predecessors), puts it into the overlay and makes the lists' lines anew, all in
//! one transaction.
//!
//! - An operation replaces what was shown for its edit, never what a sync brought in between.
//! - An edit that changes nothing makes no operation and takes no number.
//! - All edits of one saving have its first number as `save`, scope by scope: to a person they are
//!   one change.
//! - Nothing is sent here: requests are made of the overlay in `request.rs`.

use crate::{
    About, Mode, PendingOperation, Replica, Store, StoreError, Summary, Table, Tx, Typing, keys,
    read, rows, summary,
};
use merge::{FieldView, Pending, RecordView, Tree};
use protocol::rule::{Rule, holds};
use protocol::{DELETION, LONGEST_VALUE, OpId, Operation, same_value};
use serde_json::Value;
use sorted::SortedSet;

/// A wish to set one field to a value, with the names that were before the person's eyes. Views and
/// [`crate::Replica`]'s callers make it; [`Replica::save`] makes an operation of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub scope: String,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub value: Value,
    /// The names held in the field when it was *shown* for this edit
    /// ([`FieldView::held`]), and those of the edits made since from the same
    /// page: never what a sync brought in between.
    pub predecessors: Vec<OpId>,
}

impl Edit {
    /// Deletes a record, or a line, with all that was shown of it and below it: one
    /// deletion, or several that hold together if its names are too many for one value.
    pub fn delete(scope: &str, shown: &Tree, record: &RecordView) -> Vec<Self> {
        let mut lists = vec![Vec::new()];
        let mut room = LONGEST_VALUE;
        for name in shown.held_below(&record.id) {
            let name = name.to_string();
            // With its quotes and a comma; a list has two brackets more.
            let size = name.len() + 3;
            if size + 2 > room && holds(Rule::LongDeletionsAreDivided) {
                lists.push(Vec::new());
                room = LONGEST_VALUE;
            }
            room = room.saturating_sub(size);
            if let Some(list) = lists.last_mut() {
                list.push(Value::String(name));
            }
        }
        lists
            .into_iter()
            .map(|list| Self::of_deletion(scope, record, Value::Array(list)))
            .collect()
    }

    /// Undoes the deletions of a record that were shown.
    pub fn restore(scope: &str, record: &RecordView) -> Self {
        Self::of_deletion(scope, record, Value::Null)
    }

    /// What waits under an enrolment that is over, to be saved anew under
    /// another: of each chain of the phone's own edits the last, which replaces
    /// what the whole chain replaced of others. Of a record that is deleted at
    /// last, only that.
    ///
    /// What the phone only carries is its author's, and is not saved anew.
    pub fn again(waiting: &[PendingOperation]) -> Vec<Self> {
        let of = |name: &OpId| waiting.iter().find(|one| one.pending.name == *name);
        let is_last = |one: &&PendingOperation| {
            let name = &one.pending.name;
            let replaced =
                |other: &PendingOperation| other.pending.operation.predecessors.contains(name);
            let own = one.pending.relayed.is_none() || !holds(Rule::CarriedIsNotOwn);
            own && !one.pending.hidden && !waiting.iter().any(replaced)
        };
        let others = |operation: &Operation| {
            let (mut open, mut found) = (operation.predecessors.clone(), Vec::new());
            let mut seen = SortedSet::new();
            while let Some(name) = open.pop() {
                match of(&name) {
                    _ if !seen.insert(name.clone()) => {}
                    Some(own) => open.extend(own.pending.operation.predecessors.iter().cloned()),
                    None => found.push(name),
                }
            }
            found
        };
        let last: Vec<&PendingOperation> = waiting.iter().filter(is_last).collect();
        let is_deleted = |one: &PendingOperation, record: &str| {
            let deletion = &one.pending.operation;
            deletion.field == DELETION
                && deletion.value.is_array()
                && protocol::root_of(record) == deletion.record
        };
        let mut edits = Vec::new();
        for one in &last {
            let operation = &one.pending.operation;
            let gone = operation.field != DELETION
                && last
                    .iter()
                    .any(|other| is_deleted(other, &operation.record));
            if gone {
                continue;
            }
            let mut value = operation.value.clone();
            if let (DELETION, Value::Array(names)) = (operation.field.as_str(), &mut value) {
                names.retain(|name| {
                    let name = name.as_str().and_then(|name| name.parse().ok());
                    name.is_some_and(|name| of(&name).is_none())
                });
            }
            edits.push(Self {
                scope: one.scope.clone(),
                record: operation.record.clone(),
                kind: operation.kind.clone(),
                field: operation.field.clone(),
                value,
                predecessors: others(operation),
            });
        }
        edits
    }

    fn of_deletion(scope: &str, record: &RecordView, value: Value) -> Self {
        Self {
            scope: scope.to_owned(),
            record: record.id.clone(),
            kind: record.kind.clone(),
            field: DELETION.to_owned(),
            value,
            predecessors: record.deletion.held.clone(),
        }
    }
}

/// The result of [`Replica::save`]: the names of the new operations and the changed lines of lists.
#[derive(Clone, Debug)]
pub struct SaveOutcome<A> {
    /// In the order of the edits; nothing for an edit that changes nothing.
    pub names: Vec<Option<OpId>>,
    /// The new lines in lists of the records that changed.
    pub summaries: Vec<Summary<A>>,
}

impl<S: Store, A: About> Replica<S, A> {
    /// Saves edits as operations, in one transaction: all or nothing. What was
    /// being typed in their fields is forgotten in the same transaction.
    /// `at` is the phone's clock, in milliseconds since 1970.
    ///
    /// # Errors
    /// If the store fails; then nothing is saved.
    pub async fn save(&self, edits: &[Edit], at: i64) -> Result<SaveOutcome<A>, StoreError> {
        self.save_typed(edits, at, |_| true).await
    }

    /// The same, where another tab may be typing: of what is typed in their fields only that is
    /// forgotten which `is_own`.
    ///
    /// # Errors
    /// If the store fails; then nothing is saved.
    pub async fn save_typed(
        &self,
        edits: &[Edit],
        at: i64,
        is_own: impl Fn(&Typing) -> bool,
    ) -> Result<SaveOutcome<A>, StoreError> {
        let tables = [
            Table::Meta,
            Table::Base,
            Table::Overlay,
            Table::Typing,
            Table::Summary,
        ];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let device = read::own_device(&tx).await?;
        let mut names = Vec::with_capacity(edits.len());
        let mut changed_records = SortedSet::new();
        let mut saves: Vec<(String, u64)> = Vec::new();
        for edit in edits {
            if holds(Rule::SavingForgetsTyping) {
                let key = keys::typing(&edit.scope, &edit.record, &edit.field);
                let typing: Option<Typing> = rows::get(&tx, Table::Typing, &key).await?;
                if typing.is_some_and(|typing| is_own(&typing)) {
                    tx.delete(Table::Typing, &key)?;
                }
            }
            let root = protocol::root_of(&edit.record);
            let (tree, _) = summary::read_tree(&tx, &edit.scope, root).await?;
            if changes_nothing(edit, &tree) {
                names.push(None);
                continue;
            }
            let number = take_number(&mut tx, &device, &edit.scope).await?;
            let save = match saves.iter().find(|(scope, _)| *scope == edit.scope) {
                Some((_, first)) => *first,
                None => {
                    saves.push((edit.scope.clone(), number));
                    number
                }
            };
            let mut operation = Operation {
                device: device.clone(),
                number,
                record: edit.record.clone(),
                kind: edit.kind.clone(),
                field: edit.field.clone(),
                value: edit.value.clone(),
                predecessors: edit.predecessors.clone(),
                at,
                save,
            };
            if !holds(Rule::ShownIsReplaced) {
                let field = field_of(edit, &tree);
                operation.predecessors = field.map_or_else(Vec::new, |field| field.held.clone());
            }
            operation
                .check()
                .map_err(|problem| StoreError::Other(problem.to_string()))?;
            let name = operation.name(&edit.scope);
            let key = keys::operation(&edit.scope, &edit.record, &edit.field, &name);
            let pending = Pending {
                name: name.clone(),
                operation,
                answered: false,
                hidden: false,
                relayed: None,
            };
            rows::put(&mut tx, Table::Overlay, &key, &pending)?;
            changed_records.insert((edit.scope.clone(), root.to_owned()));
            names.push(Some(name));
        }
        let summaries = self.summarise(&mut tx, changed_records).await?;
        tx.commit().await?;
        Ok(SaveOutcome { names, summaries })
    }
}

fn field_of<'t>(edit: &Edit, tree: &'t Tree) -> Option<&'t FieldView> {
    let record = tree.record(&edit.record)?;
    match edit.field.as_str() {
        DELETION => Some(&record.deletion),
        field => record.fields.get(field),
    }
}

fn changes_nothing(edit: &Edit, tree: &Tree) -> bool {
    match field_of(edit, tree).map(|field| field.candidates.as_slice()) {
        None | Some([]) => edit.value.is_null() || edit.value.as_str() == Some(""),
        Some([only]) => same_value(&only.value, &edit.value),
        Some(_) => false,
    }
}

/// The number after the highest that this device used in the scope. A scope
/// that is written to for the first time becomes known.
async fn take_number(tx: &mut impl Tx, device: &str, scope: &str) -> Result<u64, StoreError> {
    let key = keys::next_number(device, scope);
    let number: u64 = rows::get(tx, Table::Meta, &key).await?.unwrap_or(1);
    if holds(Rule::NumbersAreGivenOnce) {
        rows::put(tx, Table::Meta, &key, &(number + 1))?;
    }
    let scope = keys::scope(scope);
    if tx.get(Table::Meta, &scope).await?.is_none() {
        rows::put(tx, Table::Meta, &scope, &rows::ScopeRow::default())?;
    }
    Ok(number)
}
