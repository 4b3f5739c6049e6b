//! The journeys, one file for each thing a person does.

#![expect(clippy::expect_used, reason = "a journey that cannot go on fails")]

mod profile;
mod served;
mod shell;
mod start;
