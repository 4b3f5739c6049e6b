//! Which role may be held where: an official's in a whole commune, a village
//! head's in a village of the register or another unit, others in a block or a province.

use crate::bootstrap::Village;
use crate::communes::{commune_of, province_name};
use crate::model::StoreError;
use crate::sync::Endpoint;
use register::rights::Grant;
use register::role::Role;
use register::scope::ScopeShape;

/// The reason why a role cannot be held in a scope, with the villages that may have been meant.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("there is no commune of that code")]
    NoCommune,
    #[error("that role is of a whole commune: its scope is the commune's five digits")]
    OfACommune,
    #[error("that role is of one village, or another unit: its scope is the unit's; {}", listed(.0))]
    OfAVillage(Vec<Village>),
    #[error("the commune has no such village or other unit; {}", listed(.0))]
    NoVillage(Vec<Village>),
    #[error("that role is of a block: its scope is block/<id>")]
    OfABlock,
    #[error("that role is of a block's member: its scope is block/<id>/<member>")]
    OfAMember,
    #[error("that role is of a province: its scope is province/<code>")]
    OfAProvince,
    #[error("there is no province of that code, or the commune is not in it")]
    NoProvince,
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn listed(villages: &[Village]) -> String {
    if villages.is_empty() {
        return "it has none yet".to_owned();
    }
    let lines = villages
        .iter()
        .map(|village| format!("\n  {}  {}", village.id, village.title()));
    format!("these are there:{}", String::from_iter(lines))
}

/// Why a role is not held where somebody said; `villages` are those of the commune, if it was one.
fn misplaced(role: Role, villages: Vec<Village>) -> GrantError {
    match role {
        Role::VillageHead => GrantError::OfAVillage(villages),
        Role::BlockLead | Role::BlockDeputy => GrantError::OfABlock,
        Role::BlockMember => GrantError::OfAMember,
        Role::ProvinceOfficer => GrantError::OfAProvince,
        Role::CommuneOfficer | Role::CommuneChair | Role::Viewer | Role::Unknown => {
            GrantError::OfACommune
        }
    }
}

impl Endpoint {
    /// Whether a right can be given.
    ///
    /// # Errors
    /// If the role does not fit the scope, or the scope is not there; with the
    /// villages that are.
    pub async fn check_grant(&self, grant: &Grant) -> Result<(), GrantError> {
        let role = grant.role;
        let shape = ScopeShape::of(&grant.scope);
        let of_province = matches!(shape, ScopeShape::Province | ScopeShape::ProvinceCommune);
        if of_province || matches!(shape, ScopeShape::Block | ScopeShape::BlockMember) {
            return match role.fits(shape) {
                false => Err(misplaced(role, Vec::new())),
                true if of_province && !is_in_a_province(&grant.scope) => {
                    Err(GrantError::NoProvince)
                }
                // Whether a block is there only its people know: it may be founded offline.
                true => Ok(()),
            };
        }
        let commune = commune_of(&grant.scope).ok_or(GrantError::NoCommune)?;
        let villages = self.units(&commune.code).await?;
        match grant.scope.split_once('/') {
            None if role.fits(ScopeShape::Commune) => Ok(()),
            Some((_, id)) if role.fits(ScopeShape::Unit) => {
                let is_there = villages.iter().any(|village| village.id == id);
                is_there
                    .then_some(())
                    .ok_or(GrantError::NoVillage(villages))
            }
            _ => Err(misplaced(role, villages)),
        }
    }

    /// A scope as a person calls it: «Bản Pò Mã, Xã Mẫu Sơn».
    ///
    /// # Errors
    /// If the store fails.
    pub async fn place_name(&self, scope: &str) -> Result<String, StoreError> {
        let village = self.village_of(scope).await?;
        let names = village.map(|village| village.title()).into_iter();
        let commune = commune_of(scope).map(|commune| commune.name);
        let names = Vec::from_iter(names.chain(commune));
        if names.is_empty() {
            return Ok(place_outside(scope));
        }
        Ok(names.join(", "))
    }
}

/// A province, or what passes between it and a commune, as a person calls it; else the scope itself.
fn place_outside(scope: &str) -> String {
    let Some(rest) = scope.strip_prefix("province/") else {
        return scope.to_owned();
    };
    let (province, commune) = rest.split_once('/').unwrap_or((rest, ""));
    let commune = commune_of(commune).map(|commune| commune.name);
    let names = commune.into_iter().chain(province_name(province));
    match Vec::from_iter(names) {
        names if names.is_empty() => scope.to_owned(),
        names => names.join(", "),
    }
}

/// Whether a scope is that of a province that is served, or of a commune in it.
fn is_in_a_province(scope: &str) -> bool {
    let Some(rest) = scope.strip_prefix("province/") else {
        return false;
    };
    match rest.split_once('/') {
        None => province_name(rest).is_some(),
        Some((province, commune)) => {
            commune_of(commune).is_some_and(|commune| commune.province_code == province)
        }
    }
}
