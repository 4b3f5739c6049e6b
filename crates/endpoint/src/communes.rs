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
    communes: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
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

/// The rule set that holds in a province now.
pub fn rule_set(province_code: &str) -> Option<&'static str> {
    match province_code {
        "20" => Some("lang-son-2026"),
        "15" => Some("lao-cai-2026"),
        _ => None,
    }
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
        assert_eq!(commune("99999"), None);
        assert_eq!(
            commune_of("06541/abc").map(|commune| commune.code),
            Some("06541".into())
        );
    }
}
