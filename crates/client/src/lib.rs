//! What the app decides, without a browser: when it syncs and what follows from each reply, what
//! becomes of a text while it is typed, and in which order a person's own savings go.
//!
//! Each is a machine of its own: events in, actions out. It awaits nothing, and has no clock and no
//! randomness; whoever drives it hands in the store, the network, the time and fresh ids
//! ([`sync::Host`]). The app drives them in a browser, the simulation under a seeded scheduler.

#![warn(clippy::too_many_lines)]
#![expect(async_fn_in_trait, reason = "a phone runs its futures on one thread")]

pub mod enrolment;
pub mod handover;
pub mod history;
pub mod lines;
pub mod packs;
pub mod people;
pub mod received_packs;
pub mod records;
pub mod rule;
pub mod rule_sets;
pub mod signing_key;
pub mod steps;
pub mod sync;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text_field;
pub mod units;
pub mod worker;
pub mod writer;

/// The time at which a machine is told an event, in milliseconds by two clocks. Drivers read it;
/// machines only compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Since 1970, by the phone's clock, which may be wrong and be set back: for display.
    pub wall: i64,
    /// Since the app was opened; it never goes back: for pauses.
    pub monotonic: i64,
}
