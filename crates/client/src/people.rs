//! Who is where, and what an administrator does about it: asked of the endpoint, never kept here, and
//! nothing of it can wait for a network.
//!
//! An act is made once ([`begin`]) and may be sent as often as it takes: by its nonce the endpoint does
//! it once.

use crate::signing_key;
use crate::sync::HttpError;
use crate::worker::Worker;
use protocol::wire::{ActReply, ActRequest, PeopleReply, SignedAct, WireAct};
use replica::{About, Replica, Store, StoreError};
use std::rc::Rc;

/// More answers than this are of no register.
const MOST_ANSWERS: usize = 100;

/// What it needs of the phone: its key, a clock, fresh ids and the network.
pub trait PeopleHost {
    type Store: Store;
    type About: About;
    type Worker: Worker;

    fn replica(&self) -> Rc<Replica<Self::Store, Self::About>>;
    fn worker(&self) -> &Self::Worker;
    /// 22 characters of base64url.
    fn fresh_id(&self) -> String;
    /// Milliseconds since 1970 by the endpoint's clock, as far as its replies have told the phone's.
    fn endpoint_time(&self) -> i64;

    /// `GET /v1/people`; `after` is empty at first.
    async fn people(&self, scope: &str, after: &str) -> Result<PeopleReply, HttpError>;
    /// `POST /v1/acts`.
    async fn act(&self, request: &ActRequest) -> Result<ActReply, HttpError>;
}

/// Why an act was not done, as far as a person can do something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActFailure {
    /// The endpoint was not reached: the same act can be sent again.
    Away,
    /// Too many at once: the same act can be sent again in a while.
    Later,
    /// This phone has no key, or cannot sign now.
    CannotSign,
    /// The endpoint does not know this phone's key yet: after the next sync it does.
    KeyNotKnown,
    /// It is above what the person may do there.
    NoRight,
    /// The person, the phone or the invitation is not there any more.
    NotThere,
    /// Somebody has enrolled by the invitation.
    Used,
    /// The invitation was cancelled.
    Cancelled,
    /// The phone's clock is off by a day, the act is too old to be sent again, or the register was set
    /// back since the last sync.
    TooOld,
    /// The endpoint says something else: its stable code.
    Refused(String),
}

impl From<HttpError> for ActFailure {
    fn from(problem: HttpError) -> Self {
        let HttpError::Status(_, code) = problem else {
            return Self::Away;
        };
        match code.as_str() {
            "rateLimited" | "unavailable" | "tooSlow" => Self::Later,
            "badSignature" => Self::KeyNotKnown,
            "noRight" => Self::NoRight,
            "notFound" => Self::NotThere,
            "invitationUsed" => Self::Used,
            "invitationExpired" => Self::Cancelled,
            "actTooOld" => Self::TooOld,
            _ => Self::Refused(code),
        }
    }
}

/// All who have a role in a scope or below, and the open invitations, as far as the person may see.
///
/// # Errors
/// If the endpoint was not reached, or the person may give no role there (`notFound`).
pub async fn ask(host: &impl PeopleHost, scope: &str) -> Result<PeopleReply, HttpError> {
    let mut all = host.people(scope, "").await?;
    for _ in 1..MOST_ANSWERS {
        let Some(after) = all.next.take() else { break };
        let more = host.people(scope, &after).await?;
        all.people.extend(more.people);
        all.next = more.next;
    }
    Ok(all)
}

/// An act of this moment. What it asks for is sent by [`send`], again and again if need be.
///
/// # Errors
/// If the store fails, or the endpoint was never reached.
pub async fn begin(host: &impl PeopleHost, act: WireAct) -> Result<SignedAct, StoreError> {
    Ok(SignedAct {
        epoch: host.replica().epoch().await?,
        nonce: host.fresh_id(),
        at: host.endpoint_time(),
        act,
    })
}

/// Signs and sends an act.
///
/// # Errors
/// As [`ActFailure`] says.
pub async fn send(host: &impl PeopleHost, act: &SignedAct) -> Result<ActReply, ActFailure> {
    let (replica, worker) = (host.replica(), host.worker());
    let cannot = |_| ActFailure::CannotSign;
    let key = signing_key::own(&replica, worker).await.map_err(cannot)?;
    let act = act.text();
    let signed = worker.sign(&key, std::slice::from_ref(&act)).await;
    let sig = signed.map_err(cannot)?.pop();
    let sig = sig.ok_or(ActFailure::CannotSign)?;
    Ok(host.act(&ActRequest { act, sig }).await?)
}
