//! Takes the bytes of an upload as they come, cuts them into pieces and stores each at once. What
//! has arrived stays when the line breaks.

use super::{AppendOutcome, FileError, FileId, LARGEST_PIECE, Piece, length, may_send};
use crate::model::Member;
use crate::sync::Endpoint;
use futures_util::{Stream, StreamExt};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// A sender that says nothing for so long has gone.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// The announcement of an upload's next bytes: where they begin and how many they are.
#[derive(Clone, Copy, Debug)]
pub struct AppendRequest {
    /// How many bytes of the file are before it.
    pub offset: u64,
    /// How many bytes it says that it brings.
    pub announced: Option<u64>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// Bytes of one file on their way into the store.
struct FileAppender<'a> {
    endpoint: &'a Endpoint,
    id: &'a FileId,
    /// How many bytes are kept.
    offset: u64,
    now: i64,
    /// Not yet kept.
    waiting: Vec<u8>,
    pieces: u32,
}

impl Endpoint {
    /// Takes bytes of a file in as they come, each piece in its own
    /// transaction: what has arrived stays if the rest does not come. Gives
    /// how many bytes of the file are there.
    ///
    /// # Errors
    /// If the person may not send it, it does not go on there, or the whole is
    /// not what it was said to be.
    pub async fn append_file<S, B, E>(
        &self,
        member: &Member,
        id: &FileId,
        offer: AppendRequest,
        bytes: &mut S,
    ) -> Result<u64, FileError>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        may_send(member, id)?;
        let there = self.store().file(id).await?.ok_or(FileError::Unknown)?;
        if there.arrived != offer.offset {
            return Err(FileError::OffsetDiffers);
        }
        let room = there.size - there.arrived;
        if offer.announced.is_some_and(|announced| announced > room) {
            return Err(FileError::TooLarge);
        }
        let begun = Instant::now();
        let mut appending = FileAppender {
            endpoint: self,
            id,
            offset: offer.offset,
            now: offer.now,
            waiting: Vec::new(),
            pieces: 0,
        };
        let outcome = appending.take_in(bytes).await;
        tracing::info!(
            scope = id.scope(),
            bytes = appending.offset - offer.offset,
            pieces = appending.pieces,
            whole = appending.offset == there.size,
            duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            "file"
        );
        outcome.map(|()| appending.offset)
    }
}

impl FileAppender<'_> {
    async fn take_in<S, B, E>(&mut self, bytes: &mut S) -> Result<(), FileError>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        loop {
            match timeout(LONGEST_SILENCE, bytes.next()).await {
                Ok(Some(Ok(some))) => self.add(some.as_ref()).await?,
                Ok(None) => return self.keep().await,
                Ok(Some(Err(_))) | Err(_) => {
                    self.keep().await?;
                    return Err(FileError::BrokenOff);
                }
            }
        }
    }

    async fn add(&mut self, mut some: &[u8]) -> Result<(), FileError> {
        while !some.is_empty() {
            let room = LARGEST_PIECE - self.waiting.len();
            let (now, later) = some.split_at(room.min(some.len()));
            self.waiting.extend_from_slice(now);
            some = later;
            if self.waiting.len() == LARGEST_PIECE {
                self.keep().await?;
            }
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<(), FileError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.waiting);
        let end = self.offset + length(&bytes);
        let piece = Piece {
            id: self.id.clone(),
            place: self.offset,
            bytes,
            now: self.now,
        };
        match self.endpoint.store().append_piece(piece).await? {
            AppendOutcome::Kept => {
                self.offset = end;
                self.pieces += 1;
                Ok(())
            }
            AppendOutcome::TypeDiffers => Err(FileError::TypeNotAllowed),
            AppendOutcome::HashDiffers => Err(FileError::HashDiffers),
            AppendOutcome::OffsetDiffers => Err(FileError::OffsetDiffers),
            AppendOutcome::TooLarge => Err(FileError::TooLarge),
            AppendOutcome::Unknown => Err(FileError::Unknown),
        }
    }
}
