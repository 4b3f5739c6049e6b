//! What follows the first load, and how far it has come: every screen but the first, and the sync.
//! A WASM of its own that is fetched while the first screen is drawn
//! (docs/decisions/0019-what-follows.md). `app/deferred.rs` is the cut.

use crate::platform;
use crate::records::RegistrationPrompt;
use crate::routes::Route;
use crate::session::{DeferredHooks, Session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::sync::{LazyLock, OnceLock};

/// The entry points of the deferred chunk. Whatever is reached only from here is not in the first
/// load.
#[derive(Debug)]
pub struct DeferredChunk {
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
    pub begin: fn(Session, RegistrationPrompt) -> AnyView,
    /// Instead of everything else, when the store does not open.
    pub failed: fn() -> AnyView,
    pub sync: fn(Session),
    /// Another tab has changed the store.
    pub read_again: fn(Session),
    pub after_edit: fn(),
    /// Syncs at once, because the person asks.
    pub sync_now: fn(),
}

/// The progress of fetching the [`DeferredChunk`].
#[derive(Clone, Copy, Debug)]
pub enum ChunkState {
    UnderWay,
    /// The network went before it came.
    Failed,
    Here(&'static DeferredChunk),
}

static CHUNK: LazyLock<ArcRwSignal<ChunkState>> =
    LazyLock::new(|| ArcRwSignal::new(ChunkState::UnderWay));

/// Fetches it; nothing where the network went.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Option<&'static DeferredChunk>>>>;

static FETCH: OnceLock<Fetch> = OnceLock::new();

/// Once for each page; again when the network is back.
pub fn begin(how: Fetch) {
    FETCH.get_or_init(|| how);
    fetch();
    platform::listen(&platform::window(), "online", || {
        if matches!(CHUNK.get_untracked(), ChunkState::Failed) {
            fetch();
        }
    });
}

/// Fetches it, or what is left of it.
pub fn fetch() {
    CHUNK.set(ChunkState::UnderWay);
    let Some(how) = FETCH.get() else {
        return;
    };
    spawn_local(async {
        CHUNK.set(match how().await {
            Some(chunk) => ChunkState::Here(chunk),
            None => ChunkState::Failed,
        });
    });
}

/// How far it is; a view that asks hears of changes.
pub fn fetching() -> ChunkState {
    CHUNK.get()
}

/// Asks for the shared register at once, or for what asks for it.
pub fn sync_now() {
    match loaded() {
        Some(chunk) => (chunk.sync_now)(),
        None => fetch(),
    }
}

/// A part of a page that is there when it is.
pub fn part(draw: impl Fn(&DeferredChunk) -> AnyView + Send + 'static) -> AnyView {
    let part = move || match fetching() {
        ChunkState::Here(chunk) => draw(chunk),
        ChunkState::UnderWay | ChunkState::Failed => ().into_any(),
    };
    part.into_any()
}

/// The same, once there are rules to go by.
pub fn fetching_for(session: Session) -> ChunkState {
    match fetching() {
        ChunkState::Here(_) if session.rules_coming.get() => ChunkState::UnderWay,
        fetching => fetching,
    }
}

/// Gives the session what it calls of it, and begins the sync, as soon as each can be.
pub fn attach(session: Session) {
    Effect::new(move |begun: Option<bool>| {
        if let ChunkState::Here(chunk) = fetching() {
            session.set_hooks(DeferredHooks {
                read_again: chunk.read_again,
                after_edit: chunk.after_edit,
            });
        }
        match fetching_for(session) {
            ChunkState::Here(chunk) if !begun.unwrap_or_default() => {
                (chunk.sync)(session);
                true
            }
            _ => begun.unwrap_or_default(),
        }
    });
}

/// If it is here.
fn loaded() -> Option<&'static DeferredChunk> {
    match CHUNK.get_untracked() {
        ChunkState::Here(chunk) => Some(chunk),
        ChunkState::UnderWay | ChunkState::Failed => None,
    }
}
