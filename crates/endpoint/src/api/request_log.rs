//! Middleware that logs each request: route, status, error code, duration. No address, body or
//! invitation's code is in it.

use super::ErrorCode;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;
use std::time::Instant;

/// One line a request. The path is that of the route: a real one may hold an
/// invitation's code.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let code = response.extensions().get::<ErrorCode>().map(|code| {
        serde_json::to_value(code)
            .unwrap_or(Value::Null)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    });
    tracing::info!(
        method = method.as_str(),
        route = route.as_ref().map_or("app", |route| route.as_str()),
        status = response.status().as_u16(),
        code,
        duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    response
}
