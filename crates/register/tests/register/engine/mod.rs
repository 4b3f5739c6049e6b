//! What is computed on top of the rule sets.

mod awards;
#[path = "../../support/commune.rs"]
pub mod commune;
mod criteria;
mod deadlines;
mod documents;
mod hostile;
mod in_force;
mod migration;
mod quotas;
mod ratios;
mod reading;
mod refusing;
mod registrations;
mod reports;
mod scores;
mod summary_table;

use crate::rule_sets::files;
use register::rules::{Mistake, RuleSetFile, Rules};
use std::sync::{Arc, Mutex, OnceLock};

/// The names of a rule set's files from the base to its own last part.
pub fn layer_names(id: &str) -> Vec<String> {
    let main = files::text(id);
    let (base, parts) = Rules::wanted(&main);
    let mut names = base.map_or_else(Vec::new, |base| layer_names(&base));
    names.push(id.to_owned());
    names.extend(parts);
    names
}

pub fn read_with(id: &str, change: impl Fn(&str, String) -> String) -> Result<Rules, Vec<Mistake>> {
    let names = layer_names(id);
    let texts: Vec<String> = names
        .iter()
        .map(|name| change(name, files::text(name)))
        .collect();
    let listed: Vec<RuleSetFile<'_>> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| RuleSetFile { name, text })
        .collect();
    Rules::read(&listed)
}

/// A rule set whole, read once.
pub fn rules(id: &str) -> Arc<Rules> {
    static KNOWN: OnceLock<Mutex<Vec<Arc<Rules>>>> = OnceLock::new();
    let read = || match read_with(id, |_, text| text) {
        Ok(rules) => Arc::new(rules),
        Err(mistakes) => {
            let lines: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
            panic!("{id}\n{}", lines.join("\n"))
        }
    };
    let Ok(mut known) = KNOWN.get_or_init(Mutex::default).lock() else {
        return read();
    };
    if let Some(found) = known.iter().find(|rules| rules.id == id) {
        return found.clone();
    }
    let fresh = read();
    known.push(fresh.clone());
    fresh
}

/// Compares with a text file beside the tests that reads like the printed form.
#[track_caller]
pub fn golden(name: &str, shown: &str) {
    let path = files_folder().join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        assert!(std::fs::write(&path, shown).is_ok(), "{}", path.display());
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == shown,
        "{name} has changed; look at it, then run with UPDATE_SNAPSHOTS=1\n{shown}"
    );
}

fn files_folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/register/engine/golden")
}
