//! What to look at before a document is signed, each with the way to where it can be mended.

use super::gather::{Finding, Known, Of};
use crate::form::way_to_field;
use crate::platform;
use crate::screens::making::profile_id;
use crate::session::Session;
use crate::text::papers as text;
use crate::ui::{Notice, Tone};
use leptos::prelude::*;
use register::kind;

/// More than so many are folded away.
const SHOWN: usize = 4;
/// That the person has opened them in this tab.
const OPENED: &str = "findings";

/// Where what a finding is about is written: in a record, or in the commune's profile.
fn way(session: Session, own: Option<&str>, about: &str) -> Option<String> {
    let own = about.split_once('/').or_else(|| Some((own?, about)));
    let own = own.and_then(|(record, field)| {
        let kind = session.line(record)?.kind.clone();
        way_to_field(session, &kind, record, field)
    });
    own.or_else(|| way_to_field(session, kind::COMMUNE_PROFILE, &profile_id(session), about))
}

fn item(session: Session, own: Option<&str>, finding: Finding) -> AnyView {
    let Finding { about, message } = finding;
    match untrack(|| way(session, own, &about)) {
        Some(href) => view! { <li><a href=href>{message}</a></li> }.into_any(),
        None => view! { <li>{message}</li> }.into_any(),
    }
}

/// The findings of a document; that it has no official layout.
pub fn to_look_at(session: Session, of: &Of, known: Known) -> AnyView {
    let reference = known.is_reference.then(|| {
        view! { <Notice tone=Tone::Info word=text::REFERENCE text=text::REFERENCE_WHY /> }
    });
    let findings = if known.findings.is_empty() {
        view! { <Notice tone=Tone::Good word=text::COMPLETE text=text::NOTHING_BLANK /> }.into_any()
    } else {
        let findings = known.findings.into_iter();
        let own = match of {
            Of::Record(record) => Some(record.clone()),
            _ => known.record,
        };
        let item = |one| item(session, own.as_deref(), one);
        let items: Vec<AnyView> = findings.map(item).collect();
        let is_open = items.len() <= SHOWN || platform::of_tab(OPENED).is_some();
        // Open as it was left, also after going to mend one and back.
        let opened = |_| platform::set_of_tab(OPENED, "1");
        view! {
            <details class="findings" open=is_open on:toggle=opened>
                <summary>{text::TO_LOOK_AT}" ("{items.len()}")"</summary>
                <ul>{items}</ul>
            </details>
        }
        .into_any()
    };
    view! { {reference}{findings} }.into_any()
}
