//! The key that a phone signs with what it hands over: ECDSA on P-256 with SHA-256, as in
//! `docs/PROTOCOL.md`. The endpoint knows the public half.

use crate::subtle::{bytes, made, object, subtle, usages};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::CryptoKey;

fn signing() -> Result<Object, JsValue> {
    object(&[("name", "ECDSA".into()), ("hash", "SHA-256".into())])
}

fn algorithm() -> Result<Object, JsValue> {
    object(&[("name", "ECDSA".into()), ("namedCurve", "P-256".into())])
}

/// A new key in base64url: the private half as PKCS #8, the public one as a point of 65 bytes.
///
/// # Errors
/// If the browser refuses.
#[wasm_bindgen]
pub async fn make_key() -> Result<Vec<String>, JsValue> {
    let subtle = subtle()?;
    let made_key = subtle.generate_key_with_object(&algorithm()?, true, &usages(&["sign"]));
    let pair: JsValue = made(made_key).await?;
    let half = |name: &str| -> Result<CryptoKey, JsValue> {
        Ok(CryptoKey::from(Reflect::get(&pair, &name.into())?))
    };
    let private = bytes(subtle.export_key("pkcs8", &half("privateKey")?)).await?;
    let public = bytes(subtle.export_key("raw", &half("publicKey")?)).await?;
    Ok(vec![BASE64.encode(private), BASE64.encode(public)])
}

/// The signatures of texts by a private key, each 64 bytes in base64url.
///
/// # Errors
/// If the key is none.
#[wasm_bindgen]
pub async fn sign(private: String, texts: Vec<String>) -> Result<Vec<String>, JsValue> {
    let subtle = subtle()?;
    let key = BASE64.decode(private).map_err(|_| "badKey")?;
    let key = Uint8Array::from(key.as_slice());
    let imported =
        subtle.import_key_with_object("pkcs8", &key, &algorithm()?, false, &usages(&["sign"]));
    let key: CryptoKey = made(imported).await?;
    let how = signing()?;
    let mut signatures = Vec::with_capacity(texts.len());
    for text in texts {
        let text = Uint8Array::from(text.as_bytes());
        let signature = subtle.sign_with_object_and_js_u8_array(&how, &key, &text);
        signatures.push(BASE64.encode(bytes(signature).await?));
    }
    Ok(signatures)
}

/// Whether a text is signed by the private half of a public key.
///
/// # Errors
/// If the browser refuses.
pub async fn is_signed(public: &str, signature: &str, text: &str) -> Result<bool, JsValue> {
    let (Ok(public), Ok(signature)) = (BASE64.decode(public), BASE64.decode(signature)) else {
        return Ok(false);
    };
    let subtle = subtle()?;
    let public = Uint8Array::from(public.as_slice());
    let usages = usages(&["verify"]);
    let imported = subtle.import_key_with_object("raw", &public, &algorithm()?, true, &usages);
    // A point that is on no curve.
    let Ok(key) = made::<CryptoKey>(imported).await else {
        return Ok(false);
    };
    let (signature, text) = (
        Uint8Array::from(signature.as_slice()),
        Uint8Array::from(text.as_bytes()),
    );
    let verified = subtle.verify_with_object_and_js_u8_array_and_js_u8_array(
        &signing()?,
        &key,
        &signature,
        &text,
    );
    let verified: JsValue = made(verified).await?;
    Ok(verified.is_truthy())
}
