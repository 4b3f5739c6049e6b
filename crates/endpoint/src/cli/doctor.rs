use super::{CommandResult, Register};

/// Look through the register: whether the log of each field proves what stands there
#[derive(clap::Args)]
pub struct DoctorArguments {
    #[command(flatten)]
    register: Register,
}

pub async fn run(arguments: DoctorArguments) -> CommandResult {
    let endpoint = arguments.register.open().await?;
    let store = endpoint.store();
    let (mut fields, mut rows, mut said) = (0, 0, String::new());
    for scope in store.scopes().await? {
        let proof = store.prove_log(&scope).await?;
        fields += proof.fields;
        rows += proof.rows;
        for (record, field) in proof.unproved {
            said.push_str(&format!("  {scope}  {record}  {field}\n"));
        }
    }
    store.close().await;
    if said.is_empty() {
        let proved = "what stands is what the log says";
        return Ok(format!("{proved}: {fields} fields, {rows} rows\n"));
    }
    Err(format!(
        "of these fields the log says another thing than what stands (scope, record, field); keep a \
         copy of the register as it is, and report it:\n{said}"
    )
    .into())
}
