use super::body::{self, Limits};
use super::rate_limit::Client;
use super::schema::{PersonName, SyncGrant, VillageName};
use super::{ApiError, ErrorCode, Service, token};
use crate::communes::{Commune, commune_of};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use register::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const LIMITS: Limits = Limits {
    as_sent: 4 * 1024,
    unpacked: 16 * 1024,
};

#[derive(Deserialize, ToSchema)]
pub(super) struct JoinRequest {
    /// The invitation's code as typed.
    code: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct JoinBody {
    person: PersonName,
    #[schema(value_type = super::schema::RoleWord)]
    role: Role,
    scope: String,
    commune: Commune,
    #[serde(skip_serializing_if = "Option::is_none")]
    village: Option<VillageName>,
    /// All roles of the person, this one among them.
    grants: Vec<SyncGrant>,
    epoch: String,
    /// The endpoint's clock, in milliseconds since 1970.
    now: i64,
}

/// Gives an invitation's role to the person who is enrolled already.
#[utoipa::path(post, path = "/v1/enrolments/join", operation_id = "enrolmentJoin",
    request_body = JoinRequest,
    security(("token" = [])),
    responses(
        (status = 200, body = JoinBody),
        (status = 400, description = "notJson, badRequest", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked", body = super::error::ErrorBody),
        (status = 404, description = "invitationUnknown", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 409, description = "invitationUsed, invitationOfAnother", body = super::error::ErrorBody),
        (status = 410, description = "invitationExpired", body = super::error::ErrorBody),
        (status = 429, description = "rateLimited", body = super::error::ErrorBody),
    ))]
pub(super) async fn enrolment_join(
    State(service): State<Service>,
    Extension(Client(from)): Extension<Client>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<JoinBody>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let sent = body::receive(sent, LIMITS).await?;
    let bytes = body::unpack(&sent, body::packing(&headers)?, LIMITS)?;
    let request: JoinRequest = body::parse(&bytes)?;
    let (endpoint, now) = (&service.endpoint, (service.clock)());
    let invitation = endpoint.join(&member, &request.code, from, now).await?;
    let commune =
        commune_of(&invitation.scope).ok_or(ApiError::new(ErrorCode::InvitationUnknown))?;
    let village = endpoint.village_of(&invitation.scope).await?;
    let known = endpoint.store().person(&member.person.id).await?;
    let grants = known.map(|(_, grants)| grants).unwrap_or_default();
    Ok(Json(JoinBody {
        person: member.person.into(),
        role: invitation.role,
        scope: invitation.scope,
        commune,
        village: village.map(VillageName::from),
        grants: grants.into_iter().map(SyncGrant::from).collect(),
        epoch: endpoint.store().epoch().await?,
        now,
    }))
}
