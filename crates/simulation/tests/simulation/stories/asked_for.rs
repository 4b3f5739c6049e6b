//! Stories that a rule broken on purpose asked for: without them it was not noticed.

use super::{
    FIELD, RECORD, ask_once, ask_until_pulled_anew, check_nothing_waits, check_values, edit, sync,
};
use endpoint::model::Revocation;
use endpoint::sync::SyncError;
use register::role::Role;
use simulation::{SyncFailure, World};

const VILLAGE: &str = "06541/v";

#[test]
pub fn two_spellings_are_one_value() {
    let world = World::new(60);
    let (a, b) = (world.official(), world.official());
    edit(&a, "Đinh Thị Hoà");
    edit(&b, " Đinh Thi\u{323} Hoa\u{300}");
    sync(&world, &[&a, &b, &a]);
    for phone in [&a, &b] {
        assert_eq!(phone.values(RECORD, FIELD).unwrap().len(), 1);
    }
}

#[test]
pub fn what_nobody_here_knows_is_kept() {
    // A newer app beside an older one, which knows neither kind nor field.
    let world = World::new(61);
    let (new, old) = (world.official(), world.official());
    let mut page = new.show("tomorrow").unwrap();
    new.save_of_kind(
        &mut page,
        "tomorrow",
        "tomorrowsKind",
        "tomorrowsField",
        "new",
    )
    .unwrap();
    new.edit(RECORD, "tomorrowsField", "new").unwrap();
    edit(&new, "both");
    sync(&world, &[&new, &old]);
    edit(&old, "of the old");
    let mut page = old.show("tomorrow").unwrap();
    old.save_of_kind(&mut page, "tomorrow", "tomorrowsKind", "note", "old")
        .unwrap();
    sync(&world, &[&old, &new]);
    for phone in [&new, &old] {
        check_values(phone, &["of the old"]);
        assert_eq!(phone.values(RECORD, "tomorrowsField").unwrap(), ["new"]);
        assert_eq!(phone.values("tomorrow", "tomorrowsField").unwrap(), ["new"]);
        assert_eq!(phone.values("tomorrow", "note").unwrap(), ["old"]);
        assert!(phone.refused().unwrap().is_empty());
    }
}

#[test]
pub fn a_record_keeps_its_kind() {
    let world = World::new(62);
    let (a, b) = (world.official(), world.official());
    edit(&a, "a collective");
    let mut page = b.show(RECORD).unwrap();
    b.save_of_kind(&mut page, RECORD, "person", FIELD, "a person")
        .unwrap();
    sync(&world, &[&a, &b]);
    check_values(&b, &["a collective"]);
    assert_eq!(b.refused().unwrap()[0].code, "kindDiffers");
}

#[test]
pub fn nobody_sends_what_another_person_left() {
    let world = World::new(63);
    let (lan, minh) = (world.official(), world.official());
    edit(&lan, "Lan's");
    let mut outgoing = lan.request().unwrap();
    let answer = world.answer(&minh, &outgoing);
    assert!(matches!(answer, Err(SyncError::DeviceOfAnother)));
    outgoing.request.device = minh.device().unwrap();
    let reply = world.answer(&minh, &outgoing).unwrap();
    let answers: Vec<&String> = reply.scopes[0].answers.values().collect();
    assert_eq!(answers, ["notYourDevice"]);
    sync(&world, &[&minh]);
    check_values(&minh, &[]);
    // It has left no trace: Lan's number is Lan's.
    sync(&world, &[&lan, &minh]);
    check_nothing_waits(&[&lan]);
    assert!(lan.refused().unwrap().is_empty());
    check_values(&minh, &["Lan's"]);
}

#[test]
pub fn who_is_revoked_keeps_what_waits() {
    let world = World::new(64);
    let (a, b) = (world.official(), world.official());
    sync(&world, &[&a]);
    edit(&a, "not sent");
    world.revoke(&a, Revocation::Over);
    let revoked = a.sync(&world);
    assert!(matches!(
        revoked,
        Err(SyncFailure::Refused(SyncError::Revoked))
    ));
    assert_eq!(a.waiting().unwrap().len(), 1);
    check_values(&a, &["not sent"]);
    sync(&world, &[&b]);
    check_values(&b, &[]);
}

#[test]
pub fn a_scope_that_fails_holds_up_no_other() {
    let world = World::new(65);
    let (a, b) = (world.official(), world.official());
    let mut page = a.show_in(VILLAGE, RECORD).unwrap();
    a.save_seen(&mut page, RECORD, FIELD, "in the village")
        .unwrap();
    sync(&world, &[&a, &b]);
    world.damage(VILLAGE);
    let mut page = b.show_in(VILLAGE, RECORD).unwrap();
    b.save_seen(&mut page, RECORD, FIELD, "waits").unwrap();
    edit(&b, "in the commune");
    sync(&world, &[&b, &a]);
    check_values(&a, &["in the commune"]);
    let waiting = b.waiting().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].scope, VILLAGE);
}

#[test]
pub fn a_refused_operation_takes_its_number() {
    let world = World::new(66);
    let a = world.phone(Role::Viewer);
    edit(&a, "refused");
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    edit(&a, "accepted");
    let reply = world.answer(&a, &a.request().unwrap()).unwrap();
    assert_eq!(reply.scopes[0].seen[&0], 2);
    assert_eq!(reply.scopes[0].beyond, [""; 0]);
}

