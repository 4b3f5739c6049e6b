//! What is counted as one change: what a person saved in a record at once.

use protocol::Operation;
use replica::PendingOperation;
use sorted::SortedSet;

/// How many savings operations are of: what was saved in a record at once is one change to a person.
pub fn savings<'a>(operations: impl Iterator<Item = (&'a str, &'a Operation)>) -> usize {
    let mut savings = SortedSet::new();
    savings.extend(operations.map(|(scope, one)| {
        let root = protocol::root_of(&one.record);
        format!("{scope}|{root}|{}|{}", one.device, one.save)
    }));
    savings.len()
}

/// How many changes these are to a person.
pub fn changes<'a>(of: impl Iterator<Item = &'a PendingOperation>) -> usize {
    savings(of.map(|one| (one.scope.as_str(), &one.pending.operation)))
}
