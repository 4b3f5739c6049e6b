use super::{Outcome, Register};
use endpoint::clock;

/// Revoke a device's enrolment: its token opens nothing any more
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    /// As `endpoint devices` lists it
    #[arg(long)]
    device: String,
}

pub async fn run(arguments: Arguments) -> Outcome {
    let endpoint = arguments.register.open().await?;
    let now = clock::now();
    if endpoint.store().revoke(&arguments.device, now).await? {
        Ok("revoked\n".into())
    } else {
        Err("there is no such device".into())
    }
}
