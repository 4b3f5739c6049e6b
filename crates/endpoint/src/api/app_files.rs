//! The app's own files: from a folder, or (feature `embed`) from the binary.

use super::{ApiError, ErrorCode};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Files below it have their content's hash in their name.
const HASHED: &str = "assets/";
const PAGE: &str = "index.html";

/// The place that the app's files are served from, as `endpoint serve` was started.
pub enum AppFiles {
    /// There is no app here, only the API.
    None,
    Folder(Folder),
    #[cfg(feature = "embed")]
    Embedded,
}

/// A folder of app files that may be replaced by a new release while it is served.
pub struct Folder {
    path: PathBuf,
    read: Mutex<BTreeMap<String, CachedFile>>,
}

struct CachedFile {
    modified: SystemTime,
    length: u64,
    file: AppFile,
}

#[derive(Clone)]
struct AppFile {
    bytes: Arc<[u8]>,
    /// With its quotation marks.
    etag: String,
}

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../dist"]
struct Dist;

impl AppFiles {
    pub fn in_folder(path: PathBuf) -> Self {
        Self::Folder(Folder {
            path,
            read: Mutex::default(),
        })
    }

    /// A file by its path from the root, if it is there.
    async fn read(&self, path: &str) -> Option<AppFile> {
        match self {
            Self::None => None,
            Self::Folder(folder) => folder.read(path).await,
            #[cfg(feature = "embed")]
            Self::Embedded => {
                let file = Dist::get(path)?;
                Some(AppFile {
                    etag: etag(&file.metadata.sha256_hash()),
                    bytes: (*file.data).into(),
                })
            }
        }
    }
}

impl Folder {
    async fn read(&self, path: &str) -> Option<AppFile> {
        let place = self.path.join(path);
        let metadata = tokio::fs::metadata(&place)
            .await
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        let modified = metadata.modified().ok()?;
        let length = metadata.len();
        let kept = |kept: &&CachedFile| kept.modified == modified && kept.length == length;
        if let Some(kept) = self.lock().get(path).filter(kept) {
            return Some(kept.file.clone());
        }
        let bytes = tokio::fs::read(&place).await.ok()?;
        let file = AppFile {
            etag: etag(&Sha256::digest(&bytes)),
            bytes: bytes.into(),
        };
        self.lock().insert(
            path.to_owned(),
            CachedFile {
                modified,
                length,
                file: file.clone(),
            },
        );
        Some(file)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, CachedFile>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn etag(hash: &[u8]) -> String {
    let hex: String = hash
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hex}\"")
}

/// Everything that is not the API: a file, or the page for a path that the app
/// itself understands (`/moi/K7QM3XPD2A`).
pub(crate) async fn app_file_read(
    State(service): State<crate::api::Service>,
    request: Request,
) -> Response<Body> {
    let not_found = || ApiError::new(ErrorCode::NotFound).into_response();
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return ApiError::new(ErrorCode::MethodNotAllowed).into_response();
    }
    let Some(path) = plain_path(request.uri().path()) else {
        return not_found();
    };
    let headers = request.headers();
    let path = if path.is_empty() { PAGE } else { path };
    if let Some(response) = serve(&service.files, path, headers).await {
        return response;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    // Messengers take the dot of a sentence for the end of its link.
    let is_navigation = !last.trim_end_matches('.').contains('.')
        // Who does not say what it takes takes anything.
        && (!headers.contains_key(header::ACCEPT)
            || ["text/html", "text/*", "*/*"]
                .iter()
                .any(|taken| accepts(headers, header::ACCEPT, taken)));
    if is_navigation && let Some(response) = serve(&service.files, PAGE, headers).await {
        return response;
    }
    not_found()
}

/// The path from the root, if no part of it leads anywhere else. An empty part
/// would make the rest an absolute path.
fn plain_path(path: &str) -> Option<&str> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0', ':'])
    };
    (path.is_empty() || path.split('/').all(is_plain)).then_some(path)
}

async fn serve(files: &AppFiles, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let file = files.read(path).await?;
    let mut chosen = (file, None);
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, header::ACCEPT_ENCODING, encoding)
            && let Some(packed) = files.read(&format!("{path}.{extension}")).await
        {
            chosen = (packed, Some(encoding));
            break;
        }
    }
    let (file, encoding) = chosen;
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|tag| tag.trim() == file.etag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // HEAD: axum leaves the body out and keeps its length.
        let mut response = Response::new(Body::from(file.bytes.to_vec()));
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(content_type(path)),
        );
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let caching = if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-encoding"),
    );
    headers.insert(header::ETAG, HeaderValue::from_str(&file.etag).ok()?);
    Some(response)
}

/// Whether a header's list holds a word that is not given the weight 0.
fn accepts(headers: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|list| {
            list.split(',').any(|item| {
                let mut parts = item.split(';').map(str::trim);
                let is_wanted = parts
                    .next()
                    .is_some_and(|word| word.eq_ignore_ascii_case(wanted));
                let weight = parts.find_map(|part| part.strip_prefix("q="));
                is_wanted && weight.and_then(|q| q.parse::<f32>().ok()) != Some(0.0)
            })
        })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
