//! What the endpoint and its stores speak of, and how an incoming batch, a page and a cursor are made of
//! it. Knows neither HTTP nor SQL, but that SQL can fail.

mod act;
mod batch;
mod cursor;
mod erasure;
mod file;
mod file_type;
mod history;
mod inspection;
mod invitation;
mod lasting_act;
mod log;
mod page;
mod page_builder;
mod people;
mod place;
mod store_error;
mod write_target;

pub use act::{
    Act, ActAttempt, ActFacts, ActRefusal, Actor, ListedMember, MOST_INVITATIONS, MOST_PEOPLE,
    MOST_PHONES, MOST_ROLES, MemberPhone, PeoplePage, PeopleQuery, PersonRoles, may_give, widest,
};
pub use batch::{
    Batch, ChangedRecords, Loaded, RecoveringPhone, RecoveryContext, ReportAllowance, refusal,
};
pub use cursor::{Cursor, CursorKey};
pub use erasure::{Erasure, ErasureOutcome, with_those_above};
pub use file::{AppendOutcome, CreationOutcome, FileCreation, FileId, FileState, Piece, length};
pub use file_type::FileType;
pub use history::{HistoryEntry, HistoryPage, HistoryQuery, LoggedRow};
pub use inspection::{Inspection, Verdict};
pub use invitation::{Invitation, InvitationClaim};
pub use lasting_act::{CancelledInvitation, LastingAct, RevokedPhone, TakenRole};
pub use log::{KeptLogRow, NewLogRow, read_log_row};
pub use page::{Heads, Page, PullQuery, PushOutcome, VectorState, WaitingReport};
pub use page_builder::{PageBuilder, StoredState};
pub use people::{Member, NamedPerson, Revocation};
pub use place::{LogPosition, Position};
pub use store_error::StoreError;
pub use write_target::WriteTarget;
