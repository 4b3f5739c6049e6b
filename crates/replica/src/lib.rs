//! What a phone keeps and does, over any store.
//!
//! - `base`: the endpoint's exact state of each record; `overlay`: operations
//!   of this phone that are not yet in it. What a person sees is `base ∪
//!   overlay` less everything replaced ([`merge::Tree`]).
//! - Nothing is marked «sent» in advance. An operation leaves the overlay only
//!   when a reply has answered it by name *and* its field's state has come or
//!   the pull has ended.
//! - A reply is applied in one transaction, and per scope only if the cursor
//!   and the device in the store are still those of its request.
//! - What others hand over lies in the overlay, too, with their signature, until
//!   the endpoint has answered it ([`Replica::receive`], [`Replica::unsent`]).
//! - An edit is one read-write transaction: number, operation, summary.
//!
//! The crate does no I/O, has no clock and no randomness: the store, the time
//! and fresh ids are handed in. [`conformance`] is the suite that every store
//! has to pass.

#![warn(clippy::too_many_lines)]
#![expect(async_fn_in_trait, reason = "a phone runs its futures on one thread")]

mod apply_error;
pub mod conformance;
mod edit;
mod erasing;
mod files;
mod keys;
mod lost;
mod memory;
mod outgoing;
mod pull;
mod read;
mod receive;
mod refused;
mod relay;
mod reports;
mod request;
mod rows;
mod server_restore;
mod store;
mod summary;
mod sync;
mod typing;

pub use apply_error::ApplyError;
pub use edit::{Edit, SaveOutcome};
pub use files::{File, PIECE, SendOutcome};
pub use memory::{MemoryStore, ready};
pub use outgoing::Outgoing;
pub use receive::ReceiveOutcome;
pub use rows::{Author, PendingOperation, Pulled, ReceivedReport, RefusedOperation, ScopeState};
pub use store::{Changes, Mode, Store, StoreError, Table, Tx};
pub use summary::Summary;
pub use sync::ApplyOutcome;
pub use typing::Typing;

use merge::Tree;
use reading::Slot;
use serde::Serialize;
use std::rc::Rc;

/// The app's own part of a [`Summary`]: whatever its lists show of a record. The store keeps it and
/// never looks into it; where nothing is shown it is `()`.
pub trait About: Serialize + Slot + Default + Clone + 'static {}
impl<T: Serialize + Slot + Default + Clone + 'static> About for T {}

/// Makes a record's line in lists from its scope and what is seen of it.
type Summarise<A> = Rc<dyn Fn(&str, &Tree) -> A>;

/// One person's register on one phone: base, overlay and all else that the phone keeps, over a
/// [`Store`]. The app, the sync and the simulation read and change the store through it.
pub struct Replica<S, A> {
    store: S,
    summarise: Summarise<A>,
}

impl<S: Store, A: About> Replica<S, A> {
    /// The replica over `store`; `summarise` makes a record's line in lists
    /// from its scope and what is seen of it.
    pub fn new(store: S, summarise: impl Fn(&str, &Tree) -> A + 'static) -> Self {
        Self {
            store,
            summarise: Rc::new(summarise),
        }
    }

    pub fn store(&self) -> &S {
        &self.store
    }
}
