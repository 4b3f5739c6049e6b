//! An invitation is claimed by a phone that loses replies, fills up and is tried again; and what an
//! earlier enrolment has left is found by the person whose it is.

use client::enrolment::{
    ClaimRequest, Enrolment, EnrolmentFailure, EnrolmentHost, PendingClaim, PhoneUser,
    earlier_work, enrol, enrolled_by, is_known, is_still_lost,
};
use client::sync::HttpError;
use proptest::prelude::*;
use register::kind;
use register::role::Role;
use replica::{Edit, MemoryStore, Replica, ready};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

const CODE: &str = "BHXN7QKQ4M2T";
const COMMUNE: &str = "xa-mau-son";

type MemoryPhone = Rc<Replica<MemoryStore, ()>>;

/// What becomes of a claim on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Works,
    /// The endpoint never hears of it.
    LosesRequest,
    /// The endpoint takes it, and its reply is lost.
    LosesReply,
    /// The reply comes, and the phone has no room.
    IsFull,
}

/// A phone, and an endpoint that keeps its word to whoever asked first.
struct TestHost {
    ids: Cell<u32>,
    stores: RefCell<BTreeMap<String, (MemoryStore, MemoryPhone)>>,
    people: RefCell<Vec<PhoneUser>>,
    claims: RefCell<BTreeMap<String, PendingClaim>>,
    line: Cell<Line>,
    /// By code who enrols with it.
    invitations: RefCell<BTreeMap<String, Enrolment>>,
    /// By code the device and the secret that claimed it.
    claimed: RefCell<BTreeMap<String, (String, String)>>,
    /// The tokens that the endpoint knows.
    known: RefCell<Vec<String>>,
    /// The epoch in which the phone is lost, if it is.
    lost: RefCell<Option<String>>,
}

impl TestHost {
    fn new() -> Self {
        Self {
            ids: Cell::new(0),
            stores: RefCell::default(),
            people: RefCell::default(),
            claims: RefCell::default(),
            line: Cell::new(Line::Works),
            invitations: RefCell::default(),
            claimed: RefCell::default(),
            known: RefCell::default(),
            lost: RefCell::default(),
        }
    }

    fn invite(&self, code: &str, person: &str, role: Role, scope: &str) {
        let mut enrolment = Enrolment {
            token: format!("token-{code}"),
            role,
            scope: scope.to_owned(),
            ..Enrolment::default()
        };
        enrolment.person.id = person.to_owned();
        // Two people of one name.
        enrolment.person.name = "Nông Văn Sinh".to_owned();
        enrolment.commune.code = COMMUNE.to_owned();
        self.invitations
            .borrow_mut()
            .insert(code.to_owned(), enrolment);
    }

    fn enrol(&self, code: &str) -> Result<(), EnrolmentFailure> {
        ready(enrol(self, code))
    }

    fn current(&self) -> String {
        self.people.borrow()[0].store.clone()
    }

    fn write(&self, store: &str, scope: &str, kind: &str, field: &str) {
        let edit = Edit {
            scope: scope.to_owned(),
            record: format!("{kind}-1"),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value: Value::from("chữ"),
            predecessors: Vec::new(),
        };
        let phone = self.replica(store);
        ready(phone.save(&[edit], 1)).expect("kept");
    }

    fn found(&self) -> Vec<(String, Vec<String>)> {
        let current = self.current();
        let own = ready(Enrolment::kept(&self.replica(&current)));
        let own = own.expect("read").expect("enrolled");
        let found = ready(earlier_work(self, &own, Some(&current)));
        let fields = |edits: Vec<Edit>| edits.into_iter().map(|edit| edit.field).collect();
        { found }
            .into_iter()
            .map(|work| (work.store, fields(work.edits)))
            .collect()
    }
}

impl EnrolmentHost for TestHost {
    type Store = MemoryStore;
    type About = ();

