//! The register's behaviour, as data.

mod dates;
mod forms;
mod ids_and_lines;
mod numbers;
mod pasted_villages;
mod rule_sets;
mod searching;
mod sorting;
mod summaries;
mod typed_values;
