//! Phones of administrators.

use crate::{Key, Phone, World};
use endpoint::acts::{ActError, ActPlace};
use endpoint::invitations::Hashing;
use endpoint::secrets;
use protocol::wire::{ActReply, ActRequest, SignedAct, WireAct};
use register::rights::Grant;

impl World {
    /// An act of a phone, of this moment.
    pub fn act(&self, act: WireAct) -> SignedAct {
        SignedAct {
            epoch: self.epoch(),
            nonce: self.ids.id(self.now()),
            at: self.now(),
            act,
        }
    }

    /// The register's epoch.
    ///
    /// # Panics
    /// If the store fails.
    #[expect(clippy::expect_used, reason = "a store that works")]
    pub fn epoch(&self) -> String {
        let epoch = self.wait_for(async |endpoint| endpoint.store().epoch().await);
        epoch.expect("a store")
    }

    /// What the endpoint does with an act that a phone sends, signed by a key.
    ///
    /// # Errors
    /// If it is refused.
    ///
    /// # Panics
    /// If the phone is not enrolled.
    #[expect(clippy::expect_used, reason = "an enrolment that is there")]
    pub fn send_act(
        &self,
        phone: &Phone,
        act: &SignedAct,
        key: &Key,
    ) -> Result<ActReply, ActError> {
        let text = act.text();
        let request = ActRequest {
            sig: key.sign(&text),
            act: text,
        };
        let place = ActPlace {
            base_url: "https://so.example.vn".to_owned(),
            hashing: Hashing::Quick,
            acts: None,
        };
        let token = secrets::hash(&phone.enrolment().token);
        self.wait_for(async |endpoint| {
            let member = endpoint.store().member(&token).await?;
            let member = member.expect("an enrolled person");
            endpoint.act(&member, &request, &place, self.now()).await
        })
    }

    /// The roles of a phone's person, as the endpoint has them.
    ///
    /// # Panics
    /// If the phone is not enrolled.
    #[expect(clippy::expect_used, reason = "an enrolment that is there")]
    pub fn roles_of(&self, phone: &Phone) -> Vec<Grant> {
        let person = phone.enrolment().person.clone();
        let known = self.wait_for(async |endpoint| endpoint.store().person(&person).await);
        known.expect("a store").expect("a person").1
    }
}
