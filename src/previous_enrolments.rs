//! Work that waits on this phone under an earlier enrolment of the same person, which cannot send it
//! any more: it can be taken along. Who is the same person the endpoint says, by an id: two people may
//! have one name, and what is the other's stays in his store.

use crate::enrolment::Enrolment;
use crate::session::Session;
use crate::settings;
use crate::store::phone_of;
use crate::text;
use crate::ui::{Button, Notice, Tone, later};
use leptos::prelude::*;
use leptos::task::spawn_local;
use replica::{Edit, File, StoreError};

/// What an earlier store holds for the person who is here.
#[derive(Clone)]
struct EarlierStore {
    store: String,
    edits: Vec<Edit>,
}

/// Offers what is found.
pub fn notice(session: Session) -> AnyView {
    let found: RwSignal<Vec<EarlierStore>> = RwSignal::new(Vec::new());
    spawn_local(async move {
        found.try_set(look(session).await);
    });
    let take = move |()| {
        later(async move {
            for earlier in found.get_untracked() {
                match take_files(session, &earlier.store).await {
                    Err(problem) => session.failure.set(Some(problem.into())),
                    Ok(()) if session.save(earlier.edits).await.is_ok() => {
                        settings::set_taken_along(&earlier.store);
                    }
                    Ok(()) => {}
                }
            }
            found.try_set(look(session).await);
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

/// Files that were not sent go along.
async fn take_files(session: Session, store: &str) -> Result<(), StoreError> {
    let earlier = phone_of(store);
    for (file, _) in earlier.files().await? {
        if file.sent.is_some() {
            continue;
        }
        if let Some(bytes) = earlier.file_bytes(&file.sha256).await? {
            let refused = None;
            let file = File { refused, ..file };
            session.phone().keep_file(&file, &bytes).await?;
        }
    }
    Ok(())
}

fn could_take(who: &Enrolment, edit: &Edit) -> bool {
    protocol::scope_is_within(&edit.scope, &who.scope) && who.may_write(&edit.kind, &edit.field)
}

async fn look(session: Session) -> Vec<EarlierStore> {
    let own = session.enrolment();
    let current = settings::current_store();
    let mut found = Vec::new();
    for user in settings::people() {
        let here = current.as_deref() == Some(user.store.as_str());
        if here || user.taken_along {
            continue;
        }
        let phone = phone_of(&user.store);
        let Ok(Some(earlier)) = phone.kept::<Enrolment>("enrolment").await else {
            continue;
        };
        if earlier.person.id != own.person.id {
            continue;
        }
        let Ok(waiting) = phone.waiting().await else {
            continue;
        };
        let mut edits = Edit::again(&waiting);
        edits.retain(|edit| could_take(&own, edit));
        // What was beyond the rights of those who took is left for who has more.
        for store in user.taken_by {
            if let Ok(Some(taker)) = phone_of(&store).kept::<Enrolment>("enrolment").await {
                edits.retain(|edit| !could_take(&taker, edit));
            }
        }
        if !edits.is_empty() {
            let store = user.store;
            found.push(EarlierStore { store, edits });
        }
    }
    found
}
