//! What the sync asks of the endpoint.

use crate::platform::{ask_page, http};
use client::sync::HttpError;
use gloo_net::http::Request as Http;
use protocol::wire::{PROTOCOL, Reply, Request, SCHEMA};
use serde_json::Value;
use wasm_bindgen::JsValue;

pub async fn sync(token: &str, request: &Request) -> Result<Reply, HttpError> {
    let http = Http::post("/v1/sync").header("authorization", &format!("Bearer {token}"));
    http::post(http, request).await
}

/// Whether the endpoint knows a token.
pub async fn knows(token: &str, device: &str) -> Result<bool, HttpError> {
    let idle = serde_json::json!({
        "protocol": PROTOCOL, "schema": SCHEMA, "device": device, "digest": "", "scopes": [],
    });
    let http = Http::post("/v1/sync").header("authorization", &format!("Bearer {token}"));
    match http::post::<Value>(http, &idle).await {
        Err(problem @ (HttpError::Away | HttpError::Lost(_))) => Err(problem),
        Err(HttpError::Status(401, _)) => Ok(false),
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
    ask_page("leaveWaiting", &left);
}
