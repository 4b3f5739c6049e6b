//! A passphrase over what is handed over: AES-256-GCM under a key that PBKDF2 makes of the
//! passphrase, as in `docs/PROTOCOL.md`.

use crate::subtle::{bytes, made, object, random, subtle, usages};
use js_sys::{JsString, Object, Uint8Array};
use protocol::bundle::{self, EncryptedContent, IV, ROUNDS, SALT};
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

/// A bundle under a passphrase, as a bundle.
///
/// # Errors
/// If the browser refuses.
pub async fn seal(open: &[u8], passphrase: &str) -> Result<Vec<u8>, JsValue> {
    let (mut salt, mut iv) = ([0; SALT], [0; IV]);
    random(SALT)?.copy_to(&mut salt);
    random(IV)?.copy_to(&mut iv);
    let key = key(passphrase, &salt, ROUNDS, "encrypt").await?;
    let open = Uint8Array::from(open);
    let sealed = subtle()?.encrypt_with_object_and_js_u8_array(&how(&iv)?, &key, &open);
    Ok(bundle::sealed(ROUNDS, &salt, &iv, &bytes(sealed).await?))
}

/// What was sealed; nothing if the passphrase is another, or a byte has changed.
///
/// # Errors
/// If the browser refuses.
pub async fn unseal(
    sealed: EncryptedContent<'_>,
    passphrase: &str,
) -> Result<Option<Vec<u8>>, JsValue> {
    let key = key(passphrase, sealed.salt, sealed.rounds, "decrypt").await?;
    let content = Uint8Array::from(sealed.bytes);
    let opened = subtle()?.decrypt_with_object_and_js_u8_array(&how(sealed.iv)?, &key, &content);
    Ok(bytes(opened).await.ok())
}

fn how(iv: &[u8]) -> Result<Object, JsValue> {
    let iv = Uint8Array::from(iv);
    object(&[("name", "AES-GCM".into()), ("iv", iv.into())])
}

/// The key of a passphrase. The same words typed on another keyboard are the same passphrase.
async fn key(
    passphrase: &str,
    salt: &[u8],
    rounds: u32,
    usage: &str,
) -> Result<CryptoKey, JsValue> {
    let subtle = subtle()?;
    let words = String::from(JsString::from(passphrase.trim()).normalize("NFC"));
    let words = Uint8Array::from(words.as_bytes());
    let imported =
        subtle.import_key_with_str("raw", &words, "PBKDF2", false, &usages(&["deriveKey"]));
    let base: CryptoKey = made(imported).await?;
    let how = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ])?;
    let kind = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
    let derived =
        subtle.derive_key_with_object_and_object(&how, &base, &kind, false, &usages(&[usage]));
    made(derived).await
}
