use super::{ApiError, ErrorCode};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use std::io::Read;

/// How large a body may be, in bytes.
#[derive(Clone, Copy)]
pub struct Limits {
    pub as_sent: usize,
    pub unpacked: usize,
}

/// A body past this many bytes is unpacked away from the threads that wait for
/// the network.
const LARGE: usize = 64 * 1024;

/// Reads a body, unpacked if it was sent with gzip.
pub async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Vec<u8>, ApiError> {
    let sent = to_bytes(body, limits.as_sent).await.map_err(|error| {
        // The other reason is a line that broke, and nobody reads the answer.
        drop(error);
        ApiError::new(ErrorCode::TooLarge)
    })?;
    let encoding = headers
        .get(header::CONTENT_ENCODING)
        .map(|value| value.as_bytes());
    match encoding {
        None | Some(b"identity") => Ok(sent.into()),
        Some(b"gzip") if sent.len() < LARGE => unpack(&sent, limits.unpacked),
        Some(b"gzip") => tokio::task::spawn_blocking(move || unpack(&sent, limits.unpacked))
            .await
            .map_err(|_| ApiError::new(ErrorCode::Unavailable))?,
        Some(_) => Err(ApiError::bad_request("the content encoding is not gzip")),
    }
}

fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    GzDecoder::new(packed)
        .take(most)
        .read_to_end(&mut unpacked)
        .map_err(|_| ApiError::new(ErrorCode::NotJson))?;
    if unpacked.len() > limit {
        return Err(ApiError::new(ErrorCode::TooLarge));
    }
    Ok(unpacked)
}

/// Reads JSON; tells what is no JSON from what is of another shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let shape = error.is_data();
        ApiError::new(if shape {
            ErrorCode::BadRequest
        } else {
            ErrorCode::NotJson
        })
    })
}
