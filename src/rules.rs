//! The rule set that the person's commune goes by: kept on the phone, so that
//! nothing at start waits for the network, and looked for again quietly.

use crate::enrolment::Enrolment;
use crate::platform::http::fetch_text;
use crate::store::Phone;
use reading::read_exactly;
use register::rule_set::RuleSet;
use std::sync::Arc;

/// One rule set of `/rule-sets/index.json`: a province's, or with an empty code that of all others.
#[derive(Default)]
struct ListedRuleSet {
    id: String,
    province_code: String,
}

read_exactly!(ListedRuleSet {
    id,
    province_code = "provinceCode"
});

/// The further files of a rule set.
#[derive(Default)]
struct Parts {
    parts: Vec<String>,
}

read_exactly!(Parts { parts or default });

/// The rule set as this phone has it; nothing before the first has arrived.
pub async fn kept(phone: &Phone) -> Option<Arc<RuleSet>> {
    let texts = phone.kept::<Vec<String>>("rules").await.ok()??;
    laid_over(&texts).map(Arc::new)
}

/// The names and texts of the main files, the most particular first.
async fn main_files(enrolment: &Enrolment) -> Option<Vec<(String, String)>> {
    let listed: Vec<ListedRuleSet> = reading::read(file("index").await?.as_bytes()).ok()?;
    let of = |code: &str| listed.iter().find(|set| set.province_code == code);
    let own = of(&enrolment.commune.province_code).or_else(|| of(""))?;
    let mut files = vec![(own.id.clone(), file(&own.id).await?)];
    while let Some(base) = RuleSet::parse(&files.last()?.1).ok()?.extends {
        let text = file(&base).await?;
        files.push((base, text));
        if files.len() > 4 {
            return None;
        }
    }
    Some(files)
}

/// The names and texts of all files of the rule set, the most general first; nothing if one
/// cannot be had.
pub async fn all_files(enrolment: &Enrolment) -> Option<Vec<(String, String)>> {
    let mut files = Vec::new();
    for (name, text) in main_files(enrolment).await?.into_iter().rev() {
        let parts = reading::read::<Parts>(text.as_bytes()).ok()?.parts;
        let base = name.clone();
        files.push((name, text));
        for part in parts {
            let name = format!("{base}.{part}");
            let text = file(&name).await?;
            files.push((name, text));
        }
    }
    Some(files)
}

/// Fetches the rule set and keeps it; nothing if any of it cannot be had.
pub async fn fetched(phone: &Phone, enrolment: &Enrolment) -> Option<Arc<RuleSet>> {
    let files = main_files(enrolment).await?.into_iter();
    let texts: Vec<String> = files.map(|(_, text)| text).collect();
    let rules = laid_over(&texts)?;
    drop(phone.keep("rules", &texts).await);
    Some(Arc::new(rules))
}

/// The rule sets, the most particular first, laid over each other.
fn laid_over(texts: &[String]) -> Option<RuleSet> {
    let mut sets = texts.iter().rev().map(|text| RuleSet::parse(text).ok());
    let first = sets.next()??;
    let laid = sets.try_fold(first, |base, own| Some(RuleSet::over(&base, &own?)))?;
    Some(laid.with_labels())
}

async fn file(id: &str) -> Option<String> {
    fetch_text(&format!("/rule-sets/{id}.json")).await
}
