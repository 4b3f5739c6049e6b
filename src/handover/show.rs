//! A bundle as a moving QR code, for another phone's camera.

use super::words;
use crate::platform;
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self as common, handover as text};
use crate::ui::{EmptyState, IconName, Segmented, TopBar, code_panel};
use crate::worker::{SecondModule, asked};
use client::handover::give;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use worker_messages::Call;

/// How long a code stays: an old phone reads three or four a second.
const STAYS: [i32; 2] = [280, 700];
/// Whoever has to film more of them would rather have a file: a minute.
const MOST_CODES: usize = 200;

/// What there is to see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeDisplayState {
    Making,
    Codes,
    Nothing,
    TooMany,
    Failed(&'static str),
}

pub fn show_page(session: Session) -> AnyView {
    let shown = RwSignal::new(CodeDisplayState::Making);
    let (drawing, count) = (RwSignal::new(String::new()), RwSignal::new((0, 0)));
    let speed = RwSignal::new(0_usize);
    spawn_local(async move {
        let codes = match codes(session).await {
            Ok(codes) => codes,
            Err(other) => {
                shown.try_set(other);
                return;
            }
        };
        shown.try_set(CodeDisplayState::Codes);
        // A screen that goes dark cannot be read.
        let _lit = platform::WakeLock::screen().await;
        let mut at = 0;
        // As long as the page is there.
        while let Some(stays) = speed.try_get_untracked() {
            let Some(code) = codes.get(at) else { break };
            let drawn = asked(Call::DrawCode, [code.clone().into()]).await;
            let Some(drawn) = drawn.ok().and_then(|drawn| drawn.as_string()) else {
                break;
            };
            drawing.try_set(drawn);
            count.try_set((at + 1, codes.len()));
            at = (at + 1) % codes.len();
            platform::sleep(STAYS.get(stays).copied().unwrap_or(STAYS[0])).await;
        }
    });
    let body = move || {
        match shown.get() {
        CodeDisplayState::Making => view! { <p class="quiet-text" role="status">{text::MAKING}</p> }.into_any(),
        CodeDisplayState::Codes => moving(drawing, count, speed),
        CodeDisplayState::Nothing => {
            view! { <EmptyState icon=IconName::Check title=common::NOTHING_WAITS text=text::NOTHING_TO_GIVE /> }
                .into_any()
        }
        CodeDisplayState::TooMany => {
            view! { <EmptyState icon=IconName::Share title=text::TOO_MANY text=text::TOO_MANY_WHY /> }
                .into_any()
        }
        CodeDisplayState::Failed(why) => {
            view! { <EmptyState icon=IconName::Warning title=text::NOT_MADE text=why /> }.into_any()
        }
    }
    };
    view! {
        <TopBar title=text::CODE back=Route::HandOver.path() back_label=common::BACK />
        <main>{body}</main>
    }
    .into_any()
}

async fn codes(session: Session) -> Result<Vec<String>, CodeDisplayState> {
    let unsent = session.phone().unsent().await;
    if unsent.is_ok_and(|unsent| unsent.is_empty()) {
        return Err(CodeDisplayState::Nothing);
    }
    let failed = |problem| CodeDisplayState::Failed(words(&problem));
    let phone = session.phone();
    let (bundle, _) = give(&phone, &SecondModule, None).await.map_err(failed)?;
    let codes = asked(Call::Frames, [bundle.into()]).await.map_err(failed)?;
    let codes: Vec<String> = codes
        .unchecked_into::<Array>()
        .iter()
        .filter_map(|code| code.as_string())
        .collect();
    if codes.is_empty() || codes.len() > MOST_CODES {
        return Err(CodeDisplayState::TooMany);
    }
    Ok(codes)
}

fn moving(
    drawing: RwSignal<String>,
    count: RwSignal<(usize, usize)>,
    speed: RwSignal<usize>,
) -> AnyView {
    let number = move || {
        let (at, all) = count.get();
        text::code_of(at, all)
    };
    let round = move || {
        let stays = STAYS.get(speed.get()).copied().unwrap_or(STAYS[0]);
        let stays = usize::try_from(stays).unwrap_or_default();
        text::a_round((count.get().1 * stays).div_ceil(1000))
    };
    view! {
        <p>{text::HOLD_STILL}</p>
        {code_panel(drawing.into(), text::CODE)}
        <p class="code-number">{number}</p>
        <p class="quiet-text" hidden=move || count.get().1 < 2>{round}</p>
        <div hidden=move || count.get().1 < 2>
            <Segmented
                name="code-speed"
                label=text::SPEED
                options=vec![text::FAST, text::SLOW]
                chosen=speed
                on_choose=move |chosen| speed.set(chosen)
            />
        </div>
    }
    .into_any()
}
