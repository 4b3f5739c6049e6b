//! One file of a rule set, and how files are laid over one another.

use super::items::{Definition, Dossier, GrantingPower, Guidance, Period};
use super::reader::{At, Read, read_item};
use super::source::{SourceDocument, Standing};
use crate::conferences::ConferenceKit;
use crate::criteria::Criterion;
use crate::deadlines::{Deadline, PlanTask};
use crate::quotas::Quota;
use crate::ratios::Ratio;
use crate::reports::Outline;
use crate::rule_set::{CatalogueItem, LegalBasis};
use crate::scores::{ScoreRule, Scoring};
use crate::summary_table::TableLayout;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a file says; a part has no `year`, `period` and no `forms`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer {
    pub id: String,
    pub part: Option<String>,
    pub title: String,
    pub version: u32,
    pub year: Option<i32>,
    pub period: Option<Period>,
    pub replaces: Vec<String>,
    pub parts: Vec<String>,
    pub extends: Option<String>,
    pub checked: bool,
    pub source_documents: Vec<SourceDocument>,
    pub labels: BTreeMap<String, String>,
    pub legal_bases: Vec<LegalBasis>,
    pub catalogues: BTreeMap<String, Vec<CatalogueItem>>,
    pub granting_powers: Vec<GrantingPower>,
    pub criteria: Vec<Criterion>,
    pub quotas: Vec<Quota>,
    pub dossiers: Vec<Dossier>,
    pub scoring: Option<Scoring>,
    pub deadlines: Vec<Deadline>,
    pub plan_tasks: Vec<PlanTask>,
    pub ratios: Vec<Ratio>,
    pub definitions: Vec<Definition>,
    pub guidance: Vec<Guidance>,
    pub report_outlines: Vec<Outline>,
    pub printed_forms: Vec<Outline>,
    pub table_layouts: Vec<TableLayout>,
    pub conference_kits: Vec<ConferenceKit>,
}

read_item!(Layer {
    id, part, title, version, year, period, replaces, parts, extends, checked, source_documents, labels,
    legal_bases, catalogues, granting_powers, criteria, quotas, dossiers, scoring, deadlines, plan_tasks,
    ratios, definitions, guidance, report_outlines, printed_forms, table_layouts, conference_kits
} and "derivedFrom", "note", "province", "forms");

/// What the main file must say, if only with an empty list.
const SECTIONS: [&str; 7] = [
    "year",
    "replaces",
    "checked",
    "labels",
    "legalBases",
    "catalogues",
    "forms",
];

/// A layer, and that nothing of a main file is missing.
#[derive(Default)]
pub(crate) struct CompleteLayer(pub Layer);

impl Read for CompleteLayer {
    fn read(at: &At<'_>) -> Self {
        if !at.has("part") {
            for section in SECTIONS {
                at.key::<Present>(section);
            }
        }
        Self(Layer::read(at))
    }
}

/// Something, whatever it is.
#[derive(Default)]
struct Present;

impl Read for Present {
    fn read(_: &At<'_>) -> Self {
        Self
    }
}

/// What is known by a name within its list.
pub trait HasName {
    fn known_as(&self) -> &str;
}

macro_rules! named {
    ($($item:ty: $field:ident),+ $(,)?) => {
        $(impl HasName for $item {
            fn known_as(&self) -> &str {
                &self.$field
            }
        })+
    };
}

named!(
    SourceDocument: id,
    LegalBasis: number,
    CatalogueItem: code,
    GrantingPower: id,
    Criterion: id,
    Quota: id,
    Dossier: id,
    Deadline: id,
    PlanTask: id,
    Ratio: id,
    Definition: key,
    Guidance: id,
    Outline: id,
    TableLayout: id,
    ConferenceKit: id,
);

/// Where items stand in the law, told by their source alone, or by a legal basis
/// as well.
macro_rules! standing {
    ($($item:ty),+ ; $($of_law:ty),+ $(,)?) => {
        $(impl $item {
            pub fn standing(&self) -> Standing<'_> {
                Standing {
                    source: self.source.as_ref(),
                    checked: self.checked,
                    ..Standing::default()
                }
            }
        })+
        $(impl $of_law {
            pub fn standing(&self) -> Standing<'_> {
                Standing {
                    source: self.source.as_ref(),
                    legal_basis: self.legal_basis.as_deref(),
                    clause: self.clause.as_deref(),
                    checked: self.checked,
                }
            }
        })+
    };
}

standing!(Quota, ScoreRule, PlanTask, Ratio, Guidance, TableLayout; Criterion, Deadline);

impl Layer {
    /// Lays a later file over this one. What a rule set is called, its year and
    /// period come from main files only.
    pub(crate) fn lay(&mut self, over: Self) {
        if over.part.is_none() {
            self.id = over.id;
            self.title = over.title;
            self.version = over.version;
            self.year = over.year.or(self.year);
            self.period = over.period.or(self.period);
            self.replaces = over.replaces;
            self.parts = over.parts;
            self.extends = over.extends;
            self.checked = over.checked;
        }
        self.labels.extend(over.labels);
        for (catalogue, items) in over.catalogues {
            lay(self.catalogues.entry(catalogue).or_default(), items);
        }
        self.scoring = over.scoring.or(self.scoring.take());
        lay(&mut self.source_documents, over.source_documents);
        lay(&mut self.legal_bases, over.legal_bases);
        lay(&mut self.granting_powers, over.granting_powers);
        lay(&mut self.criteria, over.criteria);
        lay(&mut self.quotas, over.quotas);
        lay(&mut self.dossiers, over.dossiers);
        lay(&mut self.deadlines, over.deadlines);
        lay(&mut self.plan_tasks, over.plan_tasks);
        lay(&mut self.ratios, over.ratios);
        lay(&mut self.definitions, over.definitions);
        lay(&mut self.guidance, over.guidance);
        lay(&mut self.report_outlines, over.report_outlines);
        lay(&mut self.printed_forms, over.printed_forms);
        lay(&mut self.table_layouts, over.table_layouts);
        lay(&mut self.conference_kits, over.conference_kits);
    }
}

/// An item of a name that is there takes its place; others come after.
fn lay<T: HasName>(items: &mut Vec<T>, over: Vec<T>) {
    for item in over {
        match items
            .iter_mut()
            .find(|known| known.known_as() == item.known_as())
        {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }
}

/// By what an item of a file is known.
pub(crate) fn name_of(item: &Value) -> Option<&str> {
    let keys = ["id", "code", "number", "key"];
    keys.iter().find_map(|key| item.get(key)?.as_str())
}