    fn fresh_id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("{:022}", self.ids.get())
    }

    fn replica(&self, store: &str) -> MemoryPhone {
        let mut stores = self.stores.borrow_mut();
        let made = || {
            let rows = MemoryStore::default();
            let phone = Rc::new(Replica::new(rows.clone(), |_, _| ()));
            (rows, phone)
        };
        let (rows, phone) = stores.entry(store.to_owned()).or_insert_with(made);
        rows.set_full(self.line.get() == Line::IsFull);
        Rc::clone(phone)
    }

    fn people(&self) -> Vec<PhoneUser> {
        self.people.borrow().clone()
    }

    fn set_current(&self, user: &PhoneUser) {
        let mut people = self.people.borrow_mut();
        people.retain(|other| other.store != user.store);
        people.insert(0, user.clone());
    }

    fn pending_claim(&self, code: &str) -> Option<PendingClaim> {
        self.claims.borrow().get(code).cloned()
    }

    fn keep_pending_claim(&self, code: &str, claim: &PendingClaim) {
        self.claims
            .borrow_mut()
            .insert(code.to_owned(), claim.clone());
    }

    async fn claim(&self, request: &ClaimRequest<'_>) -> Result<Enrolment, HttpError> {
        if self.line.get() == Line::LosesRequest {
            return Err(HttpError::Away);
        }
        let asked = (request.device.to_owned(), request.claim.to_owned());
        let mut claimed = self.claimed.borrow_mut();
        let first = claimed
            .entry(request.code.to_owned())
            .or_insert(asked.clone());
        if *first != asked {
            return Err(HttpError::Status(409, "alreadyClaimed".to_owned()));
        }
        let enrolment = self.invitations.borrow()[request.code].clone();
        self.known.borrow_mut().push(enrolment.token.clone());
        match self.line.get() {
            Line::LosesReply => Err(HttpError::Away),
            _ => Ok(enrolment),
        }
    }

    async fn knows(&self, token: &str, _: &str) -> Result<bool, HttpError> {
        match self.line.get() {
            Line::LosesRequest | Line::LosesReply => Err(HttpError::Away),
            Line::Works | Line::IsFull => {
                if let Some(epoch) = &*self.lost.borrow() {
                    return Err(HttpError::Lost(epoch.clone()));
                }
                Ok(self.known.borrow().iter().any(|known| known == token))
            }
        }
    }
}

#[test]
fn who_is_enrolled_is_at_this_phone() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    assert!(enrolled_by(&host, CODE).is_none());
    host.enrol(CODE).expect("enrolled");
    let here = enrolled_by(&host, CODE).expect("here");
    assert_eq!(here.store, host.current());
    let phone = host.replica(&here.store);
    let device = ready(phone.device()).expect("a device");
    assert_eq!(host.claimed.borrow()[CODE].0, device);
}

#[test]
fn a_register_that_was_set_back_is_gone_on_with_in_the_store_that_is_here() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let before = host.current();
    let device = ready(host.replica(&before).device()).expect("a device");
    host.known.borrow_mut().clear();
    assert!(!ready(is_known(&host, &before)).expect("asked"));
    host.invite("ANOTHERCODE1", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("ANOTHERCODE1").expect("enrolled again");
    assert_eq!(host.current(), before);
    let still = ready(host.replica(&before).device()).expect("a device");
    assert_eq!(still, device, "what waits there is under this device");
    assert_eq!(host.people().len(), 1);
}

#[test]
fn a_person_who_is_known_begins_a_store_of_the_new_enrolment() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::VillageHead, "xa-mau-son/v1");
    host.enrol(CODE).expect("enrolled");
    let before = host.current();
    host.invite("ANOTHERCODE1", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("ANOTHERCODE1").expect("enrolled");
    assert_ne!(host.current(), before);
    assert_eq!(host.people().len(), 2);
}

#[test]
fn earlier_work_is_offered_to_its_person_only() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let earlier = host.current();
    host.write(&earlier, COMMUNE, kind::NOMINATION, "award");
    host.invite("OTHERPERSON1", "p2", Role::CommuneOfficer, COMMUNE);
    host.enrol("OTHERPERSON1").expect("enrolled");
    assert_eq!(host.found(), [], "of the same name, and somebody else");
    host.invite("ANOTHERCODE1", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("ANOTHERCODE1").expect("enrolled");
    assert_eq!(host.found(), [(earlier, vec!["award".to_owned()])]);
}

#[test]
fn earlier_work_beyond_the_rights_is_left_for_who_has_more() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let earlier = host.current();
    let village = "xa-mau-son/v1";
    host.write(&earlier, village, kind::PERSON, "fullName");
    host.write(&earlier, COMMUNE, kind::COMMUNE_PROFILE, "phone");
    host.invite("VILLAGEHEAD1", "p1", Role::VillageHead, village);
    host.enrol("VILLAGEHEAD1").expect("enrolled");
    assert_eq!(
        host.found(),
        [(earlier.clone(), vec!["fullName".to_owned()])]
    );
    let taker = host.current();
    for user in host.people.borrow_mut().iter_mut() {
        if user.store == earlier {
            user.taken_by.push(taker.clone());
        }
    }
    assert_eq!(host.found(), [], "the head has taken it");
    host.invite("OFFICERAGAIN", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("OFFICERAGAIN").expect("enrolled");
    assert_eq!(host.found(), [(earlier, vec!["phone".to_owned()])]);
}

