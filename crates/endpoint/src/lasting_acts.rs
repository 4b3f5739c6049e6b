//! The file beside the register: acts of administrators that outlive a restore, one line each, as
//! JSON. A backup of before them does not know them; whoever restores it does them again.

use crate::model::LastingAct;
use crate::store::sqlite::place::private_file;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The file's name in the folder of a register.
pub const ACTS: &str = "register.acts";

/// Adds a line, which is on disk when this returns.
///
/// # Errors
/// If the file cannot be written.
pub fn note(file: &Path, act: &LastingAct) -> io::Result<()> {
    let mut line = serde_json::to_string(act)?;
    line.push('\n');
    // Made private if it is not there.
    let mut there = private_file(file)?;
    if is_broken_off(&mut there)? {
        line.insert(0, '\n');
    }
    drop(there);
    let mut file = File::options().append(true).open(file)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

/// Whether the last line was not written to its end.
fn is_broken_off(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What the file says, in its order; nothing if there is none.
///
/// # Errors
/// If the file is there and cannot be read, or a line of it is none.
pub fn read(file: &Path) -> io::Result<Vec<LastingAct>> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let mut acts = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(act) => acts.push(act),
            // It broke off while it was written: so the act was not done.
            Err(error) if error.is_eof() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(acts)
}
