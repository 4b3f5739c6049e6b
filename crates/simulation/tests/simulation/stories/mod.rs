//! The stories of the design, each by its name; those that need couriers are in
//! `handed_over`.

pub mod administered;
pub mod approved;
pub mod asked_for;
pub mod believed;
pub mod claimed;
pub mod erased;
pub mod found;
pub mod handed_over;
pub mod lost;
pub mod restored;
pub mod submitted;

use merge::Existence;
use register::role::Role;
use replica::ApplyOutcome;
use serde_json::json;
use simulation::{Phone, World};
use std::collections::BTreeSet;

const RECORD: &str = "r";
const FIELD: &str = "name";
/// After so many a phone that still asks will never end.
const MOST_ROUNDS: usize = 64;

#[track_caller]
fn edit(phone: &Phone, value: &str) {
    phone.edit(RECORD, FIELD, value).unwrap().unwrap();
}

/// One question and its answer.
#[track_caller]
fn ask_once(world: &World, phone: &Phone) -> ApplyOutcome<()> {
    let outgoing = phone.request().unwrap();
    let reply = world.answer(phone, &outgoing).unwrap();
    phone.deliver(&outgoing, reply).unwrap()
}

/// Asks until the first page of a new history has come, and is not the last.
#[track_caller]
fn ask_until_pulled_anew(world: &World, phone: &Phone) {
    for _ in 0..MOST_ROUNDS {
        let outgoing = phone.request().unwrap();
        let reply = world.answer(phone, &outgoing).unwrap();
        phone.deliver(&outgoing, reply).unwrap();
        let asked = outgoing.request.scopes.first();
        if asked.is_some_and(|scope| scope.cursor.is_empty() && scope.testimony.is_none()) {
            return;
        }
    }
    panic!("nothing is pulled anew");
}

#[track_caller]
fn sync(world: &World, phones: &[&Phone]) {
    for phone in phones {
        phone.sync(world).unwrap();
    }
}

/// What stands in the field, in the order of the values.
#[track_caller]
fn check_values(phone: &Phone, expected: &[&str]) {
    let mut values = phone.values(RECORD, FIELD).unwrap();
    values.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    assert_eq!(values, expected);
}

#[track_caller]
fn check_nothing_waits(phones: &[&Phone]) {
    for phone in phones {
        assert_eq!(phone.waiting().unwrap(), []);
    }
}

#[test]
pub fn gap_two_persons() {
    // Each person's register on a phone is a store of its own.
    let world = World::new(1);
    let (lan, minh, other) = (world.official(), world.official(), world.official());
    edit(&lan, "Lan");
    minh.edit(RECORD, "phone", "Minh").unwrap();
    sync(&world, &[&minh, &other]);
    check_nothing_waits(&[&minh]);
    assert_eq!(other.values(RECORD, "phone").unwrap(), ["Minh"]);
    assert_eq!(lan.waiting().unwrap().len(), 1);
    check_values(&lan, &["Lan"]);

    sync(&world, &[&lan, &other]);
    check_nothing_waits(&[&lan]);
    assert!(lan.refused().unwrap().is_empty());
    check_values(&other, &["Lan"]);
}

#[test]
pub fn rollback_race() {
    let world = World::new(2);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    let at_one = a.store().copied();
    edit(&a, "2");
    sync(&world, &[&a]);

    a.store().roll_back_to(&at_one);
    let outgoing = a.request().unwrap();
    let reply = world.answer(&a, &outgoing).unwrap();
    edit(&a, "2 anew");
    a.deliver(&outgoing, reply).unwrap();
    assert!(a.values(RECORD, FIELD).unwrap().contains(&json!("2 anew")));
    sync(&world, &[&a, &b]);
    // Neither 2 had seen the other.
    check_values(&a, &["2", "2 anew"]);
    check_values(&b, &["2", "2 anew"]);
    check_nothing_waits(&[&a]);
}

