//! Every browser fact but storage: time, fresh ids, preferences, the share of the screen, other
//! tabs, requests over HTTP.

mod camera;
mod device;
pub mod http;
mod picture;
mod share;
mod tabs;
mod worker;

pub use camera::{Camera, NoCamera};
pub use device::{WakeLock, ask_to_persist, storage_estimate, surroundings};
pub use picture::{Address, AttachmentRefusal, base64, bytes_of, picture_of, prepare};
pub use share::{file, may_share, share};
pub use tabs::{Tabs, Turn};
pub use worker::{WorkerError, ask, stop_asking};

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use js_sys::{Date, Function, Promise};
use reading::Slot;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

/// The page's window; there always is one where this app runs.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// The phone's clock, in milliseconds since 1970. It may be wrong: it is shown
/// and never decides anything.
#[expect(clippy::disallowed_methods, reason = "this is the room that may")]
pub fn now() -> i64 {
    Date::now() as i64
}

/// By both clocks.
pub fn moment() -> client::Moment {
    let since = window().performance().map(|clock| clock.now());
    client::Moment {
        wall: now(),
        monotonic: since.unwrap_or_default() as i64,
    }
}

/// Year, month and day by the phone's clock.
pub fn today() -> (i32, u8, u8) {
    let date = Date::new_0();
    let year = i32::try_from(date.get_full_year()).unwrap_or_default();
    (year, date.get_month() as u8 + 1, date.get_date() as u8)
}

/// `14:05:22`, by the phone's clock.
pub fn second_text(at: i64) -> String {
    let date = date(at);
    format!(
        "{:02}:{:02}:{:02}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    )
}

/// «14:05», «14:05 hôm qua», «14:05 ngày 05/03/2026».
pub fn moment_text(at: i64) -> String {
    let yesterday = date(now() - 86_400_000);
    let (date, today) = (date(at), Date::new_0());
    let time = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    let same_day = |other: &Date| {
        date.get_full_year() == other.get_full_year()
            && date.get_month() == other.get_month()
            && date.get_date() == other.get_date()
    };
    if same_day(&today) {
        time
    } else if same_day(&yesterday) {
        format!("{time} hôm qua")
    } else {
        let (day, month) = (date.get_date(), date.get_month() + 1);
        format!("{time} ngày {day:02}/{month:02}/{}", date.get_full_year())
    }
}

/// `20261126-140522`, for the name of a file.
pub fn stamp() -> String {
    let (date, (year, month, day)) = (Date::new_0(), today());
    let (hours, minutes, seconds) = (date.get_hours(), date.get_minutes(), date.get_seconds());
    format!("{year}{month:02}{day:02}-{hours:02}{minutes:02}{seconds:02}")
}

fn date(at: i64) -> Date {
    Date::new(&JsValue::from_f64(at as f64))
}

/// A fresh id: a UUIDv7 in 22 characters of base64url.
pub fn fresh_id() -> String {
    protocol::base64url(uuid::Uuid::now_v7().as_bytes())
}

/// A line's own part of its id: the random end of a fresh one.
pub fn fresh_line_part() -> String {
    fresh_id().split_off(12)
}

/// What the browser gives, if it gives any: gloo would end the app where site data is blocked.
fn given(storage: Result<Option<Storage>, JsValue>) -> Option<Storage> {
    storage.ok().flatten()
}

/// A small preference of this phone.
pub fn preference<T: Slot + Default>(key: &str) -> Option<T> {
    given(window().local_storage())?;
    // Read by the same reader as every other JSON: a second one over text would weigh its own.
    let kept = LocalStorage::raw().get_item(key).ok()??;
    reading::read(kept.as_bytes()).ok()
}

/// Keeps a small preference; where the browser refuses, it lasts until closing.
pub fn set_preference<T: Serialize>(key: &str, value: &T) {
    if given(window().local_storage()).is_some() {
        drop(LocalStorage::set(key, value));
    }
}

/// A few words that live as long as the tab, also when the phone puts it away and draws it anew.
pub fn of_tab(key: &str) -> Option<String> {
    given(window().session_storage())?;
    SessionStorage::raw().get_item(key).ok()?
}

pub fn set_of_tab(key: &str, words: &str) {
    if given(window().session_storage()).is_some() {
        drop(SessionStorage::raw().set_item(key, words));
    }
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        drop(
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds),
        );
    });
    drop(JsFuture::from(promise).await);
}

/// Asks for what boot.js does, if it is there.
pub fn ask_page(name: &str, given: &JsValue) {
    if let Ok(act) = js_sys::Reflect::get(&window(), &name.into())
        && let Ok(act) = act.dyn_into::<Function>()
    {
        drop(act.call1(&JsValue::NULL, given));
    }
}

/// Calls `act` whenever the event comes, for as long as the page lives.
pub fn listen(target: &web_sys::EventTarget, event: &str, act: impl Fn() + 'static) {
    let act = Closure::<dyn Fn()>::new(act);
    drop(target.add_event_listener_with_callback(event, act.as_ref().unchecked_ref()));
    act.forget();
}

/// Calls `act` whenever the browser shows the page again that it had put aside whole.
pub fn when_shown_again(act: impl Fn() + 'static) {
    let act = Closure::<dyn Fn(_)>::new(move |event: web_sys::PageTransitionEvent| {
        if event.persisted() {
            act();
        }
    });
    drop(window().add_event_listener_with_callback("pageshow", act.as_ref().unchecked_ref()));
    act.forget();
}

/// Whether the page is before the person's eyes.
pub fn is_visible() -> bool {
    leptos::prelude::document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Sets or takes away an attribute of the whole page, such as the text size.
pub fn set_page_attribute(name: &str, value: Option<&str>) {
    let Some(page) = leptos::prelude::document().document_element() else {
        return;
    };
    drop(match value {
        Some(value) => page.set_attribute(name, value),
        None => page.remove_attribute(name),
    });
}

/// Puts the keyboard into the control of that `id`, once it is drawn.
pub fn focus_soon(id: &str) {
    if id.is_empty() {
        return;
    }
    let id = id.to_owned();
    leptos::prelude::request_animation_frame(move || {
        if let Some(control) = leptos::prelude::document().get_element_by_id(&id) {
            control.scroll_into_view();
            if let Some(control) = control.dyn_ref::<web_sys::HtmlElement>() {
                drop(control.focus());
            }
        }
    });
}

/// Brings what has that `id` to the top of the screen.
pub fn bring_up(id: &str) {
    if let Some(part) = leptos::prelude::document().get_element_by_id(id) {
        part.scroll_into_view();
    }
}

/// Closes the dialog that is open.
pub fn close_dialog() {
    let found = leptos::prelude::document().query_selector("dialog[open]");
    if let Some(dialog) = found.ok().flatten() {
        dialog
            .unchecked_into::<web_sys::HtmlDialogElement>()
            .close();
    }
}

/// Leaves the field that the keyboard is in: a tap on a button does not do that on an iPhone.
pub fn leave_field() {
    let active = leptos::prelude::document().active_element();
    if let Some(control) = active.and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok())
    {
        drop(control.blur());
    }
}

/// Offers a text as a file.
pub fn save_file(name: &str, content: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(content));
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else {
        return;
    };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = leptos::prelude::document().create_element("a") {
        let link: web_sys::HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    drop(web_sys::Url::revoke_object_url(&url));
}
