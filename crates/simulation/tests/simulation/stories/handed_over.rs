//! The stories of the design that need somebody who carries what others wrote, and
//! those that the rules of handing over need.

use super::{FIELD, RECORD, ask_once, check_nothing_waits, check_values, edit, sync};
use endpoint::model::{Revocation, refusal};
use merge::Existence;
use protocol::bundle::{self, SignedOperation};
use register::role::Role;
use replica::Edit;
use serde_json::json;
use simulation::{COMMUNE, Phone, World, signed};

const HOUR: i64 = 60 * 60 * 1000;

#[track_caller]
fn give(from: &Phone, to: &[&Phone]) -> Vec<u8> {
    let file = from.hand_over().unwrap().unwrap();
    for phone in to {
        phone.receive(&file).unwrap();
    }
    file
}

#[track_caller]
fn check_carries(phone: &Phone, expected: usize) {
    assert_eq!(phone.relayed().unwrap().len(), expected);
}

#[track_caller]
fn check_refused(phone: &Phone, expected: &[&str]) {
    let refused = phone.refused().unwrap();
    let codes: Vec<&str> = refused.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, expected);
}

/// A file with its operations changed on the way, by somebody who can make files.
fn altered(file: &[u8], change: impl Fn(&mut SignedOperation)) -> Vec<u8> {
    let mut all = signed(file);
    all.iter_mut().for_each(change);
    bundle::plain(&bundle::write(&all))
}

fn stranger(world: &World) -> Phone {
    world.phone_in("02701", Role::CommuneOfficer)
}

#[test]
pub fn dead_on_arrival() {
    let world = World::new(50);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    let at_one = a.store().copied();
    edit(&a, "the first 2");
    give(&a, &[&b]);
    a.store().roll_back_to(&at_one);
    edit(&a, "the second 2");
    // B has the first 2 before its eyes.
    check_values(&b, &["the first 2"]);
    edit(&b, "B");
    sync(&world, &[&b, &a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["B", "the second 2"]);
    }
    check_nothing_waits(&[&a, &b]);
    check_carries(&b, 0);
}

#[test]
pub fn refused_untold() {
    let world = World::new(51);
    let (a, b) = (world.phone(Role::Viewer), world.official());
    let asked_before = a.request().unwrap();
    let reply = world.answer(&a, &asked_before).unwrap();
    edit(&a, "A");
    give(&a, &[&b]);
    check_values(&b, &["A"]);
    sync(&world, &[&b]);
    check_refused(&b, &[refusal::NO_RIGHT]);
    check_values(&b, &[]);
    a.deliver(&asked_before, reply).unwrap();
    sync(&world, &[&a]);
    check_refused(&a, &[refusal::NO_RIGHT]);
    check_nothing_waits(&[&a]);
}

#[test]
pub fn unknown_author() {
    let world = World::new(52);
    let (a, b) = (world.without_key(), world.official());
    edit(&a, "A");
    give(&a, &[&b]);
    sync(&world, &[&b]);
    // Held, and there for everybody on B's phone.
    check_refused(&b, &[]);
    check_carries(&b, 1);
    check_values(&b, &["A"]);
    let held = b.relayed().unwrap().remove(0).pending.relayed.unwrap();
    assert!(held.held.is_some());
    // It is not sent with every question.
    assert!(b.request().unwrap().request.scopes.is_empty());
    world.pass(2 * HOUR);
    sync(&world, &[&b]);
    check_carries(&b, 1);

    // A's phone is asked for its key, tells it, and is not heard of again.
    let wants = a.request().unwrap();
    let mut silent = wants.clone();
    silent.request.scopes.clear();
    let reply = world.answer(&a, &silent).unwrap();
    assert!(a.deliver(&silent, reply).unwrap().wants_key);
    let mut tells = a.request().unwrap();
    assert!(tells.request.key.is_some());
    tells.request.scopes.clear();
    world.answer(&a, &tells).unwrap();
    world.pass(2 * HOUR);
    sync(&world, &[&b]);
    check_carries(&b, 0);
    let c = world.official();
    sync(&world, &[&c]);
    check_values(&c, &["A"]);
}

