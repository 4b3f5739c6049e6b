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

/// `_`, eight characters by which ids of one key differ, and sixteen of the hash.
const DEVICE_OF_KEY: usize = 25;

/// A device id that is made from a public key, so that nobody else can claim it who has
/// only seen it. `random`: eight characters of base64url.
pub fn device_of_key(key: &str, random: &str) -> String {
    let hash = crate::sha256_text(["device", random, key].join("\0").as_bytes());
    format!("_{random}{}", &hash[..16])
}

/// Whether a device id has the shape of those that are made from a key.
pub fn is_made_of_a_key(device: &str) -> bool {
    device.len() == DEVICE_OF_KEY && device.starts_with('_') && crate::is_kind(device)
}

/// Whether a device id is made from this key.
pub fn is_device_of(device: &str, key: &str) -> bool {
    let random = device.get(1..9);
    is_key(key) && random.is_some_and(|random| device_of_key(key, random) == device)
}

/// What an enrolment signs to prove that a key is its own: no operation's text, and
/// of use to nobody whose the device id is not.
pub fn key_text(device: &str) -> String {
    serde_json::json!(["key", device]).to_string()
}
