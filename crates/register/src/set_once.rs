//! What is set once and never replaced: steps, and what is submitted to another scope. It is judged by
//! what it says, whoever writes, relays or tells it (`docs/PROTOCOL.md`, sections 21 and 24).

use crate::{kind, pack, step};
use protocol::Operation;
use protocol::rule::{Rule, holds};
use serde_json::Value;

/// Whether somebody may not write this, whoever it is.
pub fn is_malformed(scope: &str, operation: &Operation) -> bool {
    step::is_malformed(scope, operation) || pack::is_malformed(operation)
}

/// As [`is_malformed`], of what stands in a field of a kind.
pub fn is_malformed_value(scope: &str, record: &str, what: (&str, &str), value: &Value) -> bool {
    step::is_malformed_value(scope, record, what, value)
        || pack::is_malformed_value(record, what, value)
}

/// Whether nothing leaves a field by telling: that it is gone nobody can have seen.
pub fn stays(kind: &str, field: &str) -> bool {
    let is_step = kind::step(kind).is_some() && holds(Rule::StepsStay);
    is_step || pack::is_set_once(kind, field) && holds(Rule::PacksStay)
}
