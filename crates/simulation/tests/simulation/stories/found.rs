//! Stories that the random walk told, or that a deliberate break asked for.

use super::{FIELD, RECORD, ask_once, check_nothing_waits, check_values, edit, sync};
use register::role::Role;
use replica::Outgoing;
use simulation::{Phone, World};

/// A's storage was rolled back and has used a number twice: the request whose
/// reply will say so.
fn forked_on_its_way(world: &World, a: &Phone) -> Outgoing {
    edit(a, "1");
    sync(world, &[a]);
    let at_one = a.store().copied();
    edit(a, "2");
    sync(world, &[a]);
    a.store().roll_back_to(&at_one);
    edit(a, "2 anew");
    a.request().unwrap()
}

#[test]
pub fn clone_shared_unsent_the_other_way() {
    let world = World::new(5);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    let copy = a.copied();
    edit(&a, "X");
    copy.edit(RECORD, "phone", "elsewhere").unwrap();
    sync(&world, &[&a, &copy, &a, &b]);
    for phone in [&a, &copy, &b] {
        check_values(phone, &["X"]);
        assert_eq!(phone.values(RECORD, "phone").unwrap(), ["elsewhere"]);
    }
    check_nothing_waits(&[&a, &copy]);
}

#[test]
pub fn lost_before_it_was_written_to() {
    // Found by the random walk: a scope that nobody has written to yet is not
    // among the heads, so that nothing says when it is given back.
    let world = World::new(13);
    let a = world.official();
    world.set_role(&a, None);
    edit(&a, "1");
    sync(&world, &[&a, &a]);
    assert_eq!(a.waiting().unwrap().len(), 1);
    world.set_role(&a, Some(Role::CommuneOfficer));
    sync(&world, &[&a]);
    check_nothing_waits(&[&a]);
    check_values(&a, &["1"]);
}

