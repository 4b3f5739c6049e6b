//! What the documents are, looked at from outside: their files read back,
//! rendered, broken on purpose.
#![expect(clippy::expect_used, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod arrangement;
mod backdrops;
mod bad_input;
mod broken;
mod calendar;
mod checker;
mod docx_file;
mod dossier;
mod findings;
mod golden;
mod headings;
mod layout;
mod looks;
mod nominations;
mod pages;
mod printed;
mod properties;
mod registrations;
mod rendered;
mod same_content;
mod signing;
mod sums;

use documents::flow::{FlowPiece, flow};
use documents::layout::LineRole;
use documents::making::ComposedDocument;
use std::sync::OnceLock;

/// Every sample, made once.
pub fn samples() -> &'static [(String, ComposedDocument)] {
    static KNOWN: OnceLock<Vec<(String, ComposedDocument)>> = OnceLock::new();
    KNOWN.get_or_init(support::samples)
}

#[track_caller]
pub fn sample(name: &str) -> &'static ComposedDocument {
    let found = samples().iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("no sample {name}")).1
}

/// The lines of these roles, from top to bottom.
pub fn lines(made: &ComposedDocument, roles: &[LineRole]) -> Vec<String> {
    let pages = flow(&made.document);
    let mut lines = Vec::new();
    for piece in pages.iter().flat_map(|page| &page.pieces) {
        match piece {
            FlowPiece::Line(line) => lines.push(line.clone()),
            FlowPiece::Sides(sides) => lines.extend(sides.lines().cloned()),
            FlowPiece::Table(_) => {}
        }
    }
    let wanted = lines.iter().filter(|line| roles.contains(&line.role));
    wanted.map(|line| line.text.shown()).collect()
}

/// Without blanks and dots: what is compared where writers break lines apart.
pub fn folded(text: &str) -> String {
    let kept = |character: &char| !character.is_whitespace() && !".…".contains(*character);
    text.chars().filter(kept).collect()
}
