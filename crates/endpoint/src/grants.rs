//! Which role may be held where: an official's in a whole commune, a village
//! head's in a village of the register.

use crate::bootstrap::Village;
use crate::communes::commune_of;
use crate::model::StoreError;
use crate::sync::Endpoint;
use register::rights::Grant;
use register::role::Role;

/// The reason why a role cannot be held in a scope, with the villages that may have been meant.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("there is no commune of that code")]
    NoCommune,
    #[error("that role is of a whole commune: its scope is the commune's five digits")]
    OfACommune,
    #[error("that role is of one village: its scope is a village's; {}", listed(.0))]
    OfAVillage(Vec<Village>),
    #[error("the commune has no such village; {}", listed(.0))]
    NoVillage(Vec<Village>),
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

/// Whether a role is one of villages, or one of whole communes.
pub fn fits(role: Role, in_village: bool) -> bool {
    match role {
        Role::CommuneOfficer | Role::CommuneChair => !in_village,
        Role::VillageHead => in_village,
        Role::Viewer => true,
        Role::Unknown => false,
    }
}

impl Endpoint {
    /// Whether a right can be given.
    ///
    /// # Errors
    /// If the role does not fit the scope, or the scope is not there; with the
    /// villages that are.
    pub async fn check_grant(&self, grant: &Grant) -> Result<(), GrantError> {
        let commune = commune_of(&grant.scope).ok_or(GrantError::NoCommune)?;
        let villages = self.villages(&commune.code).await?;
        match grant.scope.split_once('/') {
            None if fits(grant.role, false) => Ok(()),
            None => Err(GrantError::OfAVillage(villages)),
            Some(_) if !fits(grant.role, true) => Err(GrantError::OfACommune),
            Some((_, id)) if villages.iter().any(|village| village.id == id) => Ok(()),
            Some(_) => Err(GrantError::NoVillage(villages)),
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
        Ok(Vec::from_iter(names.chain(commune)).join(", "))
    }
}
