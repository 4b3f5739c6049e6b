//! `GET /v1/health`: whether the endpoint answers and its store can write, for monitoring. It needs
//! no token.

use super::{ApiError, ErrorCode, Service};
use crate::store::Store;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::time::timeout;
use utoipa::ToSchema;

// The reply of a service that is well; one that is not answers with an error.
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

/// For so long what was found is told again: whoever asks often must not keep the
/// disk busy.
const KNOWN_FOR: Duration = Duration::from_secs(5);
/// A store that takes longer to write a few bytes is not well.
const WRITTEN_WITHIN: Duration = Duration::from_secs(10);

/// The last try to write into the store, with its time and result, so that many who ask for the
/// health try only once.
#[derive(Default)]
pub(crate) struct LastWriteProbe(Mutex<Option<(Instant, bool)>>);

impl LastWriteProbe {
    /// Of many who ask at once one tries.
    async fn is_possible(&self, store: &dyn Store, now: i64) -> bool {
        let mut last = self.0.lock().await;
        if let Some((at, possible)) = *last
            && at.elapsed() < KNOWN_FOR
        {
            return possible;
        }
        let possible = match timeout(WRITTEN_WITHIN, store.try_writing(now)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                drop(ApiError::from(error));
                false
            }
            Err(_) => false,
        };
        *last = Some((Instant::now(), possible));
        possible
    }
}

/// Whether the endpoint and its store answer, and the store can write: on a disk
/// that is full it cannot.
#[utoipa::path(get, path = "/v1/health", operation_id = "healthRead", responses(
    (status = 200, body = Health),
    (status = 503, body = super::error::ErrorBody),
))]
pub(super) async fn health_read(State(service): State<Service>) -> Result<Json<Health>, ApiError> {
    let store = service.endpoint.store();
    if !service
        .writing
        .is_possible(store.as_ref(), (service.clock)())
        .await
    {
        return Err(ApiError::new(ErrorCode::Unavailable));
    }
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        protocol: protocol::wire::PROTOCOL,
        epoch: store.epoch().await?,
        now: (service.clock)(),
    }))
}
