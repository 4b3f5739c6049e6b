use super::{Failure, Register};
use endpoint::clock;
use endpoint::store::{DeviceRow, Grant};
use serde_json::{Value, json};

/// List the devices that are enrolled
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let endpoint = arguments.register.open().await?;
    let devices = endpoint.store().devices().await?;
    if arguments.json {
        println!("{}", Value::from_iter(devices.iter().map(as_json)));
        return Ok(());
    }
    let now = clock::now();
    for device in devices {
        let roles: Vec<String> = device.grants.iter().map(role_in).collect();
        let state = match device.revoked_at {
            Some(_) => "revoked".to_owned(),
            None => format!(
                "seen {} h ago",
                (now - device.last_seen_at).max(0) / 3_600_000
            ),
        };
        println!(
            "{}  {}  {}  {state}",
            device.device,
            device.person.name,
            roles.join(", ")
        );
    }
    Ok(())
}

fn role_in(Grant { scope, role }: &Grant) -> String {
    format!("{} {scope}", json!(role).as_str().unwrap_or_default())
}

fn as_json(device: &DeviceRow) -> Value {
    let grants = device
        .grants
        .iter()
        .map(|grant| json!({ "scope": grant.scope, "role": grant.role }));
    json!({
        "device": device.device,
        "person": { "id": device.person.id, "name": device.person.name },
        "roles": Value::from_iter(grants),
        "enrolledAt": device.enrolled_at,
        "lastSeenAt": device.last_seen_at,
        "revokedAt": device.revoked_at,
    })
}
