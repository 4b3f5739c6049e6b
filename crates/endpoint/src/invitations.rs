//! Invitations: a code to tap, to scan or to type, good for one device.
//!
//! A code is ten letters and digits, `K7QM-3XP2-7B`. The first
//! four are its public id, by which it is found; the other six are a secret of
//! 28 bits, stored as argon2id, with a limit of wrong tries: a few for each
//! address, and many for all together.

use crate::bootstrap::Village;
use crate::communes::commune_of;
use crate::guesses::LOCKED_FOR_MS;
use crate::model::StoreError;
use crate::secrets::Randomness;
use crate::store::Invitation;
use crate::sync::Endpoint;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use register::invitation_code::{self, LENGTH, OF_NEW_CODES};
use register::role::Role;
use register::text::nfc;
use std::fmt;
use std::net::IpAddr;

const PUBLIC: usize = 4;
/// Wrong tries, whoever made them, after which an invitation is locked for
/// everybody: in the week that one usually lasts, 6,000 of the 27⁶ are tried by a
/// few addresses, and 168,000 by very many.
const MOST_WRONG_IN_ALL: u32 = 1_000;

/// A well-formed invitation code, read from typed text or made anew.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    pub fn new(randomness: &Randomness) -> Self {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let [byte] = randomness.bytes::<1>().map(usize::from);
            // Of 243 values every letter has nine: none comes more often.
            if byte < OF_NEW_CODES.len() * 9 {
                code.push(char::from(OF_NEW_CODES[byte % OF_NEW_CODES.len()]));
            }
        }
        Self(code)
    }

    /// Reads what a person typed or a link carries.
    pub fn read(typed: &str) -> Option<Self> {
        invitation_code::read(typed).ok().map(Self)
    }

    pub fn public_id(&self) -> &str {
        &self.0[..PUBLIC]
    }

    /// Without the dashes, for a link.
    pub fn compact(&self) -> &str {
        &self.0
    }

    fn secret(&self) -> &str {
        &self.0[PUBLIC..]
    }
}

/// In groups, to be read and typed.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

/// By what an invitation is found: of a whole code, or alone, as typed.
pub fn public_id(typed: &str) -> Option<String> {
    let rest = "0".repeat(LENGTH - PUBLIC);
    let code = Code::read(typed).or_else(|| Code::read(&format!("{typed}{rest}")))?;
    Some(code.public_id().to_owned())
}

/// A code must not reach a log by accident.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The cost of hashing a code's secret: high in use, low in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hashing {
    Strong,
    /// For tests only.
    Quick,
}

