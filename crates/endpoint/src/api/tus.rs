//! What tus 1.0 says in headers.

use super::{ApiError, ErrorCode};
use crate::model::{FileId, FileState};
use axum::extract::{FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use serde::Deserialize;
use std::collections::BTreeMap;

pub const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
pub const EXTENSIONS: HeaderValue = HeaderValue::from_static("creation");

pub const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// Lets in who speaks this version. Asking what is spoken, and fetching a file,
/// are open to all.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let open = matches!(*request.method(), Method::OPTIONS | Method::GET);
    let spoken = request.headers().get(TUS_RESUMABLE) == Some(&VERSION);
    let mut response = if open || spoken {
        next.run(request).await
    } else {
        ApiError::new(ErrorCode::TusVersion).into_response()
    };
    response.headers_mut().insert(TUS_RESUMABLE, VERSION);
    response
}

/// A header that is a number.
///
/// # Errors
/// If it is not there, or is none.
pub fn number(headers: &HeaderMap, name: HeaderName) -> Result<u64, ApiError> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| ApiError::bad_request("a header of tus is missing or no number"))
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `Upload-Metadata`: words, each with a text in base64. Of what cannot be read
/// there is nothing.
pub fn metadata(headers: &HeaderMap) -> BTreeMap<&str, String> {
    let text = headers
        .get(UPLOAD_METADATA)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let pairs = text.split(',').filter_map(|pair| {
        let pair = pair.trim();
        let (word, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = LENIENT.decode(value.trim()).ok()?;
        Some((word, String::from_utf8(value).ok()?))
    });
    pairs.collect()
}

/// What there is of a file, as headers.
pub fn progress(id: &FileId, state: FileState) -> [(HeaderName, String); 3] {
    let encode = |text| STANDARD.encode(text);
    let metadata = format!(
        "scope {},sha256 {},type {}",
        encode(id.scope()),
        encode(id.sha256()),
        encode(state.file_type.word())
    );
    [
        (UPLOAD_OFFSET, state.arrived.to_string()),
        (UPLOAD_LENGTH, state.size.to_string()),
        (UPLOAD_METADATA, metadata),
    ]
}

/// The file that an address names, `/v1/files/<sha256>?scope=<scope>`.
pub(super) struct RequestedFile(pub FileId);

#[derive(Deserialize)]
struct UploadScope {
    scope: String,
}

impl<S: Send + Sync> FromRequestParts<S> for RequestedFile {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let unknown = || ApiError::new(ErrorCode::NotFound);
        let Path(sha256) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| unknown())?;
        let Query(UploadScope { scope }) =
            Query::try_from_uri(&parts.uri).map_err(|_| unknown())?;
        FileId::new(&scope, &sha256).map(Self).ok_or_else(unknown)
    }
}
