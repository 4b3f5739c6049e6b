//! Hashes, as names, releases and browsers write them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::ReleaseFiles;

pub(super) fn fingerprint_of_all(files: &ReleaseFiles) -> String {
    let mut all = Sha256::new();
    for (name, content) in files {
        all.update(name.as_bytes());
        all.update([0]);
        all.update(Sha256::digest(content));
    }
    hex(&all.finalize())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As browsers check it: `sha256-` and the hash in base64.
pub(super) fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}
