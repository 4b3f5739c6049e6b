//! A rule set: what a province asks for in a year, as data with its sources.

use crate::form::{Choice, ChoiceFilter, Field, Form};
use crate::named::{self, named};
use crate::record::Record;
use crate::source::Source;
use reading::{Misread, ReadProblem, Slot};
use serde_json::Value;
use sorted::SortedMap;
use std::collections::BTreeMap;
use thiserror::Error;

/// The part of a rule set that the app reads at every start: forms, catalogues, labels, legal
/// bases. The rest is [`crate::rules::Parts`].
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct RuleSet {
    pub id: String,
    pub title: String,
    pub version: u32,
    pub year: Option<i32>,
    pub province: Option<Province>,
    /// The rule set that this one is laid over.
    pub extends: Option<String>,
    /// Whether all of it has been checked against the rules now in force.
    pub checked: bool,
    pub note: Option<String>,
    /// The province's words: `{block}` in a text is replaced by `block` here.
    pub labels: SortedMap<String, String>,
    pub legal_bases: Vec<LegalBasis>,
    pub catalogues: SortedMap<String, Vec<CatalogueItem>>,
    pub forms: Vec<Form>,
}

/// The province that a rule set is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct Province {
    pub code: String,
    pub name: String,
}

/// A legal text that forms, documents or awards rest on, with its dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct LegalBasis {
    pub number: String,
    pub title: String,
    pub issued_on: Option<String>,
    pub effective_from: Option<String>,
    pub effective_to: Option<String>,
    pub replaced_by: Option<String>,
    /// The awards that it is the basis of; none is all.
    pub awards: Vec<String>,
    pub note: Option<String>,
    pub checked: bool,
    pub source: Option<Source>,
}

/// One item of a catalogue: an award, a movement, a rating. Fields of type `choice` store its code.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct CatalogueItem {
    pub code: String,
    pub label: String,
    /// What filters and checks look at: `subjectKinds`, `awardLevel`, …
    pub attributes: BTreeMap<String, Value>,
    pub source: Option<Source>,
    pub checked: bool,
    /// No longer offered, still shown where it was chosen.
    pub retired: bool,
}

named!(LegalBasis: number, CatalogueItem: code, Form: id);

/// The reason why a rule set cannot be used by the app.
#[derive(Debug, Error)]
pub enum RuleSetProblem {
    #[error("Tệp bộ quy định không đọc được: {0}")]
    NotJson(serde_json::Error),
    #[error("Bộ quy định viết chưa đúng ở {0}.")]
    Misread(Misread),
    #[error("Biểu «{form}» có hai ô cùng mã «{field}».")]
    DuplicateField { form: String, field: String },
}

impl From<ReadProblem> for RuleSetProblem {
    fn from(problem: ReadProblem) -> Self {
        match problem {
            ReadProblem::NotJson(problem) => Self::NotJson(problem),
            ReadProblem::Misread(misread) => Self::Misread(misread),
        }
    }
}

/// The catalogue of those legal bases that are to be checked before they are cited.
pub(crate) const LEGAL_BASES: &str = "legalBases";

impl RuleSet {
    /// Reads a rule set; one that `extends` another is to be laid over it with
    /// [`RuleSet::over`].
    pub fn parse(json: &str) -> Result<Self, RuleSetProblem> {
        let rule_set: Self = reading::read(json.as_bytes())?;
        rule_set.refuse_duplicate_fields()?;
        Ok(rule_set)
    }

    pub(crate) fn refuse_duplicate_fields(&self) -> Result<(), RuleSetProblem> {
        self.forms.iter().try_for_each(refuse_duplicate_fields)
    }

    /// Lays a province's own rule set over the one that it extends: it is called as the own one is, and
    /// has what both have ([`Self::lay`]). [`Self::with_labels`] comes last.
    pub fn over(base: Self, own: Self) -> Self {
        let mut whole = Self {
            id: own.id.clone(),
            title: own.title.clone(),
            version: own.version,
            year: own.year.or(base.year),
            province: own.province.clone(),
            extends: own.extends.clone(),
            checked: base.checked && own.checked,
            note: own.note.clone(),
            ..base
        };
        whole.lay(own);
        whole
    }

    /// Lays what another file has over what is here: a label, a legal basis, a catalogue's item, a whole
    /// form takes the place of the one of the same key, number, code or id; others come after. What that
    /// file is called is left out.
    pub(crate) fn lay(&mut self, over: Self) {
        self.labels.extend(over.labels);
        named::lay(&mut self.legal_bases, over.legal_bases);
        for (catalogue, items) in over.catalogues {
            named::lay(self.catalogues.or_default(catalogue), items);
        }
        named::lay(&mut self.forms, over.forms);
    }

