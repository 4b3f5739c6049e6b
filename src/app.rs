//! The frame: who is here, the routes, the navigation, the status line.

use crate::form::record_page;
use crate::handover::{hand_over_page, scan_page, show_page};
use crate::papers::{dossier_page, paper_page, papers_page, stage_page};
use crate::platform;
use crate::rest::{self, Fetching};
use crate::routes::Route;
use crate::screens::{
    begun, commendation_page, deleted_page, emulation_page, home_page, invitation_page, list_page,
    more_page, new_nomination_page, paste_page, places_page, review_page, waiting_page,
};
use crate::session::Session;
use crate::settings;
use crate::sync::Link;
use crate::text;
use crate::ui::{
    AppFrame, Button, EmptyState, IconName, Notice, Snackbar, StatusLine, StatusState, Tab, TabBar,
    Tone, TopBar,
};
use crate::way;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;

/// How the start went.
#[derive(Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "there is one, made once")]
enum Start {
    Opening,
    /// Nobody is enrolled here.
    Guest,
    /// Somebody was, and the browser has cleared the store.
    Gone,
    Failed,
    Ready(Session),
}

#[component]
pub fn App() -> AnyView {
    settings::apply();
    rest::begin();
    let start = RwSignal::new(Start::Opening);
    spawn_local(async move {
        let state = match settings::current_store() {
            None => Start::Guest,
            Some(store) => match Session::open(&store).await {
                Ok(Some(session)) => Start::Ready(session),
                Ok(None) => Start::Gone,
                Err(_) => Start::Failed,
            },
        };
        start.set(state);
    });
    let body = move || match start.get() {
        Start::Opening => ().into_any(),
        Start::Guest => guest(),
        Start::Gone => view! {
            <Notice tone=Tone::Bad word=text::STORE_GONE text=text::STORE_GONE_WHY />
            {guest()}
        }
        .into_any(),
        Start::Failed => match rest::fetching() {
            Fetching::Here(rest) => (rest.failed)(),
            Fetching::UnderWay => ().into_any(),
            Fetching::Failed => did_not_come(),
        },
        Start::Ready(session) => frame(session),
    };
    // Before the router, which follows links too.
    way::begin();
    view! { <Router>{move || body()}</Router> }.into_any()
}

/// Where the address says that the person is.
fn here() -> Memo<Route> {
    way::meet_router();
    let location = use_location();
    Memo::new(move |_| location.pathname.with(|path| Route::parse(path)))
}

/// The store does not open. What waits in it can still be had, if anything of it can be read.
pub fn failed() -> AnyView {
    let rescued = RwSignal::new(None::<String>);
    spawn_local(async move {
        if let Some(name) = settings::current_store() {
            let found = crate::store::rescued(&name).await;
            rescued.try_set(found.map(|found| found.to_string()));
        }
    });
    let again = move |()| drop(platform::window().location().reload());
    let take = move |()| {
        if let Some(found) = rescued.get_untracked() {
            platform::save_file(text::WAITING_FILE, &found);
        }
    };
    view! {
        <main>
            <EmptyState
                icon=IconName::Warning
                title=text::STORE_FAILED
                text=text::STORE_FAILED_WHY
            >
                <Button on_click=again wide=true>{text::TRY_AGAIN}</Button>
                <div hidden=move || rescued.with(Option::is_none)>
                    <Button on_click=take wide=true icon=IconName::Share>
                        {text::TAKE_WAITING_OUT}
                    </Button>
                </div>
            </EmptyState>
        </main>
    }
    .into_any()
}

