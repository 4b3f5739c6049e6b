//! Official documents on the screen: which there are, what is missing in them, the pages as they
//! will be printed, the file for Word. Made by the second module.

mod gather;
mod page;

pub use page::{paper_page, papers_page, way_to_papers};

use crate::platform::NotDone;
use crate::text::papers as text;

/// All nominations of the year, instead of a record.
pub const NOMINATIONS: &str = "de-nghi";

/// Why a document could not be made, for a person.
fn words(problem: &NotDone) -> &'static str {
    let NotDone::Problem(code) = problem else {
        return text::NOT_HERE;
    };
    match code.as_str() {
        "rules" => text::NO_RULES,
        "tooLarge" => text::TOO_LARGE,
        _ => text::GONE,
    }
}
