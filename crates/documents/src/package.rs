//! A zip in memory: what docx files and dossiers are.

use crate::Problem;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The files in their order; always the same bytes for the same files.
///
/// # Errors
///
/// Only where a file is larger than a zip can hold.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Result<Vec<u8>, Problem> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
