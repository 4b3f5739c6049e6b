//! The register: what a commune's emulation-and-commendation book knows.
//!
//! Pure: no I/O, no clock, no randomness. What it needs is handed in (today's
//! date in [`finding::Context`], the rule set, the record), what it finds is
//! handed back.
//!
//! - [`text`], [`number`], [`date`], [`phone`]: Vietnamese ways of writing.
//! - [`id`], [`kind`], [`record`]: what is stored.
//! - [`rule_set`], [`form`], [`source`]: what the province asks for, as data with its sources.
//! - [`field_value`], [`finding`]: typed text to stored value and back; what is
//!   missing or odd, said in Vietnamese.
//! - [`named`]: how one layer of it lies over another.
//! - [`progress`]: how far a record is, by its findings.
//! - [`summary`]: what lists and search need, small.
//! - [`paste`]: villages out of a pasted message.
//! - [`scope`], [`role`], [`rights`]: who may read, write and give what, where.
//! - [`step`], [`review`]: what was done with a record, and where it stands by that.
//! - [`pack`]: what is submitted to another scope; [`set_once`]: what nobody replaces.
//! - [`invitation_code`]: the code of an invitation, as people type it.
//!
//! What is computed from a rule set with all its parts, and never at the app's
//! start:
//!
//! - [`rules`]: a rule set whole, or every mistake in it.
//! - [`criteria`], [`quotas`], [`scores`]: what an award asks for, how many may
//!   be proposed, how a block's members are scored.
//! - [`deadlines`]: the last safe day, the year's calendar.
//! - [`awards`], [`summary_table`], [`ratios`]: what the award register comes to.
//! - [`registrations`], [`reports`]: who has registered for what; what can be
//!   put into each section of a report.
//! - [`conferences`]: agenda, dress, the stage's backdrop.
//! - [`migration`]: a draft moved from one rule set to the next.

#![warn(clippy::too_many_lines)]

pub mod awards;
pub mod computed;
pub mod conferences;
pub mod criteria;
pub mod date;
pub mod deadlines;
pub mod disputes;
pub mod field_value;
pub mod finding;
pub mod form;
pub mod id;
pub mod invitation_code;
pub mod kind;
pub mod migration;
pub mod named;
pub mod names;
pub mod number;
pub mod pack;
pub mod paste;
pub mod phone;
pub mod progress;
pub mod quotas;
pub mod ratios;
pub mod record;
pub mod registrations;
pub mod reports;
pub mod review;
pub mod rights;
pub mod role;
pub mod rule_set;
pub mod rules;
pub mod scope;
pub mod scores;
pub mod set_once;
pub mod source;
pub mod step;
pub mod subject;
pub mod summary;
pub mod summary_table;
pub mod text;
pub mod village_kind;
