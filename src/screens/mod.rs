//! What the official does, a file a thing.

mod commendation;
mod emulation;
mod home;
mod initial_sync;
mod invitation;
mod list;
mod listing;
mod more;
mod paste;
mod people;
mod places;
mod record_history;
mod reports;
mod review;
mod top;
mod waiting;

pub use commendation::{commendation_page, new_nomination_page};
pub use emulation::{begin_dialog, emulation_page};
pub use home::{home_notices, home_page, unfinished};
pub use invitation::invitation_page;
pub use list::list_page;
pub use more::{deleted_page, more_page};
pub use paste::paste_page;
pub use people::people_page;
pub use places::places_page;
pub use record_history::history_page;
pub use review::review_page;
pub use waiting::waiting_page;
