//! The frame: who is here, the routes, the navigation, the status line.

use crate::form::{CheckPage, OverviewPage, SectionPage};
use crate::platform;
use crate::screens::{
    CommendationPage, DeletedPage, EmulationPage, HomePage, InvitationPage, ListPage, MorePage,
    NewNominationPage, PastePage, PlacesPage, ReviewPage, WaitingPage,
};
use crate::session::Session;
use crate::settings;
use crate::sync::Link;
use crate::text;
use crate::ui::{
    AppFrame, Button, EmptyState, IconName, Notice, Snackbar, StatusLine, StatusState, Tab, TabBar,
    Tone, TopBar,
};
use crate::routes::Route as Place;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

/// How the start went.
#[derive(Clone, Copy)]
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
        Start::Guest => view! { <Guest /> }.into_any(),
        Start::Gone => {
            view! {
                <Notice tone=Tone::Bad word=text::STORE_GONE text=text::STORE_GONE_WHY />
                <Guest />
            }
            .into_any()
        }
        Start::Failed => {
            let again = move |()| drop(platform::window().location().reload());
            view! {
                <main>
                    <EmptyState
                        icon=IconName::Warning
                        title=text::STORE_FAILED
                        text=text::STORE_FAILED_WHY
                    >
                        <Button on_click=again wide=true>{text::TRY_AGAIN}</Button>
                    </EmptyState>
                </main>
            }
            .into_any()
        }
        Start::Ready(session) => {
            provide_context(session);
            view! { <Frame session=session /> }.into_any()
        }
    };
    view! { <Router>{body}</Router> }.into_any()
}

/// Before anybody is enrolled there is only the invitation.
#[component]
fn Guest() -> AnyView {
    view! {
        <AppFrame>
            <Routes fallback=|| view! { <InvitationPage /> }>
                <Route path=path!("/moi/:code") view=InvitationPage />
            </Routes>
        </AppFrame>
    }
    .into_any()
}

#[component]
fn Frame(session: Session) -> AnyView {
    let location = use_location();
    let in_form = Memo::new(move |_| {
        location.pathname.with(|path| {
            ["/phieu/", "/kiem-tra/", "/moi", "/dan-danh-sach"].iter().any(|form| path.starts_with(form))
        })
    });
    let tabs = vec![
        Tab { href: "/", label: text::TAB_HOME, icon: IconName::Home },
        Tab { href: "/dia-ban", label: text::TAB_PLACES, icon: IconName::Place },
        Tab { href: "/thi-dua", label: text::TAB_EMULATION, icon: IconName::Emulation },
        Tab { href: "/khen-thuong", label: text::TAB_COMMENDATION, icon: IconName::Award },
        Tab { href: "/khac", label: text::TAB_MORE, icon: IconName::More },
    ];
    let current = move || {
        location.pathname.with(|path| match path.split('/').nth(1).unwrap_or_default() {
            "" => Some(0),
            "dia-ban" => Some(1),
            "thi-dua" => Some(2),
            "khen-thuong" => Some(3),
            "khac" | "so-chung" | "da-xoa" | "xem-lai" => Some(4),
            _ => None,
        })
    };
    view! {
        <AppFrame in_form=in_form>
            <ReleaseNotice />
            <Routes fallback=|| view! { <HomePage /> }>
                <Route path=path!("/") view=HomePage />
                <Route path=path!("/dia-ban") view=PlacesPage />
                <Route path=path!("/dia-ban/:list") view=ListPage />
                <Route path=path!("/dan-danh-sach") view=PastePage />
                <Route path=path!("/thi-dua") view=EmulationPage />
                <Route path=path!("/khen-thuong") view=CommendationPage />
                <Route path=path!("/khen-thuong/moi") view=NewNominationPage />
                <Route path=path!("/khac") view=MorePage />
                <Route path=path!("/da-xoa") view=DeletedPage />
                <Route path=path!("/so-chung") view=WaitingPage />
                <Route path=path!("/xem-lai") view=ReviewPage />
                <Route path=path!("/moi/:code") view=InvitationPage />
                <Route path=path!("/moi") view=InvitationPage />
                <Route path=path!("/phieu/:record") view=OverviewPage />
                <Route path=path!("/phieu/:record/:section") view=SectionPage />
                <Route path=path!("/kiem-tra/:record") view=CheckPage />
            </Routes>
            <UndoBar session=session />
            <TabBar
                tabs=tabs
                current=Signal::derive(current)
                label=text::NAVIGATION
                hidden=in_form
            />
        </AppFrame>
    }
    .into_any()
}

/// One calm line: is my work safe, and does the shared register have it?
#[component]
pub fn Status(session: Session) -> AnyView {
    let state = move || {
        if session.refused.get() > 0 || session.sync.with(|sync| sync.link == Link::Revoked) {
            StatusState::Attention
        } else if session.waiting() > 0 {
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
            href=Place::Waiting.path()
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
            <YearChip session=session />
        </TopBar>
        <Status session=session />
    }
    .into_any()
}

/// The year that the screens are about.
#[component]
pub fn YearChip(session: Session) -> AnyView {
    let this_year = platform::today().0;
    let years = (this_year - 6..=this_year + 1).rev();
    let options: Vec<AnyView> = years
        .map(|year| {
            let selected = move || session.year.get() == year;
            view! { <option value=year.to_string() prop:selected=selected>{year}</option> }.into_any()
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
#[component]
fn UndoBar(session: Session) -> AnyView {
    Effect::new(move |_| {
        let Some(shown) = session.undo.get() else { return };
        spawn_local(async move {
            platform::sleep(12_000).await;
            let still = session.undo.with_untracked(|undo| {
                undo.as_ref().is_some_and(|undo| undo.edits == shown.edits)
            });
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
#[component]
fn ReleaseNotice() -> AnyView {
    let waiting = RwSignal::new(settings::release_is_waiting());
    platform::listen(&platform::window(), "release", move || {
        waiting.try_set(settings::release_is_waiting());
    });
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
                    <Button on_click=move |()| settings::take_new_release()>
                        {text::TAKE_NEW_RELEASE}
                    </Button>
                </Notice>
            }
        })
    };
    notice.into_any()
}
