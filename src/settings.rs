//! What belongs to this phone and no register: who used it last, the size of
//! the text, the colours, the release.

use crate::platform::{preference, set_page_attribute, set_preference, window};
use client::enrolment::PhoneUser;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const CURRENT: &str = "store";
const PEOPLE: &str = "people";
const TEXT_SIZE: &str = "text";
const COLOURS: &str = "theme";
const FILES_LATER: &str = "files-later";
const CODE: &str = "code";

/// The store of the person who used the phone last.
pub fn current_store() -> Option<String> {
    preference(CURRENT)
}

pub fn people() -> Vec<PhoneUser> {
    preference(PEOPLE).unwrap_or_default()
}

/// Makes a person the one at this phone.
pub fn set_current(user: &PhoneUser) {
    let mut people = people();
    people.retain(|other| other.store != user.store);
    people.insert(0, user.clone());
    set_preference(PEOPLE, &people);
    set_preference(CURRENT, &user.store);
}

/// What waited in an earlier store, and may be written by the person now, is in the one that is open.
pub fn set_taken_along(store: &str) {
    let mut people = people();
    for user in people.iter_mut().filter(|user| user.store == store) {
        user.taken_by.extend(current_store());
    }
    set_preference(PEOPLE, &people);
}

/// 0, 1 or 2: normal, large, very large.
pub fn text_size() -> usize {
    preference(TEXT_SIZE).unwrap_or_default()
}

pub fn set_text_size(size: usize) {
    set_preference(TEXT_SIZE, &size);
    apply();
}

/// 0, 1 or 2: as the phone, light, dark.
pub fn colours() -> usize {
    preference(COLOURS).unwrap_or_default()
}

pub fn set_colours(colours: usize) {
    set_preference(COLOURS, &colours);
    apply();
}

/// Whether photos and files wait until the person says so.
pub fn files_later() -> bool {
    preference(FILES_LATER).unwrap_or_default()
}

pub fn set_files_later(later: bool) {
    set_preference(FILES_LATER, &later);
}

/// An invitation's code that is being typed: before it is taken there is no store to keep it in.
pub fn typed_code() -> String {
    preference(CODE).unwrap_or_default()
}

pub fn keep_typed_code(code: &str) {
    set_preference(CODE, &code);
}

/// Puts the preferences on the page.
pub fn apply() {
    let size = (text_size() + 1).to_string();
    set_page_attribute("data-text", Some(&size));
    let theme = [None, Some("light"), Some("dark")];
    set_page_attribute("data-theme", theme.get(colours()).copied().flatten());
}

fn release() -> Option<JsValue> {
    let release = Reflect::get(&window(), &"release".into()).ok()?;
    release.is_object().then_some(release)
}

/// Whether a new release is on the phone and waits to be taken.
pub fn release_is_waiting() -> bool {
    let status = release().and_then(|release| Reflect::get(&release, &"status".into()).ok());
    let status = status.and_then(|status| status.as_string());
    matches!(status.as_deref(), Some("waiting" | "replaced"))
}

pub fn take_new_release() {
    let Some(release) = release() else { return };
    if let Ok(act) = Reflect::get(&release, &"takeOver".into())
        && let Ok(act) = act.dyn_into::<Function>()
    {
        drop(act.call0(&release));
    }
}

pub fn release_name() -> String {
    let name = release().and_then(|release| Reflect::get(&release, &"id".into()).ok());
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

const INSTALL_LATER: &str = "install-later";

/// What the browser gave to install the app with (kept by `boot.js`).
fn install_prompt() -> Option<JsValue> {
    let prompt = Reflect::get(&window(), &"installPrompt".into()).ok()?;
    prompt.is_object().then_some(prompt)
}

/// Whether putting the app on the home screen is possible, and not put off.
pub fn may_offer_to_install() -> bool {
    let around = crate::platform::surroundings();
    let put_off = preference::<bool>(INSTALL_LATER).unwrap_or_default();
    !around.is_installed && !put_off && (around.is_iphone || install_prompt().is_some())
}

pub fn put_off_installing() {
    set_preference(INSTALL_LATER, &true);
}

pub fn install() {
    let Some(prompt) = install_prompt() else {
        return;
    };
    if let Ok(act) = Reflect::get(&prompt, &"prompt".into())
        && let Ok(act) = act.dyn_into::<Function>()
    {
        drop(act.call0(&prompt));
    }
}
