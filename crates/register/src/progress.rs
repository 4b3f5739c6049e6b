//! How far a record is, section by section. What is complete is decided in one place: it is what
//! [`crate::finding`] has no error for.

use crate::finding::{Context, FieldPlace, Finding, MISSING, Severity, check_by};
use crate::form::{Form, Section};
use crate::record::Record;
use crate::rule_set::RuleSet;

/// The progress of one section of a record, as the list of sections shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionState {
    /// It asks for nothing, and nothing is entered.
    Open,
    /// It asks for nothing, and something is entered.
    Written,
    /// It asks for something, and nothing is entered.
    Empty,
    /// Something is entered, something is missing or wrong.
    Partial,
    /// All that it asks for is entered.
    Complete,
}

/// One section of a record with its [`SectionState`] and the number of required fields that are
/// empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    pub key: String,
    pub state: SectionState,
    /// How many required fields are empty, those of lines included.
    pub missing: usize,
}

impl SectionProgress {
    /// Whether it counts, as done or as to do.
    pub fn counts(&self) -> bool {
        !matches!(self.state, SectionState::Open | SectionState::Written)
    }
}

/// How far each visible section is.
pub fn progress(rule_set: &RuleSet, form: &Form, record: &Record) -> Vec<SectionProgress> {
    let findings = check_by(rule_set, form, record, &Context::default());
    form.visible_sections(record)
        .map(|section| section_progress(section, record, &findings))
        .collect()
}

fn section_progress(
    section: &Section,
    record: &Record,
    findings: &[Finding<FieldPlace>],
) -> SectionProgress {
    let errors = findings
        .iter()
        .filter(|one| one.about.section == section.key && one.severity == Severity::Error);
    let filled = section
        .visible_fields(record)
        .any(|field| field.default.is_none() && field.is_filled(record));
    let state = match (errors.clone().next(), filled) {
        (Some(_), false) => SectionState::Empty,
        (Some(_), true) => SectionState::Partial,
        (None, _) if asks(section, record) => SectionState::Complete,
        (None, true) => SectionState::Written,
        (None, false) => SectionState::Open,
    };
    SectionProgress {
        key: section.key.clone(),
        state,
        missing: errors.filter(|one| one.code == MISSING).count(),
    }
}

/// Whether something in it is required now, in the record or in one of its lines.
fn asks(section: &Section, record: &Record) -> bool {
    section.visible_fields(record).any(|field| {
        let in_line = |line: &Record| {
            field.table.as_ref().is_some_and(|table| {
                line.kind == table.kind && table.fields.iter().any(|field| field.is_required(line))
            })
        };
        field.is_required(record) || record.lines.iter().any(in_line)
    })
}
