//! What an enrolment's and a join's answer have in common: who the person is now, and where.

use super::schema::{PersonName, SyncGrant, VillageName};
use super::{ApiError, ErrorCode, Service};
use crate::communes::{Commune, commune_of};
use crate::implied::with_implied;
use crate::model;
use crate::store::Invitation;
use register::role::Role;
use serde::Serialize;
use utoipa::ToSchema;

// The member's part of a reply: person, role, place, and the endpoint's epoch and clock.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberBody {
    person: PersonName,
    #[schema(value_type = super::schema::RoleWord)]
    role: Role,
    scope: String,
    commune: Commune,
    #[serde(skip_serializing_if = "Option::is_none")]
    village: Option<VillageName>,
    /// All roles of the person.
    grants: Vec<SyncGrant>,
    epoch: String,
    /// The endpoint's clock, in milliseconds since 1970.
    now: i64,
}

impl MemberBody {
    /// Of a person to whom an invitation was just given.
    pub async fn of(
        service: &Service,
        person: model::NamedPerson,
        invitation: Invitation,
        now: i64,
    ) -> Result<Self, ApiError> {
        let endpoint = &service.endpoint;
        let commune =
            commune_of(&invitation.scope).ok_or(ApiError::new(ErrorCode::InvitationUnknown))?;
        let village = endpoint.village_of(&invitation.scope).await?;
        let known = endpoint.store().person(&person.id).await?;
        let grants = with_implied(known.map(|(_, grants)| grants).unwrap_or_default());
        Ok(Self {
            person: person.into(),
            role: invitation.role,
            scope: invitation.scope,
            commune,
            village: village.map(VillageName::from),
            grants: grants.into_iter().map(SyncGrant::from).collect(),
            epoch: endpoint.store().epoch().await?,
            now,
        })
    }
}
