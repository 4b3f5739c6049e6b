//! The cut between the first load and what follows it: whatever is reached only from this table is
//! not in the first load.

use crate::loader::DeferredChunk;
use crate::screens;
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
        sync: sync::start,
        read_again: |session| spawn_local(session.read_again()),
        after_edit: sync::after_edit,
        sync_now: sync::now_or_soon,
    }
}
