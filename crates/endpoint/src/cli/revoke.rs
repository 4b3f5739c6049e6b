use super::{Failure, Register};
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

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let endpoint = arguments.register.open().await?;
    let now = clock::now();
    if endpoint.store().revoke(&arguments.device, now).await? {
        println!("revoked");
        Ok(())
    } else {
        Err("there is no such device".into())
    }
}
