//! A phone that syncs with the endpoint until there is nothing more to ask.

use crate::{Phone, World};
use endpoint::sync::SyncError;
use replica::ApplyError;

/// After so many rounds a sync that still wants more never ends.
const MOST_ROUNDS: usize = 64;

/// The reason why a simulated sync ended early: refused, not applicable, or without an end.
#[derive(Debug, thiserror::Error)]
pub enum SyncFailure {
    #[error(transparent)]
    Refused(#[from] SyncError),
    #[error(transparent)]
    Phone(#[from] ApplyError),
    #[error("the sync asks for ever")]
    Endless,
}

impl Phone {
    /// Asks until there is nothing more to ask; how often that was.
    ///
    /// # Errors
    /// If the endpoint refuses the request, the store fails, or it never ends.
    pub fn sync(&self, world: &World) -> Result<usize, SyncFailure> {
        for round in 1..=MOST_ROUNDS {
            let outgoing = self.request().map_err(ApplyError::from)?;
            let reply = match world.answer(self, &outgoing) {
                Err(SyncError::DeviceNotProved) if !self.wants_key.replace(true) => continue,
                reply => reply?,
            };
            if !self.deliver(&outgoing, reply)?.again {
                return Ok(round);
            }
        }
        Err(SyncFailure::Endless)
    }
}
