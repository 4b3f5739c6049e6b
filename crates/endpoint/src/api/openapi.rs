//! The OpenAPI document, put together from the handlers. A test compares it with
//! `tests/openapi.json`. The norm is `docs/PROTOCOL.md`.

use super::{
    act_create, enrolment_create, enrolment_join, error, file_append, file_create, file_options,
    file_progress_read,
};
use super::{
    file_read, health_read, history_read, invitation_read, people_read, schema, sync_exchange,
};
use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sổ Thi đua",
        version = "1",
        description = "The shared register. docs/PROTOCOL.md is the norm; this is its shape.",
    ),
    paths(
        health_read::health_read,
        invitation_read::invitation_read,
        enrolment_create::enrolment_create,
        enrolment_join::enrolment_join,
        sync_exchange::sync_exchange,
        history_read::history_read,
        people_read::people_read,
        act_create::act_create,
        file_options::file_options,
        file_create::file_create,
        file_progress_read::file_progress_read,
        file_append::file_append,
        file_read::file_read,
        openapi_read,
    ),
    components(schemas(error::ErrorBody, schema::SyncRequest, schema::SyncReply)),
    modifiers(&Token),
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// This document.
#[utoipa::path(get, path = "/v1/openapi.json", operation_id = "openapiRead", responses(
    (status = 200, description = "OpenAPI 3.1", body = serde_json::Value),
))]
pub(super) async fn openapi_read() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