#[test]
pub fn what_follows_a_gap_is_taken() {
    // 2 was refused and is not pushed again; 3 was replaced, so that nobody
    // tells of it.
    let world = World::new(67);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    let backup = world.backup();
    world.set_role(&a, Some(Role::Viewer));
    edit(&a, "2");
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    a.edit(RECORD, "phone", "3").unwrap();
    sync(&world, &[&a, &b]);
    b.edit(RECORD, "phone", "B's").unwrap();
    sync(&world, &[&b, &a]);
    world.restore(&backup);
    sync(&world, &[&a]);
    check_nothing_waits(&[&a]);
    assert_eq!(a.values(RECORD, "phone").unwrap(), ["B's"]);
}

#[test]
pub fn a_number_past_a_gap_says_nothing_of_those_before() {
    let world = World::new(68);
    let a = world.official();
    for field in ["name", "phone", "note"] {
        a.edit(RECORD, field, "A's").unwrap();
    }
    let mut outgoing = a.request().unwrap();
    outgoing.request.scopes[0].ops.remove(1);
    let reply = world.answer(&a, &outgoing).unwrap();
    assert_eq!(
        (reply.scopes[0].seen[&0], reply.scopes[0].beyond.len()),
        (1, 1)
    );
}

#[test]
pub fn forked_and_only_answered_by_one_that_is_no_more() {
    // What was answered is of a device id that the phone has left since.
    let world = World::new(69);
    let (a, b) = (world.official(), world.official());
    let empty = world.backup();
    edit(&a, "1");
    sync(&world, &[&a]);
    let at_one = a.store().copied();
    edit(&a, "2");
    b.edit("other", FIELD, "B's").unwrap();
    sync(&world, &[&a, &b]);
    a.store().roll_back_to(&at_one);
    edit(&a, "2 anew");
    a.set_limit(1);
    ask_once(&world, &a);
    assert_ne!(a.device().unwrap(), a.enrolment().device);
    world.restore(&empty);
    sync(&world, &[&a, &b, &a]);
    check_values(&a, &["2", "2 anew"]);
    check_values(&b, &["2", "2 anew"]);
}

#[test]
pub fn who_may_not_write_takes_nothing_away() {
    let world = World::new(70);
    let (a, c, viewer) = (
        world.official(),
        world.official(),
        world.phone(Role::Viewer),
    );
    edit(&c, "before");
    sync(&world, &[&c, &a]);
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &viewer]);
    drop(a);
    world.restore(&backup);
    sync(&world, &[&viewer, &c]);
    check_values(&c, &["before"]);
    assert_eq!(c.reports().unwrap().len(), 1);
}

#[test]
pub fn what_was_told_replaces_when_its_author_comes() {
    let world = World::new(73);
    let (a, b, c) = (world.official(), world.official(), world.official());
    let empty = world.backup();
    edit(&c, "C's");
    sync(&world, &[&c, &a]);
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    world.restore(&empty);
    // C has not heard of A's, and B does not know what it replaced.
    sync(&world, &[&c, &b, &c]);
    check_values(&c, &["A's", "C's"]);
    sync(&world, &[&a, &c]);
    check_values(&c, &["A's"]);
}

#[test]
pub fn what_a_copy_writes_after_a_restore_stays() {
    // Under a number that the witness had pulled, and not this operation.
    let world = World::new(71);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    let copy = a.copied();
    let backup = world.backup();
    edit(&a, "X");
    sync(&world, &[&a, &b]);
    drop(a);
    world.restore(&backup);
    edit(&copy, "Y");
    sync(&world, &[&copy, &b, &copy]);
    check_values(&b, &["X", "Y"]);
    check_values(&copy, &["X", "Y"]);
}

#[test]
pub fn a_base_of_two_histories_is_told_as_a_whole() {
    let world = World::new(72);
    let (a, b, c) = (world.official(), world.official(), world.official());
    edit(&c, "before");
    sync(&world, &[&c]);
    let first = world.backup();
    a.edit("lost", FIELD, "A's").unwrap();
    sync(&world, &[&a, &b]);
    drop(a);
    world.restore(&first);
    // In the next history its number is past what came by that number here.
    for value in ["1", "2", "3", "4"] {
        edit(&c, value);
        sync(&world, &[&c]);
    }
    let second = world.backup();
    b.set_limit(1);
    ask_until_pulled_anew(&world, &b);
    world.restore(&second);
    sync(&world, &[&b, &c]);
    assert_eq!(c.values("lost", FIELD).unwrap(), ["A's"]);
}

#[test]
pub fn refused_only_since_the_restore() {
    // A lost the right after the backup, and comes before those who had pulled A's.
    let world = World::new(74);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    world.restore(&backup);
    world.set_role(&a, Some(Role::Viewer));
    // It pushes again what it holds, before anybody tells.
    let mut outgoing = a.request().unwrap();
    while outgoing
        .request
        .scopes
        .iter()
        .all(|scope| scope.testimony.is_none())
    {
        ask_once(&world, &a);
        outgoing = a.request().unwrap();
    }
    outgoing.request.scopes[0].testimony = Some(Vec::new());
    let reply = world.answer(&a, &outgoing).unwrap();
    assert_eq!(a.deliver(&outgoing, reply).unwrap().refused, 1);
    let c = world.official();
    sync(&world, &[&b, &c, &a]);
    for phone in [&a, &b, &c] {
        check_values(phone, &["A's"]);
        assert_eq!(phone.refused().unwrap(), []);
    }
    check_nothing_waits(&[&a, &b]);

    // If it is the one that tells it waits, for A may only read now.
    let world = World::new(75);
    let a = world.official();
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a]);
    world.restore(&backup);
    world.set_role(&a, Some(Role::Viewer));
    let c = world.official();
    sync(&world, &[&a, &c]);
    check_values(&c, &[]);
    let told = c.reports().unwrap();
    assert_eq!(told[0].entry.value, "A's");
    c.take_over(&told[0]).unwrap();
    sync(&world, &[&c, &a]);
    check_values(&a, &["A's"]);
}