    /// The rule set with its own words in place of `{…}`, once all its layers lie over one another.
    pub fn with_labels(mut self) -> Self {
        let labels = std::mem::take(&mut self.labels);
        for form in &mut self.forms {
            fill(&mut form.title, &labels);
            fill_optional(&mut form.hint, &labels);
            for section in &mut form.sections {
                fill(&mut section.heading, &labels);
                fill_optional(&mut section.part, &labels);
                fill_optional(&mut section.hint, &labels);
                fill_fields(&mut section.fields, &labels);
            }
        }
        for item in self.catalogues.values_mut().flatten() {
            fill(&mut item.label, &labels);
        }
        self.labels = labels;
        // What nobody has checked stands in a paper only if the commune says so.
        let unchecked = self.legal_bases.iter().filter(|basis| !basis.checked);
        let unchecked = unchecked.map(|basis| CatalogueItem {
            code: basis.number.clone(),
            label: format!("{}: {}", basis.number, basis.title),
            ..CatalogueItem::default()
        });
        *self.catalogues.or_default(LEGAL_BASES.to_owned()) = unchecked.collect();
        self
    }

    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The form that fills in records of a kind.
    pub fn form_of_kind(&self, kind: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.kind == kind)
    }

    /// A catalogue's items, none where there is no such catalogue.
    pub fn catalogue(&self, id: &str) -> &[CatalogueItem] {
        self.catalogues.get(id).map_or(&[], Vec::as_slice)
    }

    pub fn item(&self, catalogue: &str, code: &str) -> Option<&CatalogueItem> {
        self.catalogue(catalogue)
            .iter()
            .find(|item| item.code == code)
    }

    /// The label of a code, or the code itself where nothing is known of it.
    pub fn label_of<'a>(&'a self, catalogue: &str, code: &'a str) -> &'a str {
        self.item(catalogue, code)
            .map_or(code, |item| item.label.as_str())
    }

    /// The province's word for a key, such as `block`.
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.labels.get(key).map_or(key, String::as_str)
    }

    /// What can be chosen in a field now. `record` is the record of the field,
    /// or its line.
    pub fn choices(&self, field: &Field, record: &Record) -> Vec<Choice> {
        let Some(catalogue) = &field.catalogue else {
            return field.choices.clone();
        };
        self.catalogue(catalogue)
            .iter()
            .filter(|item| !item.retired && item.passes(field.choices_where.as_ref(), record))
            .map(|item| Choice {
                code: item.code.clone(),
                label: item.label.clone(),
            })
            .collect()
    }

    /// The label of a choice, whether or not it can still be chosen.
    pub fn choice_label(&self, field: &Field, code: &str) -> String {
        let inline = field.choices.iter().find(|choice| choice.code == code);
        match (inline, &field.catalogue) {
            (Some(choice), _) => choice.label.clone(),
            (None, Some(catalogue)) => self.label_of(catalogue, code).to_owned(),
            (None, None) => code.to_owned(),
        }
    }
}

impl CatalogueItem {
    /// An attribute that is a text.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key)?.as_str()
    }

    /// Whether an attribute is the text, or a list that contains it.
    pub fn has(&self, attribute: &str, wanted: &str) -> bool {
        match self.attributes.get(attribute) {
            Some(Value::String(text)) => text == wanted,
            Some(Value::Array(items)) => items.iter().any(|item| item.as_str() == Some(wanted)),
            _ => false,
        }
    }

    /// A filter by a field that is still empty lets everything through.
    pub(crate) fn passes(&self, filter: Option<&ChoiceFilter>, record: &Record) -> bool {
        let Some(filter) = filter else { return true };
        let by_field = || record.text(filter.field.as_deref()?);
        let wanted = filter.equals.as_deref().or_else(by_field);
        wanted.is_none_or(|wanted| self.has(&filter.attribute, wanted))
    }
}

fn refuse_duplicate_fields(form: &Form) -> Result<(), RuleSetProblem> {
    let mut seen: Vec<&str> = Vec::new();
    for field in form.sections.iter().flat_map(|section| &section.fields) {
        if seen.contains(&field.key.as_str()) {
            return Err(RuleSetProblem::DuplicateField {
                form: form.id.clone(),
                field: field.key.clone(),
            });
        }
        seen.push(&field.key);
    }
    Ok(())
}

fn fill_fields(fields: &mut [Field], labels: &SortedMap<String, String>) {
    for field in fields {
        fill(&mut field.label, labels);
        fill_optional(&mut field.hint, labels);
        for choice in &mut field.choices {
            fill(&mut choice.label, labels);
        }
        if let Some(table) = &mut field.table {
            fill(&mut table.item_label, labels);
            fill(&mut table.add_label, labels);
            fill_fields(&mut table.fields, labels);
        }
    }
}

fn fill_optional(text: &mut Option<String>, labels: &SortedMap<String, String>) {
    if let Some(text) = text {
        fill(text, labels);
    }
}

fn fill(text: &mut String, labels: &SortedMap<String, String>) {
    if !text.contains('{') {
        return;
    }
    for (key, word) in labels.iter() {
        *text = text.replace(&format!("{{{key}}}"), word);
    }
}
