//! Work that waits on this phone under an earlier enrolment of the same person, which cannot send it
//! any more: it can be taken along. Who is the same person the endpoint says, by an id: two people may
//! have one name, and what is the other's stays in his store.

use super::{Enrolment, EnrolmentHost};
use replica::{About, Edit, File, Replica, Store, StoreError};

/// Unsent edits of the same person under an earlier enrolment on this phone, with the store that
/// they lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierWork {
    pub store: String,
    pub edits: Vec<Edit>,
}

/// What waits in the other stores of this phone for the person enrolled in the store `current`. A store
/// that cannot be read is passed over: it may be read tomorrow.
pub async fn earlier_work(
    host: &impl EnrolmentHost,
    own: &Enrolment,
    current: Option<&str>,
) -> Vec<EarlierWork> {
    let mut found = Vec::new();
    for user in host.people() {
        let here = current == Some(user.store.as_str());
        if here || user.taken_along {
            continue;
        }
        let phone = host.replica(&user.store);
        let Ok(Some(earlier)) = Enrolment::kept(&phone).await else {
            continue;
        };
        if earlier.person.id != own.person.id {
            continue;
        }
        let Ok(waiting) = phone.left_behind().await else {
            continue;
        };
        let mut edits = Edit::again(&waiting);
        edits.retain(|edit| could_take(own, edit));
        // What was beyond the rights of those who took is left for who has more.
        for store in user.taken_by {
            if let Ok(Some(mut taker)) = Enrolment::kept(&host.replica(&store)).await {
                // By what it could when it was enrolled and took: roles may have come to it since.
                taker.grants = None;
                edits.retain(|edit| !could_take(&taker, edit));
            }
        }
        if !edits.is_empty() {
            let store = user.store;
            found.push(EarlierWork { store, edits });
        }
    }
    found
}

fn could_take(who: &Enrolment, edit: &Edit) -> bool {
    let what = (edit.kind.as_str(), edit.field.as_str());
    who.may_read(&edit.scope)
        && who.may_write_value(&edit.scope, &edit.record, None, what, &edit.value)
}

/// Takes the files along that were not sent from an earlier store.
///
/// # Errors
/// If a store fails; those that were taken stay.
pub async fn take_files<S: Store, A: About>(
    earlier: &Replica<S, A>,
    own: &Replica<S, A>,
) -> Result<(), StoreError> {
    for (file, _) in earlier.files().await? {
        if file.sent.is_some() {
            continue;
        }
        if let Some(bytes) = earlier.file_bytes(&file.sha256).await? {
            let refused = None;
            let file = File { refused, ..file };
            own.keep_file(&file, &bytes).await?;
        }
    }
    Ok(())
}
