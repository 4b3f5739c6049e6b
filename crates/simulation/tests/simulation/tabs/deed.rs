//! What people do at their tabs, and what happens to those, as plain data.

use super::{PEOPLE, RECORDS};
use crate::walk::Faults;
use client::testing::Random;
use std::fmt;

/// One act of one person in one of two tabs.
#[derive(Clone, Copy, Debug)]
pub struct Deed {
    pub person: usize,
    pub tab: usize,
    pub what: What,
}

/// The act of a [`Deed`].
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// Into the field of that record that is typed.
    Type(usize),
    /// On the control of another field, which always shows what is.
    Choose(usize),
    Leave,
    Delete(usize),
    TakeBack(usize),
    Ask,
    /// So many milliseconds go by.
    Wait(i64),
    /// The tab is closed, wherever it was, and opened again.
    Reload,
    Close,
    /// One request of so many meets a fault.
    Faults(usize),
    /// One commit of the phone of so many fails.
    Fails(usize),
    /// The person's right in the commune: all, to read, none.
    Right(usize),
    Backup,
    /// The endpoint is set back to one of its backups.
    Restore(usize),
}

impl Deed {
    pub fn random(random: &Random, faults: Faults) -> Self {
        let person = random.below(PEOPLE);
        // The last of them has one tab.
        let tab = usize::from(random.once_in(4) && person + 1 < PEOPLE);
        // Mostly the same one: what never meets proves nothing.
        let record = random.below(2 * RECORDS.len());
        let record = if record < RECORDS.len() { record } else { 0 };
        let what = match random.below(100) {
            0..24 => What::Type(record),
            24..32 => What::Choose(record),
            32..44 => What::Leave,
            44..47 => What::Delete(record),
            47..49 => What::TakeBack(record),
            49..56 => What::Ask,
            56..68 => What::Wait(random.below(200) as i64),
            68..76 => What::Wait(random.below(4_000) as i64),
            76..80 => What::Wait(random.below(90_000) as i64),
            80..86 => What::Reload,
            86 => What::Close,
            87..90 => What::Faults([0, 1, 2, 4][random.below(4)]),
            90..93 => What::Fails([0, 1, 3][random.below(3)]),
            93..95 if faults == Faults::OfPhones => What::Right(random.below(4)),
            93..95 => What::Backup,
            95.. if faults == Faults::OfTheEndpoint => What::Restore(random.below(3)),
            _ => What::Wait(500),
        };
        Self { person, tab, what }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "person {}, tab {}: {:?}",
            self.person, self.tab, self.what
        )
    }
}
