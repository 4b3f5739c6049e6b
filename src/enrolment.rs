//! How this phone comes to speak for a person.

use crate::platform;
use crate::platform::http::{HttpError, post_json};
use crate::session::Phone;
use crate::settings::{self, PhoneUser};
use crate::store::IdbStore;
use crate::sync::knows;
use reading::read_exactly;
use register::role::Role;
use replica::StoreError;
use serde::Serialize;

/// Who is enrolled here, as the endpoint said when the invitation was taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    pub token: String,
    pub person: Person,
    pub role: Role,
    pub scope: String,
    pub commune: Commune,
    pub village: Option<Person>,
}

read_exactly!(Enrolment {
    token,
    person,
    role,
    scope,
    commune,
    village or default
});

/// An id and the name that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Person {
    pub id: String,
    pub name: String,
}

read_exactly!(Person { id, name });

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    pub code: String,
    pub name: String,
    pub province_code: String,
    pub province_name: String,
}

read_exactly!(Commune {
    code,
    name,
    province_code = "provinceCode",
    province_name = "provinceName"
});

impl Enrolment {
    /// Whether the person sees one village, and nothing of the commune's own.
    pub fn is_of_village(&self) -> bool {
        self.village.is_some()
    }

    /// Whether anything of records of a kind is the person's to write.
    pub fn keeps(&self, kind: &str) -> bool {
        self.role.keeps(kind)
    }

    pub fn may_write(&self, kind: &str, field: &str) -> bool {
        self.role.may_write(kind, field)
    }

    /// As [`Self::may_write`], of a record of the kind `above` or a line of it.
    pub fn may_write_line(&self, above: &str, kind: &str, field: &str) -> bool {
        self.role.may_write_line(above, kind, field)
    }
}

#[derive(Serialize)]
struct Claim<'a> {
    code: &'a str,
    device: &'a str,
    claim: &'a str,
}

/// The device id and the secret with which this phone asks, kept per code, so
/// that a lost reply can be asked for again.
#[derive(Clone, Default, Serialize)]
struct Asked {
    device: String,
    claim: String,
    /// The store that it goes on in, if it was there before.
    store: Option<String>,
}

read_exactly!(Asked { device, claim, store or default });

impl Asked {
    fn store(&self) -> String {
        let fresh = || format!("so-thi-dua-{}", self.device);
        self.store.clone().unwrap_or_else(fresh)
    }
}

/// What a store keeps of whether the endpoint has said that it does not know its enrolment.
pub const NOT_KNOWN: &str = "notKnown";

/// Why this phone could not be enrolled.
#[derive(Debug)]
pub enum NotEnrolled {
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
pub async fn enrol(code: &str) -> Result<(), NotEnrolled> {
    let mut asked = asked_before(code).unwrap_or_else(|| Asked {
        device: platform::fresh_id(),
        claim: format!("{}{}", platform::fresh_id(), platform::fresh_id()),
        store: None,
    });
    platform::set_preference(&claim_key(code), &asked);
    let body = Claim {
        code,
        device: &asked.device,
        claim: &asked.claim,
    };
    let enrolment: Enrolment = post_json("/v1/enrolments", &body)
        .await
        .map_err(NotEnrolled::Sending)?;
    if asked.store.is_none() {
        asked.store = not_known(&enrolment.person).await?;
        platform::set_preference(&claim_key(code), &asked);
    }
    let store = asked.store();
    let phone = phone_of(&store);
    let before = phone.kept::<Enrolment>("enrolment").await;
    if before.map_err(NotEnrolled::Keeping)?.is_none() {
        phone
            .set_device(&asked.device)
            .await
            .map_err(NotEnrolled::Keeping)?;
    }
    phone
        .keep("enrolment", &enrolment)
        .await
        .map_err(NotEnrolled::Keeping)?;
    phone
        .keep(NOT_KNOWN, &false)
        .await
        .map_err(NotEnrolled::Keeping)?;
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
async fn not_known(person: &Person) -> Result<Option<String>, NotEnrolled> {
    for user in settings::people() {
        let earlier = phone_of(&user.store).kept::<Enrolment>("enrolment").await;
        let is_same = |earlier: &Enrolment| earlier.person.id == person.id;
        let is_same = earlier.ok().flatten().as_ref().is_some_and(is_same);
        if is_same && !is_known(&user.store).await.map_err(NotEnrolled::Sending)? {
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

fn phone_of(store: &str) -> Phone {
    replica::Replica::new(IdbStore::new(store), |_, _| Default::default())
}

/// Whether this phone has asked by this code already.
pub fn has_asked(code: &str) -> bool {
    asked_before(code).is_some()
}

/// What this phone asked with, if it has asked by this code already.
fn asked_before(code: &str) -> Option<Asked> {
    platform::preference(&claim_key(code))
}

/// By the code as it is read: the same from a link and typed.
fn claim_key(code: &str) -> String {
    format!("claim-{code}")
}
