//! What is given: all that is not in the shared register, signed and packed.

use super::asked;
use crate::platform::WorkerProblem;
use crate::session::{Session, changes};
use crate::signing_key as key;
use js_sys::Uint8Array;
use replica::PendingOperation;
use sorted::SortedSet;
use wasm_bindgen::{JsCast, JsValue};
use worker_messages::Call;

/// What this phone could give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandoverContent {
    pub changes: usize,
    pub records: usize,
    /// How many of the changes are carried for others.
    pub carried: usize,
}

impl HandoverContent {
    pub fn of(unsent: &[PendingOperation]) -> Self {
        let root =
            |one: &PendingOperation| protocol::root_of(&one.pending.operation.record).to_owned();
        let records: SortedSet<String> = unsent.iter().map(root).collect();
        let carried = unsent.iter().filter(|one| one.pending.carried.is_some());
        Self {
            changes: changes(unsent.iter()),
            records: records.len(),
            carried: changes(carried),
        }
    }
}

/// A bundle of all that can be given, and how many changes are in it; sealed if there is a
/// passphrase.
pub async fn bundle(
    session: Session,
    passphrase: Option<&str>,
) -> Result<(Uint8Array, usize), WorkerProblem> {
    let unsent = session.phone().unsent().await;
    let unsent = unsent.map_err(|_| super::problem("notKept"))?;
    let own = key::own(session).await?;
    let texts: Vec<String> = unsent
        .iter()
        .filter_map(PendingOperation::to_sign)
        .collect();
    let mut signatures = key::sign(&own, &texts).await?.into_iter();
    let count = changes(unsent.iter());
    let mut signed = Vec::with_capacity(unsent.len());
    for one in unsent {
        let signature = match one.pending.carried {
            Some(_) => String::new(),
            None => signatures.next().unwrap_or_default(),
        };
        signed.push(one.signed(&own.public, &signature));
    }
    let signed = serde_json::to_string(&signed).unwrap_or_default();
    let passphrase = passphrase.map_or(JsValue::UNDEFINED, JsValue::from);
    let bundle = asked(Call::Pack, [JsValue::from(signed), passphrase]).await?;
    Ok((bundle.unchecked_into(), count))
}
