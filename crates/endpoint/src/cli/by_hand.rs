//! What neither a backup nor the phones bring back after a restore, as far as the register that
//! was replaced can still be asked.

use super::words::quoted;
use endpoint::clock::Moment;
use endpoint::communes::commune_of;
use endpoint::model::{Revocation, StoreError};
use endpoint::secrets::Randomness;
use endpoint::store::{DeviceRow, Invitation, Store};
use endpoint::sync::Endpoint;
use register::rights::Grant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More than these are looked at by the command that lists them.
const MOST_LISTED: usize = 20;

/// The people of a register, their devices, and who is invited.
pub struct RegisterPeople {
    devices: Vec<DeviceRow>,
    invitations: Vec<Invitation>,
    /// The villages of their roles, by scope.
    villages: BTreeMap<String, String>,
    /// Until when phones may tell what they had seen.
    telling: Option<i64>,
}

impl RegisterPeople {
    pub async fn of(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        let endpoint = Endpoint::new(store.clone(), Randomness::of_the_system());
        let devices = store.devices().await?;
        let invitations = store.invitations().await?;
        let mut villages = BTreeMap::new();
        for Grant { scope, .. } in devices.iter().flat_map(|device| &device.grants) {
            if let Some(village) = endpoint.village_of(scope).await? {
                villages.insert(scope.clone(), village.title());
            }
        }
        Ok(Self {
            devices,
            invitations,
            villages,
            telling: store.recovery_until().await?,
        })
    }

    /// How who enrolled here and is not in the register `after` is invited again.
    fn invite_again(&self, device: &DeviceRow, after: &Self) -> String {
        let (id, name) = (&device.person.id, &device.person.name);
        if after.devices.iter().any(|one| one.person.id == *id) {
            return format!("endpoint invite --person {id}   # {name}");
        }
        let (of_communes, others): (Vec<&Grant>, Vec<&Grant>) =
            { device.grants.iter() }.partition(|grant| commune_of(&grant.scope).is_some());
        let roles = of_communes.into_iter().map(|Grant { scope, role }| {
            let (commune, village) = match scope.split_once('/') {
                Some((commune, village)) => (commune, Some(village)),
                None => (scope.as_str(), None),
            };
            let mut place = format!("--role {} --commune {commune}", role.word());
            if let Some(village) = village {
                place.push_str(&format!(" --village-id {village}"));
            }
            if let Some(title) = self.villages.get(scope) {
                place.push_str(&format!(" --village {}", quoted(title)));
            }
            place
        });
        let others = others
            .into_iter()
            .map(|Grant { scope, role }| format!("--role {} --scope {scope}", role.word()));
        let roles = Vec::from_iter(roles.chain(others));
        // With several roles the first is invited to, and the others are granted.
        format!(
            "endpoint invite --person {id} --name {} {}",
            quoted(name),
            roles.join("\n      and then grant ")
        )
    }
}

/// What is to be done again by hand; `before` is what was replaced, if it could be read.
pub fn said(before: Option<&RegisterPeople>, after: &RegisterPeople, now: i64) -> String {
    let mut said =
        "what neither the backup nor the phones bring back, to be done by hand:\n".to_owned();
    let mut add = |what: &str, lines: Option<Vec<String>>| {
        let (found, lines) = match lines {
            None => ("", Vec::new()),
            Some(lines) if lines.is_empty() => (": nothing", lines),
            Some(lines) => (":", lines),
        };
        said.push_str(&format!("- {what}{found}\n"));
        for line in lines {
            said.push_str(&format!("    {line}\n"));
        }
    };
    add(
        "whoever enrolled after the backup needs a new invitation, by the id that the phone shows \
         (endpoint invite --person …)",
        before.map(|before| to_invite_again(before, after)),
    );
    add(
        "what was revoked after the backup, and stands in no file beside the register, is good \
         again (endpoint revoke)",
        before.map(|before| to_revoke_again(before, after)),
    );
    add(
        "roles that were granted after the backup, and such withdrawals (endpoint grant, endpoint \
         withdraw)",
        None,
    );
    add(
        "invitations that were made after the backup (endpoint invite)",
        None,
    );
    let open = to_cancel_again(before, after, now);
    let what = match before {
        Some(_) => "invitations that were cancelled or used after the backup are open again",
        None => "invitations are open, also those that were cancelled or used after the backup",
    };
    match open.len() {
        ..=MOST_LISTED => add(what, Some(open)),
        many => add(&format!("{what}: {many} (endpoint invitations)"), None),
    }
    let until = after.telling.map(|until| Moment::of(until).to_string());
    said.push_str(&format!(
        "phones tell what they had seen until {} (endpoint telling); what only those had seen who \
         may not write it waits on the phones of those who may\n",
        until.unwrap_or_default()
    ));
    said
}

fn to_invite_again(before: &RegisterPeople, after: &RegisterPeople) -> Vec<String> {
    // An enrolment may have several devices.
    let there = after.devices.iter().map(|one| &one.enrolment);
    let mut seen = BTreeSet::from_iter(there);
    let lost = before.devices.iter().filter(|one| {
        let is_lost = one.revoked_at.is_none() && !one.grants.is_empty();
        is_lost && seen.insert(&one.enrolment)
    });
    lost.map(|one| before.invite_again(one, after)).collect()
}

fn to_revoke_again(before: &RegisterPeople, after: &RegisterPeople) -> Vec<String> {
    let revoked = before.devices.iter().filter(|one| one.revoked.is_some());
    let again = revoked.filter(|one| {
        let same = |other: &&DeviceRow| other.device == one.device;
        let there = after.devices.iter().find(same);
        there.is_some_and(|there| {
            there.revoked.is_none()
                || one.revoked == Some(Revocation::Lost) && there.revoked != one.revoked
        })
    });
    let line = |one: &DeviceRow| {
        let lost = match one.revoked {
            Some(Revocation::Lost) => " --lost",
            _ => "",
        };
        format!(
            "endpoint revoke --device {}{lost}   # {}",
            one.device, one.person.name
        )
    };
    again.map(line).collect()
}

/// Of the invitations that are open now, those that were not, and what had become of them.
fn to_cancel_again(
    before: Option<&RegisterPeople>,
    after: &RegisterPeople,
    now: i64,
) -> Vec<String> {
    let mut open = Vec::new();
    for one in after.invitations.iter().filter(|one| is_open(one, now)) {
        let same = |other: &&Invitation| other.public_id == one.public_id;
        let was = before.and_then(|before| before.invitations.iter().find(same));
        let since = match was {
            Some(was) if is_open(was, now) => continue,
            Some(was) if was.claimed.is_some() => ", was used",
            Some(_) => ", was cancelled",
            None => "",
        };
        let (id, role, name) = (&one.public_id, one.role.word(), &one.person_name);
        open.push(format!(
            "endpoint invitations cancel {id}   # {name}, {role}{since}"
        ));
    }
    open
}

fn is_open(invitation: &Invitation, now: i64) -> bool {
    invitation.claimed.is_none() && invitation.expires_at >= now
}
