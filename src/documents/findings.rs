//! What to look at before a document is signed, each with the way to where it can be mended.

use crate::links::way_to_field;
use crate::platform;
use crate::records::draft_badge_words;
use crate::records::profile_id;
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text::documents as text;
use crate::ui::{Notice, Tone};
use client::lines::is_complete;
use leptos::prelude::*;
use register::kind;
use worker_messages::documents::{CatalogEntry, MendableFinding};

/// More than so many are folded away.
const SHOWN: usize = 4;
/// That the person has opened them in this tab.
const OPENED: &str = "findings";
/// What a finding is about that the record's page of checks says more of.
const RECORD: &str = "record";

/// Where what a finding is about is written: in a record, or in the commune's profile.
fn way(session: Session, own: Option<&str>, about: &str) -> Option<String> {
    if about == RECORD {
        return own.map(|record| Route::Check(record.to_owned()).path());
    }
    let own = about.split_once('/').or_else(|| Some((own?, about)));
    let own = own.and_then(|(record, field)| {
        let kind = session.line(record)?.kind.clone();
        way_to_field(session, &kind, record, field)
    });
    own.or_else(|| way_to_field(session, kind::COMMUNE_PROFILE, &profile_id(session), about))
}

fn item(session: Session, own: Option<&str>, finding: MendableFinding) -> AnyView {
    let MendableFinding { about, message, .. } = finding;
    match untrack(|| way(session, own, &about)) {
        Some(href) => view! { <li><a href=href>{message}</a></li> }.into_any(),
        None => view! { <li>{message}</li> }.into_any(),
    }
}

/// The record that a paper is made of, if it is of one.
fn record_of(of: &DocumentSource, known: &CatalogEntry) -> Option<String> {
    match of {
        DocumentSource::Record(record) => Some(record.clone()),
        _ => known.record.clone(),
    }
}

/// What is to be looked at in a paper before it is signed, for its page and for the count in lists:
/// what its record still lacks, which the record's own page of checks says, and what it says itself.
pub fn open_places(
    session: Session,
    of: &DocumentSource,
    known: &CatalogEntry,
) -> Vec<MendableFinding> {
    let line = record_of(of, known).and_then(|record| untrack(|| session.line(&record)));
    let lacks = line
        .filter(|line| !is_complete(line))
        .map(|line| MendableFinding {
            about: RECORD.to_owned(),
            message: text::record_lacks(&draft_badge_words(&line)),
            is_open: true,
        });
    let own = known.findings.iter().filter(|finding| finding.is_open);
    lacks.into_iter().chain(own.cloned()).collect()
}

/// The findings of a document; that it has no official layout.
pub fn to_look_at(session: Session, of: &DocumentSource, known: CatalogEntry) -> AnyView {
    let reference = known.is_reference.then(|| {
        view! { <Notice tone=Tone::Info word=text::REFERENCE text=text::REFERENCE_WHY /> }
    });
    let open = open_places(session, of, &known);
    let own = record_of(of, &known);
    let findings = if open.is_empty() {
        view! { <Notice tone=Tone::Good word=text::COMPLETE text=text::NOTHING_BLANK /> }.into_any()
    } else {
        let item = |one| item(session, own.as_deref(), one);
        let items: Vec<AnyView> = open.into_iter().map(item).collect();
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
    // Not to be done now: no place that is counted.
    let later = known.findings.into_iter().filter(|one| !one.is_open);
    let later: Vec<AnyView> = later
        .map(|one| view! { <p class="quiet-text">{one.message}</p> }.into_any())
        .collect();
    view! { {reference}{findings}{later} }.into_any()
}
