//! The records that must exist before anybody can write: the commune's own,
//! and the village of a village head. They are written as operations of the
//! endpoint's own device, through the same door as everybody's.

use crate::communes::{Commune, rule_set};
use crate::store::{Grant, StoreError};
use crate::sync::{Batch, Endpoint, FOR_ALL, Rights};
use merge::{Entry, Existence, Operation, Row, Tree, same_value};
use register::role::Role;
use register::{id, kind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A village of a commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    pub id: String,
    pub name: String,
}

impl Endpoint {
    /// Makes sure that the commune's record is there; what is in it stays.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn found_commune(
        &self,
        commune: &Commune,
        year: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        let scope = format!("{}/{FOR_ALL}", commune.code);
        let record = id::singleton(kind::COMMUNE, &commune.code);
        let mut fields = vec![
            ("code", json!(commune.code)),
            ("name", json!(commune.name)),
            ("provinceCode", json!(commune.province_code)),
            ("provinceName", json!(commune.province_name)),
            ("year", json!(year)),
        ];
        if let Some(rules) = rule_set(&commune.province_code) {
            fields.push(("ruleSet", json!(rules)));
        }
        let there = self.store().record(&scope, &record).await?;
        fields.retain(|(field, _)| there.get(*field).is_none_or(Vec::is_empty));
        self.write_own(&commune.code, &scope, &record, kind::COMMUNE, fields, now)
            .await
    }

    /// The village of that name; made if the commune has none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn found_village(
        &self,
        commune: &Commune,
        name: &str,
        now: i64,
    ) -> Result<Village, StoreError> {
        let wanted = json!(name.to_lowercase());
        let villages = self
            .store()
            .find_records(&commune.code, kind::VILLAGE, "name")
            .await?;
        for village in villages {
            let lowered = |entry: &Entry| json!(text(&entry.value).to_lowercase());
            // A village's record stands in the village's own scope.
            let stands = village.scope == format!("{}/{}", commune.code, village.record);
            let entry = village
                .live
                .iter()
                .find(|entry| same_value(&lowered(entry), &wanted));
            if let Some(entry) = entry.filter(|_| stands)
                && !self.is_deleted(&village.scope, &village.record).await?
            {
                let name = text(&entry.value).to_owned();
                return Ok(Village {
                    id: village.record,
                    name,
                });
            }
        }
        let record = self.randomness().id(now);
        let scope = format!("{}/{record}", commune.code);
        let fields = vec![
            ("name", json!(name)),
            ("villageKind", json!(village_kind(name))),
        ];
        self.write_own(&commune.code, &scope, &record, kind::VILLAGE, fields, now)
            .await?;
        Ok(Village {
            id: record,
            name: name.to_owned(),
        })
    }

    /// The village that a scope is of, as its record names it now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn village_of(&self, scope: &str) -> Result<Option<Village>, StoreError> {
        let Some((_, record)) = scope.split_once('/') else {
            return Ok(None);
        };
        let fields = self.store().record(scope, record).await?;
        let name = fields.get("name").and_then(|live| live.first());
        Ok(name.map(|entry| Village {
            id: record.to_owned(),
            name: text(&entry.value).to_owned(),
        }))
    }

    async fn is_deleted(&self, scope: &str, record: &str) -> Result<bool, StoreError> {
        let fields = self.store().record(scope, record).await?;
        let row = Row {
            at: 0,
            kind: kind::VILLAGE.to_owned(),
            fields: fields.into(),
        };
        let tree = Tree::new([(record, &row)], []);
        Ok(tree
            .root()
            .is_some_and(|root| matches!(root.existence, Existence::Deleted { .. })))
    }

    async fn write_own(
        &self,
        commune: &str,
        scope: &str,
        record: &str,
        kind: &str,
        fields: Vec<(&str, Value)>,
        now: i64,
    ) -> Result<(), StoreError> {
        if fields.is_empty() {
            return Ok(());
        }
        let device = self.store().own_device();
        let first = self.store().highest_number(scope, device).await? + 1;
        let operations = (first..)
            .zip(fields)
            .map(|(number, (field, value))| Operation {
                device: device.to_owned(),
                number,
                record: record.to_owned(),
                kind: kind.to_owned(),
                field: field.to_owned(),
                value,
                replaces: Vec::new(),
                at: now,
                save: first,
            })
            .collect();
        let grant = Grant {
            scope: commune.to_owned(),
            role: Role::CommuneOfficer,
        };
        let batch = Batch {
            scope: scope.to_owned(),
            operations,
            gone: BTreeSet::new(),
            witness: None,
            rights: Arc::new(Rights::new(vec![grant])),
            authors: BTreeMap::new(),
            received: now,
            mark: self.randomness().mark(),
            epoch: self.store().epoch().await?,
        };
        for outcome in self.store().push(vec![batch]).await {
            outcome?;
        }
        Ok(())
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The kind of village that a name begins with.
fn village_kind(name: &str) -> &'static str {
    let name = name.trim().to_lowercase();
    let begins = |words: &[&str]| {
        words.iter().any(|word| {
            name.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(' '))
        })
    };
    if begins(&["bản"]) {
        "ban"
    } else if begins(&["tổ dân phố", "tổ", "tdp"]) {
        "toDanPho"
    } else if begins(&["khối phố", "khu phố", "khối", "khu"]) {
        "khoiPho"
    } else {
        "thon"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(village_kind(name), expected, "{name}");
    }

    #[test]
    fn the_first_word_says_what_kind_of_village_it_is() {
        check("Bản Pò Mã", "ban");
        check("Thôn Khuổi Tẳng", "thon");
        check("Tổ dân phố số 3", "toDanPho");
        check("Khối phố 2", "khoiPho");
        check("Khuổi Cấp", "thon");
        check("Banh", "thon");
    }
}
