//! `endpoint revoke`: ends the enrolment of a device. Its unsent work stays on the phone.

use super::{CommandResult, Register};
use endpoint::clock;
use endpoint::store::DeviceRow;

/// Revoke a device's enrolment: its token opens nothing any more
#[derive(clap::Args)]
pub struct RevokeArguments {
    #[command(flatten)]
    register: Register,
    /// As `endpoint devices` lists it
    #[arg(long)]
    device: String,
}

pub async fn run(arguments: RevokeArguments) -> CommandResult {
    let endpoint = arguments.register.open().await?;
    let (store, now) = (endpoint.store(), clock::now());
    let devices = store.devices().await?;
    let found = devices.iter().find(|one| one.device == arguments.device);
    let found = found.ok_or("there is no such device")?;
    store.revoke(&found.device, now).await?;
    let DeviceRow { device, person, .. } = found;
    Ok(format!(
        "revoked: {device} of {} ({})\n",
        person.name, person.id
    ))
}
