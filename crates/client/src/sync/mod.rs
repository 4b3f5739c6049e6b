//! When to sync, what follows from each reply, and what the person is told. Offline is not an error.
//!
//! [`Sync`] is a machine: it is told an [`Event`] and says which [`Action`]s follow. [`Driver`]
//! carries them out over a [`Host`]'s store and network.
//!
//! ```text
//!         planned run         turn          nothing more to ask
//!   Idle ─────────────▶ Turn ─────▶ Records ───────────────────▶ Files
//!    ▲                               │  ▲ next round, new id,      │
//!    │                               │  └ proof of the key         │ sent, or records want to go
//!    │   whether the endpoint knows  │                             │
//!    └─────────── Noting ◀───────────┴──── refused, not reached ◀──┘
//! ```
//!
//! Invariants:
//! - At most one [`Step`] is under way. Each has a number; the end of any other is thrown away, so
//!   that a reply after its time limit changes nothing.
//! - At most one run is planned: a newer plan replaces it. After a run that reached the endpoint
//!   one is planned again soon; after a failure later and later; after a revocation none.
//! - What is written sets `wanted`; a run that ends well while something is wanted is followed by
//!   another one at once, one that fails by another after the first pause.
//! - A pause is measured by the monotonic clock; what is shown by the wall clock.

mod driver;
mod machine;
mod state;
mod uploads;

pub use driver::{Driver, Host, ReplyChanges, wanted_files};
pub use machine::{Action, Event, Outcome, Proof, ReplySummary, Step, Sync};
pub use state::{Link, PullProgress, SyncState};

/// What a store keeps of whether the endpoint has said that it does not know its enrolment.
pub const NOT_KNOWN: &str = "notKnown";
/// What a store keeps of when the shared register was last reached.
pub const LAST_SYNC: &str = "lastSync";

/// The failure of one request: the endpoint was not reached, or it refused. Every [`Host`]
/// translates its network's errors into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpError {
    /// The endpoint was not reached. An answer that is not the endpoint's (a captive portal's
    /// page) counts as none.
    Away,
    /// The endpoint refused: HTTP status and its stable code.
    Status(u16, String),
    /// The phone was reported lost: in this epoch of the register.
    Lost(String),
}
