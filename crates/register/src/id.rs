//! Ids. A record's id is 22 characters of base64url (a UUIDv7, or a hash where
//! the thing exists once); a line's id is `<parent id>.<suffix>`.

use protocol::sha256_text;

const LENGTH: usize = 22;

/// The id of what exists once for a key, so that two officials who both begin
/// the registration of one village and year without a network make one record.
///
/// The first 22 characters of base64url of SHA-256 of `kind`, a zero byte and
/// `key`.
pub fn singleton(kind: &str, key: &str) -> String {
    let mut id = sha256_text(format!("{kind}\0{key}").as_bytes());
    id.truncate(LENGTH);
    id
}

/// Whether `id` is one that we could have made, of a record or of a line.
pub fn is_valid_id(id: &str) -> bool {
    let mut parts = id.split('.');
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let plain = |part: &str| part.bytes().all(is_plain);
    let root_fits = parts
        .next()
        .is_some_and(|root| root.len() == LENGTH && plain(root));
    root_fits && parts.all(|suffix| (1..=64).contains(&suffix.len()) && plain(suffix))
}

pub fn line_id(parent: &str, suffix: &str) -> String {
    format!("{parent}.{suffix}")
}

pub fn is_line(id: &str) -> bool {
    id.contains('.')
}
