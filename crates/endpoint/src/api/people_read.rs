use super::people_schema::PeopleBody;
use super::{ApiError, ErrorCode, Service, token};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use protocol::wire::PeopleReply;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct AskedPeople {
    scope: String,
    #[serde(default)]
    after: String,
}

/// Who has a role in a scope or below, with their phones, and the open invitations.
#[utoipa::path(get, path = "/v1/people", operation_id = "peopleRead",
    params(
        ("scope" = String, Query),
        ("after" = Option<String>, Query, description = "`next` of the answer before"),
    ),
    security(("token" = [])),
    responses(
        (status = 200, body = PeopleBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn people_read(
    State(service): State<Service>,
    asked: Result<Query<AskedPeople>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<PeopleReply>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let nothing_here = || ApiError::new(ErrorCode::NotFound);
    let Query(asked) = asked.map_err(|_| nothing_here())?;
    if !protocol::is_scope(&asked.scope) {
        return Err(nothing_here());
    }
    let now = (service.clock)();
    let listed = { service.endpoint }
        .people_in(&member, &asked.scope, &asked.after, now)
        .await?;
    listed.map(Json).ok_or_else(nothing_here)
}
