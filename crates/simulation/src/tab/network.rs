//! The line between phones and the endpoint: how often it fails, and who is using it.

use super::Ledger;
use crate::Phone;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// The shared line of all phones: its rate of faults, and a note of every request.
#[derive(Debug, Default)]
pub struct Network {
    /// One request of so many meets a fault; none of nought.
    pub faults: Cell<usize>,
    /// When each person's phone asked, in milliseconds since 1970.
    asked: RefCell<BTreeMap<String, Vec<i64>>>,
    under_way: RefCell<BTreeMap<String, u32>>,
}

impl Network {
    /// How often a phone has asked since.
    pub fn asked_since(&self, phone: &Phone, since: i64) -> usize {
        let asked = self.asked.borrow();
        let times = asked.get(&phone.enrolment().person);
        times.map_or(0, |times| times.iter().filter(|at| **at >= since).count())
    }

    pub fn is_under_way(&self, phone: &Phone) -> bool {
        let under_way = self.under_way.borrow();
        under_way
            .get(&phone.enrolment().person)
            .is_some_and(|count| *count > 0)
    }
}

/// A guard for one request of a phone. Two at a time, from whatever tabs, are noted as a violation.
pub(super) struct Counted<'a>(&'a Network, &'a str);

impl<'a> Counted<'a> {
    pub fn begin(network: &'a Network, person: &'a str, ledger: &Ledger, now: i64) -> Self {
        let mut asked = network.asked.borrow_mut();
        asked.entry(person.to_owned()).or_default().push(now);
        let mut under_way = network.under_way.borrow_mut();
        let count = under_way.entry(person.to_owned()).or_default();
        *count += 1;
        if *count > 1 {
            ledger.breaks("a phone asks twice at once");
        }
        Self(network, person)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        if let Some(count) = self.0.under_way.borrow_mut().get_mut(self.1) {
            *count -= 1;
        }
    }
}
