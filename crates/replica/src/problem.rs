use crate::StoreError;
use protocol::wire;

/// A reply cannot be applied. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncProblem {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the reply names a device that it does not explain")]
    Reply(#[from] wire::UnknownDevice),
}
