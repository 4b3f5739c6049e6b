//! One request over HTTP and its reply, with a time limit. An answer that is not the
//! endpoint's (a captive portal's page) counts as no network.

use super::{sleep, window};
use client::sync::HttpError;
use gloo_net::http::{Request as Http, RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use protocol::wire::LOST;
use reading::Slot;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// No request waits longer than this.
const LIMIT: i32 = 45_000;
/// A body that is shorter is not worth compressing.
const SHORT: usize = 1_000;

#[derive(Default, Slot)]
struct ErrorBody {
    error: ErrorCode,
}

#[derive(Default, Slot)]
struct ErrorCode {
    code: String,
    /// Of a phone that is revoked: how, and in which epoch of the register.
    #[reading(default)]
    how: String,
    #[reading(default)]
    epoch: String,
}

/// Posts to an address of the endpoint that asks for no token.
pub async fn post_json<T: Slot + Default>(
    path: &str,
    body: &impl Serialize,
) -> Result<T, HttpError> {
    post(Http::post(path), body).await
}

pub async fn fetch_json<T: Slot + Default>(path: &str) -> Result<T, HttpError> {
    fetch(Http::get(path)).await
}

/// The same, of an address that asks for a token.
pub async fn fetch_json_as<T: Slot + Default>(path: &str, token: &str) -> Result<T, HttpError> {
    fetch(as_holder(Http::get(path), token)).await
}

/// Posts to one that asks for a token.
pub async fn post_json_as<T: Slot + Default>(
    path: &str,
    token: &str,
    body: &impl Serialize,
) -> Result<T, HttpError> {
    post(as_holder(Http::post(path), token), body).await
}

fn as_holder(http: RequestBuilder, token: &str) -> RequestBuilder {
    http.header("authorization", &format!("Bearer {token}"))
}

async fn fetch<T: Slot + Default>(http: RequestBuilder) -> Result<T, HttpError> {
    let (http, _limit) = limited(http);
    read(http.send().await.map_err(|_| HttpError::Away)?).await
}

/// One of the app's own files; nothing where it cannot be had.
pub async fn fetch_text(path: &str) -> Option<String> {
    let (http, _limit) = limited(Http::get(path));
    let response = http.send().await.ok()?;
    if !response.ok() {
        return None;
    }
    response.text().await.ok()
}

pub async fn post<T: Slot + Default>(
    http: RequestBuilder,
    body: &impl Serialize,
) -> Result<T, HttpError> {
    let text = serde_json::to_string(body).map_err(|_| HttpError::Away)?;
    let (mut http, _limit) = limited(http.header("content-type", "application/json"));
    let mut bytes = Uint8Array::from(text.as_bytes());
    if text.len() > SHORT
        && let Some(packed) = gzip(&bytes).await
    {
        bytes = packed;
        http = http.header("content-encoding", "gzip");
    }
    let request = http.body(bytes).map_err(|_| HttpError::Away)?;
    read(request.send().await.map_err(|_| HttpError::Away)?).await
}

async fn read<T: Slot + Default>(response: Response) -> Result<T, HttpError> {
    let (status, ok) = (response.status(), response.ok());
    let text = response.text().await.map_err(|_| HttpError::Away)?;
    if ok {
        return reading::read(text.as_bytes()).map_err(|_| HttpError::Away);
    }
    Err(error_in(status, &text))
}

/// What an answer that is none says.
pub async fn error_of(response: Response) -> HttpError {
    let status = response.status();
    error_in(status, &response.text().await.unwrap_or_default())
}

fn error_in(status: u16, text: &str) -> HttpError {
    match reading::read::<ErrorBody>(text.as_bytes()) {
        Ok(ErrorBody { error }) if error.how == LOST => HttpError::Lost(error.epoch),
        Ok(body) => HttpError::Status(status, body.error.code),
        Err(_) => HttpError::Away,
    }
}

/// A guard on a request: it is cancelled when its time is over, unless the guard was dropped
/// before.
#[derive(Debug)]
pub struct Limit(std::rc::Rc<std::cell::Cell<bool>>);

impl Drop for Limit {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

pub fn limited(http: RequestBuilder) -> (RequestBuilder, Limit) {
    let over = std::rc::Rc::new(std::cell::Cell::new(false));
    let Ok(abort) = web_sys::AbortController::new() else {
        return (http, Limit(over));
    };
    let http = http.abort_signal(Some(&abort.signal()));
    let done = over.clone();
    spawn_local(async move {
        sleep(LIMIT).await;
        if !done.get() {
            abort.abort();
        }
    });
    (http, Limit(over))
}

/// The bytes in gzip, by the browser's own hand.
async fn gzip(bytes: &Uint8Array) -> Option<Uint8Array> {
    let compressor: JsValue = {
        let class = js_sys::Reflect::get(&window(), &"CompressionStream".into()).ok()?;
        let class: js_sys::Function = class.dyn_into().ok()?;
        js_sys::Reflect::construct(&class, &js_sys::Array::of1(&"gzip".into())).ok()?
    };
    let parts = js_sys::Array::of1(bytes);
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
    let stream: JsValue = blob.stream().into();
    let pipe = js_sys::Reflect::get(&stream, &"pipeThrough".into()).ok()?;
    let pipe: js_sys::Function = pipe.dyn_into().ok()?;
    let packed = pipe.call1(&stream, &compressor).ok()?;
    let response =
        web_sys::Response::new_with_opt_readable_stream(Some(packed.unchecked_ref())).ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
