//! HTTP. One endpoint a file, named verb on noun.

mod act_create;
mod admission;
pub mod app_files;
mod body;
mod enrolment_create;
mod enrolment_join;
mod error;
mod file_append;
mod file_create;
mod file_options;
mod file_progress_read;
mod file_read;
mod health_read;
mod history_read;
mod invitation_read;
mod longest;
mod member_body;
mod openapi;
mod people_read;
pub mod people_schema;
mod rate_limit;
mod request_log;
pub mod schema;
mod security_headers;
mod sync_exchange;
mod token;
mod tus;

pub use error::{ApiError, ErrorCode};
pub use openapi::document as openapi_document;
pub use rate_limit::{RateLimit, household};

use crate::clock::Clock;
use crate::files::USUAL_MOST_FILE_BYTES;
use crate::invitations::Hashing;
use crate::sync::Endpoint;
use admission::Admission;
use app_files::AppFiles;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use health_read::LastWriteProbe;
use history_read::HistoryLimit;
use rate_limit::Limiter;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// A reply shorter than this is not worth compressing.
const WORTH_COMPRESSING: u16 = 256;
/// Long enough for a full request over a line of 40 kbit/s.
const LONGEST_EXCHANGE: Duration = Duration::from_secs(180);

/// For what is short both ways.
const SHORT_EXCHANGE: Duration = Duration::from_secs(30);

/// The same, for a whole file that comes at once.
const LONGEST_FILE: Duration = Duration::from_secs(3600);

/// The settings of one installation that the API goes by. `endpoint serve` makes them of its
/// arguments.
#[derive(Clone, Debug)]
pub struct Settings {
    pub rate_limit: RateLimit,
    /// Whether the service is reached by https, and only by it.
    pub https: bool,
    /// Whether a reverse proxy says whom requests are from.
    pub behind_proxy: bool,
    /// How many bytes of files a scope may hold.
    pub most_file_bytes: u64,
    /// How people reach the service, as invitations' links say; left out: as they did.
    pub base_url: Option<String>,
    /// Of the codes that acts make.
    pub hashing: Hashing,
    /// The file beside the register of acts that outlive a restore.
    pub acts: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate_limit: RateLimit::default(),
            https: false,
            behind_proxy: false,
            most_file_bytes: USUAL_MOST_FILE_BYTES,
            base_url: None,
            hashing: Hashing::Strong,
            acts: None,
        }
    }
}

/// The state that every handler reaches through axum: endpoint, clock, app files and limits.
#[derive(Clone)]
pub(crate) struct Service {
    pub endpoint: Arc<Endpoint>,
    pub clock: Clock,
    pub files: Arc<AppFiles>,
    pub settings: Arc<Settings>,
    pub writing: Arc<LastWriteProbe>,
    pub admission: Arc<Admission>,
    pub history_limit: Arc<HistoryLimit>,
}

/// The whole service: the API below `/v1/`, and the app's files.
pub fn router(
    endpoint: Arc<Endpoint>,
    clock: Clock,
    files: AppFiles,
    settings: &Settings,
) -> Router {
    let service = Service {
        endpoint,
        clock,
        files: Arc::new(files),
        settings: Arc::new(settings.clone()),
        writing: Arc::default(),
        admission: Arc::new(Admission::new()),
        history_limit: Arc::default(),
    };
    let limited = Router::new()
        .route(
            "/v1/invitations/{code}",
            get(invitation_read::invitation_read),
        )
        .route("/v1/enrolments", post(enrolment_create::enrolment_create))
        .route("/v1/enrolments/join", post(enrolment_join::enrolment_join))
        .route("/v1/acts", post(act_create::act_create))
        .route_layer(from_fn_with_state(
            Limiter::new(settings),
            rate_limit::limit,
        ))
        .layer(from_fn_with_state(SHORT_EXCHANGE, longest::longest));
    let api = Router::new()
        .route("/v1/health", get(health_read::health_read))
        .route("/v1/openapi.json", get(openapi::openapi_read))
        .route("/v1/sync", post(sync_exchange::sync_exchange))
        .route("/v1/history", get(history_read::history_read))
        .route("/v1/people", get(people_read::people_read))
        .merge(limited)
        .route("/v1/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        // Bodies are limited where they are read, with an error of our own.
        .layer(DefaultBodyLimit::disable())
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Default)
                .compress_when(SizeAbove::new(WORTH_COMPRESSING)),
        );
    let at_once = Router::new()
        .merge(api)
        .fallback(app_files::app_file_read)
        .layer(from_fn_with_state(LONGEST_EXCHANGE, longest::longest));
    Router::new()
        .merge(at_once)
        .merge(files_of_records().layer(from_fn_with_state(LONGEST_FILE, longest::longest)))
        .with_state(service)
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!(code = "panic", "a handler panicked");
            axum::response::IntoResponse::into_response(ApiError::new(ErrorCode::Unavailable))
        }))
        .layer(from_fn_with_state(settings.https, security_headers::add))
        .layer(from_fn(request_log::log))
}

/// They are not packed: what is kept is packed already.
fn files_of_records() -> Router<Service> {
    Router::new()
        .route(
            "/v1/files",
            post(file_create::file_create).options(file_options::file_options),
        )
        .route(
            "/v1/files/{sha256}",
            get(file_read::file_read)
                .head(file_progress_read::file_progress_read)
                .patch(file_append::file_append)
                .options(file_options::file_options),
        )
        .method_not_allowed_fallback(wrong_method)
        .route_layer(from_fn(tus::speak))
}

async fn nothing_here() -> ApiError {
    ApiError::new(ErrorCode::NotFound)
}

async fn wrong_method() -> ApiError {
    ApiError::new(ErrorCode::MethodNotAllowed)
}
