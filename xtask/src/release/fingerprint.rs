//! Hashes, as names, releases and browsers write them.

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
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "sha256-".to_owned();
    for group in Sha256::digest(content).chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for place in 0..4 {
            let six = (bits >> (18 - 6 * place) & 0x3f) as usize;
            text.push(if place > group.len() {
                '='
            } else {
                char::from(ALPHABET[six])
            });
        }
    }
    text
}
