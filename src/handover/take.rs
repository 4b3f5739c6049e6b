//! What is taken: looked at whole, every signature checked, and only then kept.

use super::{asked, problem};
use crate::platform::WorkerProblem;
use crate::session::{Session, savings};
use crate::signing_key as key;
use crate::sync;
use crate::text::handover as text;
use js_sys::Uint8Array;
use protocol::bundle::SignedOperation;
use protocol::scope_is_within;
use wasm_bindgen::JsValue;
use worker_messages::Call;

/// Takes a bundle in; what it brought, in words.
///
/// # Errors
/// Why nothing of it was taken; `sealed` asks for a passphrase.
pub async fn take(
    session: Session,
    bundle: &Uint8Array,
    passphrase: Option<&str>,
) -> Result<(&'static str, String), WorkerProblem> {
    let passphrase = passphrase.map_or(JsValue::UNDEFINED, JsValue::from);
    let unpacked = asked(Call::Unpack, [bundle.into(), passphrase]).await?;
    let unpacked = unpacked.as_string().unwrap_or_default();
    let signed: Vec<SignedOperation> =
        reading::read(unpacked.as_bytes()).map_err(|_| problem("malformed"))?;
    let enrolment = session.enrolment();
    let reads = |scope: &str| scope_is_within(scope, &enrolment.scope);
    let phone = session.phone();
    // What this file makes known may have the phone take a new id, which the next one that is
    // handed over shows to its courier before the endpoint has seen it.
    drop(key::own(session).await);
    let fresh = key::fresh_device(session).await;
    let received = phone.receive(&signed, &reads, &fresh).await;
    let received = received.map_err(|_| problem("notKept"))?;
    session.changed(received.summaries);
    session.look_at_carried().await;
    session.tell_tabs();
    sync::after_edit();
    let said = signed
        .iter()
        .map(|one| (one.scope.as_str(), &one.operation));
    let changes = savings(said);
    if received.taken == 0 {
        return Ok((text::NOTHING_NEW, text::known(changes)));
    }
    let known = if received.known > 0 {
        text::PARTLY_KNOWN
    } else {
        ""
    };
    let unread = match received.unread {
        0 => "",
        unread if unread == received.taken => text::UNREAD,
        _ => text::PARTLY_UNREAD,
    };
    let words = [&text::taken(changes), known, unread, text::TAKEN_WHY];
    Ok((text::TAKEN, words.concat()))
}
