//! Attachments as endpoint and stores speak of them: names, sizes, pieces, and the results of
//! creating and appending. Who may send and fetch is decided in [`crate::files`].

use super::FileType;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::is_scope;

/// Names a file: its scope, and the SHA-256 of its bytes in 43 characters of
/// base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileId {
    scope: String,
    sha256: String,
}

impl FileId {
    /// Nothing if the scope or the hash is none.
    pub fn new(scope: &str, sha256: &str) -> Option<Self> {
        let hash = URL_SAFE_NO_PAD.decode(sha256).ok()?;
        (is_scope(scope) && hash.len() == 32).then(|| Self {
            scope: scope.to_owned(),
            sha256: sha256.to_owned(),
        })
    }

    pub fn scope(&self) -> &str {
        &self.scope
    }

    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A file that somebody means to send.
#[derive(Clone, Debug)]
pub struct FileCreation {
    pub id: FileId,
    /// In bytes.
    pub size: u64,
    pub file_type: FileType,
    /// Milliseconds since 1970.
    pub now: i64,
    /// An unfinished file of the scope that was not touched since is forgotten.
    pub forget_before: i64,
    /// How many bytes of files the scope may hold.
    pub most_file_bytes: u64,
    /// A scope that whoever sends it may read: what is whole there is taken over.
    pub from: Option<String>,
}

/// The store's answer to a [`FileCreation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreationOutcome {
    /// Made now, or there before.
    There(FileState),
    /// There before, with another size or type.
    Differs,
    /// The scope has no room for it.
    TooMuch,
    /// It was erased on a person's wish.
    Erased,
}

/// The progress of an attachment in the store. It is whole when all bytes have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    /// In bytes, like `arrived`.
    pub size: u64,
    pub arrived: u64,
    pub file_type: FileType,
}

impl FileState {
    pub fn is_whole(self) -> bool {
        self.arrived == self.size
    }
}

/// A run of bytes of one attachment, to be put where the file ends. Stored as one row.
#[derive(Clone, Debug)]
pub struct Piece {
    pub id: FileId,
    /// How many bytes of the file are before it.
    pub place: u64,
    /// At least one.
    pub bytes: Vec<u8>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// The store's answer to a [`Piece`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOutcome {
    /// The file ends where the piece ends now.
    Kept,
    /// It is no file of its type: nothing is left of it.
    TypeDiffers,
    /// It was the last piece, and the whole has another hash: the file is
    /// empty again.
    HashDiffers,
    /// What has arrived does not end where the piece begins.
    OffsetDiffers,
    /// The piece goes past the file's end.
    TooLarge,
    Unknown,
}

/// How many bytes these are.
pub fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
