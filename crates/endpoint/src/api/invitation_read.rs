//! Looks at an invitation by its code, for the page that shows it before it is taken. Looking
//! changes nothing; taking it is `enrolment_create.rs` or `enrolment_join.rs`.

use super::rate_limit::Client;
use super::schema::VillageName;
use super::{ApiError, Service};
use crate::communes::Commune;
use axum::Extension;
use axum::Json;
use axum::extract::{Path, State};
use register::role::Role;
use serde::Serialize;
use utoipa::ToSchema;

/// Who invites whom to what.
// The reply: the names and the role that the invitation's page shows.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitationBody {
    invited_by: String,
    person_name: String,
    #[schema(value_type = super::schema::RoleWord)]
    role: Role,
    scope: String,
    commune: Commune,
    #[serde(skip_serializing_if = "Option::is_none")]
    village: Option<VillageName>,
    /// Milliseconds since 1970.
    expires_at: i64,
    /// Some device has enrolled by it.
    claimed: bool,
}

/// What an invitation says. Looking has no effect.
#[utoipa::path(get, path = "/v1/invitations/{code}", operation_id = "invitationRead",
    params(("code" = String, Path, description = "as typed: case, blanks and dashes do not matter")),
    responses(
        (status = 200, body = InvitationBody),
        (status = 404, description = "invitationUnknown", body = super::error::ErrorBody),
        (status = 408, description = "tooSlow", body = super::error::ErrorBody),
        (status = 410, description = "invitationExpired", body = super::error::ErrorBody),
        (status = 429, description = "rateLimited", body = super::error::ErrorBody),
    ))]
pub(super) async fn invitation_read(
    State(service): State<Service>,
    Extension(Client(from)): Extension<Client>,
    Path(code): Path<String>,
) -> Result<Json<InvitationBody>, ApiError> {
    let opened = service
        .endpoint
        .open_invitation(&code, from, (service.clock)())
        .await?;
    let invitation = opened.invitation;
    Ok(Json(InvitationBody {
        invited_by: invitation.invited_by,
        person_name: invitation.person_name,
        role: invitation.role,
        scope: invitation.scope,
        commune: opened.commune,
        village: opened.village.map(VillageName::from),
        expires_at: invitation.expires_at,
        claimed: invitation.claimed.is_some(),
    }))
}
