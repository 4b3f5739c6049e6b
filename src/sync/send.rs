//! One request and its reply, with a time limit. An answer that is not the
//! endpoint's (a captive portal's page) counts as no network.

use crate::platform::{sleep, window};
use gloo_net::http::{Request as Http, RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use merge::wire::{PROTOCOL, Reply, Request, SCHEMA};
use reading::{Place, read_exactly};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// No request waits longer than this.
const LIMIT: i32 = 45_000;
/// A body that is shorter is not worth compressing.
const SHORT: usize = 1_000;

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The endpoint was not reached.
    Away,
    /// The endpoint refused: HTTP status and its stable code.
    Status(u16, String),
}

#[derive(Default)]
struct ErrorBody {
    error: ErrorCode,
}

read_exactly!(ErrorBody { error });

#[derive(Default)]
struct ErrorCode {
    code: String,
}

read_exactly!(ErrorCode { code });

pub async fn sync(token: &str, request: &Request) -> Result<Reply, Problem> {
    let http = Http::post("/v1/sync").header("authorization", &format!("Bearer {token}"));
    post(http, request).await
}

/// Whether the endpoint knows a token.
pub async fn knows(token: &str, device: &str) -> Result<bool, Problem> {
    let idle = serde_json::json!({
        "protocol": PROTOCOL, "schema": SCHEMA, "device": device, "digest": "", "scopes": [],
    });
    let http = Http::post("/v1/sync").header("authorization", &format!("Bearer {token}"));
    match post::<Value>(http, &idle).await {
        Err(Problem::Away) => Err(Problem::Away),
        Err(Problem::Status(401, _)) => Ok(false),
        _ => Ok(true),
    }
}

/// Leaves a request that did not come through where the browser may send it with the app closed;
/// nothing, when all has come through.
pub fn leave(token: &str, request: Option<&Request>) {
    let left = request.map_or(JsValue::NULL, |request| {
        let body = serde_json::to_string(request).unwrap_or_default();
        JsValue::from(serde_json::json!({ "token": token, "body": body }).to_string())
    });
    if let Ok(act) = js_sys::Reflect::get(&window(), &"leaveWaiting".into())
        && let Ok(act) = act.dyn_into::<js_sys::Function>()
    {
        drop(act.call1(&JsValue::NULL, &left));
    }
}

pub async fn post_json<T: Place + Default>(
    path: &str,
    body: &impl Serialize,
) -> Result<T, Problem> {
    post(Http::post(path), body).await
}

pub async fn fetch_json<T: Place + Default>(path: &str) -> Result<T, Problem> {
    let (http, _limit) = limited(Http::get(path));
    read(http.send().await.map_err(|_| Problem::Away)?).await
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

async fn post<T: Place + Default>(
    http: RequestBuilder,
    body: &impl Serialize,
) -> Result<T, Problem> {
    let text = serde_json::to_string(body).map_err(|_| Problem::Away)?;
    let (mut http, _limit) = limited(http.header("content-type", "application/json"));
    let mut bytes = Uint8Array::from(text.as_bytes());
    if text.len() > SHORT
        && let Some(packed) = gzip(&bytes).await
    {
        bytes = packed;
        http = http.header("content-encoding", "gzip");
    }
    let request = http.body(bytes).map_err(|_| Problem::Away)?;
    read(request.send().await.map_err(|_| Problem::Away)?).await
}

async fn read<T: Place + Default>(response: Response) -> Result<T, Problem> {
    let (status, ok) = (response.status(), response.ok());
    let text = response.text().await.map_err(|_| Problem::Away)?;
    if ok {
        return reading::read(text.as_bytes()).map_err(|_| Problem::Away);
    }
    Err(problem_in(status, &text))
}

/// What an answer that is none says.
pub(super) async fn problem_of(response: Response) -> Problem {
    let status = response.status();
    problem_in(status, &response.text().await.unwrap_or_default())
}

fn problem_in(status: u16, text: &str) -> Problem {
    match reading::read::<ErrorBody>(text.as_bytes()) {
        Ok(body) => Problem::Status(status, body.error.code),
        Err(_) => Problem::Away,
    }
}

/// Cancels the request when its time is over; dropping the guard lets it be.
pub(super) struct Limit(std::rc::Rc<std::cell::Cell<bool>>);

impl Drop for Limit {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

pub(super) fn limited(http: RequestBuilder) -> (RequestBuilder, Limit) {
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
