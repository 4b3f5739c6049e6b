//! The check of an attachment when its last piece arrives: its bytes against the announced hash and
//! type.

use super::{FileId, FileType};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A running check of one file: it is given every piece in order, then asked for the [`Verdict`].
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    hash: Sha256,
    start: Vec<u8>,
}

/// The result of an [`Inspection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    AsDeclared,
    TypeDiffers,
    HashDiffers,
}

/// More than any type is told by.
const START: usize = 16;

impl Inspection {
    pub fn read(&mut self, piece: &[u8]) {
        self.hash.update(piece);
        let missing = START.saturating_sub(self.start.len());
        self.start.extend(piece.iter().take(missing));
    }

    pub fn verdict(self, id: &FileId, file_type: FileType) -> Verdict {
        if URL_SAFE_NO_PAD.encode(self.hash.finalize()) != id.sha256() {
            Verdict::HashDiffers
        } else if !file_type.may_begin(&self.start) {
            Verdict::TypeDiffers
        } else {
            Verdict::AsDeclared
        }
    }
}
