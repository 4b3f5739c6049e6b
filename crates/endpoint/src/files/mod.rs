//! The files that records refer to, by the SHA-256 of their bytes: what may be
//! kept, and who may send and fetch it. Knows neither HTTP nor SQL.

mod appending;

use crate::model::{
    AppendOutcome, CreationOutcome, FileCreation, FileId, FileState, FileType, Member, Piece,
    StoreError, length,
};
pub use appending::AppendRequest;
use register::rights::Rights;

use crate::sync::Endpoint;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use register::kind;
use std::sync::Arc;

/// In bytes.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;
/// How many bytes are kept as one row, and confirmed together.
pub const LARGEST_PIECE: usize = 256 * 1024;
/// How many bytes of files a scope may hold if the administrator does not say.
pub const USUAL_MOST_FILE_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// What nobody went on with for so long makes room.
const FORGOTTEN_AFTER_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The reason why a file is not taken or given. The API answers it with one of its stable codes.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("there is no such file, or not in a scope that the person may read")]
    Unknown,
    #[error("the person may not write in the scope")]
    NoRight,
    #[error("the file has no bytes")]
    Empty,
    #[error("the file is larger than files may be, or than it was said to be")]
    TooLarge,
    #[error("the type is none that is kept, or the bytes are not of it")]
    TypeNotAllowed,
    #[error("the file is there with another size or type")]
    Differs,
    #[error("the scope has no room")]
    TooMuch,
    #[error("the file was erased")]
    Erased,
    #[error("what has arrived does not end there")]
    OffsetDiffers,
    #[error("the whole has another hash")]
    HashDiffers,
    #[error("the bytes broke off")]
    BrokenOff,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The announcement of a file that somebody means to send.
#[derive(Clone, Debug)]
pub struct FileOffer<'a> {
    pub id: FileId,
    /// In bytes.
    pub size: u64,
    /// As it is declared.
    pub file_type: &'a str,
    /// The scope from which it is to be taken over, if it is whole there.
    pub from: Option<&'a str>,
}

impl Endpoint {
    /// Makes room for a file, finds what is there of it, or takes it over from another scope.
    ///
    /// # Errors
    /// If it may not be kept, the person may not send it, or it is there with
    /// another size or type.
    pub async fn create_file(
        &self,
        member: &Member,
        offer: FileOffer<'_>,
        most_file_bytes: u64,
        now: i64,
    ) -> Result<FileState, FileError> {
        let FileOffer { id, size, .. } = offer;
        may_send(member, &id)?;
        let file_type = FileType::of(offer.file_type).ok_or(FileError::TypeNotAllowed)?;
        let rights = member.rights();
        let from = offer.from.filter(|scope| rights.may_read(scope));
        match size {
            0 => return Err(FileError::Empty),
            LARGEST_FILE.. if size > LARGEST_FILE => return Err(FileError::TooLarge),
            _ if !file_type.fits_in(size) => return Err(FileError::TypeNotAllowed),
            _ => {}
        }
        let creating = FileCreation {
            id,
            size,
            file_type,
            now,
            forget_before: now - FORGOTTEN_AFTER_MS,
            most_file_bytes,
            from: from.map(str::to_owned),
        };
        match self.store().create_file(creating).await? {
            CreationOutcome::There(state) => Ok(state),
            CreationOutcome::Differs => Err(FileError::Differs),
            CreationOutcome::TooMuch => Err(FileError::TooMuch),
            CreationOutcome::Erased => Err(FileError::Erased),
        }
    }

    /// What is there of a file.
    ///
    /// # Errors
    /// If nothing is, or the person may not read the scope.
    pub async fn file(&self, member: &Member, id: &FileId) -> Result<FileState, FileError> {
        may_fetch(member, id)?;
        self.store().file(id).await?.ok_or(FileError::Unknown)
    }

    /// The bytes of a file of this size, piece by piece.
    pub fn file_bytes(
        &self,
        id: FileId,
        size: u64,
    ) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send + use<> {
        let store = Arc::clone(self.store());
        try_unfold(0, move |place| {
            let (store, id) = (Arc::clone(&store), id.clone());
            async move {
                if place >= size {
                    return Ok(None);
                }
                let bytes = store.file_piece(&id, place).await?;
                let bytes = bytes.ok_or(StoreError::Damaged("a file without its piece"))?;
                let next = place + length(&bytes);
                Ok(Some((bytes, next)))
            }
        })
    }
}

/// Who may read the scope may fetch its files; to others it is not there.
fn may_fetch(member: &Member, id: &FileId) -> Result<Rights, FileError> {
    let rights = member.rights();
    if rights.may_read(id.scope()) {
        Ok(rights)
    } else {
        Err(FileError::Unknown)
    }
}

fn may_send(member: &Member, id: &FileId) -> Result<(), FileError> {
    let rights = may_fetch(member, id)?;
    if rights.may_write(id.scope(), kind::ATTACHMENT, "file") {
        Ok(())
    } else {
        Err(FileError::NoRight)
    }
}
