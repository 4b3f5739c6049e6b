//! The endpoint at its borders: over HTTP, over its store, from its command line.
#![expect(clippy::unwrap_used, reason = "tests")]

/// Tests lose nothing if the machine does.
const FSYNC: &str = "off";

mod acts;
mod administration;
mod app_files;
mod backups;
mod bad_input;
#[path = "../../../protocol/tests/bent/mod.rs"]
mod bent;
mod command_line;
mod concurrency;
mod enrolment;
mod erasing;
mod every_right;
mod files;
mod files_survive;
mod files_taken_over;
mod forged_names;
mod history;
mod hostile;
mod hostile_files;
mod idle;
mod lasting;
mod log;
mod log_moves;
mod openapi;
mod opening;
mod packs;
mod pages;
mod partitions;
mod private_postgres;
mod process;
mod protocol_fields;
mod protocol_page;
mod recorded;
mod recovery_reports;
mod relay;
mod restoring;
mod rights;
mod roles_change;
mod semantics;
mod signatures;
mod steps;
mod store_conformance;
mod tus;
mod two_processes;
mod unjudged_steps;
mod uploads;
mod waiting_reports;
mod wire_sizes;
mod world;

/// The binary that these tests are of.
fn program() -> &'static std::path::Path {
    env!("CARGO_BIN_EXE_endpoint").as_ref()
}
