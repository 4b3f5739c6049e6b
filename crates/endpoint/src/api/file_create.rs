//! `POST /v1/files` (tus): announces a file, or says how much of it is there already; a file that is whole in
//! another scope that the asker reads is taken over.

use super::{ApiError, ErrorCode, Service, token, tus};
use crate::files::FileOffer;
use crate::model::FileId;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

/// Makes room for a file, finds what is there of it already, or takes it over from another scope.
#[utoipa::path(post, path = "/v1/files", operation_id = "fileCreate",
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "in bytes"),
        ("Upload-Metadata" = String, Header,
            description = "scope, sha256 (43 characters of base64url) and type, each in base64; \
                from, another scope, to take the file over that is whole there"),
    ),
    security(("token" = [])),
    responses(
        (status = 201, description = "made, or there", headers(
            ("Location" = String), ("Upload-Offset" = u64, description = "how many bytes are there"),
        )),
        (status = 400, description = "badRequest", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked, noRight", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 409, description = "fileDiffers", body = super::error::ErrorBody),
        (status = 410, description = "erased", body = super::error::ErrorBody),
        (status = 412, description = "tusVersion", body = super::error::ErrorBody),
        (status = 413, description = "fileTooLarge", body = super::error::ErrorBody),
        (status = 415, description = "fileTypeNotAllowed", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
        (status = 507, description = "tooMuch", body = super::error::ErrorBody),
    ))]
pub(super) async fn file_create(
    State(service): State<Service>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let member = token::member(&service, &headers).await?;
    let size = tus::number(&headers, tus::UPLOAD_LENGTH)?;
    let metadata = tus::metadata(&headers);
    let told = |word| {
        let missing = "the metadata does not say scope, sha256 and type";
        metadata
            .get(word)
            .map(String::as_str)
            .ok_or_else(|| ApiError::bad_request(missing))
    };
    let (scope, sha256, file_type) = (told("scope")?, told("sha256")?, told("type")?);
    if !protocol::is_scope(scope) {
        return Err(ApiError::new(ErrorCode::NotFound));
    }
    let id = FileId::new(scope, sha256)
        .ok_or_else(|| ApiError::bad_request("the sha256 is not 43 characters of base64url"))?;
    let location = address(&id);
    let offer = FileOffer {
        id,
        size,
        file_type,
        from: metadata.get("from").map(String::as_str),
    };
    let created = service.endpoint.create_file(
        &member,
        offer,
        service.settings.most_file_bytes,
        (service.clock)(),
    );
    let state = created.await?;
    let headers = [
        (header::LOCATION, location),
        (tus::UPLOAD_OFFSET, state.arrived.to_string()),
    ];
    Ok((StatusCode::CREATED, headers))
}

fn address(id: &FileId) -> String {
    // Of what a scope is made of, only this has a meaning in addresses.
    let scope = id.scope().replace('/', "%2F");
    format!("/v1/files/{}?scope={scope}", id.sha256())
}
