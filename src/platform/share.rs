//! The phone's share sheet.

use super::window;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FilePropertyBag};

/// Bytes as a file of that name.
pub fn file(name: &str, bytes: &Uint8Array, media_type: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_u8_array_sequence_and_options(&Array::of1(bytes), name, &options).ok()
}

/// Whether the phone has a share sheet that takes this file.
pub fn may_share(file: &File) -> bool {
    asked("canShare", file).is_some_and(|may| may.is_truthy())
}

/// Opens the share sheet at once, and ends when it is closed. That the person closes it without
/// sharing is no mistake.
pub fn share(file: &File) -> impl Future<Output = ()> + use<> {
    let shared = asked("share", file);
    let shared = shared.and_then(|shared| shared.dyn_into::<js_sys::Promise>().ok());
    async move {
        if let Some(shared) = shared {
            drop(wasm_bindgen_futures::JsFuture::from(shared).await);
        }
    }
}

fn asked(act: &str, file: &File) -> Option<JsValue> {
    let navigator = window().navigator();
    let act = Reflect::get(&navigator, &act.into()).ok()?;
    let act: Function = act.dyn_into().ok()?;
    let what = Object::new();
    Reflect::set(&what, &"files".into(), &Array::of1(file)).ok()?;
    act.call1(&navigator, &what).ok()
}
