//! Who is enrolled on a phone, how that comes about, and what an earlier enrolment of the same person
//! has left.
//!
//! ```text
//!   code ──asked──▶ PendingClaim kept ──reply──▶ store chosen ──▶ device, enrolment kept ──▶ current
//!                        ▲    │
//!                        └────┘ a reply that was lost is asked for again, with the same secret
//! ```
//!
//! Whatever step it stops at, the same code goes on: the endpoint answers the same device and secret the
//! same, and the store is the same one.

mod claim;
mod earlier;

pub use claim::{
    ClaimRequest, EnrolmentFailure, PendingClaim, enrol, enrolled_by, is_known, is_still_lost,
};
pub use earlier::{EarlierWork, earlier_work, take_files};

use crate::sync::HttpError;
use protocol::scope_is_within;
use protocol::wire::{WireGrant, grants_digest};
use reading::Slot;
use register::rights::{Grant, HeldRole, Rights, roles_may_write, roles_may_write_value};
use register::role::{Role, Writer};
use replica::{About, Replica, Store, StoreError};
use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;

/// Under what a store keeps its [`Enrolment`].
const ENROLMENT: &str = "enrolment";

/// The person who uses this store: token, person, place and roles, as the endpoint said when the
/// invitation was taken. Kept in the store; syncs bring roles that change later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    pub token: String,
    pub person: Person,
    pub role: Role,
    pub scope: String,
    pub commune: Commune,
    #[reading(default)]
    pub village: Option<Person>,
    /// All roles of the person, `role` among them as long as it is held; nothing of an endpoint that
    /// does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<WireGrant>>,
}

/// An id and the name that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Slot)]
pub struct Person {
    pub id: String,
    pub name: String,
}

/// The commune of an [`Enrolment`], with its province: the endpoint's codes and names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    pub code: String,
    pub name: String,
    pub province_code: String,
    pub province_name: String,
}

impl Enrolment {
    /// The enrolment in a store; nothing if nobody is enrolled there.
    ///
    /// # Errors
    /// If the store fails or the row cannot be read.
    pub async fn kept<S: Store, A: About>(
        phone: &Replica<S, A>,
    ) -> Result<Option<Self>, StoreError> {
        phone.kept(ENROLMENT).await
    }

    /// Whether the person sees one village, and nothing of the commune's own.
    pub fn is_of_village(&self) -> bool {
        self.village.is_some()
    }

    /// Whether the person is an official of the commune: invites, gives roles, revokes phones.
    pub fn is_official(&self) -> bool {
        self.roles(Some(&self.commune.code))
            .any(|held| held.writer() == Writer::Official)
    }

    /// Whether the person may give, and take, such a role where it is given.
    pub fn gives(&self, grant: &WireGrant) -> bool {
        let known = self.grants.as_deref().unwrap_or_default();
        let own = known.iter().map(|own| Grant {
            scope: own.scope.clone(),
            role: Role::of_word(&own.role),
        });
        let province = scope_is_within(&grant.scope, &self.commune.code)
            .then_some(&*self.commune.province_code);
        Rights::new(own.collect()).may_give(Role::of_word(&grant.role), &grant.scope, province)
    }

    /// Where the person is enrolled, by its name.
    pub fn place_name(&self) -> &str {
        match &self.village {
            Some(village) => &village.name,
            None => &self.commune.name,
        }
    }

