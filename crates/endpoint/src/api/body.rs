//! Request bodies: received within a limit, unpacked, and read as JSON, with the right error for
//! each thing that can be wrong. How many are in memory at once is `admission.rs`.

use super::{ApiError, ErrorCode};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, header};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use std::io::Read;

/// The largest body that a route takes, in bytes: as sent, and unpacked.
#[derive(Clone, Copy)]
pub struct Limits {
    pub as_sent: usize,
    pub unpacked: usize,
}

/// Of what is no sync.
const SMALL: Limits = Limits {
    as_sent: 4 * 1024,
    unpacked: 16 * 1024,
};

/// The content encoding of a body, from its header.
#[derive(Clone, Copy)]
pub enum Packing {
    None,
    Gzip,
}

/// Takes a body in, as it was sent.
pub async fn receive(body: Body, limits: Limits) -> Result<Bytes, ApiError> {
    to_bytes(body, limits.as_sent).await.map_err(|error| {
        // The other reason is a line that broke, and nobody reads the answer.
        drop(error);
        ApiError::new(ErrorCode::TooLarge)
    })
}

pub fn packing(headers: &HeaderMap) -> Result<Packing, ApiError> {
    let encoding = headers
        .get(header::CONTENT_ENCODING)
        .map(|value| value.as_bytes().to_ascii_lowercase());
    match encoding.as_deref() {
        None | Some(b"identity") => Ok(Packing::None),
        Some(b"gzip") => Ok(Packing::Gzip),
        Some(_) => Err(ApiError::bad_request("the content encoding is not gzip")),
    }
}

/// Unpacks a body, of one gzip member or several.
pub fn unpack(sent: &[u8], packing: Packing, limits: Limits) -> Result<Vec<u8>, ApiError> {
    let limit = limits.unpacked;
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = match packing {
        Packing::None => sent.take(most).read_to_end(&mut unpacked),
        Packing::Gzip => MultiGzDecoder::new(sent)
            .take(most)
            .read_to_end(&mut unpacked),
    };
    read.map_err(|_| ApiError::new(ErrorCode::NotJson))?;
    if unpacked.len() > limit {
        return Err(ApiError::new(ErrorCode::TooLarge));
    }
    Ok(unpacked)
}

/// A request of a few words, as JSON.
pub async fn small<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, ApiError> {
    let sent = receive(body, SMALL).await?;
    parse(&unpack(&sent, packing(headers)?, SMALL)?)
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
