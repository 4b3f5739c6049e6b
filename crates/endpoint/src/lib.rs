//! The endpoint of Sổ Thi đua: the shared register behind `POST /v1/sync`, the
//! enrolment of devices, and the app's files.
//!
//! - [`sync`]: what a request does, as glue around `merge`; no HTTP, no SQL.
//! - [`store`]: what is kept, behind one trait; SQLite in its own room.
//! - [`listening`]: connections; [`api`]: HTTP, one endpoint a file.
//! - [`invitations`], [`enrolments`]: how a device comes to speak for a person.
//! - [`history`]: who may look at what happened to a record.
//! - [`acts`]: what administrators do from their phones.
//! - [`files`]: what records refer to and is too large to be in them.
//! - [`lasting_acts`]: what outlives a restore, in a file beside the register.
//! - [`backups`]: the register in one file that proves itself.
//! - [`bootstrap`]: the records that must exist before anybody can write.
//! - [`app_files`]: the app itself, from a folder or from the binary.
//!
//! `docs/PROTOCOL.md` is the norm for everything that a client sees.

#![warn(clippy::too_many_lines)]

pub mod acts;
pub mod api;
pub mod backups;
pub mod bootstrap;
pub mod clock;
pub mod communes;
pub mod enrolments;
pub mod files;
pub mod grants;
mod guesses;
pub mod history;
mod implied;
pub mod invitations;
pub mod lasting_acts;
pub mod listening;
pub mod model;
pub mod secrets;
pub mod signatures;
pub mod store;
pub mod sync;
pub mod words;

pub use api::app_files;
