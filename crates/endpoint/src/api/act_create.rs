use super::body;
use super::people_schema::{ActBody, ActSent};
use super::{ApiError, Service, token};
use crate::acts::ActPlace;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use protocol::wire::{ActReply, ActRequest};

/// Does one thing of administration, signed by the key of the enrolment.
#[utoipa::path(post, path = "/v1/acts", operation_id = "actCreate",
    request_body = ActSent,
    security(("token" = [])),
    responses(
        (status = 200, body = ActBody),
        (status = 400, description = "notJson, badRequest", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked, badSignature, noRight", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 409, description = "actTooOld, invitationUsed", body = super::error::ErrorBody),
        (status = 410, description = "invitationExpired", body = super::error::ErrorBody),
        (status = 413, description = "tooLarge", body = super::error::ErrorBody),
        (status = 429, description = "rateLimited", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn act_create(
    State(service): State<Service>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<ActReply>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let request: ActRequest = body::small(&headers, sent).await?;
    let place = ActPlace {
        base_url: base_url(&service, &headers),
        hashing: service.settings.hashing,
        acts: service.settings.acts.clone(),
    };
    let acted = { service.endpoint }
        .act(&member, &request, &place, (service.clock)())
        .await?;
    Ok(Json(acted))
}

/// How people reach the service: as an administrator has said, or else as this one reached it.
fn base_url(service: &Service, headers: &HeaderMap) -> String {
    if let Some(said) = &service.settings.base_url {
        return said.clone();
    }
    let host = headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = match service.settings.https {
        true => "https",
        false => "http",
    };
    format!("{scheme}://{host}")
}