impl Hashing {
    fn argon2(self) -> Argon2<'static> {
        let params = match self {
            Self::Strong => Params::default(),
            Self::Quick => Params::new(8, 1, 1, None).unwrap_or_default(),
        };
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// A wish to invite, from the command line: who, to which role and scope, until when.
/// [`Endpoint::invite`] makes the invitation and its code.
#[derive(Clone, Debug)]
pub struct InvitationDraft {
    /// Somebody who is there already and gets a new phone: keeps what roles
    /// there are, whatever they are by then. Or whom the register lost: is made
    /// by this id, name and role.
    pub person: Option<String>,
    pub person_name: String,
    pub role: Role,
    pub scope: String,
    pub invited_by: String,
    /// Milliseconds since 1970.
    pub expires_at: i64,
}

/// The reason why a code opens nothing: unknown, used, expired, locked, or a store that failed.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    #[error("there is no such invitation")]
    Unknown,
    #[error("the invitation was used")]
    Used,
    #[error("the invitation has expired")]
    Expired,
    #[error("too many wrong tries")]
    Locked {
        /// After how many milliseconds one may try again.
        wait_ms: i64,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An open invitation with the commune and village that it is for, to be shown before it is taken.
pub struct InvitationDetails {
    pub invitation: Invitation,
    pub commune: crate::communes::Commune,
    pub village: Option<Village>,
}

impl Endpoint {
    /// Makes an invitation and gives its code, which is stored nowhere.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn invite(
        &self,
        inviting: InvitationDraft,
        hashing: Hashing,
    ) -> Result<Code, StoreError> {
        let (code, invitation) = self.draw_up(inviting, hashing).await?;
        self.store().add_invitation(invitation).await?;
        Ok(code)
    }

    /// An invitation that is not yet there, and its code.
    ///
    /// # Errors
    /// If the store fails.
    pub(crate) async fn draw_up(
        &self,
        inviting: InvitationDraft,
        hashing: Hashing,
    ) -> Result<(Code, Invitation), StoreError> {
        // Public ids are few: a taken one is passed over.
        let mut code = Code::new(self.randomness());
        while self.store().invitation(code.public_id()).await?.is_some() {
            code = Code::new(self.randomness());
        }
        let salt = SaltString::encode_b64(&self.randomness().bytes::<16>());
        let secret = code.secret().to_owned();
        let hashed = tokio::task::spawn_blocking(move || {
            salt.and_then(|salt| {
                let hash = hashing.argon2().hash_password(secret.as_bytes(), &salt);
                hash.map(|hash| hash.to_string())
            })
        });
        let secret_hash = hashed.await.ok().and_then(Result::ok);
        let secret_hash = secret_hash.ok_or(StoreError::Damaged("argon2"))?;
        let InvitationDraft {
            person,
            person_name,
            role,
            scope,
            invited_by,
            expires_at,
        } = inviting;
        let invitation = Invitation {
            public_id: code.public_id().to_owned(),
            secret_hash,
            person,
            inviter: None,
            person_name: nfc(&person_name),
            role,
            scope,
            invited_by: nfc(&invited_by),
            expires_at,
            claimed: None,
            wrong_tries: 0,
            locked_until: 0,
        };
        Ok((code, invitation))
    }

    /// What a code invites to, for whoever has the whole code. Looking does
    /// nothing: messengers fetch links by themselves.
    ///
    /// # Errors
    /// If the code is wrong, or its invitation expired before it was claimed.
    pub async fn open_invitation(
        &self,
        typed: &str,
        from: IpAddr,
        now: i64,
    ) -> Result<InvitationDetails, InvitationError> {
        let invitation = self.find_invitation(typed, from, now).await?;
        if invitation.claimed.is_none() && invitation.expires_at < now {
            return Err(InvitationError::Expired);
        }
        let commune = commune_of(&invitation.scope).ok_or(InvitationError::Unknown)?;
        let village = self.village_of(&invitation.scope).await?;
        Ok(InvitationDetails {
            invitation,
            commune,
            village,
        })
    }

    /// The invitation of a code, if the secret is right; `from` is the address that
    /// asks.
    ///
    /// # Errors
    /// If it is not, or too often was not.
    pub(crate) async fn find_invitation(
        &self,
        typed: &str,
        from: IpAddr,
        now: i64,
    ) -> Result<Invitation, InvitationError> {
        let code = Code::read(typed).ok_or(InvitationError::Unknown)?;
        let Some(invitation) = self.store().invitation(code.public_id()).await? else {
            return Err(InvitationError::Unknown);
        };
        let for_all = Some(invitation.locked_until - now).filter(|wait| *wait > 0);
        let locked = for_all.or_else(|| self.guesses.locked_for(code.public_id(), from, now));
        if let Some(wait_ms) = locked {
            return Err(InvitationError::Locked { wait_ms });
        }
        let hash = invitation.secret_hash.clone();
        let secret = code.secret().to_owned();
        let right = tokio::task::spawn_blocking(move || is_right(&hash, &secret)).await;
        if matches!(right, Ok(true)) {
            return Ok(invitation);
        }
        self.guesses.note_wrong(code.public_id(), from, now);
        let until = now + LOCKED_FOR_MS;
        self.store()
            .note_wrong_try(&invitation.public_id, MOST_WRONG_IN_ALL, until)
            .await?;
        Err(InvitationError::Unknown)
    }
}

fn is_right(hash: &str, secret: &str) -> bool {
    // The parameters are those written in the hash.
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(secret.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_read(typed: &str, expected: Option<&str>) {
        let read = Code::read(typed).map(|code| code.to_string());
        assert_eq!(read.as_deref(), expected, "{typed}");
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        check_read("K7QM-3XPD-2A", Some("K7QM-3XPD-2A"));
        check_read("k7qm3xpd2a", Some("K7QM-3XPD-2A"));
        check_read(" k7qm 3xpd–2a ", Some("K7QM-3XPD-2A"));
        check_read("OIL0-0000-00", Some("0110-0000-00"));
        check_read("K7QM-3XPD-2", None);
        check_read("K7QM-3XPD-2AB", None);
        check_read("K7QM-3XPD-2U", None);
        check_read("", None);
    }

    #[test]
    fn a_code_does_not_show_itself() {
        let code = Code::new(&Randomness::seeded(1));
        assert_eq!(Code::read(&code.to_string()), Some(code.clone()));
        assert_eq!(format!("{code:?}"), "Code(…)");
    }
}
