//! One sync request from reading to reply: glue around `merge`, over any store, with the clock
//! handed in. Knows neither HTTP nor SQL.
//!
//! In this order: the scopes that the person may read are told from the others, and what they bring
//! is read (`part.rs`, `request.rs`); the devices in it are claimed for the sender (`claim.rs`);
//! operations that are brought for others are given to their authors (`relay.rs`); all scopes are
//! pushed, each as a [`Batch`], and then pulled; the reply is put together (`reply.rs`).
//!
//! - A scope that fails is left out of the reply and holds up no other.
//! - What is not answered is sent again by its phone.

mod claim;
mod log;
mod part;
mod relay;
mod reply;
mod request;

use crate::model::{
    Batch, Cursor, CursorKey, Heads, Member, Page, PullQuery, PushOutcome, RecoveringPhone,
    StoreError, StoredState, refusal,
};
use register::rights::Rights;
pub use relay::MOST_RELAYED;
pub use request::{
    AnsweredBy, Incoming, Request, ScopeRequest, largest_pages, read_operation, read_reports,
    table_of,
};
use request::{page_limit, proved_key};

use crate::guesses::Guesses;
use crate::implied::with_implied;
use crate::secrets::Randomness;
use crate::store::Store;
use merge::{Answer, Refusal};
use part::{CheckedScope, ScopeAccess, read_parts};
use protocol::is_kind;
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Reply, WireGrant};
use reply::{OperationAnswer, ReplyDraft};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

/// The oldest schema that the endpoint still wishes to see.
pub const MINIMUM_APP: u32 = 1;
/// The most operations that one request brings in; those past them are not
/// answered, and their phone sends them again.
pub const MOST_OPERATIONS: usize = 5_000;
const MOST_SCOPES: usize = 4_096;
/// The longest tables of devices and keys: more than a commune ever sees.
const MOST_DEVICES: usize = 8_192;
/// The most devices of one request whose operations are its sender's own; those of
/// others are not answered, and come again.
const MOST_AUTHORS: usize = 64;
/// How many bytes of states a scope's page holds if the phone does not say.
const USUAL_LIMIT: usize = 64 * 1024;
const LARGEST_LIMIT: usize = 1024 * 1024;
/// About how many bytes of states all pages of one reply hold together.
const LARGEST_REPLY: usize = 8 * 1024 * 1024;
/// The most of what waits to be looked at that a reply holds; the next come when these
/// are decided on.
const MOST_TOLD: usize = 300;
/// How often an enrolment's last sign of life is written down.
const SEEN_EVERY_MS: i64 = 60 * 60 * 1000;

