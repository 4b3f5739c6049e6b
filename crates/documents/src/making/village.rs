//! The office of a village: its head, under the people's committee of the commune.

use super::context::{Office, PEOPLES_COMMITTEE_SYMBOL, Unit, name_in_running_text};
use register::record::Record;
use register::rule_set::RuleSet;
use register::summary::village_title;
use register::text::fold;
use register::village_kind::{VillageKind, split_kind};

const KINDS: &str = "villageKinds";
/// Where nobody has said what kind of village it is.
const HEAD: &str = "Trưởng thôn";

impl Office {
    /// A village's of this commune, from the name that it goes by and, where it is
    /// in the register, its own record of this id.
    #[must_use]
    pub fn of_village(
        &self,
        rule_set: &RuleSet,
        name: Option<&str>,
        id: Option<&str>,
        village: Option<&Record>,
    ) -> Self {
        let of_record = |key: &str| village.and_then(|village| village.text(key));
        let code = of_record("villageKind");
        let name = name.or_else(|| of_record("name"));
        let name = name.map(|name| village_title(rule_set, code, name));
        let kind = code.and_then(VillageKind::of_code);
        let head = match name.as_deref() {
            Some(name) => head_title(rule_set, kind.or(split_kind(name).0), name),
            None => HEAD.to_owned(),
        };
        let commune = self.commune_name.as_deref().map(name_in_running_text);
        let committee = commune.map(|name| format!("{PEOPLES_COMMITTEE_SYMBOL} {name}"));
        Self {
            unit: Unit::Village(id.map(str::to_owned)),
            recipients: committee.iter().cloned().collect(),
            superior_unit: committee,
            unit_name: name,
            commune_name: self.commune_name.clone(),
            place_name: self.place_name.clone(),
            position_lines: vec![head],
            signer_name: of_record("headName").map(str::to_owned),
            ..Self::default()
        }
    }
}

/// «Trưởng thôn», «Trưởng bản», «Tổ trưởng» by the rule set's catalogue, which
/// has one kind for «khối phố» and «khu phố».
fn head_title(rule_set: &RuleSet, kind: Option<VillageKind>, name: &str) -> String {
    if fold(name).starts_with("khu ") {
        return "Trưởng khu phố".to_owned();
    }
    let item = kind.and_then(|kind| rule_set.item(KINDS, kind.code()));
    let title = item.and_then(|item| item.attribute("headTitle"));
    title.unwrap_or(HEAD).to_owned()
}
