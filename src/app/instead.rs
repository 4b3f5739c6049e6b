//! What stands instead of a page: it is on its way, it did not come, the store does not open.

use crate::loader::Chunk;
use crate::platform;
use crate::settings;
use crate::text;
use crate::ui::{Button, EmptyState, IconName};
use leptos::prelude::*;
use leptos::task::spawn_local;

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

/// What the page shows while what it needs is on its way.
pub fn on_its_way() -> AnyView {
    view! {
        <main>
            <EmptyState icon=IconName::Register title=text::REST_ON_ITS_WAY text=text::REST_ON_ITS_WAY_WHY />
        </main>
    }
    .into_any()
}

/// The network went before a part of the app was here.
pub fn did_not_come<T: Sync>(chunk: &'static Chunk<T>) -> AnyView {
    stopped(Callback::new(|()| chunk.fetch()))
}

fn stopped(again: Callback<()>) -> AnyView {
    view! {
        <main>
            <EmptyState
                icon=IconName::Warning
                title=text::REST_DID_NOT_COME
                text=text::REST_DID_NOT_COME_WHY
            >
                <Button on_click=move |()| again.run(()) wide=true>{text::TRY_AGAIN}</Button>
            </EmptyState>
        </main>
    }
    .into_any()
}
