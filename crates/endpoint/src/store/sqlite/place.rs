//! The folder of a register: who may be in it at one time, and that nobody
//! else of the machine reads it.

use super::FILE;
use crate::model::StoreError;
use crate::store::{Founding, Sharing};
use std::fs::{DirBuilder, File, TryLockError};
use std::io;
use std::path::Path;

/// A running process holds this file, so that nobody replaces what is under it.
const LOCK: &str = "register.lock";
/// Held while a register is opened: the first one founds it, the next ones wait.
const OPENING: &str = "register.opening";
/// With what all names of a register's files begin.
const OWN: &str = "register.";

/// A folder in which this process may open the register, and nobody else does
/// at this moment.
pub struct FolderLock {
    /// Held as long as the register is open.
    pub lock: File,
    /// Held until it is.
    pub opening: File,
}

/// Waits until nobody else opens the register of a folder.
///
/// # Errors
/// If there is no register and none is to be founded, if somebody is alone on
/// it or, for who wants to be alone, there at all, or if the folder cannot be
/// written to.
pub async fn enter(
    folder: &Path,
    sharing: Sharing,
    founding: Founding,
) -> Result<FolderLock, StoreError> {
    let file = folder.join(FILE);
    let no_register = || StoreError::NoRegister(folder.display().to_string());
    match founding {
        Founding::IfMissing => make_private_folder(folder)?,
        // It may be that somebody founds it now.
        Founding::Never if !file.exists() && !folder.join(OPENING).exists() => {
            return Err(no_register());
        }
        Founding::Never => {}
    }
    let opening = private_file(&folder.join(OPENING))?;
    let waiting = tokio::task::spawn_blocking(move || opening.lock().map(|()| opening));
    let opening = waiting.await.map_err(io::Error::other)??;
    if founding == Founding::Never && !file.exists() {
        return Err(no_register());
    }
    let lock = private_file(&folder.join(LOCK))?;
    let locked = match sharing {
        Sharing::Together => lock.try_lock_shared(),
        Sharing::Alone => lock.try_lock(),
    };
    locked.map_err(|error| match error {
        TryLockError::WouldBlock => StoreError::InUse,
        TryLockError::Error(error) => error.into(),
    })?;
    tighten(folder)?;
    Ok(FolderLock { lock, opening })
}

/// Opens a file that only its owner may read and write; makes it if it is not
/// there. What SQLite keeps beside a file it makes as that one is.
///
/// # Errors
/// If the file cannot be made.
pub fn private_file(file: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Takes from everybody else what an earlier version or a copy by hand let them
/// read. A folder with other things in it is not the register's alone: only its
/// files are.
fn tighten(folder: &Path) -> io::Result<()> {
    let mut is_own = true;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(OWN) {
            make_private(&entry.path(), 0o600)?;
        } else {
            is_own = false;
        }
    }
    if is_own {
        make_private(folder, 0o700)?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match std::fs::metadata(path) {
        Ok(found) if found.permissions().mode() & 0o777 != mode => {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        }
        Ok(_) => Ok(()),
        // What SQLite keeps beside its file comes and goes.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn make_private(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
