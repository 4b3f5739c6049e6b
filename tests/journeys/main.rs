//! The journeys, one file for each thing a person does.

#![expect(clippy::expect_used, reason = "a journey that cannot go on fails")]

mod administration;
mod calls;
mod common;
mod composition;
mod copied;
mod files;
mod handed_over;
mod handover;
mod haste;
mod kept_texts;
mod killed;
mod lost;
mod no_signal;
mod nomination;
mod papers;
mod people;
mod place;
mod profile;
mod reader;
mod record_history;
mod recorded;
mod registration;
mod release;
mod rights;
mod served;
mod shell;
mod signal;
mod start;
mod store;
mod tabs;
mod taps;
mod told;
mod translated;
mod trouble;
mod two_people;
mod way;
