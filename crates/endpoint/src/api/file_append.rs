//! `PATCH` on a file's address (tus): takes the next bytes of an upload. The file's rules are in
//! [`crate::files`].

use super::tus::{self, RequestedFile};
use super::{ApiError, Service, token};
use crate::files::{AppendRequest, LARGEST_PIECE};
use axum::body::{Body, BodyDataStream};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use futures_util::StreamExt;
use std::time::Duration;
use tokio::time::timeout;

const OCTETS: &[u8] = b"application/offset+octet-stream";
/// A sender is heard out for so long before it is refused.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes bytes of a file in, where it ends now.
#[utoipa::path(patch, path = "/v1/files/{sha256}", operation_id = "fileAppend",
    params(
        ("sha256" = String, Path, description = "43 characters of base64url"),
        ("scope" = String, Query),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "how many bytes of the file are before these"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    security(("token" = [])),
    responses(
        (status = 204, headers(("Upload-Offset" = u64, description = "how many bytes are there"))),
        (status = 400, description = "badRequest", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked, noRight", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 409, description = "offsetDiffers", body = super::error::ErrorBody),
        (status = 412, description = "tusVersion", body = super::error::ErrorBody),
        (status = 413, description = "fileTooLarge", body = super::error::ErrorBody),
        (status = 415, description = "fileTypeNotAllowed", body = super::error::ErrorBody),
        (status = 460, description = "hashDiffers", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn file_append(
    State(service): State<Service>,
    RequestedFile(id): RequestedFile,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, [(HeaderName, String); 1]), ApiError> {
    let mut bytes = body.into_data_stream();
    let appended = async {
        let member = token::member(&service, &headers).await?;
        if headers
            .get(header::CONTENT_TYPE)
            .map(|kind| kind.as_bytes())
            != Some(OCTETS)
        {
            return Err(ApiError::of_type(
                "the body is not application/offset+octet-stream",
            ));
        }
        let offer = AppendRequest {
            offset: tus::number(&headers, tus::UPLOAD_OFFSET)?,
            announced: tus::number(&headers, header::CONTENT_LENGTH).ok(),
            now: (service.clock)(),
        };
        let endpoint = &service.endpoint;
        Ok(endpoint
            .append_file(&member, &id, offer, &mut bytes)
            .await?)
    }
    .await;
    match appended {
        Ok(offset) => {
            let headers = [(tus::UPLOAD_OFFSET, offset.to_string())];
            Ok((StatusCode::NO_CONTENT, headers))
        }
        Err(error) => {
            hear_out(&mut bytes).await;
            Err(error)
        }
    }
}

/// Lets a sender finish what it is saying, a piece at most: closed in its face,
/// many never read the answer.
async fn hear_out(bytes: &mut BodyDataStream) {
    let mut heard = 0;
    let listen = async {
        while heard < LARGEST_PIECE
            && let Some(Ok(some)) = bytes.next().await
        {
            heard += some.len();
        }
    };
    // Whoever is slower than that is not waited for.
    let _ = timeout(PATIENCE, listen).await;
}
