/// The parts of a replica's store. A key is a short ASCII text; a value is
/// opaque bytes, so that sealing them is one room's business.
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
}

impl Table {
    pub const ALL: [Self; 7] = [
        Self::Meta,
        Self::Base,
        Self::Overlay,
        Self::Refused,
        Self::Receipts,
        Self::Typing,
        Self::Summary,
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
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Read,
    /// Durable when [`Tx::commit`] returns.
    Write,
}

/// Why the store could not do what was asked. Nothing of the transaction is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("the phone's storage is full")]
    Full,
    #[error("the connection to the store was lost")]
    Lost,
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
    async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError>;
    async fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError>;
    async fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError>;
    async fn commit(self) -> Result<(), StoreError>;
}
