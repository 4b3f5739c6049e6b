//! Everything that a store holds, on its way into another one: backups,
//! restores, and the move from one database to the other are this one thing.

use super::{Store, StoreError};
use crate::model::LastingAct;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tokio::sync::mpsc::{self, Receiver};

/// The type of a column, with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Text(&'static str),
    Integer(&'static str),
    Bytes(&'static str),
}

use ColumnType::{Bytes, Integer, Text};

impl ColumnType {
    pub fn name(self) -> &'static str {
        match self {
            Text(name) | Integer(name) | Bytes(name) => name,
        }
    }
}

/// The description of a table for copies: its name and columns, the first of which are its key.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    pub name: &'static str,
    pub columns: &'static [ColumnType],
    /// How many columns the key has.
    pub key: usize,
}

const fn table(name: &'static str, key: usize, columns: &'static [ColumnType]) -> TableSpec {
    TableSpec { name, columns, key }
}

/// Every table, those that others refer to before these.
pub const TABLES: [TableSpec; 23] = [
    table("meta", 1, &[Text("key"), Text("value")]),
    table(
        "scope",
        1,
        &[
            Text("scope"),
            Integer("head"),
            Text("mark"),
            Integer("logged"),
            Integer("since"),
        ],
    ),
    table("mark", 2, &[Text("scope"), Integer("seq"), Text("mark")]),
    table(
        "field",
        3,
        &[
            Text("scope"),
            Text("record"),
            Text("field"),
            Text("kind"),
            Integer("seq"),
            Text("live"),
            Integer("last"),
        ],
    ),
    table(
        "op_log",
        3,
        &[
            Text("scope"),
            Integer("seq"),
            Integer("ix"),
            Text("record"),
            Text("field"),
            Text("device"),
            Integer("number"),
            Text("hash"),
            Text("value"),
            Text("replaces"),
            Integer("at"),
            Integer("received"),
            Integer("reason"),
            Text("witness"),
            Integer("before"),
        ],
    ),
    table(
        "name",
        4,
        &[
            Text("scope"),
            Text("device"),
            Integer("number"),
            Text("hash"),
            Text("refusal"),
            Integer("seq"),
        ],
    ),
    table(
        "told",
        8,
        &[
            Text("scope"),
            Text("record"),
            Text("field"),
            Text("device"),
            Integer("number"),
            Text("hash"),
            Text("id"),
            Text("witness"),
            Text("root"),
            Text("kind"),
            Text("value"),
            Integer("at"),
            Integer("received"),
            Integer("seq"),
            Integer("decided"),
        ],
    ),
    table(
        "dead",
        6,
        &[
            Text("scope"),
            Text("device"),
            Integer("number"),
            Text("hash"),
            Text("record"),
            Text("field"),
        ],
    ),
    table(
        "vector",
        2,
        &[
            Text("scope"),
            Text("device"),
            Integer("seen"),
            Integer("seq"),
            Integer("kept"),
        ],
    ),
    table(
        "history",
        2,
        &[Text("scope"), Text("epoch"), Integer("head")],
    ),
    table("erased", 2, &[Text("scope"), Text("record"), Integer("at")]),
    table("erased_file", 1, &[Text("sha256")]),
    table("lasting_act", 1, &[Text("id"), Integer("at"), Text("act")]),
    table("person", 1, &[Text("id"), Text("name")]),
    table("role", 3, &[Text("scope"), Text("person"), Text("role")]),
    table(
        "enrolment",
        1,
        &[
            Text("id"),
            Text("person"),
            Integer("enrolled_at"),
            Integer("last_seen_at"),
            Integer("revoked_at"),
            Text("revoked_how"),
            Integer("schema"),
        ],
    ),
    table(
        "act",
        2,
        &[
            Text("enrolment"),
            Text("nonce"),
            Integer("at"),
            Integer("received"),
            Text("word"),
            Text("what"),
            Text("result"),
            Text("person"),
        ],
    ),
    table("token", 1, &[Bytes("hash"), Text("enrolment")]),
    table("device", 1, &[Text("id"), Text("enrolment")]),
    table("signing_key", 1, &[Text("key"), Text("enrolment")]),
    table(
        "invitation",
        1,
        &[
            Text("public_id"),
            Text("secret_hash"),
            Text("person_name"),
            Text("role"),
            Text("scope"),
            Text("invited_by"),
            Integer("expires_at"),
            Integer("claimed_at"),
            Bytes("claim_hash"),
            Text("enrolment"),
            Integer("wrong_tries"),
            Integer("locked_until"),
            Text("person"),
            Text("inviter"),
        ],
    ),
    table(
        "file",
        2,
        &[
            Text("scope"),
            Text("sha256"),
            Integer("size"),
            Text("type"),
            Integer("arrived"),
            Integer("touched_at"),
        ],
    ),
    table(
        "file_piece",
        3,
        &[
            Text("scope"),
            Text("sha256"),
            Integer("place"),
            Bytes("bytes"),
        ],
    ),
];

/// The value of one column in one row; `None` is SQL's `NULL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredCell {
    Text(Option<String>),
    Integer(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

impl StoredCell {
    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Integer(_) => size_of::<i64>(),
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len),
        }
    }
}

