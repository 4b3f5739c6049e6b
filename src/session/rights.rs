//! What the person may write, as far as this phone knows: it is told at enrolment and with every sync. The
//! endpoint is the judge, and may have taken the right away since; but what is known to be refused
//! there is not written here.

use super::Session;
use client::lines::Line;
use leptos::prelude::*;
use replica::{Edit, StoreError};

/// The reason why an edit was not saved. The bar below every page shows it until a saving works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveFailure {
    Store(StoreError),
    NoRight,
}

impl From<StoreError> for SaveFailure {
    fn from(problem: StoreError) -> Self {
        Self::Store(problem)
    }
}

impl Session {
    /// Whether the person may save all of these: a control that would not be allowed to is not
    /// alive.
    pub fn may_save(self, edits: &[Edit]) -> bool {
        let who = self.enrolment();
        edits.iter().all(|edit| {
            let root = protocol::root_of(&edit.record);
            let begun = edits.iter().find(|other| other.record == root);
            let place = (edit.scope.clone(), root.to_owned());
            let above = begun.map(|begun| begun.kind.clone()).or_else(|| {
                let line = |line: &std::sync::Arc<Line>| line.kind.clone();
                self.lines
                    .with_untracked(|lines| lines.get(&place).map(line))
            });
            let what = (edit.kind.as_str(), edit.field.as_str());
            let above = above.as_deref();
            who.may_write_value(&edit.scope, &edit.record, above, what, &edit.value)
        })
    }
}
