//! The replica's store over IndexedDB; nothing else touches IndexedDB.
//!
//! - Every write asks for strict durability: Chromium's default may lose a
//!   commit with the battery.
//! - A transaction's changes go out when it commits, all at once. Nothing but
//!   IndexedDB is awaited inside one.
//! - A lost connection (iPhones lose it) is: drop the handle, open again, once.
//! - A page that is left may be put aside whole by the browser, to be shown again on “back”. A
//!   transaction that it holds open would hold up every later page: it is undone, as closing the page
//!   undoes it.
//! - A store that was there is never made anew while the app is open: what would be saved into an
//!   empty one could never enter the shared register.

mod phone;

pub use phone::{Phone, phone_of};

use crate::platform::{listen, window};
use indexed_db_futures::database::Database;
use indexed_db_futures::database::VersionChangeEvent;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use indexed_db_futures::{BuildPrimitive, KeyRange};
use js_sys::Uint8Array;
use replica::{Changes, Mode, Store, StoreError, Table, Tx};
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::IdbTransaction;

/// The version of the stores. They are only created and deleted in an upgrade;
/// data is moved afterwards.
const VERSION: u8 = 2;

/// A [`replica::Store`] over one database of IndexedDB: one person's store on this phone.
#[derive(Clone)]
pub struct IdbStore {
    name: Rc<str>,
    /// Leaked at each opening: a transaction borrows its database, and there
    /// is one for as long as the page lives, or very few.
    database: SharedConnection,
    /// It has been open before.
    was_there: Rc<Cell<bool>>,
    running: Running,
}

/// The transactions that have not begun to commit.
type Running = Rc<RefCell<Vec<IdbTransaction>>>;
type SharedConnection = Rc<Cell<Option<&'static Database>>>;

impl IdbStore {
    /// The store of that name; it is opened when it is first used.
    pub fn new(name: &str) -> Self {
        let store = Self {
            name: name.into(),
            database: Rc::default(),
            was_there: Rc::default(),
            running: Rc::default(),
        };
        let left = store.clone();
        listen(&window(), "pagehide", move || left.leave());
        store
    }

    /// The page is left: nothing of it stays open.
    fn leave(&self) {
        for transaction in self.running.take() {
            drop(transaction.abort());
        }
        if let Some(database) = self.database.take() {
            database.as_sys().close();
        }
    }

    async fn open(&self) -> Result<&'static Database, StoreError> {
        if let Some(database) = self.database.get() {
            return Ok(database);
        }
        let gone = Rc::new(Cell::new(false));
        let (found_gone, was_there) = (gone.clone(), self.was_there.get());
        let opened = Database::open(&*self.name)
            .with_version(VERSION)
            .with_on_upgrade_needed(move |event, database| {
                if was_there && is_new(&event) {
                    found_gone.set(true);
                    return Err(JsValue::from("gone").into());
                }
                let present: Vec<String> = database.object_store_names().collect();
                for table in Table::ALL {
                    if !present.iter().any(|name| name == table.name()) {
                        database.create_object_store(table.name()).build()?;
                    }
                }
                Ok(())
            })
            .await;
        if gone.get() {
            return Err(StoreError::Gone);
        }
        let opened: &'static Database = Box::leak(Box::new(opened.map_err(opening_failed)?));
        self.let_go(opened);
        self.was_there.set(true);
        self.database.set(Some(opened));
        Ok(opened)
    }

    /// Lets the database go when another tab wants to delete it or to bring it to a newer version,
    /// or the browser has closed it: the next use opens it again, and sees.
    fn let_go(&self, opened: &'static Database) {
        let connection = self.database.clone();
        let act = Closure::<dyn Fn()>::new(move || {
            connection.set(None);
            opened.as_sys().close();
        });
        let act = act.into_js_value();
        opened
            .as_sys()
            .set_onversionchange(Some(act.unchecked_ref()));
        opened.as_sys().set_onclose(Some(act.unchecked_ref()));
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
            runs: Runs::new(&self.running, &transaction),
            transaction,
            changes: Changes::new(mode, tables),
            connection,
        })
    }
}

/// A transaction is among the running ones for as long as this lives.
struct Runs {
    running: Running,
    transaction: IdbTransaction,
}

impl Runs {
    fn new(running: &Running, transaction: &Transaction<'static>) -> Self {
        let transaction: IdbTransaction = transaction.as_sys().clone().unchecked_into();
        running.borrow_mut().push(transaction.clone());
        Self {
            running: running.clone(),
            transaction,
        }
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.running
            .borrow_mut()
            .retain(|one| *one != self.transaction);
    }
}

/// A transaction over IndexedDB.
pub struct IdbTx {
    runs: Runs,
    transaction: Transaction<'static>,
    changes: Changes,
    connection: SharedConnection,
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
            .get_all_keys::<JsValue>()
            .with_query::<String, _>(range.clone())
            .primitive()?;
        let values = store
            .get_all::<JsValue>()
            .with_query::<String, _>(range)
            .primitive()?;
        let mut rows = Vec::new();
        for (key, value) in keys.await?.zip(values.await?) {
            // Every key is a text of ours.
            rows.push((key?.as_string().unwrap_or_default(), bytes(&value?)));
        }
        Ok(rows)
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

    fn put(&mut self, table: Table, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.changes.put(table, key, value)
    }

    fn delete(&mut self, table: Table, key: &str) -> Result<(), StoreError> {
        self.changes.delete(table, key)
    }

    async fn commit(self) -> Result<(), StoreError> {
        let Self {
            runs,
            transaction,
            changes,
            connection,
        } = self;
        // From here on the browser finishes it by itself, also without the page.
        drop(runs);
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
    // Why it was undone, such as a full phone, is said by the transaction alone.
    let undone = transaction.as_sys().clone();
    let committed = transaction.commit().await;
    committed.map_err(|error| undone.error().map_or(error, Error::from))
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
        Some("VersionError") => StoreError::Newer,
        Some("UnknownError" | "TransactionInactiveError") => StoreError::Lost,
        _ => StoreError::Other(error.to_string()),
    }
}

fn is_new(event: &VersionChangeEvent) -> bool {
    event.old_version() == 0.0
}

/// What has not entered the shared register, out of a store that does not open as it should: each
/// table by the keys of its rows. Nothing if even that cannot be read.
pub async fn rescued(name: &str) -> Option<Value> {
    let opened = Database::open(name)
        .with_on_upgrade_needed(|event, _| match is_new(&event) {
            true => Err(JsValue::from("gone").into()),
            false => Ok(()),
        })
        .await;
    let database: &'static Database = Box::leak(Box::new(opened.ok()?));
    let tables = [Table::Overlay, Table::Refused, Table::Typing];
    let transaction = IdbStore::transaction(database, Mode::Read, &tables).ok()?;
    let tx = IdbTx {
        runs: Runs::new(&Running::default(), &transaction),
        transaction,
        changes: Changes::new(Mode::Read, &tables),
        connection: Rc::default(),
    };
    let mut rescued = Map::new();
    for table in tables {
        let mut rows = Map::new();
        for (key, row) in tx.range(table, "").await.ok()? {
            rows.insert(key, reading::read(&row).unwrap_or_default());
        }
        rescued.insert(table.name().to_owned(), Value::Object(rows));
    }
    database.as_sys().close();
    Some(Value::Object(rescued))
}
