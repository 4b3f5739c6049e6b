//! The app from the outside: who is here, and which page stands.

mod bars;
mod deferred;
mod instead;

pub use bars::{bar_below, release_notice};
pub use instead::failed;

use crate::documents::{dossier_page, paper_page, papers_page, stage_page};
use crate::enrolment::is_still_lost;
use crate::form::record_page;
use crate::handover::{hand_over_page, scan_page, show_page};
use crate::history;
use crate::loader::{self, ChunkState, OFFICE, REST};
use crate::records::begun;
use crate::routes::Route;
use crate::screens::{
    commendation_page, deleted_page, emulation_page, history_page, home_page, invitation_page,
    list_page, more_page, new_nomination_page, paste_page, people_page, places_page, review_page,
    waiting_page,
};
use crate::session::Session;
use crate::settings;
use crate::sync;
use crate::text;
use crate::ui::{AppFrame, Notice, Tone};
use bars::with_bars;
use instead::{did_not_come, on_its_way};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use replica::StoreError;

/// How the start went.
#[derive(Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "there is one, made once")]
enum Start {
    /// The opening picture of index.html stands as long as nothing else does.
    Opening,
    /// Nobody is enrolled here.
    Guest,
    /// Somebody was, and the browser has cleared the store, or the phone was reported lost: what is
    /// said of it.
    Gone(&'static str, &'static str),
    Failed,
    Ready(Session),
}

#[component]
pub fn App() -> AnyView {
    settings::apply();
    REST.begin(|| Box::pin(deferred::fetch()));
    let start = RwSignal::new(Start::Opening);
    open(start);
    // In place: what is on its way over the line goes on.
    let enrolled = UnsyncCallback::new(move |()| {
        start.set(Start::Opening);
        history::replace(&Route::Home.path());
        open(start);
    });
    let body = move || match start.get() {
        Start::Opening => ().into_any(),
        Start::Guest => guest(enrolled),
        Start::Gone(word, why) => view! {
            <Notice tone=Tone::Bad word=word text=why />
            {guest(enrolled)}
        }
        .into_any(),
        Start::Failed => match REST.state() {
            ChunkState::Here(rest) => (rest.failed)(),
            ChunkState::UnderWay => ().into_any(),
            ChunkState::Failed => did_not_come(&REST),
        },
        Start::Ready(session) => frame(session),
    };
    // Before the router, which follows links too.
    history::begin();
    view! { <Router>{move || body()}</Router> }.into_any()
}

/// Opens the register of whoever used the phone last.
fn open(start: RwSignal<Start>) {
    spawn_local(async move {
        let current = settings::current_store();
        let mut locked = None;
        let state = match current {
            None => Start::Guest,
            Some(store) => match Session::open(&store).await {
                Ok(Some(session)) => {
                    loader::attach(session);
                    Start::Ready(session)
                }
                Ok(None) => Start::Gone(text::STORE_GONE, text::STORE_GONE_WHY),
                Err(StoreError::Locked) => {
                    // What was left for the browser to send went with the rest.
                    sync::leave("", None);
                    locked = Some(store);
                    Start::Gone(text::LOST, text::LOST_WHY)
                }
                Err(_) => Start::Failed,
            },
        };
        start.set(state);
        // Of a register that was set back it may not be so.
        if let Some(store) = locked
            && !is_still_lost(&store).await
        {
            open(start);
        }
    });
}

/// Where the address says that the person is.
fn here() -> Memo<Route> {
    history::meet_router();
    let location = use_location();
    Memo::new(move |_| location.pathname.with(|path| Route::parse(path)))
}

/// Before anybody is enrolled there is only the invitation.
fn guest(enrolled: UnsyncCallback<()>) -> AnyView {
    let here = here();
    let page = move || match here.get() {
        Route::Invitation(code) => invitation_page(code, Some(enrolled)),
        _ => invitation_page(String::new(), Some(enrolled)),
    };
    view! { <AppFrame>{move || page()}</AppFrame> }.into_any()
}

fn frame(session: Session) -> AnyView {
    let here = here();
    // The pages of one record share what is open of it.
    let screen = Memo::new(move |_| {
        here.with(|here| match here.record() {
            Some(record) => Route::Record(record.to_owned()),
            None => here.clone(),
        })
    });
    let page = move || {
        session.roles.track();
        match screen.get() {
            Route::Home => home_page(session),
            screen => match loader::fetching_for(session) {
                ChunkState::Here(rest) => (rest.page)(session, screen, here),
                ChunkState::UnderWay => on_its_way(),
                ChunkState::Failed => did_not_come(&REST),
            },
        }
    };
    with_bars(session, here, page)
}

/// The screens of an office, when they have come.
fn office(session: Session, screen: Route) -> AnyView {
    OFFICE.begin(|| Box::pin(deferred::fetch_office()));
    let page = move || match OFFICE.state() {
        ChunkState::Here(office) => (office.page)(session, screen.clone()),
        ChunkState::UnderWay => on_its_way(),
        ChunkState::Failed => did_not_come(&OFFICE),
    };
    page.into_any()
}

/// A screen of an office.
pub fn office_page(session: Session, screen: Route) -> AnyView {
    match screen {
        Route::Dossier(of, key) => dossier_page(session, of, key),
        Route::People => people_page(session),
        Route::Stage => stage_page(session),
        _ => paste_page(session),
    }
}

/// Every screen but the first, and but an office's.
pub fn page(session: Session, screen: Route, here: Memo<Route>) -> AnyView {
    match screen {
        Route::Home => home_page(session),
        Route::Places => places_page(session),
        Route::List(list) => list_page(session, list),
        Route::Emulation => emulation_page(session),
        Route::Commendation => commendation_page(session),
        Route::NewNomination => new_nomination_page(session),
        Route::More => more_page(session),
        Route::Deleted => deleted_page(session),
        Route::Waiting => waiting_page(session),
        Route::HandOver => hand_over_page(session),
        Route::ShowCode => show_page(session),
        Route::Scan => scan_page(session),
        Route::Review => review_page(session),
        Route::History(record) => history_page(session, &record),
        Route::Papers(of) => papers_page(session, of),
        Route::Paper(of, key) => paper_page(session, of, key),
        Route::PasteVillages | Route::Dossier(..) | Route::Stage | Route::People => {
            office(session, screen)
        }
        Route::Invitation(code) => invitation_page(code, None),
        Route::Record(record)
        | Route::Section(record, _)
        | Route::Check(record)
        | Route::File(record, _) => record_page(session, &record, begun(session, &record), here),
    }
}
