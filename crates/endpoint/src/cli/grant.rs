//! `endpoint grant` and `endpoint withdraw`: give a person one more role, and take one away. Which
//! role may be held where is decided in [`crate::grants`].

use super::{CommandResult, Failure, Register, RoleChoice};
use endpoint::clock;
use endpoint::model::{LastingAct, TakenRole};
use endpoint::store::DeviceRow;
use endpoint::sync::Endpoint;
use register::rights::Grant;
use std::collections::BTreeSet;

/// Which role, of whom, where
#[derive(clap::Args)]
pub struct GrantArguments {
    #[command(flatten)]
    register: Register,
    /// A device of the person, as `endpoint devices` lists it
    #[arg(long)]
    device: String,
    #[arg(long)]
    role: RoleChoice,
    /// As `endpoint devices` lists it: a commune's five digits, or a village of it; block/<id>,
    /// block/<id>/<member>; province/<code>
    #[arg(long)]
    scope: String,
}

impl GrantArguments {
    async fn open(&self) -> Result<(Endpoint, Grant), Failure> {
        if !protocol::is_scope(&self.scope) {
            return Err("that is not a scope".into());
        }
        let grant = Grant {
            scope: self.scope.clone(),
            role: self.role.into(),
        };
        Ok((self.register.open().await?, grant))
    }
}

/// What the person may read now comes at the next sync.
pub async fn give(arguments: GrantArguments) -> CommandResult {
    let (endpoint, grant) = arguments.open().await?;
    endpoint.check_grant(&grant).await?;
    let place = endpoint.place_name(&grant.scope).await?;
    let device = &arguments.device;
    if !endpoint.store().set_role(device, grant, true).await? {
        return Err("there is no such device".into());
    }
    Ok(format!("granted: {place}\n"))
}

/// What the person's phone has not sent stays on it.
pub async fn take_away(arguments: GrantArguments) -> CommandResult {
    let (endpoint, grant) = arguments.open().await?;
    let (store, now) = (endpoint.store(), clock::now());
    let devices = store.devices().await?;
    let has_it = |one: &&DeviceRow| one.device == arguments.device && one.grants.contains(&grant);
    let found = devices.iter().find(has_it);
    let found = found.ok_or("the person of that device has no such role")?;
    let taken = LastingAct::Take(TakenRole {
        id: endpoint.randomness().id(now),
        at: now,
        person: found.person.id.clone(),
        role: grant.role.word().to_owned(),
        scope: grant.scope,
        invitations: BTreeSet::new(),
    });
    store.withdraw(taken, arguments.register.acts()).await?;
    Ok("withdrawn\n".into())
}
