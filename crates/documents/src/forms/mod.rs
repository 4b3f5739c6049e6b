//! Each document of the register: what goes into which place of which form.

mod appendices;
mod bases;
mod block;
mod dossier;
mod draft;
mod excerpt;
mod lists;
mod nomination;
mod period;
mod plan;
mod programme;
mod registration;
mod registration_summary;
mod report;
mod request;
mod summary;

pub use block::{block_scores, score_sheet};
pub use dossier::{Dossier, DossierFile, Subject, dossier};
pub use draft::{FormDraft, Value, drafted};
pub use lists::{achievement_summary, submission_letter};
pub use nomination::{achievement_report, exemplar_report};
pub use plan::plan;
pub use programme::programme;
pub use registration::{registration, village_registration};
pub use registration_summary::{block_registration_summary, registration_summary};
pub use report::report;
pub use request::{by_recipient, recipient};
pub use summary::award_summary;

use register::reports::Outline;
use register::rules::Rules;

/// The printed form of a kind; none where the rule set has none.
fn form_of_kind<'a>(rules: &'a Rules, kind: &str) -> Option<&'a Outline> {
    rules
        .parts
        .printed_forms
        .iter()
        .find(|form| form.kind == kind)
}
