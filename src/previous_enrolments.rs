//! The notice of work that waits on this phone under an earlier enrolment ([`client::enrolment`] finds it).

use crate::enrolment::earlier_work;
use crate::session::Session;
use crate::settings;
use crate::store::phone_of;
use crate::text;
use crate::ui::{Button, Notice, Tone, later};
use client::enrolment::{EarlierWork, take_files};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Offers what is found.
pub fn notice(session: Session) -> AnyView {
    let found: RwSignal<Vec<EarlierWork>> = RwSignal::new(Vec::new());
    spawn_local(async move {
        found.try_set(earlier_work(&session.enrolment()).await);
    });
    let take = move |()| {
        later(async move {
            for earlier in found.get_untracked() {
                let (from, to) = (phone_of(&earlier.store), session.phone());
                match take_files(&from, &to).await {
                    Err(problem) => session.failure.set(Some(problem.into())),
                    Ok(()) if session.save(earlier.edits).await.is_ok() => {
                        settings::set_taken_along(&earlier.store);
                    }
                    Ok(()) => {}
                }
            }
            found.try_set(earlier_work(&session.enrolment()).await);
        })
    };
    let notice = move || {
        let count = found.with(|found| found.iter().map(|one| one.edits.len()).sum::<usize>());
        (count > 0).then(|| {
            view! {
                <Notice
                    tone=Tone::Warn
                    word=text::EARLIER_WORK
                    text=text::earlier_work(count)
                >
                    <Button on_click=take>{text::TAKE_ALONG}</Button>
                </Notice>
            }
        })
    };
    notice.into_any()
}
