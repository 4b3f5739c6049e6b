//! The file beside the register: acts of an administrator that outlive a restore, one line each, as
//! JSON. A backup of before them does not know them; whoever restores it applies them first.

use crate::model::Erasure;
use crate::store::sqlite::place::private_file;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// The file's name in the folder of a register.
pub const ACTS: &str = "register.acts";

/// One line of the file. A later version may write lines that this one does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "camelCase")]
pub enum LastingAct {
    Erase {
        scope: String,
        record: String,
        /// Milliseconds since 1970.
        at: i64,
        /// The files that went with it, by their hashes.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        files: BTreeSet<String>,
    },
    #[serde(other)]
    Unknown,
}

impl From<Erasure> for LastingAct {
    fn from(erasure: Erasure) -> Self {
        let Erasure {
            scope,
            record,
            at,
            files,
        } = erasure;
        Self::Erase {
            scope,
            record,
            at,
            files,
        }
    }
}

/// Adds a line, which is on disk when this returns.
///
/// # Errors
/// If the file cannot be written.
pub fn note(file: &Path, act: &LastingAct) -> io::Result<()> {
    let mut line = serde_json::to_string(act)?;
    line.push('\n');
    // Made private if it is not there.
    drop(private_file(file)?);
    let mut file = File::options().append(true).open(file)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

/// What was erased, as the file says; nothing if there is none.
///
/// # Errors
/// If the file is there and cannot be read, or a line of it is none.
pub fn erasures(file: &Path) -> io::Result<Vec<Erasure>> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let mut erasures = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let LastingAct::Erase {
            scope,
            record,
            at,
            files,
        } = serde_json::from_str(line)?
        {
            erasures.push(Erasure {
                scope,
                record,
                at,
                files,
            });
        }
    }
    Ok(erasures)
}
