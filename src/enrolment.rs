//! Enrolling in a browser ([`client::enrolment`] decides): its stores, its preferences and its network.

use crate::platform;
use crate::platform::http::post_json;
use crate::settings;
use crate::store::{IdbStore, Phone, phone_of};
use crate::sync::knows;
use client::enrolment::{
    self, ClaimRequest, EarlierWork, Enrolment, EnrolmentFailure, EnrolmentHost, PendingClaim,
    PhoneUser,
};
use client::sync::HttpError;
use register::summary::Summary as About;
use std::rc::Rc;

struct Browser;

impl EnrolmentHost for Browser {
    type Store = IdbStore;
    type About = About;

    fn fresh_id(&self) -> String {
        platform::fresh_id()
    }

    fn replica(&self, store: &str) -> Rc<Phone> {
        Rc::new(phone_of(store))
    }

    fn people(&self) -> Vec<PhoneUser> {
        settings::people()
    }

    fn set_current(&self, user: &PhoneUser) {
        settings::set_current(user);
    }

    fn pending_claim(&self, code: &str) -> Option<PendingClaim> {
        platform::preference(&claim_key(code))
    }

    fn keep_pending_claim(&self, code: &str, claim: &PendingClaim) {
        platform::set_preference(&claim_key(code), claim);
    }

    async fn claim(&self, request: &ClaimRequest<'_>) -> Result<Enrolment, HttpError> {
        post_json("/v1/enrolments", request).await
    }

    async fn knows(&self, token: &str, device: &str) -> Result<bool, HttpError> {
        knows(token, device).await
    }
}

/// By the code as it is read: the same from a link and typed.
fn claim_key(code: &str) -> String {
    format!("claim-{code}")
}

/// Enrols this phone.
///
/// # Errors
/// As [`EnrolmentFailure`] says; the same code can be tried again.
pub async fn enrol(code: &str) -> Result<(), EnrolmentFailure> {
    enrolment::enrol(&Browser, code).await
}

/// Who has come to this phone by this code, if the enrolment is on it.
pub fn enrolled_by(code: &str) -> Option<PhoneUser> {
    enrolment::enrolled_by(&Browser, code)
}

/// Whether the endpoint knows the enrolment in a store.
///
/// # Errors
/// If the endpoint was not reached.
pub async fn is_known(store: &str) -> Result<bool, HttpError> {
    enrolment::is_known(&Browser, store).await
}

/// Asks once more whether the phone of a store that is locked is lost.
pub async fn is_still_lost(store: &str) -> bool {
    let asked = enrolment::is_still_lost(&Browser, store, platform::now()).await;
    asked.unwrap_or(true)
}

/// Whether this phone has asked by this code already.
pub fn has_asked(code: &str) -> bool {
    Browser.pending_claim(code).is_some()
}

/// What waits in earlier stores for the person who is enrolled here.
pub async fn earlier_work(own: &Enrolment) -> Vec<EarlierWork> {
    enrolment::earlier_work(&Browser, own, settings::current_store().as_deref()).await
}
