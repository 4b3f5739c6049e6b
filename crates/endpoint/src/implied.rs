//! The roles that somebody has by those that were given: an official of a commune, in what passes between it and
//! its province. Nothing of it is stored.

use crate::communes::commune_of;
use crate::model::Member;
use register::rights::{Grant, Rights, implied};

/// All that somebody has who was given these: also what they imply.
pub fn with_implied(mut grants: Vec<Grant>) -> Vec<Grant> {
    let implied = grants.iter().filter_map(|grant| {
        let commune = commune_of(&grant.scope)?;
        implied(grant, &commune.province_code)
    });
    let implied = Vec::from_iter(implied);
    grants.extend(implied);
    grants
}

impl Member {
    pub fn rights(&self) -> Rights {
        Rights::new(with_implied(self.grants.clone()))
    }
}
