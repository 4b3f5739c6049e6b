//! What the register has for the places of a form or an outline.

use super::tables::Group;
use crate::model::{Block, Table};
use crate::text::Text;
use register::finding::Finding;
use register::reports::Outline;
use register::subject::SubjectKind;
use std::collections::BTreeMap;

/// Kinds of documents that are addressed to somebody, and whose lists go with
/// them on pages of their own.
pub(super) const SUBMISSION_LETTER: &str = "submissionLetter";
pub(super) const OFFICIAL_LETTER: &str = "officialLetter";

/// The content of one field of a printed form, ready to be set.
#[derive(Debug, Clone)]
pub(crate) enum FieldEntry {
    /// After its label, on one line.
    Line(Text),
    /// In paragraphs of its own.
    Paragraphs(Vec<Text>),
    /// In the table of this layout.
    Table(&'static str),
    /// It is not asked of this subject: there is no line of it.
    NotAsked,
}

/// The register's content for the places of one outline, gathered before the outline is composed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Supplied {
    /// Whom the document is about; none prints what is for any.
    pub subject: Option<SubjectKind>,
    /// A line under the title: the name of whom it is about.
    pub subject_name: Option<String>,
    /// Who signs beside the head of the unit.
    pub author: Option<String>,
    /// Who confirms it, where the form leaves open who does.
    pub confirmed_by: Option<String>,
    /// «Căn cứ …», where the preamble asks for them.
    pub bases: Vec<Block>,
    pub fields: BTreeMap<String, FieldEntry>,
    /// By the section's key.
    pub sections: BTreeMap<String, Vec<Block>>,
    /// By the layout's id.
    pub groups: BTreeMap<String, Vec<Group>>,
    /// Tables that are made already, and what is said of them, by the layout's id.
    pub tables: BTreeMap<String, (Table, Vec<Finding>)>,
    /// What stands under a table, by the layout's id.
    pub below: BTreeMap<String, Block>,
}

/// Whether the document is addressed to somebody.
pub(super) fn is_addressed(outline: &Outline) -> bool {
    let kinds = [OFFICIAL_LETTER, SUBMISSION_LETTER];
    outline.addressee.is_some() || kinds.contains(&outline.kind.as_str())
}
