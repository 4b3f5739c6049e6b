//! `OPTIONS /v1/files` (tus): the version, extensions and largest size that uploads may have.

use super::tus;
use crate::files::LARGEST_FILE;
use axum::http::{HeaderName, HeaderValue, StatusCode};

/// What of tus is spoken.
#[utoipa::path(options, path = "/v1/files", operation_id = "fileOptions", responses(
    (status = 204, headers(
        ("Tus-Version" = String, description = "1.0.0"),
        ("Tus-Extension" = String, description = "creation"),
        ("Tus-Max-Size" = u64, description = "in bytes"),
    )),
))]
pub(super) async fn file_options() -> (StatusCode, [(HeaderName, HeaderValue); 3]) {
    let headers = [
        (tus::TUS_VERSION, tus::VERSION),
        (tus::TUS_EXTENSION, tus::EXTENSIONS),
        (tus::TUS_MAX_SIZE, HeaderValue::from(LARGEST_FILE)),
    ];
    (StatusCode::NO_CONTENT, headers)
}
