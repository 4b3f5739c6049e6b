use super::Failure;
use endpoint::clock;
use std::path::PathBuf;

/// Revoke a device's enrolment: its token opens nothing any more
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the register
    #[arg(long, env = "ENDPOINT_DATA")]
    data: PathBuf,
    /// As `endpoint devices` lists it
    #[arg(long)]
    device: String,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let endpoint = super::open(&arguments.data).await?;
    let now = clock::now();
    if endpoint.store().revoke(&arguments.device, now).await? {
        println!("revoked");
        Ok(())
    } else {
        Err("there is no such device".into())
    }
}
