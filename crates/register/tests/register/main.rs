//! The register's behaviour, as data.

#[path = "../../../protocol/tests/bent/mod.rs"]
mod bent;
#[path = "../support/by_the_page.rs"]
mod by_the_page;
mod dates;
mod engine;
mod forms;
mod giving_roles;
mod hostile;
mod ids_and_lines;
mod invitation_code;
mod kinds;
mod names;
mod numbers;
mod packs;
mod pasted_messages;
mod pasted_villages;
mod rule_sets;
mod searching;
mod sorting;
mod steps;
mod summaries;
mod typed_values;
