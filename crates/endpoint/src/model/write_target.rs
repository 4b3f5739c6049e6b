//! Who may write what, as far as it hangs on the record that it is written in.

use protocol::DELETION;
use protocol::rule::{Rule, holds};
use register::rights::Rights;
use serde_json::Value;

/// A field that somebody would write, and what has to be known of its record to say who may.
#[derive(Clone, Copy, Debug)]
pub struct WriteTarget<'a> {
    pub scope: &'a str,
    pub record: &'a str,
    /// The kind of its record's root, if that is there.
    pub above: Option<&'a str>,
    /// The record has a step.
    pub is_reviewed: bool,
    pub kind: &'a str,
    pub field: &'a str,
}

impl WriteTarget<'_> {
    /// Whether somebody with these rights may write this value there.
    pub fn is_writable(&self, rights: &Rights, value: &Value) -> bool {
        let what = (self.kind, self.field);
        let is_kept =
            self.field == DELETION && self.is_reviewed && holds(Rule::ReviewedIsNotDeleted);
        rights.may_write_value(self.scope, self.record, self.above, what, value)
            && (!is_kept || rights.may_delete_reviewed(self.scope))
    }
}
