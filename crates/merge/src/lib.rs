//! How edits made apart become one register again.
//!
//! An [`Operation`] sets one field of one record and *replaces the operations
//! that its author had before their eyes*. The live operations of a field are
//! those that nothing replaces: one value is the value, two different values
//! are a conflict that a person settles. No clock decides anything.
//!
//! The crate does no I/O, has no clock and no randomness, and knows no word of
//! the domain. Phone, endpoint and simulation call the same functions:
//!
//! - [`accept()`]: what arriving operations do to a field, in any order, twice;
//! - [`apply_reports()`]: what phones had pulled, after the endpoint was set back;
//! - [`Tree`]: what a person sees of a record and its lines;
//! - [`content()`]: what of that a person approves;
//! - [`fold()`]: the live set that the log of a field proves.
//!
//! The shapes that they speak of are those of [`protocol`].
//!
//! [`Operation`]: protocol::Operation

#![warn(clippy::too_many_lines)]

mod accept;
mod content;
mod log;
mod recovery_report;
mod view;

pub use accept::{Answer, Field, MergeOutcome, MergeState, Refusal, VersionVector, accept};
pub use content::{Process, content, content_parts};
pub use log::{LiveSetFold, LogNote, LogReason, LogRow, fold};
pub use recovery_report::{Adds, Belief, RecoveryReport, apply_reports};
pub use view::{
    Attribution, AuthorProof, Candidate, Existence, FieldView, Pending, RecordState, RecordView,
    Tree,
};
