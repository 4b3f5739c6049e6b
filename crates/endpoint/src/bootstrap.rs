//! The records that must exist before anybody can write: the commune's own,
//! and the village of a village head. They are written as operations of the
//! endpoint's own device, through the same door as everybody's.

use crate::communes::{Commune, rule_set};
use crate::model::{Batch, StoreError};
use crate::store::FoundRecord;
use crate::sync::Endpoint;
use merge::{Existence, RecordState, Tree};
use protocol::Operation;
use register::rights::{FOR_ALL, Grant, Rights};
use register::role::Role;
use register::text::{SortBy, sort_key};
use register::village_kind::{VillageKind, VillageName, split_kind};
use register::{id, kind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A unit of a commune by id, name and kind, for invitations and grants: a village, or a collective
/// with a scope of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    pub id: String,
    pub name: String,
    pub kind: Option<VillageKind>,
}

impl Village {
    /// The kind's word before the name, unless it begins with one.
    pub fn title(&self) -> String {
        match self.kind {
            Some(kind) if split_kind(&self.name).0.is_none() => {
                format!("{} {}", kind.word(), self.name)
            }
            _ => self.name.clone(),
        }
    }
}

/// The result of looking for a village by a typed name: one, some that are like it, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMatch {
    One(Village),
    /// None is of exactly that name, or more than one.
    Perhaps(Vec<Village>),
    Nothing,
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

    /// The units of a commune that are not deleted, by name.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn units(&self, commune: &str) -> Result<Vec<Village>, StoreError> {
        let store = self.store();
        let mut found = store.find_records(commune, kind::VILLAGE, "name").await?;
        found.extend(
            store
                .find_records(commune, kind::COLLECTIVE, "name")
                .await?,
        );
        let mut villages = Vec::with_capacity(found.len());
        for FoundRecord { scope, record, .. } in found {
            // A unit's record stands in the unit's own scope.
            let stands = scope == format!("{commune}/{record}");
            if stands
                && !self.is_deleted(&scope, &record).await?
                && let Some(village) = self.village_of(&scope).await?
            {
                villages.push(village);
            }
        }
        villages.sort_by_cached_key(|village| sort_key(&village.name, SortBy::Plain));
        Ok(villages)
    }

    /// What units of a commune a person means by a name, as a pasted list is
    /// compared with the register.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn village_named(&self, commune: &str, name: &str) -> Result<NameMatch, StoreError> {
        let wanted = VillageName::new(None, name);
        let of = |village: &Village| VillageName::new(village.kind, &village.name);
        let villages = self.units(commune).await?;
        let (same, other): (Vec<_>, Vec<_>) = villages
            .into_iter()
            .partition(|village| of(village).is_same(&wanted));
        let alike = |village: &Village| of(village).is_alike(&wanted);
        Ok(match <[Village; 1]>::try_from(same) {
            Ok([village]) => NameMatch::One(village),
            Err(several) if !several.is_empty() => NameMatch::Perhaps(several),
            Err(_) => match Vec::from_iter(other.into_iter().filter(alike)) {
                alike if alike.is_empty() => NameMatch::Nothing,
                alike => NameMatch::Perhaps(alike),
            },
        })
    }

    /// Makes a village by a fresh id, or by the one that it had in a register that was
    /// set back.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn found_village(
        &self,
        commune: &Commune,
        id: Option<&str>,
        name: &str,
        now: i64,
    ) -> Result<Village, StoreError> {
        let record = id.map_or_else(|| self.randomness().id(now), str::to_owned);
        let scope = format!("{}/{record}", commune.code);
        // The kind beside the name, as the app and a pasted list keep it.
        let (kind, name) = split_kind(name);
        let kind = kind.unwrap_or(VillageKind::Thon);
        let fields = vec![("name", json!(name)), ("villageKind", json!(kind.code()))];
        self.write_own(&commune.code, &scope, &record, kind::VILLAGE, fields, now)
            .await?;
        Ok(Village {
            id: record,
            name: name.to_owned(),
            kind: Some(kind),
        })
    }

    /// The unit that a scope is of, as its record names it now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn village_of(&self, scope: &str) -> Result<Option<Village>, StoreError> {
        let Some((_, record)) = scope.split_once('/') else {
            return Ok(None);
        };
        let fields = self.store().record(scope, record).await?;
        let said = |field: &str| {
            let entry = fields.get(field).and_then(|live| live.first())?;
            entry.value.as_str()
        };
        Ok(fields.contains_key("name").then(|| Village {
            id: record.to_owned(),
            name: said("name").unwrap_or_default().to_owned(),
            kind: said("villageKind").and_then(VillageKind::of_code),
        }))
    }

    async fn is_deleted(&self, scope: &str, record: &str) -> Result<bool, StoreError> {
        let fields = self.store().record(scope, record).await?;
        let row = RecordState {
            kind: kind::VILLAGE.to_owned(),
            fields: fields.into(),
            ..RecordState::default()
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
                predecessors: Vec::new(),
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
            recovering: None,
            decided: Vec::new(),
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
