//! One engine for every form: it draws whatever a form description says, a
//! section a page, and saves every entry as it is made.
//!
//! What a person types is kept in `typing` while it is typed and becomes an
//! operation when the field is left. A control never has its text rewritten
//! while the person is in it.

mod check;
mod choose;
mod conflict;
mod deletion;
mod draft;
mod field;
mod file_page;
mod files;
mod lines;
mod open_record;
mod out;
mod page;
pub mod refer;
mod section;
mod typed;

pub use conflict::{ConflictChooser, called};
pub use draft::draft;
pub use open_record::OpenRecord;
pub use out::advice;
pub use page::{may_not_make, not_here, record_page};
pub use refer::{Offer, offers};