/// Before anybody is enrolled there is only the invitation.
fn guest() -> AnyView {
    let here = here();
    let page = move || match here.get() {
        Route::Invitation(code) => invitation_page(code, false),
        _ => invitation_page(String::new(), false),
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
    let page = move || match screen.get() {
        Route::Home => home_page(session),
        screen => match rest::fetching() {
            Fetching::Here(rest) => (rest.page)(session, screen, here),
            Fetching::UnderWay => on_its_way(),
            Fetching::Failed => did_not_come(),
        },
    };
    with_bars(session, here, page)
}

/// Every screen but the first.
pub fn page(session: Session, screen: Route, here: Memo<Route>) -> AnyView {
    match screen {
        Route::Home => home_page(session),
        Route::Places => places_page(session),
        Route::List(list) => list_page(session, list),
        Route::PasteVillages => paste_page(session),
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
        Route::Papers(of) => papers_page(session, of),
        Route::Paper(of, key) => paper_page(session, of, key),
        Route::Dossier(of, key) => dossier_page(session, of, key),
        Route::Stage => stage_page(session),
        Route::Invitation(code) => invitation_page(code, true),
        Route::Record(record)
        | Route::Section(record, _)
        | Route::Check(record)
        | Route::File(record, _) => record_page(session, &record, begun(session, &record), here),
    }
}

/// What the page shows while what it needs is on its way.
fn on_its_way() -> AnyView {
    view! {
        <main>
            <EmptyState icon=IconName::Register title=text::REST_ON_ITS_WAY text=text::REST_ON_ITS_WAY_WHY />
        </main>
    }
    .into_any()
}

/// The first load is here, and the network went before the rest was.
fn did_not_come() -> AnyView {
    view! {
        <main>
            <EmptyState
                icon=IconName::Warning
                title=text::REST_DID_NOT_COME
                text=text::REST_DID_NOT_COME_WHY
            >
                <Button on_click=|()| rest::fetch() wide=true>{text::TRY_AGAIN}</Button>
            </EmptyState>
        </main>
    }
    .into_any()
}

fn with_bars(
    session: Session,
    here: Memo<Route>,
    page: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let tabs = vec![
        Tab {
            href: "/",
            label: text::TAB_HOME,
            icon: IconName::Home,
        },
        Tab {
            href: "/dia-ban",
            label: text::TAB_PLACES,
            icon: IconName::Place,
        },
        Tab {
            href: "/thi-dua",
            label: text::TAB_EMULATION,
            icon: IconName::Emulation,
        },
        Tab {
            href: "/khen-thuong",
            label: text::TAB_COMMENDATION,
            icon: IconName::Award,
        },
        Tab {
            href: "/khac",
            label: text::TAB_MORE,
            icon: IconName::More,
        },
    ];
    let current = Memo::new(move |_| here.with(Route::tab));
    let in_form = Memo::new(move |_| current.get().is_none());
    view! {
        <AppFrame in_form=in_form>
            {rest::part(move |rest| (rest.release_notice)(session))}
            {move || page()}
            {rest::part(move |rest| (rest.undo_bar)(session))}
            <TabBar tabs=tabs current=current label=text::NAVIGATION hidden=in_form />
        </AppFrame>
    }
    .into_any()
}

/// One calm line: is my work safe, and does the shared register have it?
pub fn status(session: Session) -> AnyView {
    let state = move || {
        if session.refused.get() > 0 || session.sync.with(|sync| sync.link == Link::Revoked) {
            StatusState::Attention
        } else if session.waiting() > 0
            || session.files_waiting().0 > 0
            || session.carried.get() > 0
        {
            StatusState::Waiting
        } else if session.sync.with(|sync| sync.last.is_some()) {
            StatusState::Confirmed
        } else {
            StatusState::Saved
        }
    };
    let word = move || match state() {
        StatusState::Confirmed => text::ALL_SHARED,
        _ if session.sync.with(|sync| sync.link == Link::Revoked) => text::CANNOT_REACH_REVOKED,
        _ => text::SAVED,
    };
    let counts = move || {
        let mut words = String::new();
        if session.refused.get() > 0 {
            words.push_str(" · ");
            words.push_str(&text::could_not_enter(session.refused.get()));
        }
        if session.waiting() > 0 {
            words.push_str(&text::waiting(session.waiting()));
        }
        if session.files_waiting().0 > 0 {
            words.push_str(&text::files_outside(session.files_waiting().0));
        }
        if session.carried.get() > 0 {
            words.push_str(&text::handover::carrying(session.carried.get()));
        }
        words
    };
    let rest = move || {
        let last = session.sync.with(|sync| sync.last);
        let reached = match last {
            Some(at) => text::last_reached(&platform::moment_text(at)),
            None => text::NOT_YET_REACHED.into(),
        };
        counts() + &reached
    };
    view! {
        <StatusLine
            href=Route::Waiting.path()
            state=Signal::derive(state)
            word=Signal::derive(move || word().to_owned())
            text=Signal::derive(rest)
            announce=Signal::derive(counts)
        />
    }
    .into_any()
}

/// The top of a tab's first screen.
pub fn first_screen_top(session: Session, title: &'static str) -> AnyView {
    view! {
        <TopBar title=title>
            {year_chip(session)}
        </TopBar>
        {status(session)}
    }
    .into_any()
}

/// The year that the screens are about.
pub fn year_chip(session: Session) -> AnyView {
    let this_year = platform::today().0;
    let years = (this_year - 6..=this_year + 1).rev();
    let options: Vec<AnyView> = years
        .map(|year| {
            let selected = move || session.year.get() == year;
            view! { <option value=year.to_string() prop:selected=selected>{year}</option> }
                .into_any()
        })
        .collect();
    view! {
        <select
            class="year"
            aria-label=text::YEAR
            on:change=move |event| {
                if let Ok(year) = event_target_value(&event).parse() {
                    session.year.set(year);
                }
            }
        >
            {options}
        </select>
    }
    .into_any()
}

/// «Đã xoá Bản Pò Mã. Hoàn tác», for as long as a person needs to think.
pub fn undo_bar(session: Session) -> AnyView {
    Effect::new(move |_| {
        let Some(shown) = session.undo.get() else {
            return;
        };
        spawn_local(async move {
            platform::sleep(12_000).await;
            let still = session
                .undo
                .with_untracked(|undo| undo.as_ref().is_some_and(|undo| undo.edits == shown.edits));
            if still {
                session.undo.set(None);
            }
        });
    });
    let back = move |()| {
        if let Some(undo) = session.undo.get_untracked() {
            session.undo.set(None);
            spawn_local(async move { drop(session.save(undo.edits).await) });
        }
    };
    view! {
        <Snackbar
            text=Signal::derive(move || session.undo.get().map(|undo| undo.text))
            action=text::UNDO
            on_action=back
        />
    }
    .into_any()
}

/// A new release is offered, never forced.
pub fn release_notice(session: Session) -> AnyView {
    let waiting = RwSignal::new(settings::release_is_waiting());
    platform::listen(&platform::window(), "release", move || {
        waiting.try_set(settings::release_is_waiting());
    });
    let take = move |()| {
        // The last letters first: the page is loaded anew.
        platform::leave_field();
        spawn_local(async move {
            drop(session.phone().typings().await);
            settings::take_new_release();
        });
    };
    let notice = move || {
        waiting.get().then(|| {
            view! {
                <Notice
                    tone=Tone::Info
                    word=text::NEW_RELEASE
                    text=text::NEW_RELEASE_WHY
                    banner=true
                    live=true
                >
                    <Button on_click=take>{text::TAKE_NEW_RELEASE}</Button>
                </Notice>
            }
        })
    };
    notice.into_any()
}
