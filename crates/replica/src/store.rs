//! The interface between a replica and its storage: tables of rows, opened in transactions.
//! IndexedDB and memory implement it, and each has to pass [`crate::conformance`].

use sorted::SortedMap;

/// One of the parts of a replica's store. A key is a short ASCII text; a value is opaque bytes, so
/// that sealing them is one room's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Device, cursors, next numbers, authors, the enrolment.
    Meta,
    /// The endpoint's state, a row a record.
    Base,
    /// Operations that are not yet in the base.
    Overlay,
    /// Operations that could not enter the shared register, with the reason.
    Refused,
    /// Own operations that the endpoint has and no backup holds yet.
    Receipts,
    /// What is in a field right now and not yet an operation.
    Typing,
    /// What lists, search and the home screen need.
    Summary,
    /// What is known of each file whose bytes are here.
    Files,
    /// The bytes of files, in pieces.
    Pieces,
}

impl Table {
    pub const ALL: [Self; 9] = [
        Self::Meta,
        Self::Base,
        Self::Overlay,
        Self::Refused,
        Self::Receipts,
        Self::Typing,
        Self::Summary,
        Self::Files,
        Self::Pieces,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Base => "base",
            Self::Overlay => "overlay",
            Self::Refused => "refused",
            Self::Receipts => "receipts",
            Self::Typing => "typing",
            Self::Summary => "summary",
            Self::Files => "files",
            Self::Pieces => "pieces",
        }
    }
}

/// The two modes of a [`Store`]'s transactions: one reads, the other may write, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Read,
    /// Durable when [`Tx::commit`] returns.
    Write,
}

/// A failure of the phone's storage. Nothing of the transaction is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("the phone's storage is full")]
    Full,
    #[error("the connection to the store was lost")]
    Lost,
    #[error("the store that was there has been cleared away")]
    Gone,
    #[error("the phone was reported lost")]
    Locked,
    #[error("a newer version of the app has opened the store")]
    Newer,
    #[error("a stored row cannot be read: {0}")]
    Row(String),
    #[error("the store failed: {0}")]
    Other(String),
}

/// A transactional store of rows. Dropping a transaction undoes it.
pub trait Store {
    type Tx: Tx;
    /// Begins a transaction over `tables`. Two transactions that write the
    /// same table never run at the same time.
    async fn begin(&self, mode: Mode, tables: &[Table]) -> Result<Self::Tx, StoreError>;
}

/// A transaction. Nothing but its own calls may be awaited while it is open.
pub trait Tx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// The rows whose key begins with `prefix`, in the order of their keys.
    async fn range(&self, table: Table, prefix: &str)
    -> Result<Vec<(String, Vec<u8>)>, StoreError>;
    /// Kept aside until [`Tx::commit`]: there is nothing to wait for.
    fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError>;
    fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError>;
    async fn commit(self) -> Result<(), StoreError>;
}

/// The uncommitted changes of one transaction. Stores keep them here until they commit, so that a
/// transaction that is dropped has touched nothing, also where a browser would not undo what it was
/// awaited for.
#[derive(Debug)]
pub struct Changes {
    mode: Mode,
    tables: Vec<Table>,
    rows: SortedMap<(Table, String), Option<Vec<u8>>>,
}

impl Changes {
    pub fn new(mode: Mode, tables: &[Table]) -> Self {
        Self {
            mode,
            tables: tables.to_vec(),
            rows: SortedMap::new(),
        }
    }

    /// What the transaction itself made of a row: nothing if it did not touch it.
    ///
    /// # Errors
    /// If the table is not in the transaction.
    pub fn get(&self, table: Table, key: &str) -> Result<Option<Option<Vec<u8>>>, StoreError> {
        self.check(table)?;
        Ok(self.rows.get(&(table, key.to_owned())).cloned())
    }

    /// The stored rows of a range with the transaction's own changes.
    ///
    /// # Errors
    /// If the table is not in the transaction.
    pub fn laid_over(
        &self,
        table: Table,
        prefix: &str,
        stored: Vec<(String, Vec<u8>)>,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.check(table)?;
        let changed = self.rows.from_key(&(table, prefix.to_owned())).iter();
        let mut changed = changed
            .take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
            .peekable();
        if changed.peek().is_none() {
            return Ok(stored);
        }
        let mut found: SortedMap<String, Vec<u8>> = SortedMap::new();
        found.extend(stored);
        for ((_, key), change) in changed {
            match change {
                Some(value) => found.insert(key.clone(), value.clone()),
                None => found.remove(key),
            };
        }
        Ok(found.into_iter().collect())
    }

    /// # Errors
    /// If the transaction only reads or the table is not in it.
    pub fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.change(table, key, Some(value))
    }

    /// # Errors
    /// If the transaction only reads or the table is not in it.
    pub fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.change(table, key, None)
    }

    /// The rows to write, and nothing for those to delete.
    pub fn into_rows(self) -> SortedMap<(Table, String), Option<Vec<u8>>> {
        self.rows
    }

    fn check(&self, table: Table) -> Result<(), StoreError> {
        if self.tables.contains(&table) {
            return Ok(());
        }
        Err(StoreError::Other(format!(
            "the table {} is not in this transaction",
            table.name()
        )))
    }

    fn change(&mut self, table: Table, key: &str, to: Option<Vec<u8>>) -> Result<(), StoreError> {
        self.check(table)?;
        if self.mode == Mode::Read {
            return Err(StoreError::Other("the transaction only reads".into()));
        }
        self.rows.insert((table, key.to_owned()), to);
        Ok(())
    }
}
