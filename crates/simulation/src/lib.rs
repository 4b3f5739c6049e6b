//! Phones and an endpoint in one process, and what must hold between them.
//!
//! - [`World`]: the real endpoint over a real SQLite file, and its people.
//! - [`Phone`]: the real replica over the store in memory; showing and saving,
//!   asking and being answered are apart, so that anything can come between.
//! - [`Tab`]: the app's own loops ([`client`]) over a store and a network in which everything takes
//!   its time, with everything that comes between at each wait.
//! - [`Watch`]: what must be true after every step, and when all is quiet.
//!
//! There is no copy of any rule here: requests and replies travel as the JSON
//! that the wire carries, between the same code that people use.

#![warn(clippy::too_many_lines)]

mod acting;
mod device;
mod enrolment;
mod handing;
mod key;
mod phone;
mod reviewing;
mod screen;
mod submitting;
mod syncing;
mod tab;
mod violation;
mod watch;
mod world;

pub use enrolment::{COMMUNE, SimulatedEnrolment};
pub use handing::signed;
pub use key::Key;
pub use phone::{Phone, ShownRecord};
pub use reviewing::ShownStanding;
pub use submitting::ShownPack;
pub use syncing::SyncFailure;
pub use tab::{FieldKey, Ledger, Network, Tab, TabContext};
pub use violation::Violation;
pub use watch::{Memory, Watch};
pub use world::{Backup, World};

/// What forgers write: nobody had the right to, so that it stands nowhere.
pub const FORGED: &str = "forged";
/// The kind of every record that phones make here.
pub const KIND: &str = "collective";
/// The kind of every line of a record.
pub const LINE_KIND: &str = "indicator";
