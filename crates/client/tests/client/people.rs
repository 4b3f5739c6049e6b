//! An administrator's phone asks who is where, and acts.

use crate::handover::Hands;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use client::people::{ActFailure, PeopleHost, ask, begin, send};
use client::sync::HttpError;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use protocol::wire::{
    ActReply, ActRequest, CancelAct, ListedPerson, PeopleReply, Reply, SignedAct, WireAct,
};
use replica::{MemoryStore, Replica, ready};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

struct Office {
    phone: Rc<Replica<MemoryStore, ()>>,
    hands: Hands,
    ids: Cell<u32>,
    sent: RefCell<Vec<ActRequest>>,
    says: RefCell<Result<ActReply, HttpError>>,
    /// The people of each answer.
    pages: Vec<Vec<&'static str>>,
}

fn office(pages: &[&[&'static str]]) -> Office {
    Office {
        phone: Rc::new(Replica::new(MemoryStore::default(), |_, _| ())),
        hands: Hands::default(),
        ids: Cell::new(0),
        sent: RefCell::default(),
        says: RefCell::new(Ok(ActReply::default())),
        pages: pages.iter().map(|page| page.to_vec()).collect(),
    }
}

impl PeopleHost for Office {
    type Store = MemoryStore;
    type About = ();
    type Worker = Hands;

    fn replica(&self) -> Rc<Replica<MemoryStore, ()>> {
        Rc::clone(&self.phone)
    }

    fn worker(&self) -> &Hands {
        &self.hands
    }

    fn fresh_id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("{:022}", self.ids.get())
    }

    fn endpoint_time(&self) -> i64 {
        1_795_150_800_000
    }

    async fn people(&self, scope: &str, after: &str) -> Result<PeopleReply, HttpError> {
        assert_eq!(scope, "06541");
        let place = after.parse().unwrap_or(0);
        let page = self.pages.get(place).ok_or(HttpError::Away)?;
        let person = |id: &&str| ListedPerson {
            id: (*id).to_owned(),
            ..ListedPerson::default()
        };
        Ok(PeopleReply {
            people: page.iter().map(person).collect(),
            next: (place + 1 < self.pages.len()).then(|| (place + 1).to_string()),
            ..PeopleReply::default()
        })
    }

    async fn act(&self, request: &ActRequest) -> Result<ActReply, HttpError> {
        self.sent.borrow_mut().push(request.clone());
        self.says.borrow().clone()
    }
}

/// Its phone has heard of a register.
fn office_in_reach() -> Office {
    let office = office(&[]);
    assert!(
        ready(begin(&office, cancel())).is_err(),
        "of which register?"
    );
    ready(office.phone.set_device("d1")).expect("kept");
    let asked = ready(office.phone.request()).expect("a request");
    let reply = Reply {
        epoch: "e1".to_owned(),
        ..Reply::default()
    };
    assert!(ready(office.phone.apply(&asked, reply, "fresh")).is_ok());
    office
}

fn cancel() -> WireAct {
    WireAct::Cancel(CancelAct {
        invitation: "K7QM".to_owned(),
    })
}

#[test]
fn people_are_asked_for_until_all_are_told() {
    let office = office(&[&["a", "b"], &[], &["c"]]);
    let all = ready(ask(&office, "06541")).expect("all");
    let ids = Vec::from_iter(all.people.iter().map(|one| one.id.as_str()));
    assert_eq!((ids, all.next), (vec!["a", "b", "c"], None));
}

#[test]
fn an_act_is_signed_and_sent_again_as_it_is() {
    let office = office_in_reach();
    let act = ready(begin(&office, cancel())).expect("an act");
    *office.says.borrow_mut() = Err(HttpError::Away);
    assert_eq!(ready(send(&office, &act)), Err(ActFailure::Away));
    *office.says.borrow_mut() = Ok(ActReply::default());
    assert_eq!(ready(send(&office, &act)), Ok(ActReply::default()));
    let sent = office.sent.borrow();
    assert_eq!(sent[0].act, sent[1].act, "by its nonce it is one");
    assert_eq!(SignedAct::read(&sent[0].act), Some(act));
    let key = ready(client::signing_key::own(&office.phone, &office.hands)).expect("a key");
    let key = URL_SAFE_NO_PAD.decode(key.public).expect("base64url");
    let key = VerifyingKey::from_sec1_bytes(&key).expect("a point");
    for one in sent.iter() {
        let signature = URL_SAFE_NO_PAD.decode(&one.sig).expect("base64url");
        let signature = Signature::from_slice(&signature).expect("a signature");
        assert!(key.verify(one.act.as_bytes(), &signature).is_ok());
    }
    let other = ready(begin(&office, cancel())).expect("an act");
    assert_eq!(other.epoch, "e1");
    assert_ne!(
        Some(other.nonce),
        SignedAct::read(&sent[0].act).map(|act| act.nonce)
    );
}

#[test]
fn what_the_endpoint_refuses_has_a_word_for_a_person() {
    let office = office_in_reach();
    let act = ready(begin(&office, cancel())).expect("an act");
    for (status, code, expected) in [
        (403, "noRight", ActFailure::NoRight),
        (403, "badSignature", ActFailure::KeyNotKnown),
        (404, "notFound", ActFailure::NotThere),
        (409, "invitationUsed", ActFailure::Used),
        (409, "actTooOld", ActFailure::TooOld),
        (410, "invitationExpired", ActFailure::Cancelled),
        (429, "rateLimited", ActFailure::Later),
        (
            400,
            "badRequest",
            ActFailure::Refused("badRequest".to_owned()),
        ),
    ] {
        *office.says.borrow_mut() = Err(HttpError::Status(status, code.to_owned()));
        assert_eq!(ready(send(&office, &act)), Err(expected));
    }
}