#[test]
pub fn lost_with_a_late_reply() {
    // Found by the random walk: the cursor of a lost scope was forgotten, so
    // that a late reply to the very first request put the base back.
    let world = World::new(14);
    let (a, b) = (world.official(), world.official());
    edit(&b, "B");
    sync(&world, &[&b]);
    edit(&a, "A");
    let outgoing = a.request().unwrap();
    let early = world.answer(&a, &outgoing).unwrap();
    sync(&world, &[&a]);
    edit(&a, "A and B");
    sync(&world, &[&a]);
    check_values(&a, &["A and B"]);
    world.set_role(&a, None);
    // With something to send, A learns that the scope is lost.
    a.edit(RECORD, "phone", "waits").unwrap();
    sync(&world, &[&a]);
    a.deliver(&outgoing, early).unwrap();
    check_values(&a, &["A and B"]);

    edit(&b, "B alone");
    sync(&world, &[&b]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    sync(&world, &[&a, &b]);
    check_nothing_waits(&[&a]);
    assert_eq!(a.show(RECORD).unwrap().tree, b.show(RECORD).unwrap().tree);
}

#[test]
pub fn replaced_before_it_arrives() {
    // Under a new device id numbers begin again, so that what replaces is sent
    // before what it replaces.
    let world = World::new(15);
    let (a, b) = (world.official(), world.official());
    let outgoing = forked_on_its_way(&world, &a);
    let reply = world.answer(&a, &outgoing).unwrap();
    edit(&a, "3");
    a.deliver(&outgoing, reply).unwrap();
    assert_ne!(a.device().unwrap(), a.enrolment().device);
    edit(&a, "4");
    let order: Vec<u64> = a.request().unwrap().request.scopes[0]
        .ops
        .iter()
        .map(|o| o.n)
        .collect();
    assert_eq!(order, [1, 3]);
    sync(&world, &[&a, &b]);
    check_values(&a, &["4"]);
    check_values(&b, &["4"]);
}

#[test]
pub fn replaced_before_it_is_sent() {
    // As above, and what is replaced does not fit into the request.
    let world = World::new(16);
    let a = world.official();
    let outgoing = forked_on_its_way(&world, &a);
    let reply = world.answer(&a, &outgoing).unwrap();
    a.edit(RECORD, "phone", "elsewhere").unwrap();
    edit(&a, "3");
    a.deliver(&outgoing, reply).unwrap();
    edit(&a, "4");
    a.edit(RECORD, "section", "x".repeat(200_000)).unwrap();
    a.edit(RECORD, "otherSection", "x".repeat(200_000)).unwrap();
    ask_once(&world, &a);
    // 4 is confirmed and gone from the overlay, 3 waits and is not shown again.
    assert!(
        a.waiting()
            .unwrap()
            .iter()
            .any(|one| one.pending.operation.value == "3")
    );
    check_values(&a, &["4"]);
    sync(&world, &[&a]);
    check_nothing_waits(&[&a]);
    check_values(&a, &["4"]);
}

#[test]
pub fn what_is_written_while_a_request_is_on_its_way_still_waits() {
    let world = World::new(33);
    let a = world.official();
    edit(&a, "1");
    sync(&world, &[&a]);
    let copy = a.copied();
    for field in ["more", "note"] {
        copy.edit(RECORD, field, "the copy's").unwrap();
    }
    edit(&a, "2");
    let outgoing = a.request().unwrap();
    a.edit(RECORD, "phone", "on its way").unwrap();
    // The copy has used both numbers by now.
    sync(&world, &[&copy]);
    let reply = world.answer(&a, &outgoing).unwrap();
    a.deliver(&outgoing, reply).unwrap();
    assert_eq!(a.waiting().unwrap().len(), 1);
    sync(&world, &[&a, &copy]);
    check_values(&copy, &["2"]);
    assert_eq!(copy.values(RECORD, "phone").unwrap(), ["on its way"]);
    check_nothing_waits(&[&a, &copy]);
}

#[test]
pub fn given_back_when_a_copy_has_written_on() {
    // Found by the walk: the answer brought what the copy had written, and said
    // nothing of what waited here and was replaced by it.
    let world = World::new(32);
    let a = world.official();
    edit(&a, "1");
    let copy = a.copied();
    edit(&copy, "2");
    world.set_role(&a, None);
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    sync(&world, &[&copy]);
    ask_once(&world, &a);
    check_values(&a, &["1"]);
    sync(&world, &[&a]);
    check_values(&a, &["2"]);
    check_nothing_waits(&[&a, &copy]);
}

#[test]
pub fn an_old_file_in_the_middle_of_a_pull() {
    let world = World::new(71);
    let (a, b) = (world.official(), world.official());
    edit(&a, "old");
    let file = a.hand_over().unwrap().unwrap();
    sync(&world, &[&a]);
    for field in ["more", "note", "phone"] {
        a.edit(RECORD, field, "a page of its own").unwrap();
    }
    sync(&world, &[&a]);
    b.set_limit(1);
    while b.values(RECORD, FIELD).unwrap().is_empty() {
        ask_once(&world, &b);
    }
    edit(&b, "new");
    ask_once(&world, &b);
    for field in ["more", "note", "phone"] {
        a.edit(RECORD, field, "after it").unwrap();
    }
    sync(&world, &[&a]);
    // Its own comes back to it before these, and the pull has not ended.
    while b.values(RECORD, "more").unwrap() != ["after it"] {
        ask_once(&world, &b);
    }
    assert_ne!(b.values(RECORD, "phone").unwrap(), ["after it"]);
    b.receive(&file).unwrap();
    check_values(&b, &["new"]);
    sync(&world, &[&b]);
    check_values(&b, &["new"]);
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn an_earlier_page_of_the_pull_has_said_it() {
    let world = World::new(72);
    let (a, b) = (world.official(), world.official());
    let (c, d) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    for field in ["more", "note", "phone"] {
        d.edit(RECORD, field, "a page of its own").unwrap();
        sync(&world, &[&d]);
    }
    let backup = world.backup();
    b.set_limit(1);
    sync(&world, &[&b, &c]);
    edit(&c, "2");
    sync(&world, &[&c, &b]);
    world.restore(&backup);
    // C is in the river; B alone has seen it.
    sync(&world, &[&b, &a]);
    check_values(&a, &["2"]);
    check_values(&b, &["2"]);
}

#[test]
pub fn answered_between_two_restores_by_who_may_not_write_any_more() {
    let world = World::new(73);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    edit(&a, "1");
    sync(&world, &[&a]);
    world.restore(&backup);
    a.edit(RECORD, "phone", "2").unwrap();
    // Answered in the middle of telling: nothing is pulled yet.
    ask_once(&world, &a);
    world.set_role(&a, Some(Role::Viewer));
    world.restore(&backup);
    sync(&world, &[&a, &b]);
    // A may only read now: both wait before B.
    let mut told: Vec<String> = b
        .reports()
        .unwrap()
        .iter()
        .map(|one| one.entry.value.to_string())
        .collect();
    told.sort();
    assert_eq!(told, ["\"1\"", "\"2\""]);
}
