use super::{CommandResult, Register};
use endpoint::clock;
use endpoint::lasting_acts;
use endpoint::model::{Erasure, ErasureOutcome, LastingAct};
use endpoint::store::ErasingMode;
use protocol::{is_id, is_scope};
use std::collections::BTreeSet;

/// Erase a record with its lines, or one line, on a person's wish: what it said is gone, and what
/// comes of it later is refused. Without --for-ever, say what that would come to
#[derive(clap::Args)]
pub struct EraseArguments {
    #[command(flatten)]
    register: Register,
    /// The scope that the record lies in: 06541, 06541/…
    #[arg(long)]
    scope: String,
    /// The record's id, or a line's
    #[arg(long)]
    record: String,
    /// Do it. Nothing brings it back
    #[arg(long)]
    for_ever: bool,
}

pub async fn run(arguments: EraseArguments) -> CommandResult {
    let EraseArguments { scope, record, .. } = &arguments;
    if !is_scope(scope) || !is_id(record) {
        return Err("that is no scope, or no id of a record".into());
    }
    let acts = arguments.register.acts();
    let acts = acts.ok_or("where is it noted? --acts FILE, the same as for restore")?;
    let endpoint = arguments.register.open().await?;
    let (store, mark) = (endpoint.store(), || endpoint.randomness().mark());
    let mut erasure = Erasure {
        scope: scope.clone(),
        record: record.clone(),
        at: clock::now(),
        files: BTreeSet::new(),
    };
    let looked = store.erase(erasure.clone(), mark(), ErasingMode::Look);
    let outcome = looked.await?;
    if !arguments.for_ever {
        store.close().await;
        let said = said(&outcome);
        return Err(format!("nothing was done: --for-ever erases {said}").into());
    }
    if outcome.fields + outcome.logged + outcome.waiting == 0
        && store.record(scope, record).await?.is_empty()
    {
        store.close().await;
        return Err("there is no such record in that scope: nothing was done".into());
    }
    // First where a restore finds it: whoever breaks off here does it again.
    erasure.files = outcome.files;
    lasting_acts::note(&acts, &LastingAct::Erase(erasure.clone()))?;
    let erased = store.erase(erasure, mark(), ErasingMode::Erase);
    let outcome = erased.await?;
    store.close().await;
    Ok(format!("erased {}", said(&outcome)))
}

fn said(outcome: &ErasureOutcome) -> String {
    let ErasureOutcome {
        fields,
        logged,
        waiting,
        files,
        named_by,
    } = outcome;
    let files = files.len();
    let mut said = format!(
        "{fields} fields, {logged} values of the history, {waiting} that wait, {files} files\n"
    );
    if !named_by.is_empty() {
        said.push_str("what others say of it stays; these name it (scope, record):\n");
    }
    for (scope, record) in named_by {
        said.push_str(&format!("  {scope}  {record}\n"));
    }
    said
}
