//! What is taken: shown at once, and said in words.

use crate::platform;
use crate::platform::WorkerError;
use crate::session::Session;
use crate::sync;
use crate::text::handover as text;
use crate::worker::SecondModule;
use client::handover;
use js_sys::Uint8Array;

/// Takes a bundle in; what it brought, in words.
///
/// # Errors
/// Why nothing of it was taken; `sealed` asks for a passphrase.
pub async fn take(
    session: Session,
    bundle: &Uint8Array,
    passphrase: Option<&str>,
) -> Result<(&'static str, String), WorkerError> {
    let (phone, who) = (session.phone(), session.enrolment());
    let given = (bundle, passphrase);
    let taken = handover::take(&phone, &SecondModule, &who, given, &platform::fresh_id).await?;
    session.changed(taken.lines);
    session.look_at_relayed().await;
    session.tell_tabs();
    sync::after_edit();
    if taken.taken == 0 {
        return Ok((text::NOTHING_NEW, text::known(taken.changes)));
    }
    let known = if taken.known > 0 {
        text::PARTLY_KNOWN
    } else {
        ""
    };
    let unread = match taken.unread {
        0 => "",
        unread if unread == taken.taken => text::UNREAD,
        _ => text::PARTLY_UNREAD,
    };
    let words = [&text::taken(taken.changes), known, unread, text::TAKEN_WHY];
    Ok((text::TAKEN, words.concat()))
}
