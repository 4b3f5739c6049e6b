//! Hashes and bytes as text, for operation names, derived ids and digests. Codes and tokens are not
//! hashed here but in the endpoint's own modules.

use crate::value::write_sorted;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The SHA-256 of bytes in base64url without padding: 43 characters.
pub fn sha256_text(bytes: &[u8]) -> String {
    base64url(&Sha256::digest(bytes))
}

/// How many characters of the hash a line's own word has that is made from what the line says.
const WORD: usize = 22;

/// The first 22 characters of base64url of SHA-256 of the value as JSON, written as for a name: what
/// makes the word of a line that says this.
pub fn word_of(value: &Value) -> String {
    let mut written = String::new();
    write_sorted(value, &mut written);
    let mut word = sha256_text(written.as_bytes());
    word.truncate(WORD);
    word
}

/// The content of a record (`docs/PROTOCOL.md`, section 20) that comes to these parts, in the order of
/// their ids: 43 characters of base64url.
pub fn content_of_parts(scope: &str, record: &str, parts: &[Value]) -> String {
    let mut written = String::new();
    write_sorted(&json!(["content", scope, record, parts]), &mut written);
    sha256_text(written.as_bytes())
}

/// Bytes in base64url without padding.
pub fn base64url(bytes: &[u8]) -> String {
    let letters = bytes.chunks(3).flat_map(|three| {
        let bits = (0..3).fold(0_usize, |bits, place| {
            bits << 8 | usize::from(*three.get(place).unwrap_or(&0))
        });
        let letter = move |place: usize| char::from(ALPHABET[bits >> (18 - 6 * place) & 63]);
        (0..=three.len()).map(letter)
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::base64url;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_written_as_the_crate_writes_it(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
            prop_assert_eq!(base64url(&bytes), URL_SAFE_NO_PAD.encode(&bytes));
        }
    }
}
