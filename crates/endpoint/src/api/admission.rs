//! How much of what is sent is in memory at once.
//!
//! JSON grows when it is read: `[],` becomes 32 bytes and `{"":0},` six hundred.
//! So what a body holds is counted before anything is made of it, and who brings
//! much waits until there is room.

use super::body::{self, Limits};
use super::{ApiError, ErrorCode};
use axum::body::Bytes;
use axum::http::HeaderMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most items and members of one body, and the most objects among them.
const MOST_PARTS: usize = 262_144;
const MOST_OBJECTS: usize = 65_536;
/// What they take when they are read, in bytes, about: the dearest are names that
/// an operation replaces.
const A_PART: usize = 160;
const AN_OBJECT: usize = 640;

/// A body past this many bytes, unpacked, is read away from the threads that wait
/// for the network, and among a few only.
const LARGE: usize = 64 * 1024;
const LARGE_AT_ONCE: usize = 4;

/// How many KiB all bodies that are read may take: small ones, large ones, and the
/// pages of replies. Each has its own, so that an idle phone never waits for a
/// large body.
const ROOM_FOR_SMALL: usize = 64 * 1024;
const ROOM_FOR_LARGE: usize = 64 * 1024;
const ROOM_FOR_PAGES: usize = 32 * 1024;

/// The gate for request bodies: it hands out memory for reading them, so that many large ones at
/// once cannot use up the process's. One for the whole service.
pub struct Admission {
    /// Whoever unpacks a large body, until it is known how much it holds.
    unpacking: Arc<Semaphore>,
    large: Arc<Semaphore>,
    small: Arc<Semaphore>,
    pages: Arc<Semaphore>,
}

/// A body that was received and has its memory until this is dropped.
pub struct AdmittedBody {
    pub bytes: Vec<u8>,
    pub is_large: bool,
    pub room: AdmissionPermit,
}

/// The memory that one body or page was given. Dropping it gives the memory back.
pub struct AdmissionPermit(
    #[expect(dead_code, reason = "let go when dropped")] OwnedSemaphorePermit,
);

impl Admission {
    pub fn new() -> Self {
        let of = |room| Arc::new(Semaphore::new(room));
        Self {
            unpacking: of(1),
            large: of(ROOM_FOR_LARGE),
            small: of(ROOM_FOR_SMALL),
            pages: of(ROOM_FOR_PAGES),
        }
    }

    /// Unpacks a body when there is room for what it holds.
    ///
    /// # Errors
    /// If it cannot be unpacked, or holds more than one request may.
    pub async fn admit(
        &self,
        headers: &HeaderMap,
        sent: Bytes,
        limits: Limits,
    ) -> Result<AdmittedBody, ApiError> {
        let packing = body::packing(headers)?;
        let small = Limits {
            unpacked: LARGE,
            ..limits
        };
        match body::unpack(&sent, packing, small) {
            Ok(bytes) => {
                let weight = weigh(&bytes)?;
                let room = room(&self.small, weight, ROOM_FOR_SMALL).await?;
                return Ok(AdmittedBody {
                    bytes,
                    is_large: false,
                    room,
                });
            }
            Err(error) if error.code == ErrorCode::TooLarge => {}
            Err(error) => return Err(error),
        }
        let one = room(&self.unpacking, 1, 1).await?;
        let unpacked = tokio::task::spawn_blocking(move || {
            let bytes = body::unpack(&sent, packing, limits)?;
            let weight = weigh(&bytes)?;
            Ok((bytes, weight))
        });
        let (bytes, weight) = unpacked
            .await
            .unwrap_or_else(|_| Err(ApiError::new(ErrorCode::Unavailable)))?;
        let weight = weight.max(ROOM_FOR_LARGE / LARGE_AT_ONCE);
        let room = room(&self.large, weight, ROOM_FOR_LARGE).await?;
        drop(one);
        Ok(AdmittedBody {
            bytes,
            is_large: true,
            room,
        })
    }

    /// Waits until there is room for pages of so many bytes.
    pub async fn pages(&self, bytes: usize) -> Result<AdmissionPermit, ApiError> {
        room(&self.pages, bytes / 1024, ROOM_FOR_PAGES).await
    }
}

/// Whoever brings more than there can be waits until all of it is free.
async fn room(of: &Arc<Semaphore>, weight: usize, all: usize) -> Result<AdmissionPermit, ApiError> {
    let weight = u32::try_from(weight.min(all)).unwrap_or(u32::MAX);
    match Arc::clone(of).acquire_many_owned(weight).await {
        Ok(permit) => Ok(AdmissionPermit(permit)),
        Err(_) => Err(ApiError::new(ErrorCode::Unavailable)),
    }
}

/// How many KiB a body takes when it is read.
fn weigh(json: &[u8]) -> Result<usize, ApiError> {
    let (parts, objects) = count(json);
    if parts > MOST_PARTS || objects > MOST_OBJECTS {
        return Err(ApiError::new(ErrorCode::TooLarge));
    }
    let bytes = 2 * json.len() + A_PART * parts + AN_OBJECT * objects;
    Ok(bytes.div_ceil(1024))
}

/// The items and members, empty lists and objects counted once more, and the
/// objects, of what may be no JSON at all: none can be made before its comma or
/// bracket has been read.
fn count(json: &[u8]) -> (usize, usize) {
    let (mut parts, mut objects) = (0, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b',' | b'[' => parts += 1,
            b'{' => {
                parts += 1;
                objects += 1;
            }
            _ => {}
        }
    }
    (parts, objects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, parts: usize, objects: usize) {
        assert_eq!(count(json.as_bytes()), (parts, objects), "{json}");
    }

    #[test]
    fn items_members_and_objects_are_counted() {
        check("7", 0, 0);
        check("[]", 1, 0);
        check("[7]", 1, 0);
        check("[7, 8]", 2, 0);
        check("[[],[],[]]", 6, 0);
        check(r#"{"a": 1, "b": {}}"#, 3, 2);
        check(r#"["[,{", "\",[", "\\", 1]"#, 4, 0);
        check("", 0, 0);
    }
}