#[test]
pub fn unknown_author_after_a_restore() {
    let world = World::new(53);
    let (backup, b) = (world.backup(), world.official());
    let backup_with_b = world.backup();
    drop(backup);
    let a = world.official();
    edit(&a, "A");
    let file = give(&a, &[&b]);
    // Enrolled after the backup: nobody knows A any more.
    world.restore(&backup_with_b);
    sync(&world, &[&b]);
    check_carries(&b, 1);
    check_refused(&b, &[]);
    // A enrols anew, with the key that the phone has.
    let again = world.enrolled_again(&a);
    // A file that comes once more is a reason to ask once more.
    b.receive(&file).unwrap();
    sync(&world, &[&b, &again]);
    check_carries(&b, 0);
    check_values(&again, &["A"]);
}

#[test]
pub fn courier_delete() {
    let world = World::new(54);
    let (a, b) = (world.official(), world.phone(Role::Viewer));
    let c = world.official();
    edit(&a, "A");
    sync(&world, &[&a, &b, &c]);
    edit(&b, "B");
    give(&b, &[&c]);
    check_values(&c, &["B"]);
    c.delete(RECORD).unwrap().unwrap();
    sync(&world, &[&b, &c, &a, &b]);
    check_refused(&b, &[refusal::NO_RIGHT]);
    for phone in [&a, &b, &c] {
        let there = phone.existence(RECORD).unwrap();
        assert!(
            matches!(there, Some(Existence::Deleted { .. })),
            "{there:?}"
        );
    }
}

#[test]
pub fn parked_twice() {
    let world = World::new(55);
    let (a, b, c) = (world.official(), world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b, &c]);
    let copy = a.copied();
    for (phone, courier, values) in [(&a, &b, ["2", "3"]), (&copy, &c, ["2 too", "3 too"])] {
        phone.edit(RECORD, "phone", values[0]).unwrap();
        let second = phone.unsent().unwrap();
        edit(phone, values[1]);
        // Of what is unsent only 3 goes into the file.
        let file = phone.hand_over().unwrap().unwrap();
        let only: Vec<SignedOperation> = signed(&file)
            .into_iter()
            .filter(|one| one.operation.number == second[0].pending.name.number + 1)
            .collect();
        let file = bundle::plain(&bundle::write(&only));
        courier.receive(&file).unwrap();
    }
    sync(&world, &[&b, &c, &a, &copy, &b, &c, &a]);
    for phone in [&a, &b, &c] {
        check_values(phone, &["3", "3 too"]);
        let mut phones = phone.values(RECORD, "phone").unwrap();
        phones.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        assert_eq!(phones, ["2", "2 too"]);
    }
    check_nothing_waits(&[&a, &copy]);
}

#[test]
pub fn two_couriers_and_the_author() {
    let world = World::new(56);
    let (a, b, c) = (world.official(), world.official(), stranger(&world));
    edit(&a, "1");
    a.edit("r.1", "title", "a line").unwrap();
    let file = give(&a, &[&b, &c]);
    edit(&a, "2");
    sync(&world, &[&c]);
    check_carries(&c, 0);
    // It is known by now, whoever comes with it.
    sync(&world, &[&b, &a, &b]);
    b.receive(&file).unwrap();
    sync(&world, &[&b]);
    for phone in [&a, &b] {
        check_values(phone, &["2"]);
        assert_eq!(phone.values("r.1", "title").unwrap(), ["a line"]);
        assert_eq!(phone.device().unwrap(), phone.enrolment().device);
    }
    check_nothing_waits(&[&a, &b]);
    check_carries(&b, 0);
}

#[test]
pub fn handed_on_from_hand_to_hand() {
    let world = World::new(57);
    let (a, b, c) = (world.official(), world.official(), stranger(&world));
    edit(&a, "A");
    give(&a, &[&b]);
    b.edit(RECORD, "phone", "B").unwrap();
    // C brings both, each with its author's signature.
    give(&b, &[&c]);
    assert_eq!(c.relayed().unwrap().len(), 2);
    sync(&world, &[&c]);
    let d = world.official();
    sync(&world, &[&d]);
    check_values(&d, &["A"]);
    assert_eq!(d.values(RECORD, "phone").unwrap(), ["B"]);
}

