use super::{ApiError, Service};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Health {
    /// Always `ok`: what is not well answers with an error.
    status: &'static str,
    version: &'static str,
    protocol: u32,
    epoch: String,
    /// Milliseconds since 1970.
    now: i64,
}

/// Whether the endpoint and its store answer.
#[utoipa::path(get, path = "/v1/health", operation_id = "healthRead", responses(
    (status = 200, body = Health),
    (status = 503, body = super::error::ErrorBody),
))]
pub(super) async fn health_read(State(service): State<Service>) -> Result<Json<Health>, ApiError> {
    let store = service.endpoint.store();
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        protocol: merge::wire::PROTOCOL,
        epoch: store.epoch().await?,
        now: (service.clock)(),
    }))
}
