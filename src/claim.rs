//! How this phone comes to speak for a person: an invitation is claimed.

use crate::enrolment::{Enrolment, Person};
use crate::platform;
use crate::platform::http::post_json;
use crate::settings::{self, PhoneUser};
use crate::store::phone_of;
use crate::sync::knows;
use client::sync::{HttpError, NOT_KNOWN};
use reading::read_exactly;
use replica::StoreError;
use serde::Serialize;

#[derive(Serialize)]
struct ClaimRequest<'a> {
    code: &'a str,
    device: &'a str,
    claim: &'a str,
}

/// The device id and the secret with which this phone asks, kept per code, so
/// that a lost reply can be asked for again.
#[derive(Clone, Default, Serialize)]
struct PendingClaim {
    device: String,
    claim: String,
    /// The store that it goes on in, if it was there before.
    store: Option<String>,
}

read_exactly!(PendingClaim { device, claim, store or default });

impl PendingClaim {
    fn store(&self) -> String {
        let fresh = || format!("so-thi-dua-{}", self.device);
        self.store.clone().unwrap_or_else(fresh)
    }
}

/// Why this phone could not be enrolled.
#[derive(Debug)]
pub enum EnrolmentFailure {
    /// The endpoint was not reached, or said no.
    Sending(HttpError),
    /// It has said yes, and this phone could not keep it: the same invitation can be taken again.
    Keeping(StoreError),
}

/// Enrols this phone. The same phone may ask again: it asks with the same
/// device id and secret.
///
/// Where the register was set back to before the person's enrolment, and knows the phone no
/// more, the person goes on in the store that is here, with all that is to be brought back.
pub async fn enrol(code: &str) -> Result<(), EnrolmentFailure> {
    let mut asked = asked_before(code).unwrap_or_else(|| PendingClaim {
        device: platform::fresh_id(),
        claim: format!("{}{}", platform::fresh_id(), platform::fresh_id()),
        store: None,
    });
    platform::set_preference(&claim_key(code), &asked);
    let body = ClaimRequest {
        code,
        device: &asked.device,
        claim: &asked.claim,
    };
    let enrolment: Enrolment = post_json("/v1/enrolments", &body)
        .await
        .map_err(EnrolmentFailure::Sending)?;
    if asked.store.is_none() {
        asked.store = not_known(&enrolment.person).await?;
        platform::set_preference(&claim_key(code), &asked);
    }
    let store = asked.store();
    let phone = phone_of(&store);
    let before = phone.kept::<Enrolment>("enrolment").await;
    if before.map_err(EnrolmentFailure::Keeping)?.is_none() {
        phone
            .set_device(&asked.device)
            .await
            .map_err(EnrolmentFailure::Keeping)?;
    }
    phone
        .keep("enrolment", &enrolment)
        .await
        .map_err(EnrolmentFailure::Keeping)?;
    phone
        .keep(NOT_KNOWN, &false)
        .await
        .map_err(EnrolmentFailure::Keeping)?;
    settings::set_current(&PhoneUser {
        store,
        name: enrolment.person.name.clone(),
        place: match &enrolment.village {
            Some(village) => village.name.clone(),
            None => enrolment.commune.name.clone(),
        },
        ..PhoneUser::default()
    });
    Ok(())
}

/// Who has come to this phone by this code, if the enrolment is on it.
pub fn enrolled_by(code: &str) -> Option<PhoneUser> {
    let store = asked_before(code)?.store();
    settings::people()
        .into_iter()
        .find(|user| user.store == store)
}

/// The store of a person on this phone whose enrolment the endpoint does not know any more.
async fn not_known(person: &Person) -> Result<Option<String>, EnrolmentFailure> {
    for user in settings::people() {
        let earlier = phone_of(&user.store).kept::<Enrolment>("enrolment").await;
        let is_same = |earlier: &Enrolment| earlier.person.id == person.id;
        let is_same = earlier.ok().flatten().as_ref().is_some_and(is_same);
        if is_same
            && !is_known(&user.store)
                .await
                .map_err(EnrolmentFailure::Sending)?
        {
            return Ok(Some(user.store));
        }
    }
    Ok(None)
}

/// Whether the endpoint knows the enrolment in a store.
///
/// # Errors
/// If the endpoint was not reached.
pub async fn is_known(store: &str) -> Result<bool, HttpError> {
    let phone = phone_of(store);
    let (enrolment, device) = (
        phone.kept::<Enrolment>("enrolment").await,
        phone.device().await,
    );
    match (enrolment, device) {
        (Ok(Some(enrolment)), Ok(device)) => knows(&enrolment.token, &device).await,
        _ => Ok(true),
    }
}

/// Whether this phone has asked by this code already.
pub fn has_asked(code: &str) -> bool {
    asked_before(code).is_some()
}

/// What this phone asked with, if it has asked by this code already.
fn asked_before(code: &str) -> Option<PendingClaim> {
    platform::preference(&claim_key(code))
}

/// By the code as it is read: the same from a link and typed.
fn claim_key(code: &str) -> String {
    format!("claim-{code}")
}
