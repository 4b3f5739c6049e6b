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
//! - [`Operation::name`]: what an operation is called, by its content;
//! - [`accept()`]: what arriving operations do to a field, in any order, twice;
//! - [`testify()`]: what phones had pulled, after the endpoint was set back;
//! - [`Tree`]: what a person sees of a record and its lines;
//! - [`wire`]: the requests and replies of `docs/PROTOCOL.md`;
//! - [`bundle`] and [`frames`]: what is handed over without a network.

mod accept;
pub mod bundle;
pub mod frames;
mod hash;
mod ids;
mod keys;
mod op_id;
mod operation;
mod recovery_report;
pub mod rule;
mod telling;
mod value;
mod view;
pub mod wire;

pub use accept::{Answer, Field, MergeOutcome, MergeState, Refusal, VersionVector, accept};
pub use hash::sha256_text;
pub use ids::{
    DELETION, is_field, is_id, is_kind, is_scope, parent_scope, root_of, scope_is_within,
};
pub use keys::{device_of_key, is_device_of, is_key, is_made_of_a_key, is_signature, key_text};
pub use op_id::{LARGEST_NUMBER, OpId, OpIdProblem};
pub use operation::{LONGEST_VALUE, MOST_REPLACED, Operation, OperationProblem, check_value};
pub use recovery_report::{Adds, Belief, RecoveryReport, testify};
pub use telling::Telling;
pub use value::{canonical, same_value};
pub use view::{
    Attribution, Candidate, Carried, Entry, Existence, FieldView, Pending, RecordState, RecordView,
    Tree,
};
