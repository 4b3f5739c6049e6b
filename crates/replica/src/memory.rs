use crate::{Mode, Store, StoreError, Table, Tx};
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
        let changes = BTreeMap::new();
        Ok(MemoryTx { store: self.clone(), mode, tables: tables.to_vec(), changes })
    }
}

/// A transaction on a [`MemoryStore`]: its changes, until it commits.
pub struct MemoryTx {
    store: MemoryStore,
    mode: Mode,
    tables: Vec<Table>,
    changes: BTreeMap<(Table, String), Option<Vec<u8>>>,
}

impl MemoryTx {
    fn check(&self, table: Table) -> Result<(), StoreError> {
        if self.tables.contains(&table) {
            return Ok(());
        }
        Err(StoreError::Other(format!("the table {} is not in this transaction", table.name())))
    }

    fn change(&mut self, table: Table, key: &str, to: Option<Vec<u8>>) -> Result<(), StoreError> {
        self.check(table)?;
        if self.mode == Mode::Read {
            return Err(StoreError::Other("the transaction only reads".into()));
        }
        self.changes.insert((table, key.to_owned()), to);
        Ok(())
    }
}

impl Tx for MemoryTx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.check(table)?;
        let at = (table, key.to_owned());
        Ok(match self.changes.get(&at) {
            Some(change) => change.clone(),
            None => self.store.rows.borrow().get(&at).cloned(),
        })
    }

    async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.check(table)?;
        let from = (table, prefix.to_owned());
        let rows = self.store.rows.borrow();
        let stored = rows.range(from.clone()..);
        let mut found: BTreeMap<String, Vec<u8>> = stored
            .take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect();
        let changed = self.changes.range(from..);
        for ((_, key), change) in
            changed.take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
        {
            match change {
                Some(value) => found.insert(key.clone(), value.clone()),
                None => found.remove(key),
            };
        }
        Ok(found.into_iter().collect())
    }

    async fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.change(table, key, Some(value))
    }

    async fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.change(table, key, None)
    }

    async fn commit(self) -> Result<(), StoreError> {
        if self.store.full.get() && self.changes.values().any(Option::is_some) {
            return Err(StoreError::Full);
        }
        let mut rows = self.store.rows.borrow_mut();
        for (at, change) in self.changes {
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
