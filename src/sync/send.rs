//! What the sync asks of the endpoint.

use crate::platform::{ask_page, http};
use client::sync::HttpError;
use protocol::wire::{PROTOCOL, Reply, Request, SCHEMA};
use serde_json::Value;
use wasm_bindgen::JsValue;

pub async fn sync(token: &str, request: &Request) -> Result<Reply, HttpError> {
    http::post_json_as("/v1/sync", token, request).await
}

/// Whether the endpoint knows a token.
pub async fn knows(token: &str, device: &str) -> Result<bool, HttpError> {
    let idle = serde_json::json!({
        "protocol": PROTOCOL, "schema": SCHEMA, "device": device, "digest": "", "scopes": [],
    });
    match http::post_json_as::<Value>("/v1/sync", token, &idle).await {
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
