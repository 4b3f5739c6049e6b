//! The shapes of public keys and signatures. What they prove is found out where
//! there is cryptography: by the browser, and at the endpoint.

/// 65 bytes, an uncompressed point of P-256.
const KEY: usize = 87;
/// 64 bytes, r and s of ECDSA.
const SIGNATURE: usize = 86;

/// Whether this has the shape of a public key: the point in base64url, without padding.
pub fn is_key(text: &str) -> bool {
    text.len() == KEY && crate::is_kind(text)
}

/// Whether this has the shape of a signature: r and s in base64url, without padding.
pub fn is_signature(text: &str) -> bool {
    text.len() == SIGNATURE && crate::is_kind(text)
}

/// What an enrolment signs to prove that a key is its own: no operation's text, and
/// of use to nobody whose the device id is not.
pub fn key_text(device: &str) -> String {
    serde_json::json!(["key", device]).to_string()
}
