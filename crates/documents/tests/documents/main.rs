//! What the documents are, looked at from outside: their files read back,
//! rendered, broken on purpose.
#![expect(clippy::expect_used, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod backdrops;
mod bad_input;
mod broken;
mod checker;
mod docx_file;
mod dossier;
mod findings;
mod golden;
mod headings;
mod layout;
mod looks;
mod registrations;
mod rendered;
mod same_content;
mod signing;

use documents::making::Made;
use std::sync::OnceLock;

/// Every sample, made once.
pub fn samples() -> &'static [(String, Made)] {
    static KNOWN: OnceLock<Vec<(String, Made)>> = OnceLock::new();
    KNOWN.get_or_init(support::samples)
}

#[track_caller]
pub fn sample(name: &str) -> &'static Made {
    let found = samples().iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("no sample {name}")).1
}

/// Without blanks and dots: what is compared where writers break lines apart.
pub fn folded(text: &str) -> String {
    let kept = |character: &char| !character.is_whitespace() && !".…".contains(*character);
    text.chars().filter(kept).collect()
}
