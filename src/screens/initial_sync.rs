//! Instead of an empty list: the shared register is on its way to this phone, or cannot come now.
//! What is made anew before it is here may be made twice.

use crate::loader::{self, ChunkState};
use crate::session::Session;
use crate::text;
use crate::ui::{Button, ButtonKind, EmptyState, IconName};
use client::sync::{Link, PullProgress};
use leptos::prelude::*;
use replica::Pulled;

/// The share of the register that has come to this phone, as lists need to know it before they say
/// that nothing is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Coming(Option<Pulled>),
    /// Nothing comes now; so what is missing may be made.
    Stopped(Link),
    /// Not even the app has come whole.
    AppStopped,
    Here,
}

impl Arrival {
    /// Whether something may be made anew: what the others made is here, or cannot come now.
    pub fn may_make(self) -> bool {
        matches!(self, Self::Here | Self::Stopped(_))
    }
}

pub fn arrival(session: Session) -> Arrival {
    match (
        session.sync.with(|sync| sync.pull),
        loader::fetching_for(session),
    ) {
        (PullProgress::Whole, _) => Arrival::Here,
        (_, ChunkState::Failed) => Arrival::AppStopped,
        (PullProgress::Coming(pulled), _) => Arrival::Coming(pulled),
        (PullProgress::Stopped(why), _) => Arrival::Stopped(why),
    }
}

/// Says that the register is on its way, or why not; `empty` once all of it is here. While it is
/// known that nothing comes, `make` is offered beside what it would mean.
pub fn coming(
    session: Session,
    empty: impl Fn() -> AnyView + Send + 'static,
    make: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let arrival = Memo::new(move |_| arrival(session));
    let asks = move || session.sync.with(|sync| sync.link == Link::Busy);
    let again = move || if asks() { text::TRYING } else { text::TRY_NOW };
    let stopped = move |why: &'static str, make: Option<AnyView>| {
        view! {
            <EmptyState icon=IconName::Warning title=text::NOT_COME text=why>
                <Button kind=ButtonKind::Main on_click=move |()| loader::sync_now() wide=true>
                    {move || again()}
                </Button>
                {make}
            </EmptyState>
        }
        .into_any()
    };
    let instead = move || match arrival.get() {
        Arrival::Coming(pulled) => {
            let records = session.lines.with(|lines| lines.len());
            let far = pulled.map(|pulled| text::come_so_far(pulled.whole, pulled.of, records));
            let far = far.unwrap_or_else(|| text::COMING_WHY.to_owned());
            view! { <EmptyState icon=IconName::Register title=text::COMING text=far /> }.into_any()
        }
        Arrival::AppStopped => stopped(text::REST_DID_NOT_COME_WHY, None),
        Arrival::Stopped(_) if session.sync.with(|sync| sync.not_known) => {
            stopped(text::NOT_KNOWN_WHY, None)
        }
        Arrival::Stopped(Link::Revoked) => stopped(text::LINK_REVOKED, None),
        Arrival::Stopped(Link::Trouble) => stopped(text::LINK_TROUBLE, Some(make())),
        Arrival::Stopped(_) => stopped(text::NOT_COME_WHY, Some(make())),
        Arrival::Here => empty(),
    };
    instead.into_any()
}
