//! What stands around every page: the navigation, what failed, what can be undone, a new release.

use crate::form::advice;
use crate::history;
use crate::loader;
use crate::platform;
use crate::routes::Route;
use crate::session::{SaveFailure, Session, Undo};
use crate::settings;
use crate::text;
use crate::ui::{AppFrame, Button, IconName, Notice, Snackbar, Tab, TabBar, Tone, later};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub fn with_bars(
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
            {loader::part(move |rest| (rest.release_notice)(session))}
            {move || page()}
            {loader::part(move |rest| (rest.bar_below)(session, here))}
            <TabBar tabs=tabs current=current label=text::NAVIGATION hidden=in_form />
        </AppFrame>
    }
    .into_any()
}

/// How long something can be taken back, in milliseconds: to look elsewhere, think, and come back.
const UNDO_TIME: i32 = 20_000;

/// What was asked for and could not be saved, until something can be: in a form the form says it,
/// beside the way out. Else «Đã xoá Bản Pò Mã. Hoàn tác», where it was deleted and for as long as a
/// person needs to think.
pub fn bar_below(session: Session, here: Memo<Route>) -> AnyView {
    Effect::new(move |_| {
        let Some(shown) = session.undo.get() else {
            return;
        };
        spawn_local(async move {
            platform::sleep(UNDO_TIME).await;
            let still = session
                .undo
                .with_untracked(|undo| undo.as_ref().is_some_and(|undo| undo.edits == shown.edits));
            if still {
                session.undo.set(None);
            }
        });
    });
    // A right that is missing is said where it is, and stands in no other page's way.
    Effect::new(move |_| {
        here.track();
        let failure = session.failure.get_untracked();
        if failure == Some(SaveFailure::NoRight) {
            session.failure.set(None);
        }
    });
    let in_form = move || here.with(|here| here.record().is_some());
    let failed = Memo::new(move |_| {
        let failure = session.failure.get().filter(|_| !in_form());
        failure.map(|failure| advice(&failure))
    });
    let undo = move || {
        let is_here = |undo: &Undo| here.with(|here| *here == undo.at);
        session.undo.get().filter(is_here).map(|undo| undo.text)
    };
    let text = move || failed.get().map(str::to_owned).or_else(undo);
    let takes_out = move || {
        let waits = session.waiting() > 0 || session.refused.get() > 0;
        waits && here.with(|here| *here != Route::Waiting)
    };
    let action = move || match failed.with(Option::is_some) {
        false => text::UNDO,
        true if takes_out() => text::TAKE_WORK_OUT,
        true => "",
    };
    let act = move |()| {
        if failed.with_untracked(Option::is_some) {
            history::go(&Route::Waiting.path());
            return None;
        }
        let undo = session.undo.get_untracked()?;
        Some(later(async move {
            if session.save(undo.edits).await.is_ok() {
                session.undo.set(None);
            }
        }))
    };
    view! {
        <Snackbar
            text=Signal::derive(text)
            action=Signal::derive(move || action().to_owned())
            is_alarm=Signal::derive(move || failed.with(Option::is_some))
            on_action=act
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
        later(async move {
            drop(session.phone().typings().await);
            settings::take_new_release();
        })
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
