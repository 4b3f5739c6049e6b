//! The top of the first screens: the status line, the year.

use crate::platform;
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{StatusLine, StatusState, TopBar};
use client::sync::{Link, PullProgress, SyncState};
use leptos::prelude::*;

/// One calm line: is my work safe, and does the shared register have it?
pub fn status(session: Session) -> AnyView {
    let state = move || {
        let is_out = |sync: &SyncState| sync.link == Link::Revoked || sync.not_known;
        if session.refused.get() > 0 || session.sync.with(is_out) {
            StatusState::Attention
        } else if session.waiting() > 0
            || session.files_waiting().0 > 0
            || session.relayed.get() > 0
        {
            StatusState::Waiting
        } else if session
            .sync
            .with(|sync| sync.last.is_some() && sync.pull == PullProgress::Whole)
        {
            StatusState::Confirmed
        } else {
            StatusState::Saved
        }
    };
    let word = move || match state() {
        StatusState::Confirmed => text::ALL_SHARED,
        _ if session.sync.with(|sync| sync.not_known) => text::NOT_KNOWN_HERE,
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
        if session.relayed.get() > 0 {
            words.push_str(&text::handover::carrying(session.relayed.get()));
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
