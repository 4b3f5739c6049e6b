//! What follows the first load: every screen but the first, and the sync. A WASM of its own that
//! is fetched while the first screen is drawn (docs/decisions/0019-what-follows.md).

use crate::app;
use crate::platform;
use crate::routes::Route;
use crate::screens::{self, Beginning};
use crate::session::Session;
use crate::sync;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
#[cfg(not(feature = "conformance"))]
use leptos::wasm_split::wasm_split;
use std::sync::LazyLock;

/// The ways into it. Whatever is reached only from here is not in the first load.
#[derive(Debug)]
pub struct Rest {
    pub page: fn(Session, Route, Memo<Route>) -> AnyView,
    /// That a new release waits, above every page.
    pub release_notice: fn(Session) -> AnyView,
    /// What could not be saved, or can be undone, below every page.
    pub bar_below: fn(Session, Memo<Route>) -> AnyView,
    /// What may stand at the top of the first screen.
    pub notices: fn(Session) -> AnyView,
    /// What was begun, at its end.
    pub unfinished: fn(Session) -> AnyView,
    /// The dialog in which a registration is begun.
    pub begin: fn(Session, Beginning) -> AnyView,
    /// Instead of everything else, when the store does not open.
    pub failed: fn() -> AnyView,
    pub sync: fn(Session),
    /// Another tab has changed the store.
    pub read_again: fn(Session),
    pub after_edit: fn(Session),
    /// Syncs at once, because the person asks.
    pub sync_now: fn(Session),
}

/// Whether it is here.
#[derive(Clone, Copy, Debug)]
pub enum Fetching {
    UnderWay,
    /// The network went before it came.
    Failed,
    Here(&'static Rest),
}

static FETCHING: LazyLock<ArcRwSignal<Fetching>> =
    LazyLock::new(|| ArcRwSignal::new(Fetching::UnderWay));

/// Once for each page; again when the network is back.
pub fn begin() {
    fetch();
    platform::listen(&platform::window(), "online", || {
        if matches!(FETCHING.get_untracked(), Fetching::Failed) {
            fetch();
        }
    });
}

/// Fetches it, or what is left of it.
pub fn fetch() {
    FETCHING.set(Fetching::UnderWay);
    spawn_local(async {
        FETCHING.set(match rest().await {
            Ok(rest) => Fetching::Here(rest),
            Err(_) => Fetching::Failed,
        });
    });
}

/// How far it is; a view that asks hears of changes.
pub fn fetching() -> Fetching {
    FETCHING.get()
}

/// Asks for the shared register at once, or for what asks for it.
pub fn sync_now(session: Session) {
    match here() {
        Some(rest) => (rest.sync_now)(session),
        None => fetch(),
    }
}

/// A part of a page that is there when it is.
pub fn part(draw: impl Fn(&Rest) -> AnyView + Send + 'static) -> AnyView {
    let part = move || match fetching() {
        Fetching::Here(rest) => draw(rest),
        Fetching::UnderWay | Fetching::Failed => ().into_any(),
    };
    part.into_any()
}

/// If it is here.
pub fn here() -> Option<&'static Rest> {
    match FETCHING.get_untracked() {
        Fetching::Here(rest) => Some(rest),
        Fetching::UnderWay | Fetching::Failed => None,
    }
}

#[cfg(not(feature = "conformance"))]
#[wasm_split(rest, wasm_split_path = leptos::wasm_split, fallible)]
fn rest() -> Result<&'static Rest, SplitLoaderError> {
    Ok(whole())
}

/// The page of the suite of stores is not cut: it has no part to fetch.
#[cfg(feature = "conformance")]
async fn rest() -> Result<&'static Rest, SplitLoaderError> {
    Ok(whole())
}

fn whole() -> &'static Rest {
    &Rest {
        page: app::page,
        release_notice: app::release_notice,
        bar_below: app::bar_below,
        notices: screens::home_notices,
        unfinished: screens::unfinished,
        begin: screens::begin_dialog,
        failed: app::failed,
        sync: sync::start,
        read_again: |session| spawn_local(session.read_again()),
        after_edit: sync::after_edit,
        sync_now: sync::now_or_soon,
    }
}
