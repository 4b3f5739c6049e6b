//! Official documents, made of what the page hands in (`crates/documents`).

use documents::forms;
use documents::html::Stylesheet;
use documents::making::{Desk, Made, Office, Paper};
use documents::{docx, html, xlsx};
use register::record::Record;
use register::rule_set::RuleSet;
use register::rules::{File, Rules};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What the register has for documents.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    /// The files of the rule set in force, names and texts, the most general first.
    files: Vec<(String, String)>,
    /// The year that the documents are about.
    year: i32,
    commune: Record,
    profile: Record,
    /// What they are made of: one record, or a list of nominations.
    records: Vec<Record>,
}

/// One document that can be made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    key: String,
    name: String,
    /// No official layout is known.
    is_reference: bool,
    /// What is missing, or had to be changed.
    findings: Vec<String>,
}

/// What is known before a document is asked for.
struct Ready {
    given: Given,
    rules: Rules,
    rule_set: RuleSet,
}

impl Ready {
    fn read(given: &str) -> Result<Self, &'static str> {
        let given: Given = serde_json::from_str(given).map_err(|_| "malformed")?;
        let files: Vec<File<'_>> = given
            .files
            .iter()
            .map(|(name, text)| File { name, text })
            .collect();
        let rules = Rules::read(&files).map_err(|_| "rules")?;
        // The main files alone make the rule set that forms are filled by.
        let main = given.files.iter().filter(|(name, _)| !name.contains('.'));
        let mut sets = main.map(|(_, text)| RuleSet::parse(text).map_err(|_| "rules"));
        let first = sets.next().ok_or("rules")??;
        let rule_set =
            sets.try_fold(first, |base, own| own.map(|own| RuleSet::over(&base, &own)))?;
        Ok(Self {
            rules,
            rule_set: rule_set.with_labels(),
            given,
        })
    }

    fn make(&self, key: &str) -> Option<Made> {
        let given = &self.given;
        let office = Office::of_commune(&self.rule_set, &given.commune, &given.profile, given.year);
        let paper = Paper {
            year: given.year,
            ..Paper::default()
        };
        let desk = Desk {
            rules: &self.rules,
            rule_set: &self.rule_set,
            office: &office,
            paper: &paper,
        };
        let one = given.records.first();
        match key {
            "exemplarReport" => forms::exemplar_report(desk, one?),
            "achievementReport" => forms::achievement_report(desk, one?),
            "registration" => forms::registration(desk, one?),
            "achievementSummary" => forms::achievement_summary(desk, &given.records),
            "submissionLetter" => forms::submission_letter(desk, &given.records),
            _ => None,
        }
    }
}

/// Of each of these documents how it is called and what is missing in it, as JSON; those that
/// the rule set has no form for are left out.
///
/// # Errors
/// `malformed` if what is given cannot be read, `rules` if the rule set cannot.
#[wasm_bindgen]
pub fn papers(given: &str, keys: Vec<String>) -> Result<String, JsValue> {
    let ready = Ready::read(given)?;
    let known: Vec<Known> = keys
        .into_iter()
        .filter_map(|key| {
            let made = ready.make(&key)?;
            // The same blank in many rows is said once.
            let mut times: BTreeMap<String, usize> = BTreeMap::new();
            let mut findings = Vec::new();
            for finding in made.findings {
                let count = times.entry(finding.message.clone()).or_default();
                *count += 1;
                if *count == 1 {
                    findings.push(finding.message);
                }
            }
            Some(Known {
                key,
                name: made.document.name,
                is_reference: made.is_reference,
                findings,
            })
        })
        .collect();
    serde_json::to_string(&known).map_err(|_| "malformed".into())
}

/// A document as `docx`, `xlsx`, or as the page `html` that finds its looks at `stylesheet`.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such form, `tooLarge` if the file would be.
#[wasm_bindgen]
pub fn paper(given: &str, key: &str, format: &str, stylesheet: &str) -> Result<Vec<u8>, JsValue> {
    let made = Ready::read(given)?.make(key).ok_or("none")?;
    let written = match format {
        "docx" => docx::write(&made.document),
        "xlsx" => xlsx::write(&made.document),
        _ => Ok(html::write(&made.document, Stylesheet::At(stylesheet)).into_bytes()),
    };
    written.map_err(|_| "tooLarge".into())
}
