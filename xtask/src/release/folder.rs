//! A release as it lies on the disk: each file with its compressed copies.

use std::io::Write;
use std::path::Path;

use super::ReleaseFiles;
use crate::command::{Outcome, with_path};

/// The size of one file of a release, as it is and compressed.
pub struct Weight {
    pub name: String,
    pub bytes: usize,
    /// As it goes over the line.
    pub brotli: usize,
}

/// The levels of compression for brotli and gzip.
#[derive(Clone, Copy)]
pub struct Strength {
    pub brotli: i32,
    pub gzip: u32,
}

/// The whole folder anew, with `.br` and `.gz` beside each file that gets smaller by it.
pub fn write(files: &ReleaseFiles, folder: &Path, strength: Strength) -> Outcome<Vec<Weight>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(with_path("empty", folder))?;
    }
    let mut weights = Vec::new();
    for (name, content) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(with_path("make", parent))?;
        }
        std::fs::write(&path, content).map_err(with_path("write", &path))?;
        let smaller = |copy: Option<Vec<u8>>| copy.filter(|copy| copy.len() < content.len());
        let is_compressed_already = name.ends_with(".png");
        let (brotli, gzip) = if is_compressed_already {
            (None, None)
        } else {
            (
                smaller(compressed_by_brotli(content, strength.brotli)),
                smaller(compressed_by_gzip(content, strength.gzip)),
            )
        };
        weights.push(Weight {
            name: name.clone(),
            bytes: content.len(),
            brotli: brotli.as_ref().map_or(content.len(), Vec::len),
        });
        for (suffix, copy) in [("br", brotli), ("gz", gzip)] {
            let Some(copy) = copy else { continue };
            let path = folder.join(format!("{name}.{suffix}"));
            std::fs::write(&path, copy).map_err(with_path("write", &path))?;
        }
    }
    Ok(weights)
}

fn compressed_by_brotli(content: &[u8], quality: i32) -> Option<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).ok()?;
    Some(compressed)
}

fn compressed_by_gzip(content: &[u8], level: u32) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}
