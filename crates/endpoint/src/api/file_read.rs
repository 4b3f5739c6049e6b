//! `GET` on a file's address: the bytes of a whole attachment, with headers that keep a browser
//! from running it.

use super::tus::RequestedFile;
use super::{ApiError, ErrorCode, Service, token};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;
use futures_util::TryStreamExt;

/// Whatever is in it, it does nothing in a browser.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");
/// Its address says what its bytes are. Each person asks for themself.
const CACHING: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// A file that is whole.
#[utoipa::path(get, path = "/v1/files/{sha256}", operation_id = "fileRead",
    params(
        ("sha256" = String, Path, description = "43 characters of base64url"),
        ("scope" = String, Query),
    ),
    security(("token" = [])),
    responses(
        (status = 200, content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"),
            (Vec<u8> = "image/webp"), (Vec<u8> = "application/pdf"),
        )),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn file_read(
    State(service): State<Service>,
    RequestedFile(id): RequestedFile,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let member = token::member(&service, &headers).await?;
    let state = service.endpoint.file(&member, &id).await?;
    if !state.is_whole() {
        return Err(ApiError::new(ErrorCode::NotFound));
    }
    let bytes = service.endpoint.file_bytes(id, state.size);
    let bytes = bytes.inspect_err(|error| {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        tracing::error!(code = error.code(), cause, "a file broke off");
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(state.file_type.word()),
        ),
        (header::CONTENT_LENGTH, HeaderValue::from(state.size)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment"),
        ),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, CACHING),
        (header::VARY, HeaderValue::from_static("authorization")),
    ];
    Ok((headers, Body::from_stream(bytes)))
}
