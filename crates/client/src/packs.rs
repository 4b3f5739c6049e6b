//! Handing a record in to another scope (`docs/PROTOCOL.md`, section 24).
//!
//! A pack is made of the content that stands here, and of nothing that is random: made twice it is one, and
//! what of it is there already is not written again. What its receiver sees is in [`crate::received_packs`].

use crate::records::Kinds;
use crate::steps::{NoStep, why_no_content};
use merge::{Candidate, Existence, FieldView, RecordView, Tree, content_parts};
use register::kind::{PACK_PART, SUBMITTED_PACK};
use register::pack::{CannotSubmit, MANIFEST, PART, SOURCE, Source, Submission, submission};
use replica::Edit;
use serde_json::Value;

/// Why a record is not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSubmitted {
    /// Nobody could say what is handed in.
    NoContent(NoStep),
    /// There is more of it than a pack holds.
    TooMuch(CannotSubmit),
    /// The same was handed in before, and whoever received it has deleted it.
    Deleted,
}

/// What would be handed in of a record of a scope, as it stands here.
///
/// # Errors
/// Why it cannot be.
pub fn submission_of(scope: &str, record: &Tree) -> Result<Submission, NotSubmitted> {
    let none = || NotSubmitted::NoContent(why_no_content(record));
    let root = record.root().ok_or_else(none)?;
    let parts = content_parts(record, &Kinds).ok_or_else(none)?;
    submission(scope, &root.id, parts).map_err(NotSubmitted::TooMuch)
}

/// What hands it in to the scope `to`, ready to be saved; of what stands there already, `there` is the
/// pack's record with its lines. The manifest comes last: what is sent in part is not all announced.
///
/// # Errors
/// If it was deleted there.
pub fn pack_edits(
    submission: &Submission,
    to: &str,
    source: Source,
    there: &Tree,
) -> Result<Vec<Edit>, NotSubmitted> {
    if there.record(&submission.pack).is_some_and(is_deleted) {
        return Err(NotSubmitted::Deleted);
    }
    let mut edits = Vec::new();
    let mut put = |record: &str, kind: &str, field: &str, value: &Value| {
        let record_there = there.record(record).filter(|one| !is_deleted(one));
        let stands = record_there.and_then(|record| record.fields.get(field));
        if stands.is_some_and(|stands| says(stands, value)) {
            return;
        }
        let held = stands.map(|stands| stands.held.clone());
        edits.push(Edit {
            scope: to.to_owned(),
            record: record.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value: value.clone(),
            predecessors: held.filter(|_| field == SOURCE).unwrap_or_default(),
        });
    };
    let pack = &submission.pack;
    for (word, part) in &submission.parts {
        put(&format!("{pack}.{word}"), PACK_PART, PART, part);
    }
    put(pack, SUBMITTED_PACK, SOURCE, &Value::from(source.word()));
    put(pack, SUBMITTED_PACK, MANIFEST, &submission.manifest);
    Ok(edits)
}

/// What only this phone was handed, or tells, may never be in the register: it is said anew.
fn says(stands: &FieldView, value: &Value) -> bool {
    let known = |candidate: &&Candidate| candidate.said.iter().any(|said| !said.hearsay);
    let mut values = stands.candidates.iter().filter(known);
    values.any(|candidate| candidate.value == *value)
}

fn is_deleted(record: &RecordView) -> bool {
    matches!(record.existence, Existence::Deleted { .. })
}
