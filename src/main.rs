//! Sổ Thi đua: the register of emulation and commendation of a commune.

#![warn(clippy::too_many_lines)]
#![cfg_attr(
    feature = "conformance",
    // Of a whole crate the compiler never counts the expectation as met.
    allow(dead_code, reason = "the page of the suite of stores draws no app")
)]

mod app;
#[cfg(feature = "conformance")]
mod conformance;
mod documents;
mod enrolment;
mod form;
mod handover;
mod history;
mod links;
mod loader;
mod people;
mod platform;
mod previous_enrolments;
mod records;
mod routes;
mod rules;
mod screens;
mod session;
mod settings;
mod store;
mod sync;
mod text;
mod ui;
mod worker;

#[cfg(not(feature = "conformance"))]
use wasm_bindgen::JsCast;

#[cfg(feature = "conformance")]
fn main() {
    conformance::run();
}

#[cfg(not(feature = "conformance"))]
fn main() {
    std::panic::set_hook(Box::new(|panic| announce_panic(&panic.to_string())));
    let Some(place) = leptos::prelude::document().get_element_by_id("app") else {
        return;
    };
    // The opening picture stands while there is nothing in the place (shell.css).
    leptos::mount::mount_to(place.unchecked_into(), app::App).forget();
}

#[cfg(not(feature = "conformance"))]
/// Shows the screen in plain HTML that says that everything typed is kept.
fn announce_panic(message: &str) {
    let detail = web_sys::CustomEventInit::new();
    detail.set_detail(&message.into());
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict("panic", &detail) {
        drop(leptos::prelude::window().dispatch_event(&event));
    }
}
