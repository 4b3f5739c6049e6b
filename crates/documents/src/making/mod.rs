//! From a form of the rule set and what the register has for it to a document.

mod compose;
mod desk;
mod findings;
mod handing_in;
mod pen;
mod sheets;
mod signature;
mod supplied;
mod tables;
mod village;
mod widths;

pub use desk::{Desk, Made, Office, Paper, Unit, of_year};
pub use findings::is_open;

pub(crate) use desk::in_running_text;

pub(crate) use compose::{compose, finish};
pub(crate) use findings::CUT;
pub(crate) use handing_in::{dossier_of, due_of, of_awards as handed_in};
pub(crate) use pen::Pen;
pub(crate) use sheets::{sheet, sheet_name};
pub(crate) use supplied::{Entry, Supplied};
pub(crate) use tables::{Group, Row, by_key, laid_out, of_facts, share, table_of};
