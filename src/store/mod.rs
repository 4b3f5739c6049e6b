//! The replica's store over IndexedDB; nothing else touches IndexedDB.
//!
//! - Every write asks for strict durability: Chromium's default may lose a
//!   commit with the battery.
//! - A transaction's changes go out when it commits, all at once. Nothing but
//!   IndexedDB is awaited inside one.
//! - A lost connection (iPhones lose it) is: drop the handle, open again, once.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use indexed_db_futures::{BuildPrimitive, KeyRange};
use js_sys::Uint8Array;
use replica::{Changes, Mode, Store, StoreError, Table, Tx};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The version of the stores. They are only created and deleted in an upgrade;
/// data is moved afterwards.
const VERSION: u8 = 1;

/// One person's store on this phone.
#[derive(Clone)]
pub struct IdbStore {
    name: Rc<str>,
    /// Leaked at each opening: a transaction borrows its database, and there
    /// is one for as long as the page lives, or very few.
    database: Rc<Cell<Option<&'static Database>>>,
}

impl IdbStore {
    /// The store of that name; it is opened when it is first used.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            database: Rc::default(),
        }
    }

    async fn open(&self) -> Result<&'static Database, StoreError> {
        if let Some(database) = self.database.get() {
            return Ok(database);
        }
        let opened = Database::open(&*self.name)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                let present: Vec<String> = database.object_store_names().collect();
                for table in Table::ALL {
                    if !present.iter().any(|name| name == table.name()) {
                        database.create_object_store(table.name()).build()?;
                    }
                }
                Ok(())
            })
            .await
            .map_err(opening_failed)?;
        let opened: &'static Database = Box::leak(Box::new(opened));
        self.database.set(Some(opened));
        Ok(opened)
    }

    fn transaction(
        database: &'static Database,
        mode: Mode,
        tables: &[Table],
    ) -> Result<Transaction<'static>, Error> {
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        let mut options = TransactionOptions::new();
        options.set_durability(TransactionDurability::Strict);
        let mode = match mode {
            Mode::Read => TransactionMode::Readonly,
            Mode::Write => TransactionMode::Readwrite,
        };
        database
            .transaction(names.as_slice())
            .with_mode(mode)
            .with_options(options)
            .build()
    }
}

impl Store for IdbStore {
    type Tx = IdbTx;

    async fn begin(&self, mode: Mode, tables: &[Table]) -> Result<IdbTx, StoreError> {
        let database = self.open().await?;
        let transaction = match Self::transaction(database, mode, tables) {
            Ok(transaction) => transaction,
            Err(_) => {
                self.database.set(None);
                Self::transaction(self.open().await?, mode, tables).map_err(failed)?
            }
        };
        let connection = self.database.clone();
        Ok(IdbTx {
            transaction,
            changes: Changes::new(mode, tables),
            connection,
        })
    }
}

/// A transaction over IndexedDB.
pub struct IdbTx {
    transaction: Transaction<'static>,
    changes: Changes,
    connection: Rc<Cell<Option<&'static Database>>>,
}

impl IdbTx {
    /// What failed; a lost connection is dropped, so that the next opens again.
    fn failure(&self, error: Error) -> StoreError {
        let failure = failed(error);
        if failure == StoreError::Lost {
            self.connection.set(None);
        }
        failure
    }

    async fn stored(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let store = self.transaction.object_store(table.name())?;
        let value: Option<JsValue> = store.get(key).primitive()?.await?;
        Ok(value.map(|value| bytes(&value)))
    }

    async fn stored_range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let store = self.transaction.object_store(table.name())?;
        // Keys are ASCII, so everything that begins with the prefix lies before this.
        let range = KeyRange::Bound(prefix.to_owned(), false, format!("{prefix}\u{ffff}"), true);
        let keys = store
            .get_all_keys::<String>()
            .with_query::<String, _>(range.clone())
            .primitive()?;
        let values = store
            .get_all::<JsValue>()
            .with_query::<String, _>(range)
            .primitive()?;
        let keys: Vec<String> = keys.await?.collect::<Result<_, _>>()?;
        let values: Vec<JsValue> = values.await?.collect::<Result<_, _>>()?;
        Ok(keys.into_iter().zip(values.iter().map(bytes)).collect())
    }
}

impl Tx for IdbTx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(change) = self.changes.get(table, key)? {
            return Ok(change);
        }
        self.stored(table, key)
            .await
            .map_err(|error| self.failure(error))
    }

    async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let stored = self.stored_range(table, prefix).await;
        let stored = stored.map_err(|error| self.failure(error))?;
        self.changes.laid_over(table, prefix, stored)
    }

    async fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.changes.put(table, key, value)
    }

    async fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.changes.delete(table, key)
    }

    async fn commit(self) -> Result<(), StoreError> {
        let Self {
            transaction,
            changes,
            connection,
        } = self;
        let committed = write(transaction, changes).await;
        committed.map_err(|error| {
            let failure = failed(error);
            if failure == StoreError::Lost {
                connection.set(None);
            }
            failure
        })
    }
}

async fn write(transaction: Transaction<'static>, changes: Changes) -> Result<(), Error> {
    for ((table, key), change) in changes.into_rows() {
        let store = transaction.object_store(table.name())?;
        // The requests go out here; the commit waits for all of them.
        match change {
            Some(value) => {
                let value = JsValue::from(Uint8Array::from(value.as_slice()));
                drop(store.put(value).with_key(key).primitive()?);
            }
            None => drop(store.delete(key).primitive()?),
        }
    }
    transaction.commit().await
}

fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

fn opening_failed(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => failed(error),
        other => StoreError::Other(other.to_string()),
    }
}

fn failed(error: Error) -> StoreError {
    let Error::DomException(exception) = &error else {
        return StoreError::Other(error.to_string());
    };
    if let DomException::InvalidStateError(_) | DomException::AbortError(_) = exception {
        return StoreError::Lost;
    }
    let exception: &JsValue = exception.as_ref();
    let name = js_sys::Reflect::get(exception, &"name".into())
        .ok()
        .and_then(|n| n.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("UnknownError" | "TransactionInactiveError") => StoreError::Lost,
        _ => StoreError::Other(error.to_string()),
    }
}
