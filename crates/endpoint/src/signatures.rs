//! ECDSA over P-256 with SHA-256, as browsers sign: keys and signatures as in
//! `docs/PROTOCOL.md`, section 19.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

/// The first byte of a point that is written with both coordinates: each key has one
/// text and no other.
const UNCOMPRESSED: u8 = 4;
const KEY: usize = 65;

/// Whether `signature` is of `text` by `key`. What is no key and no signature is not.
pub fn is_signed(key: &str, text: &str, signature: &str) -> bool {
    read(key, signature)
        .is_some_and(|(key, signature)| key.verify(text.as_bytes(), &signature).is_ok())
}

fn read(key: &str, signature: &str) -> Option<(VerifyingKey, Signature)> {
    let key = URL_SAFE_NO_PAD.decode(key).ok()?;
    if key.len() != KEY || key.first() != Some(&UNCOMPRESSED) {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    Some((
        VerifyingKey::from_sec1_bytes(&key).ok()?,
        Signature::from_slice(&signature).ok()?,
    ))
}
