//! Steps that people take on records, and where a phone shows that these stand.

use crate::{Phone, ShownRecord};
use client::records::Kinds;
use client::steps::{NoStep, Sight, standing, step_edit, steps};
use merge::content;
use protocol::OpId;
use register::review::ReviewStanding;
use register::step::StepWords;
use replica::{Edit, StoreError, ready};

/// Where a record stands, as a phone shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownStanding {
    pub standing: ReviewStanding,
    /// The own word of the step that says so.
    pub by: Option<String>,
    /// What the record says now.
    pub content: Option<String>,
    /// The own words of all steps that count.
    pub steps: Vec<String>,
}

impl Phone {
    /// Where a record stands.
    ///
    /// # Errors
    /// If the store fails.
    pub fn stands(&self, scope: &str, record: &str) -> Result<ShownStanding, StoreError> {
        let shown = self.show_in(scope, record)?;
        let known = steps(scope, &shown.tree);
        let found = standing(scope, &shown.tree, &known);
        Ok(ShownStanding {
            standing: found.standing,
            by: found.by.map(|step| step.word.to_owned()),
            content: content(scope, &shown.tree, &Kinds),
            steps: known.iter().map(|step| step.word.to_owned()).collect(),
        })
    }

    /// What taking a step on what is shown would save, or why it is not offered.
    ///
    /// # Errors
    /// If the store fails.
    pub fn step_on(
        &self,
        shown: &ShownRecord,
        kind: &str,
        said: &StepWords<'_>,
        shows: impl Fn(&str, &str) -> bool,
    ) -> Result<Result<Edit, NoStep>, StoreError> {
        let now = self.show_in(&shown.scope, &shown.record)?;
        let sight = Sight {
            scope: &shown.scope,
            shown: &shown.tree,
            now: &now.tree,
            here: ready(self.replica.scope_state(&shown.scope))?,
        };
        let nonce = self.ids.id(self.clock.get());
        Ok(step_edit(sight, kind, said, shows, &nonce))
    }

    /// Saves edits as they are, as whoever writes a client of his own may.
    ///
    /// # Errors
    /// If the store fails.
    pub fn save_as_it_is(&self, edits: &[Edit]) -> Result<Vec<Option<OpId>>, StoreError> {
        Ok(ready(self.replica.save(edits, self.clock.get()))?.names)
    }
}
