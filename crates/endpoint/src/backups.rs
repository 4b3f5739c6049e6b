//! A backup: the register in one SQLite file, and a last line behind it that
//! says what it is and proves every byte before. Whoever restores demands both.

use crate::model::StoreError;
use crate::secrets::Randomness;
use crate::store::Store;
use crate::store::copy::{CopyMode, Inventory, Seen, copy};
use crate::store::sqlite::SqliteStore;
use crate::store::sqlite::place::private_file;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// With what the last line begins.
const SIGN: &[u8] = b"\nso-thi-dua-backup ";
/// Behind what the line says: a SHA-256 in hexadecimal digits, and a line feed.
const SUM: usize = 64 + 1;
/// No mark is longer.
const LONGEST_MARK: u64 = 4 * 1024;
const CHUNK: usize = 256 * 1024;

/// The last line of a backup file: the schema, epoch, time and size of the register in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackupManifest {
    /// The migration that its tables are of.
    pub schema: i64,
    pub epoch: String,
    /// Milliseconds since 1970.
    pub made_at: i64,
    pub counts: Counts,
}

/// The sizes of a register, for the people who make and restore backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub records: usize,
    pub fields: usize,
    pub operations: usize,
    pub files: usize,
    pub rows: usize,
}

impl From<&Inventory> for Counts {
    fn from(inventory: &Inventory) -> Self {
        Self {
            records: inventory.records(),
            fields: inventory.rows_of("field"),
            operations: inventory.rows_of("name"),
            files: inventory.rows_of("file"),
            rows: inventory.all_rows(),
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            records,
            fields,
            operations,
            files,
            rows,
        } = self;
        write!(
            f,
            "{records} records of {fields} fields, {operations} operations, {files} files, {rows} rows in all"
        )
    }
}

/// A failure of writing or opening a backup file. The commands show it to the administrator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} is there already", .0.display())]
    IsThere(PathBuf),
    #[error("another backup is being written to {}", .0.display())]
    BeingWritten(PathBuf),
    #[error("no backup was made, and nothing is left of {}", part.display())]
    NotMade {
        part: PathBuf,
        #[source]
        cause: StoreError,
    },
    #[error(
        "that is no backup, or not the whole of one: the mark at its end is missing \
         (`endpoint restore --unmarked` takes one that a version without marks has made)"
    )]
    NotMarked,
    #[error("stopped: no backup was made, and nothing is left of it")]
    Stopped,
    #[error("the backup is damaged: it is not what it was when it was made")]
    Damaged,
    #[error("the file cannot be read or copied")]
    Unreadable(#[from] io::Error),
}

/// Writes a backup of what a store holds at this moment: the file is there when
/// it is whole, or not at all. Gives what is in it, and how far devices were
/// seen.
///
/// # Errors
/// If the file is there, or cannot be written, or the store fails.
pub async fn write(
    store: &dyn Store,
    file: &Path,
    now: i64,
) -> Result<(BackupManifest, Seen), BackupError> {
    if file.exists() {
        return Err(BackupError::IsThere(file.to_owned()));
    }
    // Under another name until it is whole, and readable by nobody else: it
    // holds people's data.
    let part = file.with_added_extension("part");
    let held = private_file(&part)?;
    if held.try_lock().is_err() {
        return Err(BackupError::BeingWritten(part));
    }
    let part = TemporaryFile(part);
    held.set_len(0)?;
    let written = async {
        let (mark, seen) = fill(store, &part.0, now).await?;
        seal(&part.0, &mark)?;
        held.sync_all()?;
        std::fs::rename(&part.0, file)?;
        sync_folder_of(file)?;
        Ok((mark, seen))
    };
    written.await.map_err(|cause| BackupError::NotMade {
        part: part.0.clone(),
        cause,
    })
}

async fn fill(
    store: &dyn Store,
    part: &Path,
    now: i64,
) -> Result<(BackupManifest, Seen), StoreError> {
    let backup = SqliteStore::open_file(part, &Randomness::of_the_system()).await?;
    let filled = async {
        let (inventory, seen) = copy(store, &backup, CopyMode::AsItIs).await?;
        let mark = BackupManifest {
            schema: SqliteStore::schema(),
            epoch: backup.epoch().await?,
            made_at: now,
            counts: Counts::from(&inventory),
        };
        Ok((mark, seen))
    }
    .await;
    backup.close().await;
    filled
}

/// A file that is removed, with what SQLite keeps beside it, when this is dropped.
pub struct TemporaryFile(pub PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        for beside in ["", "-wal", "-shm", "-journal"] {
            // Most of them are not there.
            let _ = std::fs::remove_file(beside_of(&self.0, beside));
        }
    }
}

/// What SQLite keeps beside a file has its name and an ending.
pub fn beside_of(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

/// What was renamed in a folder stays so.
///
/// # Errors
/// If the folder cannot be written to.
pub fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| folder.is_dir());
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn seal(file: &Path, mark: &BackupManifest) -> io::Result<()> {
    let mut file = File::options().read(true).append(true).open(file)?;
    let mut line = SIGN.to_vec();
    serde_json::to_writer(&mut line, mark)?;
    line.push(b' ');
    file.write_all(&line)?;
    let length = file.seek(SeekFrom::End(0))?;
    let sum = pass_through(&mut file, length, &mut io::sink(), length)?;
    writeln!(file, "{sum}")
}

/// Reads a whole backup and proves it; what is in it without its mark, a SQLite
/// file, goes to `to`.
///
/// # Errors
/// If it has no mark, or any byte is another than it was.
pub fn unpack(file: &Path, to: &mut dyn Write) -> Result<BackupManifest, BackupError> {
    let mut file = File::open(file)?;
    let length = file.metadata()?.len();
    let tail_at = length.saturating_sub(LONGEST_MARK);
    file.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let at = tail.windows(SIGN.len()).rposition(|bytes| bytes == SIGN);
    let line_at = at.ok_or(BackupError::NotMarked)?;
    let line = &tail[line_at + SIGN.len()..];
    let (said, sum) = line
        .split_at_checked(line.len().saturating_sub(SUM))
        .ok_or(BackupError::Damaged)?;
    let content = tail_at + line_at as u64;
    let proved = length.saturating_sub(SUM as u64);
    let mut found = pass_through(&mut file, proved, to, content)?;
    found.push('\n');
    if found.as_bytes() != sum {
        return Err(BackupError::Damaged);
    }
    serde_json::from_slice(said).map_err(|_| BackupError::Damaged)
}

/// Reads a file up to a place, gives the sum of it, and hands on what is before
/// another place.
fn pass_through(file: &mut File, end: u64, to: &mut dyn Write, content: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let (mut at, mut sum, mut chunk) = (0_u64, Sha256::new(), vec![0; CHUNK]);
    let mut rest = file.take(end);
    loop {
        let read = rest.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        sum.update(&chunk[..read]);
        let wanted = usize::try_from(content.saturating_sub(at)).unwrap_or(usize::MAX);
        to.write_all(&chunk[..read.min(wanted)])?;
        at += read as u64;
    }
    Ok(format!("{:x}", sum.finalize()))
}
