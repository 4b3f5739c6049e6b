//! Cuts a scope's states into a page by their size on the wire, for both kinds of store.

use protocol::Entry;
use protocol::rule::{Rule, holds};
use std::io;

/// The live set of one field as a store holds it, with its number in the scope's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredState {
    pub seq: i64,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub live: Vec<Entry>,
    /// It is of a record that was erased.
    pub is_erased: bool,
}

/// Cuts the states of a scope into a page by bytes: never empty while there is
/// something, and a state that is larger than the limit travels alone.
#[derive(Debug)]
pub struct PageBuilder {
    limit: usize,
    size: usize,
    states: Vec<StoredState>,
    more: bool,
}

impl PageBuilder {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            size: 0,
            states: Vec::new(),
            more: false,
        }
    }

    /// Takes the next state in order of its number; false if the page is full
    /// and the state has to wait for the next one.
    pub fn take(&mut self, state: StoredState) -> bool {
        let size = state.size();
        let alone = self.states.is_empty() && holds(Rule::PagesAreNeverEmpty);
        if !alone && self.size + size > self.limit {
            self.more = true;
            return false;
        }
        self.size += size;
        self.states.push(state);
        true
    }

    /// The states, and whether there are more.
    pub fn finish(self) -> (Vec<StoredState>, bool) {
        (self.states, self.more)
    }
}

impl StoredState {
    /// About how many bytes it takes on the wire.
    pub fn size(&self) -> usize {
        const FRAME: usize = 45;
        const ENTRY_FRAME: usize = 45;
        let entries: usize = self
            .live
            .iter()
            .map(|entry| size_of(&entry.value) + ENTRY_FRAME)
            .sum();
        FRAME + self.record.len() + self.kind.len() + self.field.len() + entries
    }
}

fn size_of(value: &serde_json::Value) -> usize {
    struct Counter(usize);
    impl io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail, and a JSON value always serialises.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}
