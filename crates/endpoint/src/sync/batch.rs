use super::Rights;
use merge::{Accepted, Known, Name, Operation, OperationProblem, Refusal, accept, is_field, is_id};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Codes of refusals, as in `docs/PROTOCOL.md`.
pub mod refusal {
    pub const MALFORMED: &str = "malformed";
    pub const TOO_LARGE: &str = "tooLarge";
    pub const NO_RIGHT: &str = "noRight";
    pub const KIND_DIFFERS: &str = "kindDiffers";
    /// The only one that leaves no trace: the number is its owner's to use.
    pub const NOT_YOUR_DEVICE: &str = "notYourDevice";
}

/// The operations of one scope of a request, on their way into a store.
#[derive(Clone, Debug)]
pub struct Batch {
    pub scope: String,
    pub operations: Vec<Operation>,
    pub rights: Arc<Rights>,
    /// The endpoint's clock, in milliseconds since 1970.
    pub received: i64,
    /// The mark of the transaction that takes it in.
    pub mark: String,
    /// The epoch that the answer will be told to be of; another one fails.
    pub epoch: String,
}

/// What a store has to load before a batch can be taken in.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// `(record, field)`
    pub fields: BTreeSet<(String, String)>,
    pub records: BTreeSet<String>,
    /// Arriving and replaced names.
    pub names: BTreeSet<Name>,
    pub devices: BTreeSet<String>,
}

/// What a store loaded of what a batch touches.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub known: Known,
    /// The kind of each touched record that is there.
    pub kinds: BTreeMap<String, String>,
}

impl Batch {
    pub fn touched(&self) -> Touched {
        let mut touched = Touched::default();
        for operation in &self.operations {
            // What is malformed touches nothing, and no store need know how to
            // write it down.
            if is_id(&operation.record) && is_field(&operation.field) {
                touched
                    .fields
                    .insert((operation.record.clone(), operation.field.clone()));
                touched.records.insert(operation.record.clone());
            }
            touched.names.insert(operation.name(&self.scope));
            touched.names.extend(operation.replaces.iter().cloned());
            touched.devices.insert(operation.device.clone());
        }
        touched
    }

    /// Decides by the rules of `merge` and the rights of the sender. The store
    /// writes what changed in `loaded` and what is new in the result.
    pub fn take_in(&self, loaded: &mut Loaded) -> Accepted {
        let Loaded { known, kinds } = loaded;
        accept(
            &self.scope,
            &self.operations,
            self.received,
            known,
            |operation| {
                let code = self.problem(operation, kinds);
                if code.is_none() {
                    kinds
                        .entry(operation.record.clone())
                        .or_insert_with(|| operation.kind.clone());
                }
                code.map(|code| Refusal(code.to_owned()))
            },
        )
    }

    fn problem(
        &self,
        operation: &Operation,
        kinds: &BTreeMap<String, String>,
    ) -> Option<&'static str> {
        match operation.check() {
            Err(OperationProblem::TooLarge) => return Some(refusal::TOO_LARGE),
            Err(_) => return Some(refusal::MALFORMED),
            Ok(()) => {}
        }
        // Rights are given by kind: whoever could rename a record's kind could
        // write anything.
        if kinds
            .get(&operation.record)
            .is_some_and(|kind| *kind != operation.kind)
        {
            return Some(refusal::KIND_DIFFERS);
        }
        (!self
            .rights
            .may_write(&self.scope, &operation.kind, &operation.field))
        .then_some(refusal::NO_RIGHT)
    }
}
