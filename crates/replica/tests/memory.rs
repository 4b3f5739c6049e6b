//! The suite of stores, on the store in memory.

use replica::{MemoryStore, conformance, ready};
use std::cell::RefCell;
use std::collections::BTreeMap;

#[test]
fn the_store_in_memory_conforms() {
    let stores: RefCell<BTreeMap<String, MemoryStore>> = RefCell::default();
    let verdicts = ready(conformance::run_all(async |name: &str| {
        stores
            .borrow_mut()
            .entry(name.to_owned())
            .or_default()
            .clone()
    }));
    assert!(verdicts.len() > 10);
    for (case, verdict) in verdicts {
        assert_eq!(verdict, Ok(()), "{case}");
    }
}
