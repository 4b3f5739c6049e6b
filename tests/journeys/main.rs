//! The journeys, one file for each thing a person does.

#![expect(clippy::expect_used, reason = "a journey that cannot go on fails")]

mod served;
mod shell;
