//! Official documents on the screen: which there are, what is missing in them, the pages as they
//! will be printed, the files for Word and the spreadsheet, whole dossiers, the calendar, the
//! backdrop of a stage. Made by the second module.

mod chosen;
mod dossier;
mod file;
mod findings;
mod gather;
mod list;
mod page;
mod stage;

pub use dossier::dossier_page;
pub use list::papers_page;
pub use page::paper_page;
pub use stage::stage_page;

use crate::history::BACK;
use crate::platform::{self, WorkerError};
use crate::text::documents as text;
use crate::ui::{LinkButton, Notice, Tone};
use gather::words;
use leptos::prelude::*;

/// What the second module has said, once it has.
type Answer<T> = RwSignal<Option<Result<T, WorkerError>>>;

fn not_made(problem: &WorkerError) -> AnyView {
    view! { <Notice tone=Tone::Warn word=text::NOT_MADE text=words(problem) live=true /> }
        .into_any()
}

/// That something is being made, and the way out of waiting for it.
fn working(back: String) -> AnyView {
    view! {
        <p class="quiet-text" role="status">{text::WORKING}</p>
        <LinkButton href=back way=BACK>{text::STOP}</LinkButton>
    }
    .into_any()
}

/// Leaving a page stops what is still being made for it.
fn stops_when_left(is_done: impl Fn() -> bool + Send + Sync + 'static) {
    on_cleanup(move || {
        if !is_done() {
            platform::stop_asking();
        }
    });
}