/// Locks a store that was the last to hear of this epoch.
fn lock(host: &TestHost, store: &str) {
    let phone = host.replica(store);
    let asked = ready(phone.request()).expect("a request");
    let reply = protocol::wire::Reply {
        epoch: "e1".to_owned(),
        ..Default::default()
    };
    assert!(ready(phone.apply(&asked, reply, "fresh")).is_ok());
    assert_eq!(ready(Enrolment::lock(&phone, "e1", 0)), Ok(true));
}

#[test]
fn a_lost_phones_work_is_found_by_its_person_only() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let lost = host.current();
    host.write(&lost, COMMUNE, kind::NOMINATION, "award");
    lock(&host, &lost);
    let phone = host.replica(&lost);
    assert_eq!(ready(phone.waiting()).map(|waiting| waiting.len()), Ok(0));
    host.invite("OTHERPERSON1", "p2", Role::CommuneOfficer, COMMUNE);
    host.enrol("OTHERPERSON1").expect("enrolled");
    assert_eq!(host.found(), [], "of the same name, and somebody else");
    host.invite("ANOTHERCODE1", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("ANOTHERCODE1").expect("enrolled");
    assert_ne!(host.current(), lost);
    assert_eq!(host.found(), [(lost, vec!["award".to_owned()])]);
}

#[test]
fn a_lost_phones_store_is_not_gone_on_with_where_the_register_was_set_back() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let lost = host.current();
    host.write(&lost, COMMUNE, kind::NOMINATION, "award");
    lock(&host, &lost);
    host.known.borrow_mut().clear();
    host.invite("ANOTHERCODE1", "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol("ANOTHERCODE1").expect("enrolled");
    assert_ne!(host.current(), lost);
    assert_eq!(host.found(), [(lost, vec!["award".to_owned()])]);
}

/// A day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

#[test]
fn what_another_register_says_is_doubted_for_a_day() {
    let host = TestHost::new();
    host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
    host.enrol(CODE).expect("enrolled");
    let store = host.current();
    host.write(&store, COMMUNE, kind::NOMINATION, "award");
    let phone = host.replica(&store);
    let closes = || assert_eq!(ready(Enrolment::lock(&phone, "e2", 0)), Ok(false));
    let asks = |at| ready(is_still_lost(&host, &store, at));
    let waits = || ready(phone.waiting()).map(|waiting| waiting.len());
    closes();
    // Whatever else the endpoint says ends it; that it is not reached says nothing.
    host.line.set(Line::LosesRequest);
    assert_eq!(
        (asks(2 * DAY), ready(phone.is_locked())),
        (Ok(true), Ok(true))
    );
    host.line.set(Line::Works);
    assert_eq!(
        (asks(2 * DAY), ready(phone.is_locked())),
        (Ok(false), Ok(false))
    );
    // Said again it begins anew, and after a day it is so.
    *host.lost.borrow_mut() = Some("e2".to_owned());
    for at in [3 * DAY, 4 * DAY - 1] {
        assert_eq!((asks(at), waits()), (Ok(true), Ok(1)));
    }
    assert_eq!((asks(4 * DAY), waits()), (Ok(true), Ok(0)));
    *host.lost.borrow_mut() = None;
    assert_eq!(asks(9 * DAY), Ok(true), "what is deleted is deleted");
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        Just(Line::LosesRequest),
        Just(Line::LosesReply),
        Just(Line::IsFull),
        Just(Line::Works),
    ]
}

proptest! {
    /// However often a claim stops on its way, the endpoint sees one device, and the person has one
    /// store, whose device it is.
    #[test]
    fn a_claim_goes_on_wherever_it_stopped(tries in proptest::collection::vec(line(), 0..8)) {
        let host = TestHost::new();
        host.invite(CODE, "p1", Role::CommuneOfficer, COMMUNE);
        for line in tries.into_iter().chain([Line::Works]) {
            host.line.set(line);
            let outcome = host.enrol(CODE);
            match line {
                Line::Works => prop_assert_eq!(outcome, Ok(())),
                Line::IsFull => prop_assert!(matches!(outcome, Err(EnrolmentFailure::Keeping(_)))),
                Line::LosesRequest | Line::LosesReply => {
                    prop_assert_eq!(outcome, Err(EnrolmentFailure::Sending(HttpError::Away)));
                }
            }
        }
        prop_assert_eq!(host.people().len(), 1);
        let phone = host.replica(&host.current());
        let device = ready(phone.device()).expect("a device");
        prop_assert_eq!(&host.claimed.borrow()[CODE].0, &device);
        prop_assert!(ready(Enrolment::kept(&phone)).expect("read").is_some());
    }
}
