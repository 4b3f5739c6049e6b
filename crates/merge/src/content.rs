//! What a person approves: the content of a record (`docs/PROTOCOL.md`, section 20).
//!
//! Offline nobody can lock a record, and a list of operations would not do: an approval is itself an
//! operation, and of one name a second operation can be found. So it is what stands there that is
//! approved, by its hash; whoever sees the same computes the same.

use crate::{Existence, RecordView, Tree};
use protocol::rule::{Rule, holds};
use protocol::{canonical, content_of_parts};
use serde_json::{Value, json};

/// The parts of a kind that are not content: steps, votes and signed scans, which say what happens
/// to a record and are left out of its content hash. `client` implements it from the table of
/// kinds.
pub trait Process {
    /// Lines of this kind are steps, votes, scans of what was signed.
    fn is_process_line(&self, kind: &str) -> bool;
    fn is_process_field(&self, kind: &str, field: &str) -> bool;
    /// Of a record of this kind no line is content, whatever kind the line is of.
    fn stands_alone(&self, _kind: &str) -> bool {
        false
    }
}

/// The content of a record: 43 characters of base64url, of SHA-256. Nothing if it is not there or
/// disputed, or if some field of it shows several values: nobody could say what was approved.
pub fn content(scope: &str, tree: &Tree, process: &impl Process) -> Option<String> {
    let root = tree.root()?;
    let parts = content_parts(tree, process)?;
    Some(content_of_parts(scope, &root.id, &parts))
}

/// What a content is made of: the record and its lines by the bytes of their ids, each with its kind and
/// fields. Nothing where there is no [`content`].
pub fn content_parts(tree: &Tree, process: &impl Process) -> Option<Vec<Value>> {
    let root = tree.root()?;
    let stands_alone = process.stands_alone(&root.kind);
    let mut parts = Vec::with_capacity(tree.records.len());
    // In the order of their bytes, as the records are.
    let mut left_out: Vec<&str> = Vec::new();
    for record in &tree.records {
        let is_root = record.id == root.id;
        if !is_root && stands_alone {
            break;
        }
        if !is_root && process.is_process_line(&record.kind) {
            left_out.push(&record.id);
            continue;
        }
        if is_below(&record.id, &left_out) {
            continue;
        }
        match record.existence {
            Existence::Present => parts.push(part(record, process)?),
            Existence::Deleted { .. } if !is_root => {}
            Existence::Disputed { .. } if !holds(Rule::DisputedIsNotApproved) => {
                parts.push(part(record, process)?);
            }
            Existence::Deleted { .. } | Existence::Disputed { .. } => return None,
        }
    }
    Some(parts)
}

/// Whether a line lies below one of these, which are in the order of their bytes.
fn is_below(id: &str, lines: &[&str]) -> bool {
    let mut above = id.rsplit_once('.');
    while let Some((line, _)) = above {
        if lines.binary_search(&line).is_ok() {
            return true;
        }
        above = line.rsplit_once('.');
    }
    false
}

/// One record or line: id, kind, and its fields by name.
fn part(record: &RecordView, process: &impl Process) -> Option<Value> {
    let mut fields = Vec::with_capacity(record.fields.len());
    for (key, field) in record.fields.iter() {
        if process.is_process_field(&record.kind, key) {
            continue;
        }
        if field.is_conflict() && holds(Rule::ConflictsAreNotApproved) {
            return None;
        }
        let value = canonical(field.value());
        if !value.is_null() {
            fields.push(json!([key, value]));
        }
    }
    Some(json!([record.id, record.kind, fields]))
}
