//! `POST /v1/enrolments/join`: a person who is enrolled takes the role of one more invitation. No
//! device and no token are made here.

use super::body;
use super::member_body::MemberBody;
use super::rate_limit::Client;
use super::{ApiError, Service, token};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::Deserialize;
use utoipa::ToSchema;

// The body that an enrolled phone sends to take an invitation's role.
#[derive(Deserialize, ToSchema)]
pub(super) struct JoinRequest {
    /// The invitation's code as typed.
    code: String,
}

/// Gives an invitation's role to the person who is enrolled already.
#[utoipa::path(post, path = "/v1/enrolments/join", operation_id = "enrolmentJoin",
    request_body = JoinRequest,
    security(("token" = [])),
    responses(
        (status = 200, body = MemberBody),
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
) -> Result<Json<MemberBody>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let request: JoinRequest = body::small(&headers, sent).await?;
    let now = (service.clock)();
    let joined = service.endpoint.join(&member, &request.code, from, now);
    let invitation = joined.await?;
    let body = MemberBody::of(&service, member.person, invitation, now).await?;
    Ok(Json(body))
}
