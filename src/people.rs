//! Asking who is where, and acts of administration ([`client::people`] decides), by this browser's network and
//! key.

use crate::platform::{self, http};
use crate::session::Session;
use crate::store::{IdbStore, Phone};
use crate::worker::SecondModule;
use client::people::{self, ActFailure, PeopleHost};
use client::sync::HttpError;
use protocol::wire::{ActReply, ActRequest, PeopleReply, WireAct};
use reading::Slot;
use register::summary::Summary as About;
use std::rc::Rc;

/// The endpoint's clock: a phone's own may be wrong, and an act says when it was done.
#[derive(Default, Slot)]
struct Health {
    now: i64,
}

/// What the page of people and phones needs of this browser.
pub struct PeopleAccess {
    session: Session,
    now: i64,
}

impl PeopleAccess {
    pub fn new(session: Session) -> Self {
        Self {
            session,
            now: platform::now(),
        }
    }
}

/// Signs and sends an act of this moment.
///
/// # Errors
/// As [`ActFailure`] says.
pub async fn done(session: Session, act: WireAct) -> Result<ActReply, ActFailure> {
    let health: Health = http::fetch_json("/v1/health").await?;
    let host = PeopleAccess {
        now: health.now,
        ..PeopleAccess::new(session)
    };
    let begun = people::begin(&host, act).await;
    let act = begun.map_err(|_| ActFailure::CannotSign)?;
    people::send(&host, &act).await
}

impl PeopleHost for PeopleAccess {
    type Store = IdbStore;
    type About = About;
    type Worker = SecondModule;

    fn replica(&self) -> Rc<Phone> {
        self.session.phone()
    }

    fn worker(&self) -> &SecondModule {
        &SecondModule
    }

    fn fresh_id(&self) -> String {
        platform::fresh_id()
    }

    fn endpoint_time(&self) -> i64 {
        self.now
    }

    async fn people(&self, scope: &str, after: &str) -> Result<PeopleReply, HttpError> {
        let after = match after {
            "" => String::new(),
            after => format!("&after={after}"),
        };
        let token = self.session.token().await;
        http::fetch_json_as(&format!("/v1/people?scope={scope}{after}"), &token).await
    }

    async fn act(&self, request: &ActRequest) -> Result<ActReply, HttpError> {
        let token = self.session.token().await;
        http::post_json_as("/v1/acts", &token, request).await
    }
}
