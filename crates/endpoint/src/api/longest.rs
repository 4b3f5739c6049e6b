//! Middleware that ends a request which takes too long with an error of the API.

use super::{ApiError, ErrorCode};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tokio::time::timeout;

/// Answers what takes longer, from its head to its reply, with an error like any other.
pub(super) async fn longest(
    State(time): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    timeout(time, next.run(request))
        .await
        .unwrap_or_else(|_| ApiError::new(ErrorCode::TooSlow).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    #[tokio::test]
    async fn what_takes_too_long_is_told_so_like_any_refusal() {
        let router = Router::new()
            .route("/", post(std::future::pending::<()>))
            .layer(from_fn_with_state(Duration::from_millis(1), longest));
        let request = Request::post("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 408);
        let body = to_bytes(response.into_body(), 1_000).await.unwrap();
        let said: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            (&said["error"]["code"], &said["error"]["fatal"]),
            (&json!("tooSlow"), &json!(false))
        );
    }
}
