//! What the person may write, as far as this phone knows: it is told when it is enrolled. The
//! endpoint is the judge, and may have taken the right away since; but what is known to be refused
//! there is not written here.

use super::Session;
use client::lines::Line;
use leptos::prelude::*;
use replica::{Edit, StoreError};

/// Why something was not saved.
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
    ///
    /// The scope says nothing: of several roles the phone was told one, and what is of others
    /// comes to it only by a right.
    pub fn may_save(self, edits: &[Edit]) -> bool {
        let who = self.enrolment();
        edits.iter().all(|edit| {
            let root = protocol::root_of(&edit.record);
            if root == edit.record {
                return who.may_write(&edit.kind, &edit.field);
            }
            let begun = edits.iter().find(|other| other.record == root);
            let place = (edit.scope.clone(), root.to_owned());
            let above = begun.map(|begun| begun.kind.clone()).or_else(|| {
                let line = |line: &std::sync::Arc<Line>| line.kind.clone();
                self.lines
                    .with_untracked(|lines| lines.get(&place).map(line))
            });
            match above {
                Some(above) => who.may_write_line(&above, &edit.kind, &edit.field),
                None => who.may_write(&edit.kind, &edit.field),
            }
        })
    }
}