#[test]
pub fn clone_same_field() {
    let world = World::new(3);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    let copy = a.copied();
    edit(&a, "X");
    sync(&world, &[&a]);
    edit(&copy, "Y");
    edit(&copy, "Z");
    sync(&world, &[&copy, &a, &b]);
    for phone in [&a, &copy, &b] {
        check_values(phone, &["X", "Z"]);
    }
    // The copy was told that a number was used twice, and A has met a number
    // that it never gave: both go on under other ids.
    let first = &a.enrolment().device;
    assert_ne!(copy.device().unwrap(), *first);
    assert_ne!(a.device().unwrap(), *first);
    assert_ne!(a.device().unwrap(), copy.device().unwrap());
}

#[test]
pub fn clone_shared_unsent() {
    let world = World::new(4);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    let copy = a.copied();
    edit(&a, "X");
    copy.edit(RECORD, "phone", "elsewhere").unwrap();
    sync(&world, &[&copy, &a, &copy, &b]);
    for phone in [&a, &copy, &b] {
        check_values(phone, &["X"]);
        assert_eq!(phone.values(RECORD, "phone").unwrap(), ["elsewhere"]);
    }
    check_nothing_waits(&[&a, &copy]);
}

#[test]
pub fn refused_chain() {
    let world = World::new(6);
    let (a, b) = (world.phone(Role::Viewer), world.official());
    edit(&b, "B");
    sync(&world, &[&b, &a]);
    edit(&a, "1");
    let outgoing = a.request().unwrap();
    let reply = world.answer(&a, &outgoing).unwrap();
    // Before A hears of it, the role is given and A has gone on.
    edit(&a, "2");
    world.set_role(&a, Some(Role::CommuneOfficer));
    a.deliver(&outgoing, reply).unwrap();
    sync(&world, &[&a, &b]);
    check_values(&a, &["2"]);
    check_values(&b, &["2"]);
    let refused = a.refused().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].pending.operation.value, "1");
}

#[test]
pub fn save_dots() {
    let world = World::new(7);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    let mut form = b.show(RECORD).unwrap();
    edit(&a, "2");
    sync(&world, &[&a, &b]);
    b.save_seen(&mut form, RECORD, FIELD, "3").unwrap();
    check_values(&b, &["2", "3"]);
    sync(&world, &[&b, &a]);
    check_values(&a, &["2", "3"]);
    // A second time from the same form: its own 3 it has seen.
    b.save_seen(&mut form, RECORD, FIELD, "4").unwrap();
    sync(&world, &[&b, &a]);
    check_values(&a, &["2", "4"]);
}

#[test]
pub fn child_of_deleted() {
    let world = World::new(8);
    let (a, b) = (world.official(), world.official());
    edit(&a, "registration");
    a.edit("r.1", "title", "seen").unwrap();
    sync(&world, &[&a, &b]);
    a.delete(RECORD).unwrap();
    b.edit("r.2", "title", "B's").unwrap();
    check_values(&a, &[]);
    sync(&world, &[&a, &b, &a]);
    for phone in [&a, &b] {
        let there = phone.existence(RECORD).unwrap();
        assert!(
            matches!(there, Some(Existence::Disputed { .. })),
            "{there:?}"
        );
        assert_eq!(phone.values("r.2", "title").unwrap(), ["B's"]);
        let line = phone.existence("r.1").unwrap();
        assert!(matches!(line, Some(Existence::Deleted { .. })), "{line:?}");
    }
    // A person decides: not deleted.
    b.undo(RECORD).unwrap().unwrap();
    sync(&world, &[&b, &a]);
    check_values(&a, &["registration"]);
    assert_eq!(a.values("r.1", "title").unwrap(), ["seen"]);
}

#[test]
pub fn two_deletes() {
    // Whichever of the two comes first by its name.
    for seed in 9..13 {
        let world = World::new(seed);
        let (a, b) = (world.official(), world.official());
        edit(&a, "1");
        sync(&world, &[&a, &b]);
        b.edit(RECORD, "phone", "one more").unwrap();
        sync(&world, &[&b]);
        a.delete(RECORD).unwrap();
        b.delete(RECORD).unwrap();
        sync(&world, &[&a, &b, &a]);
        for phone in [&a, &b] {
            let there = phone.existence(RECORD).unwrap();
            assert!(
                matches!(there, Some(Existence::Deleted { .. })),
                "{there:?}"
            );
        }
    }
}