    /// The roles that the person has in a scope, or somewhere. Where only one is known the scope says
    /// nothing: there may be others.
    fn roles(&self, scope: Option<&str>) -> impl Iterator<Item = HeldRole<'_>> {
        let held = |role, scope| HeldRole { role, scope };
        let alone = self.grants.is_none().then(|| held(self.role, &*self.scope));
        let known = self.grants.as_deref().unwrap_or_default().iter();
        let there = known
            .filter(move |grant| scope.is_none_or(|scope| scope_is_within(scope, &grant.scope)));
        let there = there.map(move |grant| held(Role::of_word(&grant.role), &*grant.scope));
        alone.into_iter().chain(there)
    }

    /// Whether the person reads a scope, as far as it lies below one of a role.
    pub fn may_read(&self, scope: &str) -> bool {
        match self.grants {
            Some(_) => self.roles(Some(scope)).any(|held| held.role.reads()),
            None => scope_is_within(scope, &self.scope),
        }
    }

    /// Whether anything of records of a kind is the person's to write in a scope.
    pub fn keeps_at(&self, scope: &str, kind: &str) -> bool {
        self.roles(Some(scope))
            .any(|held| held.writer().keeps(kind))
    }

    /// Whether anything of records of a kind is the person's to write, somewhere.
    pub fn keeps(&self, kind: &str) -> bool {
        self.roles(None).any(|held| held.writer().keeps(kind))
    }

    /// Whether the person may write a field of a kind somewhere.
    pub fn may_write(&self, kind: &str, field: &str) -> bool {
        self.roles(None)
            .any(|held| held.writer().may_write(kind, field))
    }

    /// Whether the person may write a field of a record, or of a line below one of the kind `above`,
    /// in a scope.
    pub fn may_write_at(
        &self,
        scope: &str,
        record: &str,
        above: Option<&str>,
        what: (&str, &str),
    ) -> bool {
        roles_may_write(self.roles(Some(scope)), record, above, what)
    }

    /// As [`Self::may_write_at`], of this value: of a step it says how it was taken.
    pub fn may_write_value(
        &self,
        scope: &str,
        record: &str,
        above: Option<&str>,
        what: (&str, &str),
        value: &Value,
    ) -> bool {
        let roles = self.roles(Some(scope));
        roles_may_write_value(roles, (scope, record), above, what, value)
    }

    /// Whether the person may delete, and put back, a record in a scope on which somebody has taken a
    /// step.
    pub fn may_delete_reviewed(&self, scope: &str) -> bool {
        self.roles(Some(scope))
            .any(|held| held.role.deletes_reviewed(scope))
    }

    /// What a request says of the roles that are known here; empty if none was ever said.
    pub fn grants_digest(&self) -> String {
        let Some(known) = &self.grants else {
            return String::new();
        };
        let known = known.iter();
        grants_digest(known.map(|grant| (grant.scope.as_str(), grant.role.as_str())))
    }

    /// The same person with the roles that the endpoint says.
    #[must_use]
    pub fn with_grants(self, grants: Vec<WireGrant>) -> Self {
        let grants = Some(grants);
        Self { grants, ..self }
    }

    /// Closes the register of a phone that was reported lost in an epoch ([`Replica::lock`]); who was
    /// enrolled stays known, so that the person can take along what waits.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lock<S: Store, A: About>(
        phone: &Replica<S, A>,
        epoch: &str,
        at: i64,
    ) -> Result<bool, StoreError> {
        phone.lock(epoch, ENROLMENT, at).await
    }

    /// Keeps who is enrolled.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keep<S: Store, A: About>(&self, phone: &Replica<S, A>) -> Result<(), StoreError> {
        phone.keep(ENROLMENT, self).await
    }
}

/// Somebody who uses this phone, each with a store of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Slot)]
pub struct PhoneUser {
    pub store: String,
    pub name: String,
    pub place: String,
    /// All that waited there has been taken along by a later enrolment.
    #[reading(default)]
    pub taken_along: bool,
    /// The stores of the later enrolments that have taken along what their rights allow.
    #[reading(default)]
    pub taken_by: Vec<String>,
}

/// The parts of the phone that enrolling needs: its stores, what it keeps beside them, and the
/// network. The app implements it over the browser.
pub trait EnrolmentHost {
    type Store: Store;
    type About: About;

    fn fresh_id(&self) -> String;
    /// The store of that name, whether or not it is there yet.
    fn replica(&self, store: &str) -> Rc<Replica<Self::Store, Self::About>>;
    /// All who use this phone.
    fn people(&self) -> Vec<PhoneUser>;
    /// Makes a person the one at this phone.
    fn set_current(&self, user: &PhoneUser);
    /// What this phone asked with by a code, if it has.
    fn pending_claim(&self, code: &str) -> Option<PendingClaim>;
    fn keep_pending_claim(&self, code: &str, claim: &PendingClaim);

    async fn claim(&self, request: &ClaimRequest<'_>) -> Result<Enrolment, HttpError>;
    /// Whether the endpoint knows an enrolment by its token and device. Of one that is lost it is
    /// [`HttpError::Lost`].
    async fn knows(&self, token: &str, device: &str) -> Result<bool, HttpError>;
}
