//! The cuts between the first load, what follows it and what only an office needs: whatever is reached
//! only from one of these tables is in its part alone.

use crate::loader::{DeferredChunk, OfficeChunk};
use crate::platform;
use crate::screens;
use crate::session::Session;
use crate::sync;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
#[cfg(not(feature = "conformance"))]
use leptos::wasm_split::wasm_split;

/// Fetches what follows; nothing where the network went.
pub async fn fetch() -> Option<&'static DeferredChunk> {
    rest().await.ok()
}

#[cfg(not(feature = "conformance"))]
#[wasm_split(rest, wasm_split_path = leptos::wasm_split, fallible)]
fn rest() -> Result<&'static DeferredChunk, SplitLoaderError> {
    Ok(whole())
}

/// The page of the suite of stores is not cut: it has no part to fetch.
#[cfg(feature = "conformance")]
async fn rest() -> Result<&'static DeferredChunk, SplitLoaderError> {
    Ok(whole())
}

fn whole() -> &'static DeferredChunk {
    &DeferredChunk {
        page: super::page,
        release_notice: super::release_notice,
        bar_below: super::bar_below,
        notices: screens::home_notices,
        unfinished: screens::unfinished,
        begin: screens::begin_dialog,
        failed: super::failed,
        sync: begin,
        read_again: |session| spawn_local(session.read_again()),
        after_edit: sync::after_edit,
        sync_now: sync::now_or_soon,
    }
}

/// The sync; and whether the phone is an office's, whose part then stays for use without a network.
fn begin(session: Session) {
    sync::start(session);
    let is_office = !session.enrolment().is_of_village();
    platform::ask_page("keepOffice", &is_office.into());
}

/// Fetches what only an office needs; nothing where the network went.
pub async fn fetch_office() -> Option<&'static OfficeChunk> {
    office().await.ok()
}

#[cfg(not(feature = "conformance"))]
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn office() -> Result<&'static OfficeChunk, SplitLoaderError> {
    Ok(whole_office())
}

#[cfg(feature = "conformance")]
async fn office() -> Result<&'static OfficeChunk, SplitLoaderError> {
    Ok(whole_office())
}

fn whole_office() -> &'static OfficeChunk {
    &OfficeChunk {
        page: super::office_page,
    }
}