#[test]
pub fn stale_reply() {
    let world = World::new(10);
    let (tab_1, b) = (world.official(), world.official());
    let tab_2 = tab_1.second_tab();
    sync(&world, &[&tab_1]);
    edit(&b, "B");
    sync(&world, &[&b]);
    // A first round says that there is news; the second brings it.
    ask_once(&world, &tab_1);
    let outgoing = tab_1.request().unwrap();
    assert!(!outgoing.request.scopes.is_empty());
    let reply = world.answer(&tab_1, &outgoing).unwrap();
    edit(&tab_1, "A");
    sync(&world, &[&tab_2]);
    check_values(&tab_2, &["A", "B"]);

    let applied = tab_1.deliver(&outgoing, reply).unwrap();
    assert!(applied.again, "what was thrown away is asked for again");
    check_values(&tab_1, &["A", "B"]);
    sync(&world, &[&tab_1]);
    check_values(&tab_1, &["A", "B"]);
    check_nothing_waits(&[&tab_1]);
}

#[test]
pub fn big_value() {
    let world = World::new(11);
    let (a, b) = (world.official(), world.official());
    b.set_limit(16 * 1024);
    let section = "đ".repeat(25 * 1024);
    a.edit(RECORD, "before", "small").unwrap();
    edit(&a, &section);
    a.edit(RECORD, "after", "small").unwrap();
    sync(&world, &[&a, &b]);
    check_values(&b, &[&section]);
    assert_eq!(b.values(RECORD, "before").unwrap(), ["small"]);
    assert_eq!(b.values(RECORD, "after").unwrap(), ["small"]);
    // And it leaves the phone that it was written on.
    check_nothing_waits(&[&a]);
}

#[test]
pub fn late_page() {
    let world = World::new(12);
    let (a, b) = (world.official(), world.official());
    for page in 0..8 {
        a.edit(RECORD, &format!("f{page}"), "begun".repeat(200))
            .unwrap();
    }
    sync(&world, &[&a]);
    b.set_limit(1024);
    edit(&b, "B's own");
    let mut held = Vec::new();
    let mut shown = BTreeSet::new();
    for round in 0..24 {
        // New edits, four pages of them, for each page that the phone takes.
        for page in 0..4 {
            a.edit(RECORD, &format!("f{page}"), format!("{round} ").repeat(500))
                .unwrap();
        }
        sync(&world, &[&a]);
        let outgoing = b.request().unwrap();
        let reply = world.answer(&b, &outgoing).unwrap();
        let applied = b.deliver(&outgoing, reply.clone()).unwrap();
        assert!(applied.again);
        held.push((outgoing, reply));
        check_values(&b, &["B's own"]);
        let there: BTreeSet<String> = (0..8)
            .map(|page| format!("f{page}"))
            .filter(|field| !b.values(RECORD, field).unwrap().is_empty())
            .collect();
        assert!(
            there.is_superset(&shown),
            "round {round}: {there:?} of {shown:?}"
        );
        shown = there;
    }
    // What stands still has come, though the pull never ended.
    assert!(
        (4..8).all(|page| shown.contains(&format!("f{page}"))),
        "{shown:?}"
    );
    // The pages come once more, late, and change nothing.
    let before = b.show(RECORD).unwrap();
    for (outgoing, reply) in held {
        b.deliver(&outgoing, reply).unwrap();
        assert_eq!(b.show(RECORD).unwrap().tree, before.tree);
    }
    sync(&world, &[&b, &a]);
    assert_eq!(a.show(RECORD).unwrap().tree, b.show(RECORD).unwrap().tree);
    check_nothing_waits(&[&b]);
}
