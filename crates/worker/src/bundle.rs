//! Bundles of what is handed over: packed, sealed, signed by their authors (`docs/PROTOCOL.md`,
//! section 19).

use crate::{keys, seal, subtle};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use protocol::bundle::{self, BundleContent, BundleProblem, SignedOperation};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

/// The stable word of a problem.
fn word(problem: BundleProblem) -> JsValue {
    JsValue::from(match problem {
        BundleProblem::Empty => "empty",
        BundleProblem::Foreign => "foreign",
        BundleProblem::Newer => "newer",
        BundleProblem::Truncated => "truncated",
        BundleProblem::Altered => "altered",
        BundleProblem::TooLarge => "tooLarge",
        BundleProblem::Malformed => "malformed",
    })
}

/// Signed operations (JSON, a list of [`SignedOperation`]) as a bundle, sealed if there is a passphrase.
///
/// # Errors
/// If the browser refuses.
#[wasm_bindgen]
pub async fn pack(signed: String, passphrase: Option<String>) -> Result<Vec<u8>, JsValue> {
    let signed: Vec<SignedOperation> =
        serde_json::from_str(&signed).map_err(|_| word(BundleProblem::Malformed))?;
    let body = bundle::write(&signed);
    let (small, _) = streamed("CompressionStream", &body, usize::MAX).await?;
    let open = bundle::packed(&small, body.len());
    match passphrase {
        None => Ok(open),
        Some(passphrase) => seal::seal(&open, &passphrase).await,
    }
}

/// What is in a bundle (JSON, a list of [`SignedOperation`]), if it is whole and each of its operations is
/// signed by the key that it names.
///
/// # Errors
/// The stable word of what is wrong: `empty`, `foreign`, `newer`, `truncated`, `altered`, `tooLarge`,
/// `malformed`, `badSignature`; `sealed` if it wants a passphrase, `wrongPassphrase`.
#[wasm_bindgen]
pub async fn unpack(bytes: Vec<u8>, passphrase: Option<String>) -> Result<String, JsValue> {
    let opened = bundle::open(&bytes).map_err(word)?;
    let inner;
    let opened = match opened {
        BundleContent::Sealed(sealed) => {
            let passphrase = passphrase.ok_or("sealed")?;
            let unsealed = seal::unseal(sealed, &passphrase).await?;
            inner = unsealed.ok_or("wrongPassphrase")?;
            bundle::open(&inner).map_err(word)?
        }
        open => open,
    };
    let unpacked;
    let body = match opened {
        BundleContent::Plain(body) => body,
        BundleContent::Packed {
            bytes,
            unpacked: size,
        } => {
            let (whole, over) = streamed("DecompressionStream", bytes, size)
                .await
                .map_err(|_| word(BundleProblem::Malformed))?;
            if over || whole.len() != size {
                return Err(word(BundleProblem::Malformed));
            }
            unpacked = whole;
            &unpacked
        }
        // A seal in a seal is none of ours.
        BundleContent::Sealed(_) => return Err(word(BundleProblem::Malformed)),
    };
    let signed = bundle::read(body).map_err(word)?;
    for one in &signed {
        let text = one.operation.signed_text(&one.scope);
        if !keys::is_signed(&one.key, &one.signature, &text).await? {
            return Err(JsValue::from("badSignature"));
        }
    }
    serde_json::to_string(&signed).map_err(|_| word(BundleProblem::Malformed))
}

/// The bytes through one of the browser's gzip streams, at most `most` of what comes out, and
/// whether there was more.
async fn streamed(class: &str, bytes: &[u8], most: usize) -> Result<(Vec<u8>, bool), JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &class.into())?.unchecked_into();
    let stream = Reflect::construct(&class, &Array::of1(&"gzip".into()))?;
    let call = |of: &JsValue, name: &str, given: &Array| -> Result<JsValue, JsValue> {
        let act: Function = Reflect::get(of, &name.into())?.unchecked_into();
        act.apply(of, given)
    };
    let writer = call(
        &Reflect::get(&stream, &"writable".into())?,
        "getWriter",
        &Array::new(),
    )?;
    let reader = call(
        &Reflect::get(&stream, &"readable".into())?,
        "getReader",
        &Array::new(),
    )?;
    // Nobody waits for these: what is wrong with the bytes is said by the reader.
    for (name, given) in [
        ("write", Array::of1(&Uint8Array::from(bytes))),
        ("close", Array::new()),
    ] {
        let ignored = wasm_bindgen::closure::Closure::once_into_js(|_: JsValue| {});
        let promise: js_sys::Promise = call(&writer, name, &given)?.unchecked_into();
        call(&promise, "catch", &Array::of1(&ignored))?;
    }
    let mut out = Vec::new();
    loop {
        let read: Object =
            subtle::made(call(&reader, "read", &Array::new()).map(JsCast::unchecked_into)).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok((out, false));
        }
        out.extend(Uint8Array::new(&Reflect::get(&read, &"value".into())?).to_vec());
        if out.len() > most {
            drop(call(&reader, "cancel", &Array::new())?);
            return Ok((out, true));
        }
    }
}
