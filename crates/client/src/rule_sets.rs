//! The rule set that the person's commune goes by: kept on the phone, so that
//! nothing at start waits for the network, and looked for again quietly.

use reading::Slot;
use register::rule_set::RuleSet;
use replica::{About, Replica, Store};
use std::sync::Arc;

/// Under what a store keeps the texts of the main files, the most particular first.
const RULES: &str = "rules";
/// The list of all rule sets.
const INDEX: &str = "index";
/// So many sets lie over each other at most: none that extends itself is read for ever.
const MOST_LAYERS: usize = 4;

/// Access to the rule sets' files beside the app: the text of one by its name without ending;
/// nothing if it cannot be had.
pub trait Fetch {
    async fn fetch(&self, name: &str) -> Option<String>;
}

/// One rule set of `index`: a province's, or with an empty code that of all others.
#[derive(Default, Slot)]
#[reading(rename_all = "camelCase")]
struct ListedRuleSet {
    id: String,
    province_code: String,
}

/// The further files of a rule set.
#[derive(Default, Slot)]
struct PartNames {
    #[reading(default)]
    parts: Vec<String>,
}

/// The rule set as this phone has it; nothing before the first has arrived.
pub async fn kept<S: Store, A: About>(phone: &Replica<S, A>) -> Option<Arc<RuleSet>> {
    let texts = phone.kept::<Vec<String>>(RULES).await.ok()??;
    laid_over(&texts).map(Arc::new)
}

/// The names and texts of a province's main files, the most particular first.
async fn main_files(files: &impl Fetch, province: &str) -> Option<Vec<(String, String)>> {
    let listed: Vec<ListedRuleSet> = reading::read(files.fetch(INDEX).await?.as_bytes()).ok()?;
    let of = |code: &str| listed.iter().find(|set| set.province_code == code);
    let own = of(province).or_else(|| of(""))?;
    let mut found = vec![(own.id.clone(), files.fetch(&own.id).await?)];
    while let Some(base) = RuleSet::parse(&found.last()?.1).ok()?.extends {
        if found.len() == MOST_LAYERS {
            return None;
        }
        let text = files.fetch(&base).await?;
        found.push((base, text));
    }
    Some(found)
}

/// The names and texts of all files of a province's rule set, the most general first; nothing if one
/// cannot be had.
pub async fn all_files(files: &impl Fetch, province: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for (name, text) in main_files(files, province).await?.into_iter().rev() {
        let parts = reading::read::<PartNames>(text.as_bytes()).ok()?.parts;
        let base = name.clone();
        found.push((name, text));
        for part in parts {
            let name = format!("{base}.{part}");
            let text = files.fetch(&name).await?;
            found.push((name, text));
        }
    }
    Some(found)
}

/// Fetches the rule set and keeps it; nothing if any of it cannot be had.
pub async fn fetched<S: Store, A: About>(
    phone: &Replica<S, A>,
    files: &impl Fetch,
    province: &str,
) -> Option<Arc<RuleSet>> {
    let found = main_files(files, province).await?.into_iter();
    let texts: Vec<String> = found.map(|(_, text)| text).collect();
    let rules = laid_over(&texts)?;
    drop(phone.keep(RULES, &texts).await);
    Some(Arc::new(rules))
}

/// The rule sets, the most particular first, laid over each other.
fn laid_over(texts: &[String]) -> Option<RuleSet> {
    let mut sets = texts.iter().rev().map(|text| RuleSet::parse(text).ok());
    let first = sets.next()??;
    let laid = sets.try_fold(first, |base, own| Some(RuleSet::over(base, own?)))?;
    Some(laid.with_labels())
}
