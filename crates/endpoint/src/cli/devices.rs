//! `endpoint devices`: lists devices, people and roles, for reading or as JSON. The ids that other
//! commands ask for are here.

use super::{CommandResult, Register};
use endpoint::clock;
use endpoint::model::Revocation;
use endpoint::store::DeviceRow;
use endpoint::sync::Endpoint;
use serde_json::{Value, json};
use std::fmt::Write;

/// List the devices that are enrolled, whose they are, and what they may do
#[derive(clap::Args)]
pub struct DevicesArguments {
    #[command(flatten)]
    register: Register,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: DevicesArguments) -> CommandResult {
    let endpoint = arguments.register.open().await?;
    let devices = endpoint.store().devices().await?;
    if arguments.json {
        let mut rows = Vec::new();
        for device in &devices {
            rows.push(as_json(&endpoint, device).await?);
        }
        return Ok(format!("{}\n", Value::from(rows)));
    }
    let now = clock::now();
    if devices.is_empty() {
        return Ok("nobody is enrolled yet\n".to_owned());
    }
    let mut said = "device  person (id)  role of place (scope)  when seen last\n".to_owned();
    for device in devices {
        let mut roles = Vec::new();
        for grant in &device.grants {
            let place = endpoint.place_name(&grant.scope).await?;
            let (role, scope) = (grant.role.word(), &grant.scope);
            roles.push(format!("{role} of {place} ({scope})"));
        }
        let state = match device.revoked {
            Some(Revocation::Lost) => "revoked as lost".to_owned(),
            Some(Revocation::Over) => "revoked".to_owned(),
            None => {
                let hours = (now - device.last_seen_at).max(0) / 3_600_000;
                format!("seen {hours} h ago")
            }
        };
        let (person, roles) = (&device.person, roles.join(", "));
        let (id, name) = (&person.id, &person.name);
        writeln!(said, "{}  {name} ({id})  {roles}  {state}", device.device)?;
    }
    Ok(said)
}

async fn as_json(endpoint: &Endpoint, device: &DeviceRow) -> Result<Value, super::Failure> {
    let mut roles = Vec::new();
    for grant in &device.grants {
        let place = endpoint.place_name(&grant.scope).await?;
        roles.push(json!({ "scope": grant.scope, "role": grant.role, "place": place }));
    }
    Ok(json!({
        "device": device.device,
        "person": { "id": device.person.id, "name": device.person.name },
        "roles": roles,
        "enrolledAt": device.enrolled_at,
        "lastSeenAt": device.last_seen_at,
        "revokedAt": device.revoked_at,
        "revoked": device.revoked.map(Revocation::word),
    }))
}
