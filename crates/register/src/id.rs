//! Ids. A record's id is 22 characters of base64url (a UUIDv7, or a hash where
//! the thing exists once); a line's id is `<parent id>.<suffix>`.

use sha2::{Digest, Sha256};

const LENGTH: usize = 22;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The id of what exists once for a key, so that two officials who both begin
/// the registration of one village and year without a network make one record.
///
/// The first 22 characters of base64url of SHA-256 of `kind`, a zero byte and
/// `key`.
pub fn singleton(kind: &str, key: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(kind.as_bytes());
    hasher.update([0]);
    hasher.update(key.as_bytes());
    let mut id = String::with_capacity(LENGTH);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in hasher.finalize() {
        bits = (bits << 8) | u32::from(byte);
        held += 8;
        while held >= 6 && id.len() < LENGTH {
            held -= 6;
            let index = usize::try_from((bits >> held) & 63).unwrap_or(0);
            id.push(char::from(ALPHABET[index]));
        }
        bits &= (1 << held) - 1;
        if id.len() == LENGTH {
            break;
        }
    }
    id
}

/// Whether `id` is one that we could have made, of a record or of a line.
pub fn is_valid_id(id: &str) -> bool {
    let mut parts = id.split('.');
    let plain = |part: &str| part.bytes().all(|byte| ALPHABET.contains(&byte));
    let root_fits = parts
        .next()
        .is_some_and(|root| root.len() == LENGTH && plain(root));
    root_fits && parts.all(|suffix| (1..=64).contains(&suffix.len()) && plain(suffix))
}

pub fn line_id(parent: &str, suffix: &str) -> String {
    format!("{parent}.{suffix}")
}

/// The record that a line belongs to; of a record, itself.
pub fn root_of(id: &str) -> &str {
    id.split_once('.').map_or(id, |(root, _)| root)
}

pub fn is_line(id: &str) -> bool {
    id.contains('.')
}
