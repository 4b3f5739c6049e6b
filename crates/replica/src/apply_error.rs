//! The error of applying a reply. What the network or the endpoint say is not here: see `client`.

use crate::StoreError;
use protocol::wire;

/// The reason why a reply cannot be applied. The store is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the reply names a device that it does not explain")]
    Reply(#[from] wire::UnknownDevice),
}
