//! What is counted as one change: what a person saved in a record at once.

use merge::Operation;
use replica::Waiting;

/// How many savings operations are of: what was saved in a record at once is one change to a person.
pub fn savings<'a>(operations: impl Iterator<Item = (&'a str, &'a Operation)>) -> usize {
    let root = |one: &'a Operation| merge::root_of(&one.record);
    let mut savings: Vec<(&str, &str, &str, u64)> = operations
        .map(|(scope, one)| (scope, root(one), one.device.as_str(), one.save))
        .collect();
    savings.sort_unstable();
    savings.dedup();
    savings.len()
}

/// How many changes these are to a person.
pub fn changes<'a>(of: impl Iterator<Item = &'a Waiting>) -> usize {
    savings(of.map(|one| (one.scope.as_str(), &one.pending.operation)))
}
