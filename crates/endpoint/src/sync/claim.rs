//! Whose the device ids of a request are.

use super::{CheckedScope, Endpoint, Incoming, MOST_AUTHORS, SyncError, refusal, unnoted};
use crate::model::{Member, StoreError};
use protocol::rule::{Rule, holds};
use protocol::{is_device_of, is_made_of_a_key};
use std::collections::BTreeSet;

/// The device ids of a request that its sender may not write under, by the reason.
#[derive(Debug, Default)]
pub(super) struct RejectedDevices {
    pub of_others: BTreeSet<String>,
    /// Made from a key that is none of the person's.
    pub unproved: BTreeSet<String>,
    /// Past what one person may have.
    pub too_many: BTreeSet<String>,
}

impl Endpoint {
    /// Claims the devices of the request, and sets aside what is not the sender's.
    /// `proved` is the key whose proof the request brings.
    pub(super) async fn claim_devices(
        &self,
        member: &Member,
        own: &str,
        proved: Option<&str>,
        parts: &mut [CheckedScope<'_>],
    ) -> Result<(), SyncError> {
        let mut devices = BTreeSet::from([own.to_owned()]);
        for part in &mut *parts {
            part.incoming.retain(|incoming| {
                let device = &incoming.operation.device;
                let room = devices.len() <= MOST_AUTHORS;
                devices.contains(device) || room && devices.insert(device.clone())
            });
        }
        let claimed = self.claim(member, proved, devices).await;
        let not_own = if parts.iter().any(CheckedScope::brings) {
            claimed?
        } else {
            claimed.unwrap_or_else(unnoted)
        };
        if not_own.of_others.contains(own) {
            return Err(SyncError::DeviceOfAnother);
        }
        if not_own.unproved.contains(own) {
            return Err(SyncError::DeviceNotProved);
        }
        if not_own.too_many.contains(own) {
            return Err(SyncError::TooManyDevices);
        }
        for part in parts {
            let mut others: Vec<Incoming> = Vec::new();
            for incoming in std::mem::take(&mut part.incoming) {
                let device = &incoming.operation.device;
                if not_own.is_of_others(device) {
                    others.push(incoming);
                } else if !not_own.too_many.contains(device) {
                    part.incoming.push(incoming);
                }
            }
            let code = refusal::NOT_YOUR_DEVICE;
            part.turned_away = others.into_iter().map(|one| (one, code)).collect();
        }
        Ok(())
    }

    /// Claims devices for an enrolment: one that is made from a key only for whoever has
    /// proved that key.
    pub(super) async fn claim(
        &self,
        member: &Member,
        proved: Option<&str>,
        devices: BTreeSet<String>,
    ) -> Result<RejectedDevices, StoreError> {
        let keys = || member.keys.iter().map(String::as_str).chain(proved);
        let (free, mut unproved): (BTreeSet<String>, _) = devices.into_iter().partition(|device| {
            !is_made_of_a_key(device)
                || keys().any(|key| is_device_of(device, key))
                || !holds(Rule::MadeIdsNeedTheirKey)
        });
        let store = self.store();
        let mut claims = store.claim_devices(&member.enrolment, &free).await?;
        if !unproved.is_empty() {
            // One that it has stays its own, also when the key has gone to another.
            let own = store.owned_devices(&member.enrolment, &unproved).await?;
            unproved.retain(|device| !own.contains(device));
        }
        if !holds(Rule::DevicesHaveOneOwner) {
            claims.of_others.clear();
        }
        Ok(RejectedDevices {
            of_others: claims.of_others,
            unproved,
            too_many: claims.too_many,
        })
    }
}

impl RejectedDevices {
    /// Whether what is written under it has to be another's.
    pub fn is_of_others(&self, device: &str) -> bool {
        self.of_others.contains(device) || self.unproved.contains(device)
    }
}
