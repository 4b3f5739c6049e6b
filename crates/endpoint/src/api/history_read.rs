use super::rate_limit::{Counted, RateLimit};
use super::schema::PersonName;
use super::{ApiError, ErrorCode, Service, token};
use crate::history::HistoryError;
use crate::model::{HistoryEntry, HistoryPage, HistoryQuery, NamedPerson};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use merge::LogReason;
use protocol::{is_field, is_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use utoipa::ToSchema;

/// The most entries of an answer.
const MOST_ENTRIES: usize = 200;
/// About how many bytes an answer holds; one value that is larger comes alone.
const MOST_BYTES: usize = 64 * 1024;

/// How often one enrolment may ask.
const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// Counts the questions of enrolments.
pub(crate) struct HistoryLimit(Counted<String>);

impl Default for HistoryLimit {
    fn default() -> Self {
        Self(Counted::new(RateLimit::per_minute(PER_MINUTE)))
    }
}

#[derive(Deserialize)]
struct HistoryParameters {
    scope: String,
    record: String,
    field: Option<String>,
    before: Option<i64>,
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct HistoryBody {
    /// Those who wrote or told what is in the entries.
    people: Vec<PersonName>,
    /// Newest first.
    entries: Vec<HistoryEntryBody>,
    /// There are earlier ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more: bool,
    /// When the history of the scope began, or began again, in milliseconds since 1970.
    since: i64,
}

#[derive(Serialize, ToSchema)]
struct HistoryEntryBody {
    seq: i64,
    record: String,
    kind: String,
    field: String,
    /// The operation's, in full; left out where a history begins with nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The place of its author in `people`; left out if it is the endpoint's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<usize>,
    /// Left out if it is erased, and where there is no `name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    /// Names in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<String>,
    at: i64,
    received: i64,
    how: HistoryReason,
    /// The device that told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The place in `people` of who told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<usize>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum HistoryReason {
    Accepted,
    /// Something that replaces it had come before it.
    Dead,
    /// By a witness, after the endpoint was set back.
    Told,
    /// It left by telling.
    Dropped,
    /// It stood there when the history began.
    Beginning,
    /// It has no value any more.
    Erased,
}

/// What happened to a record, for whoever writes in its scope.
#[utoipa::path(get, path = "/v1/history", operation_id = "historyRead",
    params(
        ("scope" = String, Query),
        ("record" = String, Query),
        ("field" = Option<String>, Query, description = "left out: all of the record, and of its lines"),
        ("before" = Option<i64>, Query, description = "a `seq` of an earlier answer"),
        ("limit" = Option<u32>, Query, description = "at most 200, which it is if left out"),
    ),
    security(("token" = [])),
    responses(
        (status = 200, body = HistoryBody),
        (status = 400, description = "badRequest", body = super::error::ErrorBody),
        (status = 401, description = "unauthorized", body = super::error::ErrorBody),
        (status = 403, description = "revoked", body = super::error::ErrorBody),
        (status = 404, description = "notFound", body = super::error::ErrorBody),
        (status = 429, description = "rateLimited", body = super::error::ErrorBody),
        (status = 503, description = "unavailable", body = super::error::ErrorBody),
    ))]
pub(super) async fn history_read(
    State(service): State<Service>,
    headers: HeaderMap,
    address: Uri,
) -> Result<Json<HistoryBody>, ApiError> {
    let member = token::member(&service, &headers).await?;
    let counted = service.history_limit.0.count(&member.enrolment);
    counted.map_err(ApiError::rate_limited)?;
    let query = query_of(&address)?;
    let found = service.endpoint.history(&member, &query).await;
    let (page, people) = found.map_err(|error| match error {
        HistoryError::NoRight => ApiError::new(ErrorCode::NotFound),
        HistoryError::Store(error) => error.into(),
    })?;
    Ok(Json(body_of(page, &people)))
}

fn query_of(address: &Uri) -> Result<HistoryQuery, ApiError> {
    let odd = |_| ApiError::bad_request("the question is not of the shape that is asked for");
    let Query(asked) = Query::<HistoryParameters>::try_from_uri(address).map_err(odd)?;
    let is_named = is_id(&asked.record) && asked.field.as_deref().is_none_or(is_field);
    if !is_named {
        return Err(ApiError::bad_request("the record or the field is none"));
    }
    Ok(HistoryQuery {
        scope: asked.scope,
        record: asked.record,
        field: asked.field,
        before: asked.before,
        limit: asked.limit.unwrap_or(MOST_ENTRIES).clamp(1, MOST_ENTRIES),
        bytes: MOST_BYTES,
    })
}

fn body_of(page: HistoryPage, people: &BTreeMap<String, NamedPerson>) -> HistoryBody {
    let mut body = HistoryBody {
        people: Vec::new(),
        entries: Vec::with_capacity(page.entries.len()),
        more: page.more,
        since: page.since,
    };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut place = |device: &String| {
        let person = people.get(device)?;
        Some(*places.entry(&person.id).or_insert_with(|| {
            body.people.push(person.clone().into());
            body.people.len() - 1
        }))
    };
    for entry in page.entries {
        let author = entry.logged.row.entry.as_ref();
        let person = author.and_then(|entry| place(&entry.name.device));
        let witness = entry.logged.reported_by.as_ref().and_then(&mut place);
        body.entries.push(entry_body(entry, person, witness));
    }
    body
}

fn entry_body(
    entry: HistoryEntry,
    person: Option<usize>,
    witness: Option<usize>,
) -> HistoryEntryBody {
    let HistoryEntry {
        record,
        kind,
        field,
        logged,
    } = entry;
    let how = match logged.row.reason {
        _ if logged.is_erased => HistoryReason::Erased,
        LogReason::Accepted => HistoryReason::Accepted,
        LogReason::DeadOnArrival => HistoryReason::Dead,
        LogReason::Told => HistoryReason::Told,
        LogReason::Dropped => HistoryReason::Dropped,
        LogReason::Beginning => HistoryReason::Beginning,
    };
    let is_erased = logged.is_erased;
    let (name, value) = match logged.row.entry {
        Some(entry) => (Some(entry.name.to_string()), Some(entry.value)),
        None => (None, None),
    };
    HistoryEntryBody {
        seq: logged.row.seq,
        record,
        kind,
        field,
        name,
        person,
        value: value.filter(|_| !is_erased),
        replaces: logged
            .row
            .replaces
            .iter()
            .map(ToString::to_string)
            .collect(),
        at: logged.at,
        received: logged.received,
        how,
        by: logged.reported_by,
        witness,
    }
}
