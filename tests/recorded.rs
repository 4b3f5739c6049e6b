//! What phones and an endpoint kept after a day's work, recorded from a release of the program: what
//! every later release has to open, and to go on with.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{Endpoint, Phone};

/// A folder of `tests/recorded`: `register.sqlite`, the endpoint's register, and a file a phone. It is
/// never changed, except by being recorded anew on purpose.
#[derive(Clone)]
pub struct Recording(PathBuf);

impl Recording {
    /// All that there are.
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recorded");
        let folders = fs::read_dir(folder).unwrap();
        let mut all: Vec<Self> = folders.map(|entry| Self(entry.unwrap().path())).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }

    /// The one that `RECORD=2026-11` asks to be written.
    pub fn asked_for() -> Option<Self> {
        let name = std::env::var_os("RECORD")?;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recorded");
        Some(Self(folder.join(name)))
    }

    /// One that is being made.
    pub fn in_folder(folder: &Path) -> Self {
        fs::create_dir_all(folder).unwrap();
        Self(folder.to_owned())
    }

    /// The endpoint has been stopped.
    pub fn keep_register(&self, endpoint: &Endpoint) {
        let register = endpoint.register();
        let log = register.with_extension("sqlite-wal");
        assert!(!log.exists(), "the register was not closed well");
        fs::copy(register, self.0.join("register.sqlite")).unwrap();
    }

    pub async fn keep_phone(&self, name: &str, phone: &Phone) {
        let kept = phone.script::<Value>(KEPT).await;
        let text = serde_json::to_string_pretty(&kept).unwrap();
        fs::write(self.phone(name), text + "\n").unwrap();
    }

    /// Takes the place of what was recorded before, with the requests and replies of this release.
    pub fn copy_to(&self, other: &Self) {
        fs::create_dir_all(&other.0).unwrap();
        let life = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/life.json");
        fs::copy(life, other.0.join("life.json")).unwrap();
        for entry in fs::read_dir(&self.0).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), other.0.join(entry.file_name())).unwrap();
        }
    }

    /// The endpoint of that day, still dead.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint::over(&self.0.join("register.sqlite"))
    }

    /// Makes a phone on which nobody is enrolled the one that was recorded.
    pub async fn put_on(&self, name: &str, phone: &Phone) {
        let kept: Value = serde_json::from_str(&self.text(name)).unwrap();
        let put: bool = phone.script_with(PUT, vec![json!(kept)]).await;
        assert!(put);
    }

    /// A phone's as it lies there.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.phone(name)).unwrap()
    }

    fn phone(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.json"))
    }
}

/// Bytes that are text are written as text: a recording can be read.
const KEPT: &str = "
const ended = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
const written = (row) => {
  if (!(row instanceof Uint8Array)) throw new Error('a row that is not bytes');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(row);
  } catch {
    return { base64: btoa(Array.from(row, (byte) => String.fromCharCode(byte)).join('')) };
  }
};
const stores = {};
for (const { name } of await indexedDB.databases()) {
  const database = await ended(indexedDB.open(name));
  const tables = {};
  for (const table of database.objectStoreNames) {
    const store = database.transaction(table).objectStore(table);
    const [keys, rows] = [await ended(store.getAllKeys()), await ended(store.getAll())];
    tables[table] = keys.map((key, place) => [key, written(rows[place])]);
  }
  stores[name] = { version: database.version, tables };
  database.close();
}
return { preferences: { ...localStorage }, stores };";

const PUT: &str = "
const { preferences, stores } = arguments[0];
const ended = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
const bytes = (row) => typeof row === 'string'
  ? new TextEncoder().encode(row)
  : Uint8Array.from(atob(row.base64), (letter) => letter.charCodeAt(0));
for (const [name, { version, tables }] of Object.entries(stores)) {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => Object.keys(tables).forEach((table) => opening.result.createObjectStore(table));
  const database = await ended(opening);
  const writing = database.transaction(Object.keys(tables), 'readwrite', { durability: 'strict' });
  for (const [table, rows] of Object.entries(tables))
    for (const [key, row] of rows) writing.objectStore(table).put(bytes(row), key);
  await new Promise((done, failed) => { [writing.oncomplete, writing.onabort] = [done, failed]; });
  database.close();
}
localStorage.clear();
Object.assign(localStorage, preferences);
return true;";
