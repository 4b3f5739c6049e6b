//! The bearer token of a request, and the member that it speaks for.

use super::{ApiError, ErrorCode, Service};
use crate::model::Member;
use crate::secrets;
use axum::http::{HeaderMap, header};

/// Whom the request's token speaks for.
///
/// # Errors
/// If there is none, or its enrolment is revoked.
pub async fn member(service: &Service, headers: &HeaderMap) -> Result<Member, ApiError> {
    let unauthorized = || ApiError::new(ErrorCode::Unauthorized);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim_start_matches(' '))
        .ok_or_else(unauthorized)?;
    let member = service
        .endpoint
        .store()
        .member(&secrets::hash(token))
        .await?;
    let member = member.ok_or_else(unauthorized)?;
    if let Some(how) = member.revoked {
        let epoch = service.endpoint.store().epoch().await?;
        return Err(ApiError::revoked(how, epoch));
    }
    Ok(member)
}
