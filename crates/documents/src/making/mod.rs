//! From a form of the rule set and what the register has for it to a document.

mod compose;
mod context;
mod findings;
mod handing_in;
mod sheets;
mod signature;
mod supplied;
mod tables;
mod template_filler;
mod village;
mod widths;

pub use context::{ComposedDocument, DocumentContext, DocumentMeta, Office, Unit, of_year};
pub use findings::is_open;

pub(crate) use context::in_running_text;

pub(crate) use compose::{compose, finish};
pub(crate) use findings::CUT;
pub(crate) use handing_in::{dossier_of, due_of, of_awards as handed_in};
pub(crate) use sheets::{sheet, sheet_name};
pub(crate) use supplied::{FieldEntry, Supplied};
pub(crate) use tables::{CellsByColumn, Group, by_key, laid_out, of_facts, share, table_of};
pub(crate) use template_filler::TemplateFiller;