#[test]
pub fn nobody_forges() {
    let world = World::new(58);
    let (a, b) = (world.official(), world.official());
    edit(&a, "A");
    let file = a.hand_over().unwrap().unwrap();
    let forged = altered(&file, |one| one.operation.value = json!("forged"));
    b.receive(&forged).unwrap();
    sync(&world, &[&b, &a]);
    check_values(&a, &["A"]);
    check_refused(&b, &[refusal::BAD_SIGNATURE]);
}

#[test]
pub fn a_forgery_takes_no_number() {
    let world = World::new(59);
    let (a, b) = (world.official(), world.official());
    edit(&a, "A");
    let file = a.hand_over().unwrap().unwrap();
    let forged = altered(&file, |one| one.operation.value = json!("forged"));
    b.receive(&forged).unwrap();
    sync(&world, &[&b, &a]);
    assert_eq!(a.device().unwrap(), a.enrolment().device, "no fork");
    // What somebody else signed says nothing of what its author signs.
    let other = altered(&file, |one| {
        one.key = b.enrolment().key.public();
        let text = one.operation.signed_text(&one.scope);
        one.signature = b.enrolment().key.sign(&text);
    });
    let (c, d) = (world.official(), world.official());
    c.receive(&other).unwrap();
    sync(&world, &[&c]);
    check_refused(&c, &[refusal::NOT_YOUR_DEVICE]);
    c.receive(&file).unwrap();
    check_refused(&c, &[]);
    sync(&world, &[&c, &d]);
    check_values(&d, &["A"]);
}

#[test]
pub fn a_courier_lends_nobody_rights() {
    let world = World::new(60);
    let (viewer, b) = (world.phone(Role::Viewer), world.official());
    edit(&viewer, "not theirs to write");
    give(&viewer, &[&b]);
    sync(&world, &[&b, &viewer]);
    check_values(&b, &[]);
    check_refused(&viewer, &[refusal::NO_RIGHT]);
}

#[test]
pub fn what_its_author_may_not_send_now_waits_for_the_right() {
    let world = World::new(69);
    let (a, b) = (world.official(), world.official());
    sync(&world, &[&a]);
    edit(&a, "A");
    let file = give(&a, &[&b]);
    world.set_role(&a, None);
    sync(&world, &[&b, &a]);
    check_refused(&b, &[refusal::SCOPE_LOST]);
    // A still has it, and sends it when the right is there again.
    assert_eq!(a.waiting().unwrap().len(), 1);
    world.set_role(&a, Some(Role::CommuneOfficer));
    b.receive(&file).unwrap();
    sync(&world, &[&a, &b]);
    check_values(&b, &["A"]);
    check_refused(&b, &[]);
    check_nothing_waits(&[&a]);
    check_carries(&b, 0);
}

#[test]
pub fn who_was_revoked_comes_by_no_courier() {
    let world = World::new(61);
    let (a, b, c) = (world.official(), world.official(), world.official());
    edit(&a, "A");
    give(&a, &[&b]);
    world.revoke(&a, Revocation::Over);
    sync(&world, &[&b, &c]);
    check_refused(&b, &[refusal::REVOKED]);
    check_values(&c, &[]);
    // A saves anew what waits, and nothing that A only carries.
    let again = Edit::again(&a.unsent().unwrap());
    assert_eq!(again.len(), 1);
}

#[test]
pub fn a_stranger_learns_nothing() {
    let world = World::new(62);
    let (a, b) = (world.official(), world.official());
    edit(&b, "secret");
    sync(&world, &[&b]);
    a.edit(RECORD, "phone", "A").unwrap();
    let c = stranger(&world);
    give(&a, &[&c]);
    assert_eq!(c.listed().unwrap(), []);
    let outgoing = c.request().unwrap();
    let reply = world.answer(&c, &outgoing).unwrap();
    assert_eq!(reply.lost, [COMMUNE]);
    assert!(reply.people.is_empty());
    let scope = &reply.scopes[0];
    assert_eq!((scope.answers.len(), scope.cursor.as_str()), (1, ""));
    assert!(scope.states.is_empty() && scope.seen.is_empty());
    c.deliver(&outgoing, reply).unwrap();
    check_carries(&c, 0);
    assert_eq!(c.listed().unwrap(), []);
    sync(&world, &[&b]);
    assert_eq!(b.values(RECORD, "phone").unwrap(), ["A"]);
}

