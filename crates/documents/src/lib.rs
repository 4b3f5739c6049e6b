//! What the register knows, as official documents: one model, three writers.
//!
//! Pure: a document is made from records and a rule set that are handed in, and
//! comes back as bytes. Missing things are dotted lines on the paper and findings
//! beside it.
//!
//! - [`model`], [`text`], [`numbering`]: the parts of a document.
//! - [`layout`]: how each part looks (Nghị định 30/2020/NĐ-CP, Phụ lục I).
//! - [`flow`]: the document from top to bottom, for all writers.
//! - [`docx`], [`xlsx`], [`html`]: Word, Excel, paper.
//! - [`calendar`]: the year's deadlines for a phone's calendar.
//! - [`backdrop`]: what hangs behind the stage of a conference, as a drawing.
//! - [`forms`]: each document of the register, by the forms of a rule set;
//!   [`making`] is what they have in common.

#![warn(clippy::too_many_lines)]

pub mod backdrop;
pub mod calendar;
pub mod docx;
pub mod flow;
pub mod forms;
mod grid;
pub mod html;
pub mod layout;
mod lines;
pub mod making;
mod metrics;
pub mod model;
pub mod numbering;
mod package;
mod spelled;
pub mod text;
pub mod xlsx;
mod xml;

pub use package::zip;

use thiserror::Error;

/// The reason why a file could not be written: it would be larger than its format allows.
#[derive(Debug, Error)]
pub enum DocumentFileError {
    #[error("Văn bản quá lớn, không đóng gói được.")]
    Package(#[from] zip::result::ZipError),
    #[error("Văn bản quá lớn, không đóng gói được.")]
    Writing(#[from] std::io::Error),
}
