//! A [`Store`] without a disk, for tests and the simulation: its rows can be copied, set back, and
//! made to run full.

use crate::{Changes, Mode, Store, StoreError, Table, Tx};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Rows = BTreeMap<(Table, String), Vec<u8>>;

/// The store in memory: for tests and for the simulation. Clones share their
/// rows, as two tabs do.
#[derive(Clone, Default)]
pub struct MemoryStore {
    rows: Rc<RefCell<Rows>>,
    full: Rc<Cell<bool>>,
}

impl MemoryStore {
    /// Storage copied to another phone, or kept aside to be put back.
    pub fn copied(&self) -> Self {
        Self {
            rows: Rc::new(RefCell::new(self.rows.borrow().clone())),
            full: Rc::new(Cell::new(self.full.get())),
        }
    }

    /// Puts back the rows of `earlier`: the last transactions were lost.
    pub fn roll_back_to(&self, earlier: &Self) {
        *self.rows.borrow_mut() = earlier.rows.borrow().clone();
    }

    /// From now on, whether commits that write fail because storage is full.
    pub fn set_full(&self, full: bool) {
        self.full.set(full);
    }
}

impl Store for MemoryStore {
    type Tx = MemoryTx;

    async fn begin(&self, mode: Mode, tables: &[Table]) -> Result<MemoryTx, StoreError> {
        Ok(MemoryTx {
            store: self.clone(),
            changes: Changes::new(mode, tables),
        })
    }
}

/// A transaction on a [`MemoryStore`].
pub struct MemoryTx {
    store: MemoryStore,
    changes: Changes,
}

impl Tx for MemoryTx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(match self.changes.get(table, key)? {
            Some(change) => change,
            None => self
                .store
                .rows
                .borrow()
                .get(&(table, key.to_owned()))
                .cloned(),
        })
    }

    async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let rows = self.store.rows.borrow();
        let stored = rows.range((table, prefix.to_owned())..);
        let stored = stored.take_while(|((of, key), _)| *of == table && key.starts_with(prefix));
        let stored = stored
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect();
        self.changes.laid_over(table, prefix, stored)
    }

    fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.changes.put(table, key, value)
    }

    fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.changes.delete(table, key)
    }

    async fn commit(self) -> Result<(), StoreError> {
        let changes = self.changes.into_rows();
        if self.store.full.get() && changes.values().any(Option::is_some) {
            return Err(StoreError::Full);
        }
        let mut rows = self.store.rows.borrow_mut();
        for (at, change) in changes {
            match change {
                Some(value) => rows.insert(at, value),
                None => rows.remove(&at),
            };
        }
        Ok(())
    }
}

/// Runs a future of the memory store, which never has to wait.
///
/// # Panics
/// If the future waits for something else.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a future over the memory store had to wait"),
    }
}
