//! `POST /v1/enrolments`: a browser gives an invitation's code and gets a token. It reads and
//! answers HTTP; what an enrolment takes is decided in [`crate::enrolments`].

use super::body;
use super::member_body::MemberBody;
use super::rate_limit::Client;
use super::{ApiError, Service};
use crate::enrolments::EnrolmentClaim;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A secret shorter than this could be guessed.
const SHORTEST_CLAIM: usize = 16;
const LONGEST_CLAIM: usize = 256;

// The body that a browser sends to be enrolled.
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

// The reply to it: the token, and who the person is and where.
#[derive(Serialize, ToSchema)]
pub(super) struct EnrolmentBody {
    /// For `Authorization: Bearer`; given out once.
    token: String,
    #[serde(flatten)]
    member: MemberBody,
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
    let request: EnrolmentRequest = body::small(&headers, sent).await?;
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
    let member = MemberBody::of(&service, enrolment.person, enrolment.invitation, now).await?;
    let token = enrolment.token;
    Ok(Json(EnrolmentBody { token, member }))
}
