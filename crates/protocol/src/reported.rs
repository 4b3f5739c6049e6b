//! What waits, after an endpoint was set back, for somebody who may write it.

use crate::{Entry, sha256_text};
use serde_json::json;

/// An operation that a phone reports after a restore, whose field the reporter may not write. It
/// waits until somebody who may has looked at it. [`Entry::reported_by`] is the reporter's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedOperation {
    pub record: String,
    pub kind: String,
    pub field: String,
    pub entry: Entry,
}

impl ReportedOperation {
    /// By name and content, whoever reports it: 16 characters of base64url.
    pub fn id(&self) -> String {
        let Entry {
            name, value, at, ..
        } = &self.entry;
        let said = json!([self.record, self.field, name.to_string(), value, at]);
        let mut id = sha256_text(said.to_string().as_bytes());
        id.truncate(16);
        id
    }
}