/// The reason why a request is refused as a whole. What is wrong with one operation is an answer in
/// the reply.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the protocol is not one that this endpoint speaks")]
    ProtocolUnknown,
    #[error("{0}")]
    BadRequest(&'static str),
    #[error("the device belongs to another enrolment")]
    DeviceOfAnother,
    #[error("the device id is made from a key that is not proved")]
    DeviceNotProved,
    #[error("the person has as many device ids as one may have")]
    TooManyDevices,
    #[error("the enrolment is revoked")]
    Revoked,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The service without its HTTP: all that members and commands can ask of a register, over a
/// [`Store`]. The API, the command line and the simulation call it.
pub struct Endpoint {
    store: Arc<dyn Store>,
    randomness: Randomness,
    pub(crate) guesses: Guesses,
}

impl Endpoint {
    pub fn new(store: Arc<dyn Store>, randomness: Randomness) -> Self {
        Self {
            store,
            randomness,
            guesses: Guesses::default(),
        }
    }

    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub fn randomness(&self) -> &Randomness {
        &self.randomness
    }

    /// Pushes and pulls for a person, at a time in milliseconds since 1970.
    ///
    /// # Errors
    /// If the request is refused as a whole. A scope that fails is left out of
    /// the reply and holds up no other.
    pub async fn sync(
        &self,
        member: &Member,
        request: &Request,
        now: i64,
    ) -> Result<Reply, SyncError> {
        check(member, request)?;
        let rights = Arc::new(member.rights());
        let (mut parts, lost) = read_parts(request, &rights, now)?;
        let proved = proved_key(request);
        self.claim_devices(member, &request.device, proved, &mut parts)
            .await?;
        self.verify_relayed(member, &mut parts).await?;
        let mut has_key = !member.keys.is_empty();
        if let Some(key) = proved {
            let noted = self.store.claim_key(&member.enrolment, key).await;
            has_key |= noted.is_ok();
            noted.unwrap_or_else(unnoted);
        }
        if now - member.last_seen_at > SEEN_EVERY_MS || member.schema.is_none() {
            let noted = self.store.note_seen(&member.enrolment, request.schema, now);
            noted.await.unwrap_or_else(unnoted);
        }
        let readable = rights.readable();
        let Heads { epoch, key, places } = self.store.heads(&readable).await?;
        let newest = reply::digest(&epoch, &key, &places);
        let knows_all = request.digest == newest || !holds(Rule::NewsIsTold);
        for part in &mut parts {
            part.cursor = key.read(part.scope, part.asked);
        }

        let own = parts.iter().flat_map(CheckedScope::own_devices).cloned();
        let own = own.chain([request.device.clone()]).collect();
        let mut draft = ReplyDraft::new(&epoch, &key, own);
        let mut room = LARGEST_REPLY;
        let pushed = self.push(&parts, request, &rights, &epoch, now).await;
        for (part, pushed) in parts.iter().zip(pushed) {
            let begun = Instant::now();
            let answered = match pushed {
                Ok(pushed) => self
                    .pull(part, request, &rights, &epoch, room)
                    .await
                    .map(|page| (pushed, page)),
                Err(error) => Err(error),
            };
            match answered {
                Ok((pushed, page)) => {
                    room = room.saturating_sub(page.states.iter().map(StoredState::size).sum());
                    log::scope(part, &pushed, &page, begun);
                    draft.add(part.scope, said(part, pushed), page);
                }
                Err(error) if !holds(Rule::ScopesFailAlone) => return Err(error.into()),
                Err(error) => log::failure(part.scope, &error),
            }
        }
        let heads = if knows_all {
            None
        } else {
            Some(self.store.heads(&readable).await?)
                .filter(|heads| heads.epoch == epoch)
                .map(|heads| heads.places)
        };
        let people = match draft.named().as_slice() {
            [] => Default::default(),
            devices => self.store.people_of(devices).await?,
        };
        let reply = draft.finish(&people, heads, lost, now);
        Ok(Reply {
            wants_key: !has_key,
            grants: news_of_grants(member, request),
            ..reply
        })
    }

    /// What became of each part; a part without operations needs no writing.
    async fn push(
        &self,
        parts: &[CheckedScope<'_>],
        request: &Request,
        rights: &Arc<Rights>,
        epoch: &str,
        received: i64,
    ) -> Vec<Result<PushOutcome, StoreError>> {
        let batches: Vec<Batch> = parts
            .iter()
            .filter(|part| part.brings())
            .map(|part| Batch {
                scope: part.scope.to_owned(),
                operations: part
                    .incoming
                    .iter()
                    .map(|one| one.operation.clone())
                    .collect(),
                gone: part
                    .incoming
                    .iter()
                    .filter(|one| one.gone)
                    .map(|one| one.operation.name(part.scope))
                    .collect(),
                recovering: part.reports.clone().map(|report| RecoveringPhone {
                    reports: report,
                    pulled_to: part.cursor.clone().position(),
                    pulled: part.pulled.clone(),
                    device: request.device.clone(),
                }),
                decided: part.decided.to_vec(),
                rights: Arc::clone(rights),
                authors: part.authors.clone(),
                received,
                mark: self.randomness.mark(),
                epoch: epoch.to_owned(),
            })
            .collect();
        let mut pushed = if batches.is_empty() {
            Vec::new().into_iter()
        } else {
            self.store.push(batches).await.into_iter()
        };
        let mut next = || {
            let silent = StoreError::Damaged("a batch without an outcome");
            pushed.next().unwrap_or(Err(silent))
        };
        parts
            .iter()
            .map(|part| {
                if part.brings() {
                    next()
                } else {
                    Ok(PushOutcome::default())
                }
            })
            .collect()
    }

    async fn pull(
        &self,
        part: &CheckedScope<'_>,
        request: &Request,
        rights: &Rights,
        epoch: &str,
        room: usize,
    ) -> Result<Page, StoreError> {
        if part.sight == ScopeAccess::Answers {
            return Ok(Page::default());
        }
        if part.reports.is_some() {
            // It still reports: what it would pull now, it would pull again.
            return Ok(Page {
                more: true,
                ..Page::default()
            });
        }
        let unreadable = part.cursor == Cursor::Unreadable;
        let mut devices: BTreeSet<String> = part.own_devices().cloned().collect();
        devices.insert(request.device.clone());
        let mut page = self
            .store
            .pull(PullQuery {
                scope: part.scope.to_owned(),
                epoch: epoch.to_owned(),
                after: part.cursor.clone().position(),
                limit: page_limit(request).min(room),
                devices,
            })
            .await?;
        page.reset |= unreadable;
        if let Some(reported) = &mut page.reports {
            reported.retain(|waiting| waiting.is_for(part.scope, rights));
            reported.truncate(MOST_TOLD);
        }
        Ok(page)
    }
}

/// All roles of the person, if the phone knows others; an older phone does not say.
fn news_of_grants(member: &Member, request: &Request) -> Option<Vec<WireGrant>> {
    let known = request.grants.as_ref()?;
    let held = with_implied(member.grants.clone());
    let words = { held.iter() }.map(|grant| (grant.scope.as_str(), grant.role.word()));
    let wire = |(scope, role): (&str, &str)| WireGrant {
        scope: scope.to_owned(),
        role: role.to_owned(),
    };
    (*known != wire::grants_digest(words.clone())).then(|| words.map(wire).collect())
}

/// What is noted beside is noted the next time: whoever only reads must not need a
/// disk that has room.
fn unnoted<T: Default>(error: StoreError) -> T {
    tracing::warn!(code = error.code(), "something was not noted");
    T::default()
}

fn check(member: &Member, request: &Request) -> Result<(), SyncError> {
    if member.revoked.is_some() && holds(Rule::RevokedIsRefused) {
        return Err(SyncError::Revoked);
    }
    let is_spoken = request.schema == wire::SCHEMA || holds(Rule::EverySchemaIsTaken);
    if request.protocol != wire::PROTOCOL || !is_spoken {
        return Err(SyncError::ProtocolUnknown);
    }
    if !is_kind(&request.device) {
        return Err(SyncError::BadRequest("the device is not an id"));
    }
    if request.scopes.len() > MOST_SCOPES {
        return Err(SyncError::BadRequest("too many scopes"));
    }
    if request.devices.len() > MOST_DEVICES || request.keys.len() > MOST_DEVICES {
        return Err(SyncError::BadRequest("too many devices or keys"));
    }
    Ok(())
}

fn said<'a>(
    part: &'a CheckedScope<'_>,
    pushed: PushOutcome,
) -> impl Iterator<Item = OperationAnswer<'a>> {
    let taken = part
        .incoming
        .iter()
        .zip(pushed.answers)
        .map(|(incoming, (name, answer))| OperationAnswer {
            incoming,
            name,
            answer,
        });
    let refused = part
        .turned_away
        .iter()
        .map(|(incoming, code)| OperationAnswer {
            incoming,
            name: incoming.operation.name(part.scope),
            answer: Answer::Refused(Refusal((*code).to_owned())),
        });
    taken.chain(refused)
}
