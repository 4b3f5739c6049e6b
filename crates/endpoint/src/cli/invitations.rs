//! `endpoint invitations`: lists invitations and cancels one that nobody has used.

use super::{CommandResult, Register};
use endpoint::clock::{self, Moment};
use endpoint::invitations::public_id;
use endpoint::model::{CancelledInvitation, LastingAct};
use endpoint::store::{DeviceRow, Invitation};
use serde_json::{Value, json};
use std::fmt::Write;

/// List the invitations: which are open, which were used, by which device
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct InvitationsArguments {
    #[command(subcommand)]
    command: Option<InvitationsCommand>,
    #[command(flatten)]
    register: Register,
    #[arg(long)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum InvitationsCommand {
    /// Cancel an invitation that nobody has used: its code opens nothing any more
    Cancel {
        #[command(flatten)]
        register: Register,
        /// The first four characters of the code, or all of it
        code: String,
    },
}

pub async fn run(arguments: InvitationsArguments) -> CommandResult {
    if let Some(InvitationsCommand::Cancel { register, code }) = arguments.command {
        return cancel(&register, &code).await;
    }
    let endpoint = arguments.register.open().await?;
    let store = endpoint.store();
    let devices = store.devices().await?;
    let now = clock::now();
    let (mut rows, mut said) = (Vec::new(), String::new());
    for invitation in store.invitations().await? {
        let state = state(&invitation, now);
        let device = used_by(&invitation, &devices);
        let place = endpoint.place_name(&invitation.scope).await?;
        let Invitation {
            public_id,
            person_name,
            role,
            scope,
            invited_by,
            expires_at,
            ..
        } = invitation;
        if arguments.json {
            rows.push(json!({
                "code": public_id, "personName": person_name, "role": role, "scope": scope,
                "place": place, "invitedBy": invited_by, "expiresAt": expires_at,
                "state": state, "device": device,
            }));
            continue;
        }
        let until = match state {
            "open" => format!(" until {}", Moment::of(expires_at)),
            "used" => format!(" by device {}", device.unwrap_or_default()),
            _ => String::new(),
        };
        let role = role.word();
        writeln!(
            said,
            "{public_id}  {person_name}  {role} of {place}  invited by {invited_by}  {state}{until}"
        )?;
    }
    if arguments.json {
        return Ok(format!("{}\n", Value::from(rows)));
    }
    if said.is_empty() {
        return Ok("nobody was invited yet\n".to_owned());
    }
    Ok(format!(
        "code  person  role of place  by whom  what became of it\n{said}"
    ))
}

async fn cancel(register: &Register, code: &str) -> CommandResult {
    let endpoint = register.open().await?;
    let store = endpoint.store();
    let id = public_id(code).ok_or("that is no invitation's code")?;
    let mut found = store.invitation(&id).await?;
    if found.as_ref().is_some_and(|one| one.claimed.is_none()) {
        let now = clock::now();
        let cancelled = LastingAct::Cancel(CancelledInvitation {
            id: endpoint.randomness().id(now),
            at: now,
            invitation: id.clone(),
        });
        store.withdraw(cancelled, register.acts()).await?;
        // Somebody may have used it meanwhile.
        found = store.invitation(&id).await?;
    }
    let found = found.ok_or("there is no such invitation")?;
    if found.claimed.is_none() {
        return Ok(format!("{id} is cancelled\n"));
    }
    let devices = store.devices().await?;
    let device = used_by(&found, &devices).unwrap_or_default();
    let undo = format!("`endpoint revoke --device {device}` takes away what it gave");
    Err(format!("it was used already: {undo}").into())
}

fn state(invitation: &Invitation, now: i64) -> &'static str {
    match invitation.expires_at {
        _ if invitation.claimed.is_some() => "used",
        0 => "cancelled",
        ends if ends < now => "expired",
        _ => "open",
    }
}

fn used_by<'d>(invitation: &Invitation, devices: &'d [DeviceRow]) -> Option<&'d str> {
    let claimed = invitation.claimed.as_ref()?;
    let used = |device: &&DeviceRow| device.enrolment == claimed.enrolment;
    devices.iter().find(used).map(|row| row.device.as_str())
}
