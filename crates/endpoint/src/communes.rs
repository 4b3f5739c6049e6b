//! The communes of the provinces served, as the State numbers them.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

static COMMUNES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it.
    serde_json::from_str(include_str!("../data/communes.json")).unwrap_or_default()
});

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Province {
    province_code: String,
    province_name: String,
    communes: Vec<ListedCommune>,
}

#[derive(Deserialize)]
struct ListedCommune {
    code: String,
    name: String,
}

/// A commune, a ward or a special zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    /// Five digits; also the commune's scope.
    pub code: String,
    pub name: String,
    pub province_code: String,
    pub province_name: String,
}

/// The commune of a code.
pub fn commune(code: &str) -> Option<Commune> {
    COMMUNES.iter().find_map(|province| {
        let listed = province
            .communes
            .iter()
            .find(|commune| commune.code == code)?;
        Some(Commune {
            code: listed.code.clone(),
            name: listed.name.clone(),
            province_code: province.province_code.clone(),
            province_name: province.province_name.clone(),
        })
    })
}

/// The commune that a scope belongs to.
pub fn commune_of(scope: &str) -> Option<Commune> {
    commune(scope.split('/').next().unwrap_or(scope))
}

/// What the province of a code is called.
pub fn province_name(code: &str) -> Option<String> {
    let province = COMMUNES
        .iter()
        .find(|province| province.province_code == code)?;
    Some(province.province_name.clone())
}

/// The rule sets that are served: each province's, and with an empty code that of all others.
static RULE_SETS: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../public/rule-sets/index.json")).unwrap_or_default()
});

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuleSet {
    id: String,
    province_code: String,
}

/// The rule set that holds in a province now.
pub fn rule_set(province_code: &str) -> Option<&'static str> {
    let of = |code: &str| RULE_SETS.iter().find(|set| set.province_code == code);
    let set = of(province_code).or_else(|| of(""))?;
    Some(&set.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, name: &str, rules: &str) {
        let commune = commune(code).expect("a commune");
        assert_eq!(commune.name, name);
        assert_eq!(rule_set(&commune.province_code), Some(rules));
    }

    #[test]
    fn communes_are_found_with_their_province_and_rules() {
        check("06541", "Xã Mẫu Sơn", "lang-son-2026");
        check("02701", "Xã Y Tý", "lao-cai-2026");
        // One without a set of its own.
        assert_eq!(rule_set("01"), Some("common-2026"));
        assert_eq!(commune("99999"), None);
        assert_eq!(
            commune_of("06541/abc").map(|commune| commune.code),
            Some("06541".into())
        );
    }
}
