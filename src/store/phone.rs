//! The replica of one person at this phone.

use super::IdbStore;
use register::summary::Summary as About;
use replica::Replica;

pub type Phone = Replica<IdbStore, About>;

/// The phone that a store holds, for whoever looks at no lines of lists.
pub fn phone_of(store: &str) -> Phone {
    Replica::new(IdbStore::new(store), |_, _| Default::default())
}
