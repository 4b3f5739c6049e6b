//! The sync in a browser ([`client::sync`] decides): nothing else touches the network but the
//! invitation and the app's own files.

pub mod files;
mod host;
mod send;

pub use send::{knows, leave};

use crate::platform::{self, listen};
use crate::session::Session;
use client::sync::{Driver, Event, Sync};
use host::Browser;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::OnceCell;
use std::rc::Rc;

thread_local! {
    /// This tab's, once the sync has begun.
    static DRIVER: OnceCell<Rc<Driver<Browser>>> = const { OnceCell::new() };
}

/// Begins to sync for the person at this phone: now, on reconnecting, and on returning to the app.
pub fn start(session: Session) {
    DRIVER.with(|driver| {
        driver.get_or_init(|| {
            let state = session.sync.get_untracked();
            Driver::new(Browser(session), Sync::new(session.own_scope(), state))
        });
    });
    listen(&platform::window(), "online", now_or_soon);
    listen(&document(), "visibilitychange", || {
        if platform::is_visible() {
            look();
        }
    });
    now_or_soon();
    spawn_local(session.look_for_rules());
    if session.missed.get_value() {
        spawn_local(session.read_again());
    } else {
        spawn_local(session.look_at_reports());
    }
}

/// Syncs soon: somebody has edited.
pub fn after_edit() {
    post(Event::Edited);
}

/// Syncs if it was not done a moment ago: a person looks, and others may have written.
pub fn look() {
    post(Event::Looked);
}

/// Syncs now: the person asked, or the network is back.
pub fn now_or_soon() {
    post(Event::Asked);
}

fn post(event: Event) {
    // Before the sync begins there is nothing to tell: it begins by asking.
    if let Some(driver) = DRIVER.with(|driver| driver.get().cloned()) {
        driver.post(event);
    }
}
