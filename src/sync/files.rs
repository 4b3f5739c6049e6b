//! Files over HTTP, by tus 1.0.

use crate::platform::base64;
use crate::platform::http::{error_of, limited};
use crate::session::Session;
use client::sync::HttpError;
use gloo_net::http::{Request as Http, RequestBuilder, Response};
use js_sys::{Uint8Array, encode_uri_component};
use leptos::prelude::*;
use replica::File;

/// Reads anew which files are on the phone and which are to be sent.
pub async fn look(session: Session) {
    if let Ok(wanted) = client::sync::wanted_files(&session.phone()).await {
        session.files.update(|files| files.all = wanted);
    }
}

/// The whole of a file, from the endpoint.
pub async fn fetch(token: &str, scope: &str, sha256: &str) -> Result<Vec<u8>, HttpError> {
    let http = Http::get(&address(scope, sha256)).header("authorization", &bearer(token));
    let (http, limit) = limited(http);
    let response = http.send().await.map_err(|_| HttpError::Away)?;
    // It is there: a long file on a weak line may take its time.
    drop(limit);
    if !response.ok() {
        return Err(error_of(response).await);
    }
    response.binary().await.map_err(|_| HttpError::Away)
}

/// How much of a file the endpoint has, in bytes; from then on it expects the rest.
pub(super) async fn create(token: &str, file: &File) -> Result<u64, HttpError> {
    let metadata = [
        ("scope", &file.scope),
        ("sha256", &file.sha256),
        ("type", &file.media_type),
    ];
    let metadata = metadata.map(|(key, value)| format!("{key} {}", base64(value)));
    let http = tus(Http::post("/v1/files"), token)
        .header("upload-length", &file.size.to_string())
        .header("upload-metadata", &metadata.join(","));
    let (http, _limit) = limited(http);
    offset_in(http.send().await).await
}

/// As [`create`], after a part.
pub(super) async fn send_part(
    token: &str,
    file: &File,
    offset: u64,
    part: &[u8],
) -> Result<u64, HttpError> {
    let http = tus(Http::patch(&address(&file.scope, &file.sha256)), token)
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", &offset.to_string());
    let (http, _limit) = limited(http);
    let request = http.body(Uint8Array::from(part));
    let request = request.map_err(|_| HttpError::Away)?;
    offset_in(request.send().await).await
}

fn tus(http: RequestBuilder, token: &str) -> RequestBuilder {
    http.header("authorization", &bearer(token))
        .header("tus-resumable", "1.0.0")
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn address(scope: &str, sha256: &str) -> String {
    let scope = String::from(encode_uri_component(scope));
    format!("/v1/files/{sha256}?scope={scope}")
}

async fn offset_in(answer: Result<Response, gloo_net::Error>) -> Result<u64, HttpError> {
    let response = answer.map_err(|_| HttpError::Away)?;
    if !response.ok() {
        return Err(error_of(response).await);
    }
    let offset = response.headers().get("upload-offset");
    let offset = offset.and_then(|offset| offset.parse().ok());
    offset.ok_or(HttpError::Away)
}
