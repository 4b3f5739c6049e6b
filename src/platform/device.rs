//! Facts and favours of the browser that the app runs in: which one it is, storage room, a screen
//! that stays lit.

use super::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The browser inside a chat or another app, whose storage is its own and soon forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InAppBrowser {
    Zalo,
    Facebook,
    Other,
}

/// The browser and the way in which the app was opened, for advice on installing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    pub built_in: Option<InAppBrowser>,
    pub is_iphone: bool,
    /// Started from the home screen.
    pub is_installed: bool,
}

pub fn surroundings() -> Surroundings {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| agent.contains(word));
    let built_in = if has(&["Zalo"]) {
        Some(InAppBrowser::Zalo)
    } else if has(&["FBAN", "FBAV", "Messenger"]) {
        Some(InAppBrowser::Facebook)
    } else if has(&["; wv)", "Line/", "MicroMessenger", "Instagram"]) {
        Some(InAppBrowser::Other)
    } else {
        None
    };
    let standalone = window().match_media("(display-mode: standalone)");
    let standalone = standalone
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    let navigator: JsValue = window().navigator().into();
    let apple = Reflect::get(&navigator, &"standalone".into());
    Surroundings {
        built_in,
        is_iphone: has(&["iPhone", "iPad"]),
        is_installed: standalone || apple.is_ok_and(|flag| flag.is_truthy()),
    }
}

/// How many bytes the browser says are used and may be used, if it says so.
pub async fn storage_estimate() -> Option<(f64, f64)> {
    let navigator: JsValue = window().navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.is_truthy().then_some(())?;
    let estimate = JsFuture::from(window().navigator().storage().estimate().ok()?)
        .await
        .ok()?;
    let number = |key: &str| Reflect::get(&estimate, &key.into()).ok()?.as_f64();
    Some((number("usage")?, number("quota")?))
}

/// Asks the browser not to clear the store on its own.
pub fn ask_to_persist() {
    let navigator: JsValue = window().navigator().into();
    // Old WebKit has no `navigator.storage` at all.
    let there =
        Reflect::get(&navigator, &"storage".into()).is_ok_and(|storage| storage.is_truthy());
    if there && let Ok(asked) = window().navigator().storage().persist() {
        spawn_local(async move { drop(JsFuture::from(asked).await) });
    }
}

/// A lock that keeps the screen lit until it is dropped, where the browser can do that.
pub struct WakeLock(Option<JsValue>);

impl WakeLock {
    pub async fn screen() -> Self {
        Self(lock().await)
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        if let Some(lock) = &self.0 {
            drop(called(lock, "release", None));
        }
    }
}

async fn lock() -> Option<JsValue> {
    let navigator: JsValue = window().navigator().into();
    let locks = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
    let asked: Promise = called(&locks, "request", Some("screen"))?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()
}

fn called(of: &JsValue, act: &str, given: Option<&str>) -> Option<JsValue> {
    let act: Function = Reflect::get(of, &act.into()).ok()?.dyn_into().ok()?;
    act.call1(of, &given.map_or(JsValue::UNDEFINED, JsValue::from))
        .ok()
}
