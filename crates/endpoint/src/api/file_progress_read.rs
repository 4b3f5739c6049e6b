//! `HEAD` on a file's address (tus): how many bytes have arrived, so that an upload that broke off
//! goes on there.

use super::tus::{self, RequestedFile};
use super::{ApiError, Service, token};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

/// How much of a file is there.
#[utoipa::path(head, path = "/v1/files/{sha256}", operation_id = "fileProgressRead",
    params(
        ("sha256" = String, Path, description = "43 characters of base64url"),
        ("scope" = String, Query),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    security(("token" = [])),
    responses(
        (status = 200, headers(
            ("Upload-Offset" = u64, description = "how many bytes are there"),
            ("Upload-Length" = u64, description = "in bytes"),
            ("Upload-Metadata" = String, description = "as at the creation"),
        )),
        (status = 401, description = "unauthorized"),
        (status = 403, description = "revoked"),
        (status = 404, description = "notFound"),
        (status = 412, description = "tusVersion"),
        (status = 503, description = "unavailable"),
    ))]
pub(super) async fn file_progress_read(
    State(service): State<Service>,
    RequestedFile(id): RequestedFile,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let member = token::member(&service, &headers).await?;
    let state = service.endpoint.file(&member, &id).await?;
    Ok(tus::progress(&id, state))
}
