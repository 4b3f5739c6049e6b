//! The operation: the unit that phones write, sign and send, its limits, and what makes it well
//! formed. Whether its author may write it and what it does to a field is decided in `merge` and
//! `register`.

use crate::rule::{Rule, holds};
use crate::{DELETION, LARGEST_NUMBER, OpId, ids, sha256_text, value};
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sorted::SortedSet;

/// The longest text of a value, as JSON in bytes.
pub const LONGEST_VALUE: usize = 256 * 1024;
/// The most names that an operation may replace.
pub const MOST_REPLACED: usize = 4096;

/// Device `device`, its `number`-th in this scope, sets `field` of `record` to
/// `value`, replacing the operations that the author had before their eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Operation {
    pub device: String,
    pub number: u64,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub value: Value,
    #[serde(rename = "replaces", default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<OpId>,
    /// When the author's phone believed it was, in milliseconds since 1970.
    /// For display only.
    pub at: i64,
    /// The number of the first operation of the same saving.
    pub save: u64,
}

/// The first rule of form that an operation breaks, found by [`Operation::check`]. It says nothing
/// of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperationProblem {
    #[error("an id, a kind or a field is not well formed")]
    Identifier,
    #[error("the number is zero, the save is after it, or the time is past 2⁵³ − 1")]
    Number,
    #[error("the value holds a fraction, is nested too deep or has too many parts")]
    Value,
    #[error("the value or the list of replaced names is too large")]
    TooLarge,
    #[error("the value of a deletion is not a list of names")]
    Deletion,
}

impl Operation {
    /// What an author's device signs, and what the name is a hash of: everything
    /// that the operation says, and the scope that it says it in.
    pub fn signed_text(&self, scope: &str) -> String {
        let mut replaces: SortedSet<String> = SortedSet::new();
        replaces.extend(self.predecessors.iter().map(OpId::to_string));
        let content = Value::Array(vec![
            Value::from(scope),
            Value::from(self.device.as_str()),
            Value::from(self.number),
            Value::from(self.record.as_str()),
            Value::from(self.kind.as_str()),
            Value::from(self.field.as_str()),
            self.value.clone(),
            Value::from(replaces.into_values()),
            Value::from(self.at),
            Value::from(self.save),
        ]);
        let mut written = String::new();
        value::write_sorted(&content, &mut written);
        written
    }

    /// The operation's name in `scope`.
    pub fn name(&self, scope: &str) -> OpId {
        let mut written = self.signed_text(scope);
        if !holds(Rule::NamesHoldAHash) {
            written.clear();
        }
        let mut hash = sha256_text(written.as_bytes());
        hash.truncate(4);
        OpId {
            device: self.device.clone(),
            number: self.number,
            hash,
        }
    }

    /// Whether the operation is well formed, whoever made it.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), OperationProblem> {
        if !ids::is_kind(&self.device)
            || !ids::is_id(&self.record)
            || !ids::is_kind(&self.kind)
            || !ids::is_field(&self.field)
        {
            return Err(OperationProblem::Identifier);
        }
        let timed = self.at.unsigned_abs() <= LARGEST_NUMBER;
        if self.number == 0 || self.save == 0 || self.save > self.number || !timed {
            return Err(OperationProblem::Number);
        }
        if self.predecessors.len() > MOST_REPLACED {
            return Err(OperationProblem::TooLarge);
        }
        check_value(&self.value)?;
        if self.field == DELETION && !self.value.is_null() && deleted_names(&self.value).is_none() {
            return Err(OperationProblem::Deletion);
        }
        Ok(())
    }
}

/// Whether a value may be in an operation.
///
/// # Errors
/// [`OperationProblem::TooLarge`] if it has more than [`LONGEST_VALUE`] bytes of JSON,
/// [`OperationProblem::Value`] if a number in it is none of an integer within ±(2⁵³ − 1), or if it is
/// nested too deep.
pub fn check_value(value: &Value) -> Result<(), OperationProblem> {
    if value.to_string().len() > LONGEST_VALUE {
        return Err(OperationProblem::TooLarge);
    }
    if !value::may_travel(value) {
        return Err(OperationProblem::Value);
    }
    Ok(())
}

/// The names that a deletion lists; nothing if the value is not a deletion.
pub fn deleted_names(value: &Value) -> Option<Vec<OpId>> {
    value
        .as_array()?
        .iter()
        .map(|name| name.as_str()?.parse().ok())
        .collect()
}
