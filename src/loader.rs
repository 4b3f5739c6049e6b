//! What follows the first load, and how far it has come: every screen but the first, and the sync.
//! A WASM of its own that is fetched while the first screen is drawn
//! (docs/decisions/0019-what-follows.md); and what only an office needs, another one, which no unit
//! head's phone fetches (docs/decisions/0045-an-offices-part.md). `app/deferred.rs` is the cut.

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

/// What only an office needs: its screens.
#[derive(Debug)]
pub struct OfficeChunk {
    pub page: fn(Session, Route) -> AnyView,
}

/// How far a chunk has come; what is in it, once it is here.
#[derive(Debug)]
pub enum ChunkState<T: 'static = DeferredChunk> {
    UnderWay,
    /// The network went before it came.
    Failed,
    Here(&'static T),
}

/// The same, as a signal holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    UnderWay,
    Failed,
    Here,
}

/// Fetches a chunk; nothing where the network went.
pub type Fetch<T> = fn() -> Pin<Box<dyn Future<Output = Option<&'static T>>>>;

/// A part of the app that is fetched by itself.
pub struct Chunk<T: 'static> {
    progress: LazyLock<ArcRwSignal<Progress>>,
    how: OnceLock<Fetch<T>>,
    here: OnceLock<&'static T>,
}

/// Every screen but the first, and the sync.
pub static REST: Chunk<DeferredChunk> = Chunk::new();
pub static OFFICE: Chunk<OfficeChunk> = Chunk::new();

impl<T: Sync> Chunk<T> {
    const fn new() -> Self {
        Self {
            progress: LazyLock::new(|| ArcRwSignal::new(Progress::UnderWay)),
            how: OnceLock::new(),
            here: OnceLock::new(),
        }
    }

    /// Once for each page; again when the network is back.
    pub fn begin(&'static self, how: Fetch<T>) {
        if self.how.set(how).is_err() {
            return;
        }
        self.fetch();
        platform::listen(&platform::window(), "online", || {
            if self.progress.get_untracked() == Progress::Failed {
                self.fetch();
            }
        });
    }

    /// Fetches it, or what is left of it.
    pub fn fetch(&'static self) {
        self.progress.set(Progress::UnderWay);
        let Some(how) = self.how.get() else {
            return;
        };
        spawn_local(async move {
            self.progress.set(match how().await {
                Some(chunk) => {
                    self.here.get_or_init(|| chunk);
                    Progress::Here
                }
                None => Progress::Failed,
            });
        });
    }

    /// How far it is; a view that asks hears of changes.
    pub fn state(&self) -> ChunkState<T> {
        match (self.progress.get(), self.here.get()) {
            (_, Some(chunk)) => ChunkState::Here(chunk),
            (Progress::Failed, None) => ChunkState::Failed,
            (Progress::UnderWay | Progress::Here, None) => ChunkState::UnderWay,
        }
    }
}

/// Asks for the shared register at once, or for what asks for it.
pub fn sync_now() {
    match REST.here.get() {
        Some(chunk) => (chunk.sync_now)(),
        None => REST.fetch(),
    }
}

/// A part of a page that is there when it is.
pub fn part(draw: impl Fn(&DeferredChunk) -> AnyView + Send + 'static) -> AnyView {
    let part = move || match REST.state() {
        ChunkState::Here(chunk) => draw(chunk),
        ChunkState::UnderWay | ChunkState::Failed => ().into_any(),
    };
    part.into_any()
}

/// The same, once there are rules to go by.
pub fn fetching_for(session: Session) -> ChunkState {
    match REST.state() {
        ChunkState::Here(_) if session.rules_coming.get() => ChunkState::UnderWay,
        fetching => fetching,
    }
}

/// Gives the session what it calls of it, and begins the sync, as soon as each can be.
pub fn attach(session: Session) {
    Effect::new(move |begun: Option<bool>| {
        if let ChunkState::Here(chunk) = REST.state() {
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
