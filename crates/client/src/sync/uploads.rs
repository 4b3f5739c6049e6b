//! Files go after the records, a small part at a time, by tus 1.0; a part that the endpoint has
//! confirmed is not sent again.

use super::machine::{RoundFailure, Step};
use super::{HttpError, Outcome};
use replica::File;
use std::rc::Rc;

/// How often the endpoint is asked anew how much it has, when a part did not fit.
const MOST_CONFLICTS: u8 = 3;

/// The decision of [`Uploads`] after a step: another step, or the end of the files' part of a run.
pub(super) enum Next {
    Step(Step),
    /// All that can go now has gone, or records want to go first.
    Over,
    Failed(RoundFailure),
}

/// The state of sending files in one run: the file under way and how much of it the endpoint has.
/// The machine asks it after the records.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    file: Option<Rc<File>>,
    /// How much of it the endpoint has, in bytes.
    pub sent: u64,
    is_part: bool,
    conflicts: u8,
}

impl Uploads {
    pub fn begin() -> Next {
        Next::Step(Step::ListFiles)
    }

    /// `wanted`: records want to go first.
    pub fn on(&mut self, outcome: Outcome, wanted: bool) -> Option<Next> {
        Some(match (outcome, self.file.clone()) {
            (Outcome::Listed { files, later }, _) => self.next(files, later),
            (Outcome::FileNoted(true), _) => Self::begin(),
            (Outcome::FileNoted(false), _) => Next::Failed(RoundFailure::Trouble),
            (Outcome::Offset(offset), Some(file)) => self.offset(file, offset, wanted),
            (Outcome::TimedOut, Some(_)) => Next::Failed(RoundFailure::Away),
            _ => return None,
        })
    }

    fn next(&mut self, files: Vec<(File, bool)>, later: bool) -> Next {
        let waits = |(file, there): &(File, bool)| !there && file.refused.is_none();
        match files.into_iter().find(waits).filter(|_| !later) {
            None => Next::Over,
            Some((file, _)) => {
                let file = Rc::new(file);
                *self = Self {
                    file: Some(file.clone()),
                    ..Self::default()
                };
                Next::Step(Step::CreateUpload(file))
            }
        }
    }

    fn offset(&mut self, file: Rc<File>, offset: Result<u64, HttpError>, wanted: bool) -> Next {
        let is_part = std::mem::replace(&mut self.is_part, true);
        let refused = match offset {
            Ok(offset) => {
                self.sent = offset;
                if offset < file.size {
                    return if wanted {
                        Next::Over
                    } else {
                        Next::Step(Step::SendPart(file, offset))
                    };
                }
                None
            }
            // Somebody else sends the same file, or the answer to a part was lost.
            Err(HttpError::Status(409, _)) if is_part && self.conflicts < MOST_CONFLICTS => {
                self.conflicts += 1;
                self.is_part = false;
                return Next::Step(Step::CreateUpload(file));
            }
            // The records hear of it, too, and what follows is theirs.
            Err(HttpError::Away | HttpError::Lost(_)) => return Next::Failed(RoundFailure::Away),
            Err(HttpError::Status(401, _)) => return Next::Failed(RoundFailure::NotKnown),
            Err(HttpError::Status(429 | 500.., _)) => return Next::Failed(RoundFailure::Trouble),
            Err(HttpError::Status(_, code)) => Some(code),
        };
        self.sent = 0;
        Next::Step(Step::NoteFile { file, refused })
    }
}
