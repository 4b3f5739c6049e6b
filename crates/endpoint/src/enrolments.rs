//! How a device comes to speak for a person.

use crate::communes::commune_of;
use crate::invitations::InvitationError;
use crate::model::{Member, NamedPerson, StoreError};
use crate::secrets;
use crate::signatures::is_signed;
use crate::store::{EnrolmentAttempt, EnrolmentOutcome, Invitation, JoinAttempt, JoinOutcome};
use crate::sync::Endpoint;
use std::net::IpAddr;

/// For how long the browser that claimed an invitation may do so again, if the
/// answer was lost on the way.
pub const AGAIN_FOR_MS: i64 = 60 * 60 * 1000;

/// A request to be enrolled, as the API has read it: code, address, device and proof.
/// [`Endpoint::enrol`] decides on it.
#[derive(Clone, Debug)]
pub struct EnrolmentClaim {
    /// The invitation's code as it was typed.
    pub code: String,
    /// The address that it asks from.
    pub from: IpAddr,
    pub device: String,
    /// The browser's own secret.
    pub secret: String,
    /// Its public key, and what proves that it is.
    pub key: Option<(String, String)>,
}

/// The result of [`Endpoint::enrol`]: a device that speaks for a person now, with its token.
pub struct Enrolment {
    pub token: String,
    pub person: NamedPerson,
    pub invitation: Invitation,
}

/// The reason why a device is not enrolled. The API answers it with one of its stable codes.
#[derive(Debug, thiserror::Error)]
pub enum EnrolmentError {
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    #[error("the device belongs to another enrolment")]
    DeviceOfAnother,
    #[error("the key is not proved")]
    KeyNotProved,
}

/// The reason why an enrolled person does not get an invitation's role.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    #[error("the invitation is a new phone for somebody else")]
    OfAnother,
}

impl From<StoreError> for EnrolmentError {
    fn from(error: StoreError) -> Self {
        Self::Invitation(error.into())
    }
}

impl Endpoint {
    /// Gives the role of an invitation to somebody who is enrolled; `from` is the address that asks.
    ///
    /// # Errors
    /// If the invitation does not open, or is for somebody else.
    pub async fn join(
        &self,
        member: &Member,
        code: &str,
        from: IpAddr,
        now: i64,
    ) -> Result<Invitation, JoinError> {
        let invitation = self.find_invitation(code, from, now).await?;
        if commune_of(&invitation.scope).is_none() {
            return Err(InvitationError::Unknown.into());
        }
        let joining = JoinAttempt {
            public_id: invitation.public_id.clone(),
            person: member.person.id.clone(),
            enrolment: member.enrolment.clone(),
            now,
        };
        let joined = self.store().join(joining).await;
        match joined.map_err(InvitationError::Store)? {
            JoinOutcome::Done => Ok(invitation),
            JoinOutcome::Used => Err(InvitationError::Used.into()),
            JoinOutcome::Expired => Err(InvitationError::Expired.into()),
            JoinOutcome::Unknown => Err(InvitationError::Unknown.into()),
            JoinOutcome::OfAnother => Err(JoinError::OfAnother),
        }
    }

    /// Enrols a device by an invitation, for the first time or, by the same
    /// browser within the hour, again.
    ///
    /// # Errors
    /// If the invitation does not open, or the device is somebody else's.
    pub async fn enrol(
        &self,
        claim: &EnrolmentClaim,
        now: i64,
    ) -> Result<Enrolment, EnrolmentError> {
        let invitation = self.find_invitation(&claim.code, claim.from, now).await?;
        let key = match &claim.key {
            Some((key, proof)) if is_signed(key, &protocol::key_text(&claim.device), proof) => {
                Some(key.clone())
            }
            Some(_) => return Err(EnrolmentError::KeyNotProved),
            None => None,
        };
        let made_of_another = |key: Option<&String>| {
            protocol::is_made_of_a_key(&claim.device)
                && !key.is_some_and(|key| protocol::is_device_of(&claim.device, key))
        };
        if made_of_another(key.as_ref()) {
            return Err(EnrolmentError::KeyNotProved);
        }
        let token = self.randomness().token();
        let enrolled = self
            .store()
            .enrol(EnrolmentAttempt {
                public_id: invitation.public_id.clone(),
                device: claim.device.clone(),
                claim_hash: secrets::hash(&claim.secret),
                token_hash: secrets::hash(&token),
                key,
                person: self.randomness().id(now),
                enrolment: self.randomness().id(now),
                now,
                again_since: now - AGAIN_FOR_MS,
            })
            .await?;
        match enrolled {
            EnrolmentOutcome::Done(person) => Ok(Enrolment {
                token,
                person,
                invitation,
            }),
            EnrolmentOutcome::Used => Err(InvitationError::Used.into()),
            EnrolmentOutcome::Expired => Err(InvitationError::Expired.into()),
            EnrolmentOutcome::Unknown => Err(InvitationError::Unknown.into()),
            EnrolmentOutcome::DeviceOfAnother => Err(EnrolmentError::DeviceOfAnother),
        }
    }
}
