//! What people hand in to another scope, and what its receivers are shown of it.

use crate::{Phone, World};
use client::packs::{NotSubmitted, pack_edits, submission_of};
use client::received_packs::received;
use register::pack::{Incomplete, Source};
use register::rights::Grant;
use register::role::Role;
use replica::{Edit, StoreError};

/// A pack as a phone shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPack {
    /// The content that was handed in, and how many parts it has; or why that is not known.
    pub content: Result<(String, usize), Incomplete>,
    pub source: Option<Source>,
}

impl Phone {
    /// What handing a record in to another scope would save, or why it is not offered.
    ///
    /// # Errors
    /// If the store fails.
    pub fn hands_in(
        &self,
        (scope, record): (&str, &str),
        to: &str,
        source: Source,
    ) -> Result<Result<Vec<Edit>, NotSubmitted>, StoreError> {
        let shown = self.show_in(scope, record)?;
        let submission = match submission_of(scope, &shown.tree) {
            Ok(submission) => submission,
            Err(why) => return Ok(Err(why)),
        };
        let there = self.show_in(to, &submission.pack)?;
        Ok(pack_edits(&submission, to, source, &there.tree))
    }

    /// What is shown of a pack; nothing if it is not there.
    ///
    /// # Errors
    /// If the store fails.
    pub fn shows_pack(&self, scope: &str, pack: &str) -> Result<Option<ShownPack>, StoreError> {
        let shown = self.show_in(scope, pack)?;
        let found = received(&shown.tree);
        Ok(found.map(|found| ShownPack {
            content: found
                .pack
                .map(|pack| (pack.manifest.content.to_owned(), pack.records.len())),
            source: found.source,
        }))
    }
}

impl World {
    /// A phone of a new person who has a role where nobody is invited to, and reads another commune.
    ///
    /// # Panics
    /// If the store fails.
    #[expect(clippy::expect_used, reason = "a store that works")]
    pub fn phone_given(&self, scope: &str, role: Role) -> Phone {
        let phone = self.phone_in("02701", Role::Viewer);
        let grant = Grant {
            scope: scope.to_owned(),
            role,
        };
        let device = &phone.enrolment().device;
        let given = self.wait_for(async |endpoint| {
            let store = endpoint.store();
            store.set_role(device, grant.clone(), true).await
        });
        assert!(given.expect("a store"), "there is such a phone");
        phone
    }
}
