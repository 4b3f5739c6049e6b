//! The steps of a walk as plain data, so that a story can be made shorter. Two
//! tabs need none of their own: they are two pages, and several requests under
//! way, over one store.

use super::{FIELDS, MOST_PHONES, RECORDS, SCOPES};
use rand::Rng;
use rand::rngs::StdRng;

const TEN_YEARS: i64 = 315_360_000_000;

/// One step of a walk: an act and the phone that does it, modulo the number of phones.
#[derive(Clone, Debug)]
pub struct Step {
    pub phone: usize,
    pub act: Act,
}

/// The act of a [`Step`]. Numbers in it are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum Act {
    Edit {
        place: usize,
        field: usize,
        value: u8,
    },
    OpenPage {
        place: usize,
    },
    SavePage {
        place: usize,
        field: usize,
        value: u8,
    },
    Delete {
        place: usize,
    },
    Undo {
        place: usize,
    },
    Sync,
    /// One round whose reply is lost, comes once, or comes twice.
    Round {
        times: u8,
    },
    /// A request is written, and is on its way.
    Ask,
    /// A request on its way arrives, perhaps not for the first time.
    Arrive {
        flight: usize,
    },
    /// A reply arrives, perhaps late and not for the first time.
    Reply {
        flight: usize,
    },
    /// A request and its reply break off after this share of a hundred.
    Cut {
        flight: usize,
        share: u8,
    },
    Full {
        full: bool,
    },
    /// All that is unsent becomes a file, for whoever comes by.
    Give,
    /// A file arrives; the last that was made is 0.
    Take {
        file: usize,
    },
    /// A file goes to somebody who may read nothing here, and who asks once: the
    /// reply is lost, comes once, or comes twice.
    Carry {
        file: usize,
        times: u8,
    },
    /// Somebody who may only read forges: in what way.
    Forge {
        how: u8,
    },
    Remember,
    RollBack {
        to: usize,
    },
    Copy,
    /// The browser clears everything away; the person enrols anew.
    Wipe,
    Rights {
        role: u8,
    },
    SmallPages,
    Clock {
        at: i64,
    },
    /// The endpoint's register is kept as it is now.
    Backup,
    /// It is set back; by hand it does not know.
    Restore {
        to: usize,
        by_hand: bool,
    },
}

/// The faults of a walk beside the usual ones. Storage that is set back and an endpoint that is set
/// back, both at once, can lose what nobody has any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faults {
    OfPhones,
    OfTheEndpoint,
}

impl Step {
    pub const KINDS: usize = 25;

    pub fn random(random: &mut StdRng, faults: Faults) -> Self {
        let phone = random.random_range(0..MOST_PHONES);
        // Mostly the same record: what never meets proves nothing.
        let place = random.random_range(0..2 * SCOPES.len() * RECORDS.len());
        let place = if place < SCOPES.len() * RECORDS.len() {
            place
        } else {
            0
        };
        let field = random.random_range(0..FIELDS.len());
        let value = random.random_range(0..30);
        let flight = random.random_range(0..4);
        let file = random.random_range(0..3);
        let act = match random.random_range(0..100) {
            0..22 => Act::Edit {
                place,
                field,
                value,
            },
            22..27 => Act::OpenPage { place },
            27..34 => Act::SavePage {
                place,
                field,
                value,
            },
            34..39 => Act::Delete { place },
            39..42 => Act::Undo { place },
            42..54 => Act::Sync,
            54..63 => Act::Round {
                times: random.random_range(0..3),
            },
            63..67 => Act::Ask,
            67..71 => Act::Arrive { flight },
            71..74 => Act::Reply { flight },
            74..77 => Act::Give,
            77..80 => Act::Take { file },
            80..82 => Act::Carry {
                file,
                times: random.random_range(0..3),
            },
            82 => Act::Cut {
                flight,
                share: random.random_range(0..100),
            },
            83 => Act::Full {
                full: random.random(),
            },
            84..87 if faults == Faults::OfTheEndpoint => Act::Backup,
            87..92 if faults == Faults::OfTheEndpoint => Act::Restore {
                to: random.random_range(0..3),
                by_hand: random.random_range(0..4) == 0,
            },
            92..94 if faults == Faults::OfTheEndpoint => Act::Sync,
            84..87 => Act::Remember,
            87..89 => Act::RollBack {
                to: random.random_range(0..3),
            },
            89 => Act::Wipe,
            90..92 => Act::Copy,
            92..96 => Act::Rights {
                role: random.random_range(0..4),
            },
            96..98 => Act::SmallPages,
            // As many draws as for a clock, so that a seed stays the walk that it was.
            98 if faults == Faults::OfTheEndpoint => Act::Forge {
                how: random.random_range(-TEN_YEARS..TEN_YEARS).rem_euclid(6) as u8,
            },
            _ => Act::Clock {
                at: random.random_range(-TEN_YEARS..TEN_YEARS),
            },
        };
        Self { phone, act }
    }
}
