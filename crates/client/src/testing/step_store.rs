//! A memory store whose calls take time and whose commits may fail, for tests of what comes between
//! two calls. Several tabs may share it.

use super::Scheduler;
use replica::{MemoryStore, Mode, Store, StoreError, Table, Tx};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A transaction that was begun and has not ended.
#[derive(Clone)]
struct Open {
    id: u64,
    mode: Mode,
    tables: Vec<Table>,
}

/// Looks at the rows.
type Watching = Rc<dyn Fn()>;

/// A store in memory in which everything takes its time, as in IndexedDB: each call waits for the
/// scheduler; a transaction begins after those that were asked for before it and write its tables
/// (or are written by it); the last step may fail. Clones are the same store in other tabs.
#[derive(Clone)]
pub struct StepStore {
    rows: MemoryStore,
    scheduler: Scheduler,
    open: Rc<RefCell<Vec<Open>>>,
    next: Rc<Cell<u64>>,
    /// One commit of so many fails; none of nought.
    fails: Rc<Cell<usize>>,
    /// Looks at the rows after every commit.
    watching: Rc<RefCell<Option<Watching>>>,
}

impl StepStore {
    pub fn new(rows: MemoryStore, scheduler: Scheduler) -> Self {
        Self {
            rows,
            scheduler,
            open: Rc::default(),
            next: Rc::default(),
            fails: Rc::default(),
            watching: Rc::default(),
        }
    }

    /// From now on called after every commit.
    pub fn watch(&self, watching: impl Fn() + 'static) {
        self.watching.replace(Some(Rc::new(watching)));
    }

    /// From now on one commit of so many fails, and none of nought.
    pub fn set_fails(&self, one_of: usize) {
        self.fails.set(one_of);
    }
}

impl Store for StepStore {
    type Tx = StepTx;

    async fn begin(&self, mode: Mode, tables: &[Table]) -> Result<StepTx, StoreError> {
        let id = self.next.get();
        self.next.set(id + 1);
        let tables_asked = tables.to_vec();
        self.open.borrow_mut().push(Open {
            id,
            mode,
            tables: tables_asked.clone(),
        });
        let place = TransactionTurn {
            id,
            open: Rc::clone(&self.open),
        };
        let clashes = |other: &Open| {
            let writes = mode == Mode::Write || other.mode == Mode::Write;
            writes
                && other
                    .tables
                    .iter()
                    .any(|table| tables_asked.contains(table))
        };
        loop {
            self.scheduler.step().await;
            let open = self.open.borrow();
            let mut before = open.iter().take_while(|other| other.id != id);
            if !before.any(clashes) {
                break;
            }
        }
        Ok(StepTx {
            tx: self.rows.begin(mode, tables).await?,
            store: self.clone(),
            _turn: place,
        })
    }
}

/// Others wait for it until it is dropped.
struct TransactionTurn {
    id: u64,
    open: Rc<RefCell<Vec<Open>>>,
}

impl Drop for TransactionTurn {
    fn drop(&mut self) {
        self.open.borrow_mut().retain(|open| open.id != self.id);
    }
}

/// A transaction on a [`StepStore`].
pub struct StepTx {
    tx: <MemoryStore as Store>::Tx,
    store: StepStore,
    _turn: TransactionTurn,
}

impl Tx for StepTx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.scheduler.step().await;
        self.tx.get(table, key).await
    }

    async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.store.scheduler.step().await;
        self.tx.range(table, prefix).await
    }

    fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.tx.put(table, key, value)
    }

    fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.tx.delete(table, key)
    }

    async fn commit(self) -> Result<(), StoreError> {
        let scheduler = self.store.scheduler.clone();
        scheduler.step().await;
        let one_of = self.store.fails.get();
        if one_of > 0 && scheduler.random().once_in(one_of) {
            return Err(StoreError::Other("as the seed has it".into()));
        }
        self.tx.commit().await?;
        drop(self._turn);
        let watching = self.store.watching.borrow().clone();
        if let Some(watching) = watching {
            watching();
        }
        // It is on the disk, and nobody knows yet.
        scheduler.step().await;
        Ok(())
    }
}
