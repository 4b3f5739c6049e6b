//! A collective that gets a register of its own: «Lập sổ riêng». A record never changes its scope, so it
//! goes on in a new one; the old one stays, says where to, and its history is read through it.

use crate::records::village_scope;
use merge::{Existence, RecordView, Tree};
use register::kind::{self, MOVED_TO};
use replica::Edit;
use serde_json::{Value, json};

/// Why a record gets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaysWhereItIs {
    /// It has one.
    IsUnit,
    /// It went on elsewhere already.
    HasMoved,
    /// It is deleted, or not there.
    IsGone,
    /// Two contents stand in it: a person decides first, for only one can go along.
    IsDisputed,
}

/// The new record with all that the old one says, and then the mark at the old one: if only the first
/// is saved, nothing is lost. `fresh` is the new record's id. Lines stay where they are.
///
/// # Errors
/// If the record stays where it is.
pub fn own_register(
    (commune, scope): (&str, &str),
    record: &Tree,
    fresh: &str,
) -> Result<Vec<Edit>, StaysWhereItIs> {
    let old = record.root().ok_or(StaysWhereItIs::IsGone)?;
    if scope == village_scope(commune, &old.id) {
        return Err(StaysWhereItIs::IsUnit);
    }
    match old.existence {
        Existence::Present => {}
        Existence::Deleted { .. } => return Err(StaysWhereItIs::IsGone),
        Existence::Disputed { .. } => return Err(StaysWhereItIs::IsDisputed),
    }
    if old.fields.iter().any(|(_, field)| field.is_conflict()) {
        return Err(StaysWhereItIs::IsDisputed);
    }
    let own = village_scope(commune, fresh);
    let said = |field: &str| old.fields.get(field).map(|view| view.value());
    if said(MOVED_TO).is_some_and(|place| !place.is_null()) {
        return Err(StaysWhereItIs::HasMoved);
    }
    let name = said(kind::naming_field(&old.kind)).cloned();
    let values = old
        .fields
        .iter()
        .filter(|(field, view)| field.as_str() != MOVED_TO && !view.value().is_null());
    let mut edits: Vec<Edit> = values
        .map(|(field, view)| Edit {
            scope: own.clone(),
            record: fresh.to_owned(),
            kind: old.kind.clone(),
            field: field.clone(),
            value: view.value().clone(),
            predecessors: Vec::new(),
        })
        .collect();
    let place = json!({ "scope": own, "record": fresh, "name": name });
    edits.push(moved_to(scope, old, place));
    Ok(edits)
}

/// What says at an old record where it goes on.
fn moved_to(scope: &str, old: &RecordView, place: Value) -> Edit {
    let before = old.fields.get(MOVED_TO);
    Edit {
        scope: scope.to_owned(),
        record: old.id.clone(),
        kind: old.kind.clone(),
        field: MOVED_TO.to_owned(),
        value: place,
        predecessors: before.map(|view| view.held.clone()).unwrap_or_default(),
    }
}
