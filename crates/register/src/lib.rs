//! The register: what a commune's emulation-and-commendation book knows.
//!
//! Pure: no I/O, no clock, no randomness. What it needs is handed in (today's
//! date in [`finding::Context`], the rule set, the record), what it finds is
//! handed back.
//!
//! - [`text`], [`number`], [`date`], [`phone`]: Vietnamese ways of writing.
//! - [`id`], [`kind`], [`record`]: what is stored.
//! - [`rule_set`], [`form`]: what the province asks for, as data.
//! - [`field_value`], [`finding`]: typed text to stored value and back; what is
//!   missing or odd, said in Vietnamese.
//! - [`progress`]: how far a record is, by its findings.
//! - [`summary`]: what lists and search need, small.
//! - [`paste`]: villages out of a pasted message.
//! - [`role`]: who may write what.

pub mod computed;
pub mod date;
pub mod field_value;
pub mod finding;
pub mod form;
pub mod id;
pub mod kind;
pub mod number;
pub mod paste;
pub mod phone;
pub mod progress;
pub mod record;
pub mod role;
pub mod rule_set;
pub mod summary;
pub mod text;
pub mod village_kind;
