//! What is taken: looked at whole, every signature checked, and only then kept.

use super::{asked, problem};
use crate::platform::{self, NotDone};
use crate::session::Session;
use crate::sync;
use crate::text::handover as text;
use js_sys::Uint8Array;
use merge::bundle::Signed;
use merge::scope_is_within;
use wasm_bindgen::JsValue;

/// Takes a bundle in; what it brought, in words.
///
/// # Errors
/// Why nothing of it was taken; `sealed` asks for a passphrase.
pub async fn take(
    session: Session,
    bundle: &Uint8Array,
    passphrase: Option<&str>,
) -> Result<(&'static str, String), NotDone> {
    let passphrase = passphrase.map_or(JsValue::UNDEFINED, JsValue::from);
    let unpacked = asked("unpack", [bundle.into(), passphrase]).await?;
    let unpacked = unpacked.as_string().unwrap_or_default();
    let signed: Vec<Signed> =
        reading::read(unpacked.as_bytes()).map_err(|_| problem("malformed"))?;
    let enrolment = session.enrolment();
    let reads = |scope: &str| scope_is_within(scope, &enrolment.scope);
    let phone = session.phone();
    let received = phone.receive(&signed, &reads, &platform::fresh_id()).await;
    let received = received.map_err(|_| problem("notKept"))?;
    session.changed(received.summaries);
    session.look_at_carried().await;
    session.tell_tabs();
    sync::after_edit(session);
    let mut words = text::taken(received.taken);
    if received.known > 0 {
        words.push_str(&text::known(received.known));
    }
    if received.unread > 0 {
        words.push_str(&text::unread(received.unread));
    }
    if received.taken == 0 {
        return Ok((text::NOTHING_NEW, text::known(received.known)));
    }
    words.push_str(text::TAKEN_WHY);
    Ok((text::TAKEN, words))
}
