//! What phones and the endpoint say to one another, once for both: ids, values, operations and
//! their names, requests and replies, bundles and frames. `docs/PROTOCOL.md` is the same in prose.
//!
//! Shapes and what is read from them alone; what becomes of two operations that meet is `merge`'s.
//! No I/O, no clock, no randomness, and no word of the domain:
//!
//! - [`Operation`] and [`Operation::name`]: what one device sets, and what that is called, by its
//!   content;
//! - [`wire`]: the requests and replies;
//! - [`bundle`] and [`frames`]: what is handed over without a network;
//! - [`rule`]: the rules that keep everybody's edits, which tests break one by one.

#![warn(clippy::too_many_lines)]

pub mod bundle;
mod entry;
pub mod frames;
mod hash;
mod ids;
mod keys;
mod op_id;
mod operation;
mod reported;
pub mod rule;
mod value;
pub mod wire;

pub use entry::Entry;
pub use hash::{base64url, content_of_parts, sha256_text, word_of};
pub use ids::{
    CommunePlace, DELETION, FOR_ALL, commune_place, is_field, is_id, is_kind, is_scope,
    parent_scope, root_of, scope_is_within, shares_with_all,
};
pub use keys::{device_of_key, is_device_of, is_key, is_made_of_a_key, is_signature, key_text};
pub use op_id::{LARGEST_NUMBER, OpId, OpIdProblem};
pub use operation::{
    LONGEST_VALUE, MOST_REPLACED, Operation, OperationProblem, check_value, deleted_names,
};
pub use reported::ReportedOperation;
pub use value::{canonical, same_value, write_sorted};
