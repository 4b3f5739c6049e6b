use super::{Failure, Register, RoleChoice};
use endpoint::store::Grant;

/// Which role, of whom, where
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    /// A device of the person, as `endpoint devices` lists it
    #[arg(long)]
    device: String,
    #[arg(long)]
    role: RoleChoice,
    /// As `endpoint devices` lists it: a commune's five digits, or a village of it
    #[arg(long)]
    scope: String,
}

impl Arguments {
    async fn set(self, held: bool) -> Result<bool, Failure> {
        if !merge::is_scope(&self.scope) {
            return Err("that is not a scope".into());
        }
        let endpoint = self.register.open().await?;
        let grant = Grant {
            scope: self.scope,
            role: self.role.into(),
        };
        Ok(endpoint.store().set_role(&self.device, grant, held).await?)
    }
}

/// What the person may read now comes at the next sync.
pub async fn give(arguments: Arguments) -> Result<(), Failure> {
    if !arguments.set(true).await? {
        return Err("there is no such device".into());
    }
    println!("granted");
    Ok(())
}

/// What the person's phone has not sent stays on it.
pub async fn take_away(arguments: Arguments) -> Result<(), Failure> {
    if !arguments.set(false).await? {
        return Err("the person of that device has no such role".into());
    }
    println!("withdrawn");
    Ok(())
}
