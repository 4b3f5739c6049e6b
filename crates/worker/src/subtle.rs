//! What the browser's cryptography is asked for, in the words that it wants.

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::SubtleCrypto;

/// The browser's cryptography. It is there wherever the app opens: `public/early.js` asks for a
/// secure address.
pub fn subtle() -> Result<SubtleCrypto, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    Ok(Reflect::get(&crypto, &"subtle".into())?.unchecked_into())
}

/// An object of these members.
pub fn object(members: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

pub fn usages(words: &[&str]) -> Array {
    words.iter().map(|word| JsString::from(*word)).collect()
}

/// What a promise of the browser comes to.
pub async fn made<T: JsCast>(promise: Result<js_sys::Promise, JsValue>) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise?).await?.unchecked_into())
}

/// The bytes that a promise of the browser comes to.
pub async fn bytes(promise: Result<js_sys::Promise, JsValue>) -> Result<Vec<u8>, JsValue> {
    let buffer: JsValue = made(promise).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// So many random bytes.
pub fn random(length: usize) -> Result<Uint8Array, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let fill: js_sys::Function = Reflect::get(&crypto, &"getRandomValues".into())?.unchecked_into();
    let bytes = Uint8Array::new_with_length(length as u32);
    fill.call1(&crypto, &bytes)?;
    Ok(bytes)
}
