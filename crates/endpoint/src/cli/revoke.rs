//! `endpoint revoke`: ends the enrolment of a device. Its unsent work stays on the phone.

use super::{CommandResult, Register};
use endpoint::clock;
use endpoint::model::{LastingAct, Revocation, RevokedPhone};
use endpoint::store::DeviceRow;
use std::collections::BTreeSet;

/// Revoke a device's enrolment: its token opens nothing any more
#[derive(clap::Args)]
pub struct RevokeArguments {
    #[command(flatten)]
    register: Register,
    /// As `endpoint devices` lists it
    #[arg(long)]
    device: String,
    /// The phone is in strange hands: it deletes the register that is on it. Without this its
    /// person keeps what was not sent
    #[arg(long)]
    lost: bool,
}

pub async fn run(arguments: RevokeArguments) -> CommandResult {
    let endpoint = arguments.register.open().await?;
    let (store, now) = (endpoint.store(), clock::now());
    let devices = store.devices().await?;
    let found = devices.iter().find(|one| one.device == arguments.device);
    let found = found.ok_or("there is no such device")?;
    let (how, as_what) = match arguments.lost {
        true => (Revocation::Lost, " as lost"),
        false => (Revocation::Over, ""),
    };
    if found.revoked == Some(Revocation::Lost) && how == Revocation::Over {
        return Err("it is revoked as lost, and stays so".into());
    }
    let revoked = LastingAct::Revoke(RevokedPhone {
        id: endpoint.randomness().id(now),
        at: now,
        phone: found.enrolment.clone(),
        how: how.word().to_owned(),
        invitations: BTreeSet::new(),
    });
    store.withdraw(revoked, arguments.register.acts()).await?;
    let DeviceRow { device, person, .. } = found;
    Ok(format!(
        "revoked{as_what}: {device} of {} ({})\n",
        person.name, person.id
    ))
}
