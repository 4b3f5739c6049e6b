//! Stands in for `wasm-streams`. Leptos brings `server_fn`, which brings that crate, whose classes
//! are exported to JavaScript and so stay in the app although nobody calls them: a fortieth of the
//! first load (docs/decisions/0034-no-streams.md). This app has no server functions; what one would
//! call here panics.

#![warn(clippy::too_many_lines)]

use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;

/// A stand-in for the type of the same name in `wasm-streams`, which Leptos asks for. Never made.
pub struct ReadableStream;

impl ReadableStream {
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        never()
    }

    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        never()
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        never()
    }

    pub fn into_stream(self) -> IntoStream {
        never()
    }
}

/// A stand-in for the type of the same name in `wasm-streams`, which Leptos asks for. Never made.
pub struct IntoStream;

impl Stream for IntoStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        never()
    }
}

fn never() -> ! {
    unreachable!("there are no server functions in this app")
}