#[test]
pub fn what_is_carried_is_seen_with_its_scope() {
    let world = World::new(63);
    let (a, c) = (world.official(), stranger(&world));
    edit(&a, "A");
    give(&a, &[&c]);
    // C is given a role there before C has sent anything.
    world.set_role(&c, Some(Role::Viewer));
    sync(&world, &[&c]);
    check_values(&c, &["A"]);
    assert_eq!(c.listed().unwrap().len(), 1);
    check_carries(&c, 0);
}

#[test]
pub fn a_courier_cannot_say_that_something_is_gone() {
    let world = World::new(64);
    let (a, b) = (world.official(), world.official());
    edit(&a, "A");
    give(&a, &[&b]);
    let mut outgoing = b.request().unwrap();
    outgoing.request.scopes[0].relayed[0].gone = true;
    world.answer(&b, &outgoing).unwrap();
    sync(&world, &[&b]);
    check_values(&b, &["A"]);
}

#[test]
pub fn an_old_file_brings_nothing_back() {
    let world = World::new(65);
    let (a, b) = (world.official(), world.official());
    edit(&a, "old");
    let file = a.hand_over().unwrap().unwrap();
    sync(&world, &[&a, &b]);
    edit(&b, "new");
    sync(&world, &[&b]);
    b.receive(&file).unwrap();
    check_values(&b, &["new"]);
    check_carries(&b, 1);
    sync(&world, &[&b]);
    check_values(&b, &["new"]);
    check_carries(&b, 0);
}

#[test]
pub fn what_came_unseen_is_not_replaced() {
    let world = World::new(66);
    let (a, b) = (world.official(), world.official());
    let empty = a.store().copied();
    edit(&a, "the first 1");
    let file = a.hand_over().unwrap().unwrap();
    a.store().roll_back_to(&empty);
    edit(&a, "the second 1");
    sync(&world, &[&a, &b]);
    // B has pulled A's number 1: perhaps this one, and it was replaced.
    b.receive(&file).unwrap();
    check_values(&b, &["the second 1"]);
    edit(&b, "B");
    sync(&world, &[&b, &a]);
    check_values(&b, &["B", "the first 1"]);
    check_values(&a, &["B", "the first 1"]);
}

#[test]
pub fn what_comes_back_by_hand_was_written_here() {
    let world = World::new(67);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    let at_one = a.store().copied();
    edit(&a, "2");
    give(&a, &[&b]);
    a.store().roll_back_to(&at_one);
    check_values(&a, &["1"]);
    give(&b, &[&a]);
    check_values(&a, &["2"]);
    let first = a.enrolment().device.clone();
    assert_ne!(
        a.device().unwrap(),
        first,
        "the number 2 is not given again"
    );
    edit(&a, "3");
    sync(&world, &[&a, &b]);
    check_values(&b, &["3"]);
    check_nothing_waits(&[&a]);
}

#[test]
pub fn what_is_carried_is_not_saved_as_ones_own() {
    let world = World::new(68);
    let (a, b) = (world.official(), world.official());
    edit(&a, "A");
    give(&a, &[&b]);
    b.edit(RECORD, "phone", "B").unwrap();
    let again = Edit::again(&b.unsent().unwrap());
    let fields: Vec<&str> = again.iter().map(|edit| edit.field.as_str()).collect();
    assert_eq!(fields, ["phone"]);
    assert_eq!(b.waiting().unwrap().len(), 1);
    let listed = b.listed().unwrap();
    assert_eq!(listed[0].2, 1, "one change of B's waits");
    // B's edit on top of what it carries goes with it.
    assert_eq!(FIELD, "name");
    edit(&b, "B");
    ask_once(&world, &b);
    sync(&world, &[&b, &a]);
    check_values(&a, &["B"]);
}

#[test]
pub fn what_is_delivered_to_a_lost_scope_brings_nothing_back() {
    // Found by the walk.
    let world = World::new(70);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    edit(&a, "2");
    give(&a, &[&b]);
    check_values(&b, &["2"]);
    world.set_role(&b, None);
    sync(&world, &[&b]);
    check_values(&b, &["2"]);
    check_carries(&b, 0);
    world.set_role(&b, Some(Role::CommuneOfficer));
    sync(&world, &[&b]);
    check_values(&b, &["2"]);
}