/// Some rows of one table on their way, each as long as the table has columns.
#[derive(Clone, Debug)]
pub struct TableRows {
    pub table: &'static TableSpec,
    pub rows: Vec<Vec<StoredCell>>,
}

/// A message of a copy from store to store.
#[derive(Clone, Debug)]
pub enum CopyPart {
    Rows(TableRows),
    /// That was all: a copy that ends without it has broken off.
    End,
}

/// The two ways of taking a copy in: as the same register, or as one that was set back.
#[derive(Clone, Debug)]
pub enum CopyMode {
    /// As the same register, in the same epoch.
    AsItIs,
    /// As a register set back: in a new epoch, from this time on (milliseconds
    /// since 1970). What every scope held is remembered as its history. The acts are done again
    /// before anybody sees anything of it; `mark` is of what that writes.
    Restored {
        epoch: String,
        at: i64,
        mark: String,
        acts: Vec<LastingAct>,
    },
}

/// The counts of a copy's rows and a checksum of all that is in them. A copy is compared with its
/// source by it.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    rows: BTreeMap<&'static str, usize>,
    records: usize,
    /// The scope and the record of the field that came last.
    last: Option<[StoredCell; 2]>,
    sum: Sha256,
}

impl PartialEq for Inventory {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.sum.clone().finalize() == other.sum.clone().finalize()
    }
}

impl Inventory {
    /// Of all rows that come.
    pub async fn of(mut parts: Receiver<CopyPart>) -> Self {
        let mut inventory = Self::default();
        while let Some(part) = parts.recv().await {
            if let CopyPart::Rows(rows) = part {
                inventory.add(&rows);
            }
        }
        inventory
    }

    pub fn add(&mut self, rows: &TableRows) {
        *self.rows.entry(rows.table.name).or_default() += rows.rows.len();
        self.sum.update(rows.table.name);
        if rows.table.name == "field" {
            self.count_records(rows);
        }
        for cell in rows.rows.iter().flatten() {
            // A number's text holds no mark and a text's length is before it:
            // no two rows are written alike.
            match cell {
                StoredCell::Text(Some(text)) => {
                    self.sum.update(format!("t{}:", text.len()));
                    self.sum.update(text);
                }
                StoredCell::Integer(Some(number)) => self.sum.update(format!("i{number}:")),
                StoredCell::Bytes(Some(bytes)) => {
                    self.sum.update(format!("b{}:", bytes.len()));
                    self.sum.update(bytes);
                }
                StoredCell::Text(None) | StoredCell::Integer(None) | StoredCell::Bytes(None) => {
                    self.sum.update("n:");
                }
            }
        }
    }

    /// Fields come in the order of their key.
    fn count_records(&mut self, fields: &TableRows) {
        for row in &fields.rows {
            if let [scope, record, ..] = row.as_slice()
                && self
                    .last
                    .as_ref()
                    .is_none_or(|[in_scope, of]| (in_scope, of) != (scope, record))
            {
                self.records += 1;
                self.last = Some([scope.clone(), record.clone()]);
            }
        }
    }

    pub fn records(&self) -> usize {
        self.records
    }

    pub fn rows_of(&self, table: &str) -> usize {
        self.rows.get(table).copied().unwrap_or_default()
    }

    pub fn all_rows(&self) -> usize {
        self.rows.values().sum()
    }
}

/// How far devices were seen in a scope: `(device, number)`.
pub type Seen = BTreeMap<String, Vec<(String, i64)>>;

/// Copies one store into another; gives what is there now, and the vectors.
///
/// # Errors
/// If one of the stores fails, or does not hold what it was given; then the
/// target is as it was.
pub async fn copy(
    from: &dyn Store,
    to: &dyn Store,
    taking: CopyMode,
) -> Result<(Inventory, Seen), StoreError> {
    let (send, passing) = mpsc::channel(4);
    let (pass, receive) = mpsc::channel(4);
    let mut seen = Seen::new();
    let pass_on = async {
        let mut passing = passing;
        while let Some(part) = passing.recv().await {
            if let CopyPart::Rows(rows) = &part {
                note_seen(rows, &mut seen);
            }
            if pass.send(part).await.is_err() {
                break;
            }
        }
        drop((pass, passing));
    };
    let (sent, (), taken) = tokio::join!(from.copy_out(send), pass_on, to.copy_in(receive, taking));
    // What the source says is the cause; the target has taken nothing in.
    sent?;
    Ok((taken?, seen))
}

fn note_seen(rows: &TableRows, seen: &mut Seen) {
    if rows.table.name != "vector" {
        return;
    }
    for row in &rows.rows {
        if let [
            StoredCell::Text(Some(scope)),
            StoredCell::Text(Some(device)),
            StoredCell::Integer(Some(number)),
            ..,
        ] = row.as_slice()
        {
            let of_scope = seen.entry(scope.clone()).or_default();
            of_scope.push((device.clone(), *number));
        }
    }
}

/// What a store holds at this moment.
///
/// # Errors
/// If the store fails.
pub async fn inventory(store: &dyn Store) -> Result<Inventory, StoreError> {
    let (send, receive) = mpsc::channel(4);
    let (sent, inventory) = tokio::join!(store.copy_out(send), Inventory::of(receive));
    sent?;
    Ok(inventory)
}
