//! How a phone comes to speak for a person: an invitation is claimed.

use super::{Enrolment, EnrolmentHost, PhoneUser};
use crate::sync::{HttpError, NOT_KNOWN};
use reading::Slot;
use replica::StoreError;
use serde::Serialize;

/// The body of a request to enrol: the invitation's code, the device id to write under, and the
/// phone's secret.
#[derive(Debug, Serialize)]
pub struct ClaimRequest<'a> {
    pub code: &'a str,
    pub device: &'a str,
    pub claim: &'a str,
}

/// The device id and the secret with which this phone asks, kept per code, so
/// that a lost reply can be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Slot)]
pub struct PendingClaim {
    device: String,
    claim: String,
    /// The store that it goes on in, if it was there before.
    #[reading(default)]
    store: Option<String>,
}

impl PendingClaim {
    fn store(&self) -> String {
        let fresh = || format!("so-thi-dua-{}", self.device);
        self.store.clone().unwrap_or_else(fresh)
    }
}

/// The failure of taking an invitation: the endpoint was not reached or refused, or the phone could
/// not keep what it said.
#[derive(Debug, PartialEq, Eq)]
pub enum EnrolmentFailure {
    /// The endpoint was not reached, or said no.
    Sending(HttpError),
    /// It has said yes, and this phone could not keep it: the same invitation can be taken again.
    Keeping(StoreError),
}

impl From<HttpError> for EnrolmentFailure {
    fn from(problem: HttpError) -> Self {
        Self::Sending(problem)
    }
}

impl From<StoreError> for EnrolmentFailure {
    fn from(problem: StoreError) -> Self {
        Self::Keeping(problem)
    }
}

/// Enrols this phone. The same phone may ask again: it asks with the same
/// device id and secret.
///
/// Where the register was set back to before the person's enrolment, and knows the phone no
/// more, the person goes on in the store that is here, with all that is to be brought back.
///
/// # Errors
/// As [`EnrolmentFailure`] says; the same code can be tried again.
pub async fn enrol(host: &impl EnrolmentHost, code: &str) -> Result<(), EnrolmentFailure> {
    let mut asked = host.pending_claim(code).unwrap_or_else(|| PendingClaim {
        device: host.fresh_id(),
        claim: format!("{}{}", host.fresh_id(), host.fresh_id()),
        store: None,
    });
    host.keep_pending_claim(code, &asked);
    let request = ClaimRequest {
        code,
        device: &asked.device,
        claim: &asked.claim,
    };
    let enrolment = host.claim(&request).await?;
    if asked.store.is_none() {
        asked.store = not_known(host, &enrolment.person.id).await?;
        host.keep_pending_claim(code, &asked);
    }
    let store = asked.store();
    let phone = host.replica(&store);
    if Enrolment::kept(&phone).await?.is_none() {
        phone.set_device(&asked.device).await?;
    }
    enrolment.keep(&phone).await?;
    phone.keep(NOT_KNOWN, &false).await?;
    host.set_current(&PhoneUser {
        store,
        name: enrolment.person.name.clone(),
        place: enrolment.place_name().to_owned(),
        ..PhoneUser::default()
    });
    Ok(())
}

/// Who has come to this phone by this code, if the enrolment is on it.
pub fn enrolled_by(host: &impl EnrolmentHost, code: &str) -> Option<PhoneUser> {
    let store = host.pending_claim(code)?.store();
    { host.people() }
        .into_iter()
        .find(|user| user.store == store)
}

/// The store of a person on this phone whose enrolment the endpoint does not know any more.
async fn not_known(host: &impl EnrolmentHost, person: &str) -> Result<Option<String>, HttpError> {
    for user in host.people() {
        let earlier = Enrolment::kept(&host.replica(&user.store)).await;
        let earlier = earlier.ok().flatten();
        if earlier.is_some_and(|earlier| earlier.person.id == person)
            && !is_known(host, &user.store).await?
        {
            return Ok(Some(user.store));
        }
    }
    Ok(None)
}

/// Whether the endpoint knows the enrolment in a store. One that is locked has no device any more,
/// and is not gone on with.
///
/// # Errors
/// If the endpoint was not reached.
pub async fn is_known(host: &impl EnrolmentHost, store: &str) -> Result<bool, HttpError> {
    match ask(host, store).await {
        Some(Err(HttpError::Lost(_))) | None => Ok(true),
        Some(known) => known,
    }
}

/// Asks once more whether the phone is lost; `at` is the phone's clock. What was doubted is so if the
/// endpoint says it again a day later, and is not if it says anything else.
///
/// # Errors
/// If the store fails.
pub async fn is_still_lost(
    host: &impl EnrolmentHost,
    store: &str,
    at: i64,
) -> Result<bool, StoreError> {
    let phone = host.replica(store);
    match ask(host, store).await {
        Some(Err(HttpError::Lost(epoch))) => {
            Enrolment::lock(&phone, &epoch, at).await?;
            Ok(true)
        }
        Some(Err(HttpError::Away)) | None => Ok(true),
        Some(Ok(_) | Err(HttpError::Status(..))) => {
            phone.is_not_lost().await?;
            Ok(false)
        }
    }
}

/// What the endpoint says to the enrolment in a store; nothing if none can ask.
async fn ask(host: &impl EnrolmentHost, store: &str) -> Option<Result<bool, HttpError>> {
    let phone = host.replica(store);
    match (Enrolment::kept(&phone).await, phone.device().await) {
        (Ok(Some(enrolment)), Ok(device)) => Some(host.knows(&enrolment.token, &device).await),
        _ => None,
    }
}
