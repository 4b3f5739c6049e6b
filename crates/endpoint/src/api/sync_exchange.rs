//! `POST /v1/sync`: reads a request within its limits and hands it to [`crate::sync`]. The meaning
//! of what is in it is decided there.

use super::admission::AdmittedBody;
use super::body::{self, Limits};
use super::schema::{SyncReply, SyncRequest};
use super::{ApiError, ErrorCode, Service, token};
use crate::model::Member;
use crate::sync::Request;
use crate::sync::largest_pages;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use protocol::wire::{PROTOCOL, Reply};
use serde::Deserialize;
use tokio::runtime::Handle;

const LIMITS: Limits = Limits {
    as_sent: 4 * 1024 * 1024,
    unpacked: 16 * 1024 * 1024,
};

/// Pushes and pulls in one round trip, for one or several scopes.
#[utoipa::path(post, path = "/v1/sync", operation_id = "syncExchange",
    request_body(content = SyncRequest, description = "may be sent with Content-Encoding: gzip"),
    security(("token" = [])),
    responses(
        (status = 200, body = SyncReply),
        (status = 400, description = "notJson, badRequest, protocolUnknown", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked, deviceOfAnother, deviceNotProved, tooManyDevices", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 413, description = "tooLarge", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn sync_exchange(
    State(service): State<Service>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Reply>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let sent = body::receive(sent, LIMITS).await?;
    let admitted = service.admission.admit(&headers, sent, LIMITS).await?;
    let is_large = admitted.is_large;
    let exchange = exchange(service, member, admitted);
    if !is_large {
        return exchange.await.map(Json);
    }
    // It keeps a processor busy, and those who wait for the network need theirs.
    let runtime = Handle::current();
    let exchanged = tokio::task::spawn_blocking(move || runtime.block_on(exchange));
    let failed = |_| Err(ApiError::new(ErrorCode::Unavailable));
    exchanged.await.unwrap_or_else(failed).map(Json)
}

async fn exchange(
    service: Service,
    member: Member,
    admitted: AdmittedBody,
) -> Result<Reply, ApiError> {
    let AdmittedBody { bytes, room, .. } = admitted;
    let request: Request = body::parse(&bytes).map_err(|error| told_by_protocol(error, &bytes))?;
    drop(bytes);
    let pages = service.admission.pages(largest_pages(&request)).await?;
    let reply = service
        .endpoint
        .sync(&member, &request, (service.clock)())
        .await?;
    drop((room, pages));
    Ok(reply)
}

/// A request of another protocol may have any shape.
fn told_by_protocol(error: ApiError, bytes: &[u8]) -> ApiError {
    #[derive(Deserialize)]
    struct Probe {
        protocol: u64,
    }
    match serde_json::from_slice::<Probe>(bytes) {
        Ok(probe) if probe.protocol != u64::from(PROTOCOL) => {
            ApiError::new(ErrorCode::ProtocolUnknown)
        }
        _ => error,
    }
}
