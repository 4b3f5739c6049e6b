//! What a phone knows of its person's roles, and goes by.

use crate::host::{Answer, phone, reply};
use client::enrolment::Enrolment;
use client::sync::Event;
use protocol::wire::{WireGrant, grants_digest};
use register::kind;
use register::role::Role;
use std::cell::RefCell;
use std::rc::Rc;

const VILLAGE: &str = "xa/v1";

fn grant(scope: &str, role: &str) -> WireGrant {
    WireGrant {
        scope: scope.to_owned(),
        role: role.to_owned(),
    }
}

fn head() -> Enrolment {
    Enrolment {
        role: Role::VillageHead,
        scope: VILLAGE.to_owned(),
        ..Enrolment::default()
    }
}

fn writes(who: &Enrolment, scope: &str) -> bool {
    who.may_write_at(scope, "p1", Some(kind::PERSON), (kind::PERSON, "fullName"))
}

#[test]
fn of_an_endpoint_that_does_not_say_the_one_role_that_is_known_counts_everywhere() {
    let who = head();
    assert!(writes(&who, VILLAGE) && writes(&who, "xa/v2"));
    assert!(who.keeps(kind::PERSON) && !who.keeps(kind::CALL));
}

#[test]
fn roles_count_each_in_its_scope() {
    let who = head().with_grants(vec![
        grant(VILLAGE, "villageHead"),
        grant("xa/v2", "viewer"),
        grant("xa", "blockAuditor"),
    ]);
    assert!(writes(&who, VILLAGE));
    assert!(!writes(&who, "xa/v2") && !writes(&who, "xa"));
    assert!(who.keeps(kind::PERSON) && !who.keeps(kind::CALL));
    let both = head().with_grants(vec![
        grant(VILLAGE, "villageHead"),
        grant("xa", "communeOfficer"),
    ]);
    assert!(writes(&both, "xa/v2") && both.keeps(kind::CALL));
    let none = head().with_grants(Vec::new());
    assert!(!writes(&none, VILLAGE) && !none.keeps(kind::PERSON));
}

#[test]
fn who_may_delete_what_has_a_step_is_known_here() {
    let village = "06541/AaH5r7aZfv2R3Zqol0iv6w";
    let of = |scope, role| head().with_grants(vec![grant(scope, role)]);
    assert!(!of(village, "villageHead").may_delete_reviewed(village));
    assert!(of("06541", "communeOfficer").may_delete_reviewed(village));
    assert!(!of("06550", "communeOfficer").may_delete_reviewed(village));
}

#[test]
fn a_line_needs_the_right_by_its_records_kind_too() {
    let who = head().with_grants(vec![grant(VILLAGE, "villageHead")]);
    let attaches =
        |above| who.may_write_at(VILLAGE, "r.1", Some(above), (kind::ATTACHMENT, "name"));
    assert!(attaches(kind::PERSON) && !attaches(kind::AWARD));
}

#[test]
fn what_the_endpoint_says_of_roles_is_kept_and_asked_for_no_more() {
    let phone = phone(3);
    let host = phone.host();
    host.wait_for(async |replica| head().keep(&replica).await)
        .expect("kept");
    host.told.borrow_mut().enrolments.push(head());
    let asked: Rc<RefCell<Vec<Option<String>>>> = Rc::default();
    let seen = Rc::clone(&asked);
    host.network.answers(move |request| {
        seen.borrow_mut().push(request.grants.clone());
        let known = request.grants.as_deref() == Some(&*grants_digest([(VILLAGE, "viewer")]));
        let mut reply = reply(request);
        reply.grants = (!known).then(|| vec![grant(VILLAGE, "viewer")]);
        Answer::Reply(reply)
    });
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    let asked = asked.borrow();
    assert_eq!(asked.first(), Some(&Some(String::new())));
    assert_eq!(
        asked.last(),
        Some(&Some(grants_digest([(VILLAGE, "viewer")])))
    );
    let told = host.told.borrow();
    let shown = told.enrolments.last().expect("shown");
    assert_eq!(told.enrolments.len(), 2, "once more than at the start");
    assert!(!writes(shown, VILLAGE));
    let kept = host.wait_for(async |replica| Enrolment::kept(&replica).await);
    assert_eq!(kept, Ok(Some(shown.clone())));
}
