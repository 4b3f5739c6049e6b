#![expect(clippy::expect_used, reason = "a test that breaks off has failed")]

mod enrolment;
mod files;
mod handover;
mod history;
mod host;
mod lines;
mod lost;
mod packs;
mod pauses;
mod people;
mod replies;
mod roles;
mod rule_sets;
mod tabs;
mod text_field;
mod units;
