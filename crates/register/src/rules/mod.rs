//! A rule set whole: its main file, the parts beside it, and what it is laid
//! over, read for computing.
//!
//! What the app reads at every start is [`crate::rule_set`]; this is read when
//! something is checked, counted or reported. A set with a mistake is refused as
//! a whole, with every mistake in it, and the last good one stays in force.

mod check;
mod difference;
mod filling;
mod items;
mod layer;
mod places;
mod quotations;
pub(crate) mod reader;
mod references;
pub mod source;
mod twice;

pub use difference::{Change, Difference, differences};
pub use items::{Definition, DossierPiece, GrantingPower, Guidance, Period, RequiredDossier};
pub use layer::Parts;
pub use places::PLACES;
pub use quotations::{DocumentText, Quotations, documents_of, quotations};
pub use reader::Mistake;

use crate::criteria::Criterion;
use crate::rule_set::RuleSet;
use crate::source::Clause;
use crate::summary_table::TableLayout;
use layer::Layer;
use serde_json::Value;
use source::Standing;
use std::ops::Deref;

/// A file of a rule set: its name without the ending (`lang-son-2026.rules`),
/// and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct RuleSetFile<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// A rule set in force, all its layers as one: what the app knows of it, and what only computing reads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    pub main: RuleSet,
    pub parts: Parts,
}

impl Deref for Rules {
    type Target = RuleSet;

    fn deref(&self) -> &RuleSet {
        &self.main
    }
}

impl Rules {
    /// Reads the files in the order in which they lie over one another: the
    /// base, its parts, the own main file, its parts.
    ///
    /// # Errors
    ///
    /// Every mistake in every file, in the order of the files.
    pub fn read(files: &[RuleSetFile<'_>]) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut values = Vec::new();
        for file in files {
            match serde_json::from_str::<Value>(file.text) {
                Ok(value) => values.push((file.name, value)),
                Err(problem) => mistakes.push(Mistake {
                    file: file.name.to_owned(),
                    place: format!("dòng {}", problem.line()),
                    problem: format!("tệp không đọc được: {problem}"),
                }),
            }
            mistakes.extend(twice::keys_written_twice(file));
        }
        let mut whole: Option<Layer> = None;
        for (name, value) in &values {
            let own: Layer = reader::read(name, value, &mut mistakes);
            if let Err(problem) = own.main.refuse_duplicate_fields() {
                mistakes.push(Mistake {
                    file: (*name).to_owned(),
                    place: "forms".to_owned(),
                    problem: problem.to_string(),
                });
            }
            match &mut whole {
                Some(below) => below.lay(own),
                None => whole = Some(own),
            }
        }
        let Layer { main, parts, .. } = whole.unwrap_or_default();
        let main = main.with_labels();
        let rules = Self { main, parts };
        check::check(&values, &rules, &mut mistakes);
        match mistakes.is_empty() {
            true => Ok(rules),
            false => Err(mistakes),
        }
    }

    /// Puts a newer one in the place of this one. With a mistake it is refused as a
    /// whole, and this one stays in force.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn renew(&mut self, files: &[RuleSetFile<'_>]) -> Result<(), Vec<Mistake>> {
        *self = Self::read(files)?;
        Ok(())
    }

    /// The names of the files that a main file asks for after itself, and the
    /// rule set that must come before.
    pub fn wanted(main: &str) -> (Option<String>, Vec<String>) {
        let main: Value = serde_json::from_str(main).unwrap_or_default();
        let id = main["id"].as_str().unwrap_or_default();
        let parts = main["parts"].as_array().into_iter().flatten();
        let parts = parts
            .filter_map(Value::as_str)
            .map(|part| format!("{id}.{part}"));
        (main["extends"].as_str().map(str::to_owned), parts.collect())
    }

    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.parts.criteria.iter().find(|known| known.id == id)
    }

    pub fn table(&self, id: &str) -> Option<&TableLayout> {
        self.parts.table_layouts.iter().find(|known| known.id == id)
    }

    /// How a screen cites an item: «Hướng dẫn 2020, mục II.2.2.a».
    pub fn cite(&self, standing: Standing<'_>) -> Option<Clause> {
        let mut words: Vec<String> = Vec::new();
        if let Some(basis) = standing.legal_basis {
            words.extend(standing.clause.map(str::to_owned));
            words.push(basis.to_owned());
        } else {
            let source = standing.source?;
            let mut documents = self.parts.source_documents.iter();
            let known = documents.find(|known| known.id == source.document);
            words.push(
                known
                    .map_or(&source.document, |known| &known.short_title)
                    .clone(),
            );
            let line = || source.line.map(|line| format!("dòng {line}"));
            words.extend(source.clause.clone().or_else(line));
        }
        Some(Clause {
            text: words.join(", "),
            checked: standing.checked,
        })
    }
}
