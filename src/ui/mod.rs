//! The kit every screen is built from; its drawing is in `style/*.css`, its direction in LOOK.
//!
//! What is deliberately absent: words (every Vietnamese text comes from the caller), colours and
//! sizes (they are tokens), and style attributes (the content security policy forbids them).
//! Nothing here writes into a field while it is being typed in.
//! Every component ends in one erased view, so that a screen costs little in the compiled app; for the
//! same reason what is drawn live is written as a closure in the view itself, also where it is only
//! `{move || rows()}`: the macro then draws all closures of one result by one code.

mod act;
mod button;
mod choice;
mod code;
mod field;
mod file;
mod frame;
mod icon;
mod list;
mod message;
mod record;

pub use act::{Act, Busy, Later, gone, later};
pub use button::{ActionBar, Button, ButtonKind, LinkButton, SavedState};
pub use choice::{CheckRows, Chips, Choice, RadioRows, Segmented};
pub use code::code_panel;
pub use field::{
    FieldShell, LineCard, LineLabels, LineMove, Picked, Progress, SearchField, described_by, grow,
    note_below,
};
pub use file::{FileButton, Thumbnail, Thumbnails};
pub use frame::{AppFrame, Section, StatusLine, StatusState, Tab, TabBar, TopBar};
pub use icon::IconName;
pub use list::{Badge, Keyed, ListRow, Row, RowButton, Rows, Tone, badge, by_key, keyed, rows_of};
pub use message::{Dialog, EmptyState, Notice, Snackbar};
pub use record::{PreviewLine, code_box, facts, preview};
