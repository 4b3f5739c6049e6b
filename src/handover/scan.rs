//! Reading another phone's moving QR code with the camera.

use super::page::{ActReport, notice, said_of};
use super::take;
use crate::platform::{self, Camera, NoCamera, WorkerError};
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self as common, handover as text};
use crate::ui::{Act, Button, ButtonKind, EmptyState, IconName, LinkButton, TopBar, later};
use crate::worker::asked;
use js_sys::{Array, Uint8Array};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use worker_messages::Call;

/// The pause between two pictures: the phone has other things to do.
const PAUSE: i32 = 40;

/// Where the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScanState {
    Opening,
    /// So many codes of so many.
    Reading(usize, usize),
    Done,
    NoCamera(NoCamera),
}

pub fn scan_page(session: Session) -> AnyView {
    let state = RwSignal::new(ScanState::Opening);
    let said: RwSignal<ActReport> = RwSignal::new(None);
    // Said of a code that does not belong here.
    let aside = RwSignal::new("");
    let video: NodeRef<html::Video> = NodeRef::new();
    let begin = Act::from(move |()| {
        state.set(ScanState::Opening);
        said.set(None);
        aside.set("");
        later(async move {
            // The page has to be drawn first.
            platform::sleep(0).await;
            let Some(Some(video)) = video.try_get_untracked() else {
                return;
            };
            let camera = match Camera::open(video).await {
                Ok(camera) => camera,
                Err(why) => {
                    state.try_set(ScanState::NoCamera(why));
                    return;
                }
            };
            let read = read(camera, state, aside).await;
            let Some(read) = read.transpose() else { return };
            let taken = match read {
                Ok(bundle) => take::take(session, &bundle, None).await,
                Err(problem) => Err(problem),
            };
            state.try_set(ScanState::Done);
            said.try_set(Some(said_of(taken)));
        })
    });
    begin.run(());
    let progress = move || match state.get() {
        ScanState::Reading(there, all) if all > 0 => text::read_codes(there, all),
        _ => text::POINT_CAMERA.to_owned(),
    };
    let is_over = move || matches!(state.get(), ScanState::Done | ScanState::NoCamera(_));
    let no_camera = move || {
        let ScanState::NoCamera(why) = state.get() else {
            return None;
        };
        let (title, why) = match why {
            NoCamera::Refused => (text::CAMERA_REFUSED, text::CAMERA_REFUSED_WHY),
            NoCamera::NotThere => (text::NO_CAMERA, text::NO_CAMERA_WHY),
        };
        let view = view! { <EmptyState icon=IconName::Warning title=title text=why /> };
        Some(view.into_any())
    };
    view! {
        <TopBar title=text::SCAN back=Route::HandOver.path() back_label=common::BACK />
        <main>
            <div class="stack" hidden=is_over>
                <video class="camera" node_ref=video muted=true playsinline=true aria-label=text::CAMERA></video>
                <p class="code-number" role="status">{progress}</p>
                <p class="quiet-text">{move || aside.get()}</p>
                <LinkButton href=Route::HandOver.path() wide=true>{text::TAKE_FILE}</LinkButton>
            </div>
            {no_camera}
            {notice(said)}
            <div class="stack" hidden=move || !is_over()>
                <Button on_click=begin wide=true>{move || again(state.get())}</Button>
                {move || next(state.get())}
            </div>
        </main>
    }
    .into_any()
}

fn again(state: ScanState) -> &'static str {
    match state {
        ScanState::NoCamera(_) => common::TRY_AGAIN,
        _ => text::SCAN_AGAIN,
    }
}

/// Where to go on: to what was taken in, or to the other way to take something in.
fn next(state: ScanState) -> AnyView {
    let (href, words) = match state {
        ScanState::NoCamera(_) => (Route::HandOver.path(), text::TAKE_FILE),
        _ => (Route::Waiting.path(), common::SHARED_REGISTER),
    };
    view! { <LinkButton href=href wide=true kind=ButtonKind::Main>{words}</LinkButton> }.into_any()
}

/// Looks at pictures until a bundle is whole; nothing if the page has been left before.
async fn read(
    camera: Camera,
    state: RwSignal<ScanState>,
    aside: RwSignal<&'static str>,
) -> Result<Option<Uint8Array>, WorkerError> {
    asked(Call::ScanAnew, []).await?;
    while state.try_get_untracked().is_some() {
        let Some(picture) = camera.picture() else {
            platform::sleep(PAUSE).await;
            continue;
        };
        let answer: Array = platform::ask(Call::Scan, &picture).await?.unchecked_into();
        let number = |at: u32| answer.get(at).as_f64().unwrap_or_default() as usize;
        let word = answer.get(0).as_string().unwrap_or_default();
        state.try_set(ScanState::Reading(number(1), number(2)));
        match word.as_str() {
            "whole" => {
                let bundle = asked(Call::Scanned, []).await?;
                return Ok(Some(bundle.unchecked_into()));
            }
            "foreign" => drop(aside.try_set(text::NO_CODE_OF_OURS)),
            "ofAnother" => drop(aside.try_set(text::OF_ANOTHER)),
            "new" => drop(aside.try_set("")),
            _ => {}
        }
        platform::sleep(PAUSE).await;
    }
    Ok(None)
}
