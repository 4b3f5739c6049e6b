use super::body::{self, Limits};
use super::rate_limit::Client;
use super::schema::{PersonName, SyncGrant, VillageName};
use super::{ApiError, ErrorCode, Service};
use crate::communes::{Commune, commune_of};
use crate::enrolments::EnrolmentClaim;
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
/// A secret shorter than this could be guessed.
const SHORTEST_CLAIM: usize = 16;
const LONGEST_CLAIM: usize = 256;

#[derive(Deserialize, ToSchema)]
pub(super) struct EnrolmentRequest {
    /// The invitation's code as typed.
    code: String,
    /// The device id under which the browser will write: 22 characters.
    device: String,
    /// A random secret that the browser made and keeps: with it the same
    /// browser may ask again within the hour. At least 16 characters.
    claim: String,
    /// The phone's public key, an uncompressed point of P-256 in base64url: 87
    /// characters.
    #[serde(default)]
    key: Option<String>,
    /// With `key`: the signature of `["key","<device>"]` by it, 86 characters.
    #[serde(default)]
    proof: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnrolmentBody {
    /// For `Authorization: Bearer`; given out once.
    token: String,
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

/// Enrols a device by an invitation.
#[utoipa::path(post, path = "/v1/enrolments", operation_id = "enrolmentCreate",
    request_body = EnrolmentRequest,
    responses(
        (status = 200, body = EnrolmentBody),
        (status = 400, description = "notJson, badRequest", body = super::error::ErrorBody),
        (status = 403, description = "deviceOfAnother", body = super::error::ErrorBody),
        (status = 404, description = "invitationUnknown", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 409, description = "invitationUsed", body = super::error::ErrorBody),
        (status = 410, description = "invitationExpired", body = super::error::ErrorBody),
        (status = 429, description = "rateLimited", body = super::error::ErrorBody),
    ))]
pub(super) async fn enrolment_create(
    State(service): State<Service>,
    Extension(Client(from)): Extension<Client>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<EnrolmentBody>, ApiError> {
    let sent = body::receive(sent, LIMITS).await?;
    let bytes = body::unpack(&sent, body::packing(&headers)?, LIMITS)?;
    let request: EnrolmentRequest = body::parse(&bytes)?;
    if !protocol::is_kind(&request.device) {
        return Err(ApiError::bad_request("the device is not an id"));
    }
    if !(SHORTEST_CLAIM..=LONGEST_CLAIM).contains(&request.claim.len()) {
        return Err(ApiError::bad_request("the claim is too short or too long"));
    }
    let endpoint = &service.endpoint;
    let now = (service.clock)();
    let claim = EnrolmentClaim {
        code: request.code,
        from,
        device: request.device,
        secret: request.claim,
        key: request
            .key
            .map(|key| (key, request.proof.unwrap_or_default())),
    };
    let enrolment = endpoint.enrol(&claim, now).await?;
    let invitation = enrolment.invitation;
    let commune =
        commune_of(&invitation.scope).ok_or(ApiError::new(ErrorCode::InvitationUnknown))?;
    let village = endpoint.village_of(&invitation.scope).await?;
    let known = endpoint.store().person(&enrolment.person.id).await?;
    let grants = known.map(|(_, grants)| grants).unwrap_or_default();
    Ok(Json(EnrolmentBody {
        token: enrolment.token,
        person: enrolment.person.into(),
        role: invitation.role,
        scope: invitation.scope,
        commune,
        village: village.map(VillageName::from),
        grants: grants.into_iter().map(SyncGrant::from).collect(),
        epoch: endpoint.store().epoch().await?,
        now,
    }))
}
