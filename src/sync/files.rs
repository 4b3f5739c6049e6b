//! Files go after the records, a small part at a time, by tus 1.0; a part that the endpoint has
//! confirmed is not sent again.

use super::{CONTROL, Problem};
use crate::platform::base64;
use crate::platform::http::{HttpError, error_of, limited};
use crate::session::Session;
use crate::settings;
use gloo_net::http::{Request as Http, RequestBuilder, Response};
use js_sys::{Uint8Array, encode_uri_component};
use leptos::prelude::*;
use merge::Existence;
use register::kind;
use replica::{File, FileFate, PIECE};
use serde_json::Value;

/// Small enough to arrive within the time limit on a line of 40 kbit/s.
const PART: usize = 64 * 1024;
/// The code of a file whose bytes are not those that its hash was made of.
const HASH_DIFFERS: &str = "hashDiffers";

/// Reads anew which files are on the phone and which are to be sent.
pub async fn look(session: Session) {
    let Ok(files) = session.phone().files().await else {
        return;
    };
    let mut wanted = Vec::new();
    for (file, there) in files {
        if there || is_wanted(session, &file).await {
            wanted.push((file, there));
        }
    }
    session.files.update(|files| files.all = wanted);
}

/// Sends what waits, unless the person wants it later. Ends early when records want to go.
pub(super) async fn send(session: Session) -> Result<(), Problem> {
    look(session).await;
    for (file, there) in session.files.get_untracked().all {
        if there || file.refused.is_some() {
            continue;
        }
        if settings::files_later() {
            break;
        }
        let sent = upload(session, &file).await;
        session.files.update(|files| files.sent = 0);
        let fate = match &sent {
            Ok(true) => FileFate::Sent,
            Ok(false) => return Ok(()),
            Err(HttpError::Away) => return Err(Problem::Away),
            Err(HttpError::Status(401, _)) => return Err(Problem::NotKnown),
            Err(HttpError::Status(429 | 500.., _)) => return Err(Problem::Trouble),
            Err(HttpError::Status(_, code)) => FileFate::Refused(code),
        };
        let phone = session.phone();
        let noted = phone.note_file(&file.scope, &file.sha256, fate);
        noted.await.map_err(|_| Problem::Trouble)?;
        look(session).await;
    }
    Ok(())
}

/// Whether the record that the file was put to still refers to it.
async fn is_wanted(session: Session, file: &File) -> bool {
    let Ok(tree) = session.phone().tree(&file.scope, &file.record).await else {
        return false;
    };
    tree.records.iter().any(|line| {
        let said = line.fields.get("file").map(|field| field.value());
        let sha256 = said
            .and_then(|said| said.get("sha256"))
            .and_then(Value::as_str);
        line.kind == kind::ATTACHMENT
            && !matches!(line.existence, Existence::Deleted { .. })
            && sha256 == Some(file.sha256.as_str())
    })
}

/// Whether all of it is there; otherwise records want to go first.
async fn upload(session: Session, file: &File) -> Result<bool, HttpError> {
    let token = session.token().await;
    let mut offset = create(&token, file).await?;
    let mut again = 0;
    while offset < file.size {
        session.files.update(|files| files.sent = offset);
        if CONTROL.with(|control| control.wanted.get()) {
            return Ok(false);
        }
        let from = offset as usize;
        let piece = session.phone().piece(&file.sha256, from / PIECE).await;
        let piece = piece.ok().flatten().unwrap_or_default();
        let rest = piece.get(from % PIECE..).unwrap_or_default();
        let part = &rest[..rest.len().min(PART)];
        if part.is_empty() {
            return Err(HttpError::Status(460, HASH_DIFFERS.to_owned()));
        }
        offset = match send_part(&token, file, offset, part).await {
            // Somebody else sends the same file, or the answer to a part was lost.
            Err(HttpError::Status(409, _)) if again < 3 => {
                again += 1;
                create(&token, file).await?
            }
            answer => answer?,
        };
    }
    Ok(true)
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

async fn create(token: &str, file: &File) -> Result<u64, HttpError> {
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

async fn send_part(token: &str, file: &File, offset: u64, part: &[u8]) -> Result<u64, HttpError> {
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
