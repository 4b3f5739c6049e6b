//! Stories of an endpoint that was set back.

use super::{
    FIELD, RECORD, ask_once, ask_until_pulled_anew, check_nothing_waits, check_values, edit, sync,
};
use register::role::Role;
use simulation::{Phone, World};

/// Nine records, more than a piece of a testimony holds.
const LARGE: [&str; 9] = ["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"];

fn large_section() -> String {
    "đ".repeat(50_000)
}

fn write_large(phone: &Phone) {
    for record in LARGE {
        phone.edit(record, FIELD, large_section()).unwrap();
    }
}

#[track_caller]
fn check_large(phone: &Phone) {
    for record in LARGE {
        assert_eq!(phone.values(record, FIELD).unwrap(), [large_section()]);
    }
}

#[test]
pub fn gap_refused_restore() {
    let world = World::new(40);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    let backup = world.backup();
    world.set_role(&a, Some(Role::Viewer));
    edit(&a, "2");
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    edit(&a, "3");
    sync(&world, &[&a]);
    assert_eq!(a.refused().unwrap().len(), 1);

    world.restore(&backup);
    edit(&a, "4");
    sync(&world, &[&a, &b]);
    check_nothing_waits(&[&a, &b]);
    check_values(&a, &["4"]);
    check_values(&b, &["4"]);
    assert_eq!(a.refused().unwrap().len(), 1);

    // The number that was refused leaves no gap for ever.
    edit(&a, "5");
    let outgoing = a.request().unwrap();
    let reply = world.answer(&a, &outgoing).unwrap();
    assert_eq!(reply.scopes[0].beyond, [""; 0]);
    assert_eq!(reply.scopes[0].seen[&0], 5);
    a.deliver(&outgoing, reply).unwrap();
    check_nothing_waits(&[&a]);
}

#[test]
pub fn restore_lost_author() {
    let world = World::new(41);
    let (a, b, c) = (world.official(), world.official(), world.official());
    edit(&c, "before");
    sync(&world, &[&c, &a, &b]);
    let backup = world.backup();
    edit(&a, "A's");
    a.edit("new", FIELD, "A's too").unwrap();
    sync(&world, &[&a, &b]);
    drop(a);

    world.restore(&backup);
    for round in [&[&b, &c][..], &[&c, &b]] {
        sync(&world, round);
        for phone in [&b, &c] {
            check_values(phone, &["A's"]);
            assert_eq!(phone.values("new", FIELD).unwrap(), ["A's too"]);
        }
    }
    check_nothing_waits(&[&b, &c]);
    assert_eq!(world.unproved_by_its_log(), None);
    // It is an edit like any other: the next one replaces it for everyone.
    edit(&c, "after");
    sync(&world, &[&c, &b]);
    check_values(&b, &["after"]);
}

/// Who enrolled after the backup is not known any more, and enrols anew on the same phone.
#[test]
fn restore_before_the_enrolment() {
    let world = World::new(46);
    let a = world.official();
    edit(&a, "before");
    sync(&world, &[&a]);
    let backup = world.backup();
    let (b, c) = (world.official(), world.official());
    c.edit("new", FIELD, "C's").unwrap();
    sync(&world, &[&c, &b]);
    edit(&b, "1");
    edit(&b, "2");
    b.edit(RECORD, "phone", "B's").unwrap();
    sync(&world, &[&b, &a]);
    let names = |phone: &Phone| {
        let shown = phone.show(RECORD).unwrap();
        let field = |field| shown.field(RECORD, field).unwrap().held.clone();
        [field(FIELD), field("phone")]
    };
    let written = names(&b);
    // Of the last of these nobody has heard but the endpoint.
    b.edit("own", FIELD, "B's").unwrap();
    let unheard = world.answer(&b, &b.request().unwrap()).unwrap();
    drop((a, c, unheard));

    world.restore(&backup);
    b.is_not_known().unwrap();
    let waiting = Vec::from_iter(b.waiting().unwrap().into_iter().map(|one| one.pending));
    let shown = waiting.iter().filter(|one| !one.hidden);
    let mut values = Vec::from_iter(shown.map(|one| one.operation.value.as_str().unwrap()));
    values.sort_unstable();
    assert_eq!(values, ["2", "B's", "B's"]);
    assert_eq!(b.unsent().unwrap().len(), 3);
    check_values(&b, &["2"]);

    let (b, d) = (world.goes_on(&b), world.official());
    sync(&world, &[&b, &d]);
    check_nothing_waits(&[&b]);
    assert!(b.refused().unwrap().is_empty());
    for phone in [&b, &d] {
        check_values(phone, &["2"]);
        assert_eq!(names(phone), written);
        assert_eq!(phone.values("own", FIELD).unwrap(), ["B's"]);
        // What only this phone had pulled of others is told.
        assert_eq!(phone.values("new", FIELD).unwrap(), ["C's"]);
    }
}

#[test]
pub fn restore_no_epoch() {
    let world = World::new(42);
    let (a, b, c) = (world.official(), world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b, &c]);
    let backup = world.backup();
    edit(&a, "2");
    b.edit(RECORD, "phone", "B's").unwrap();
    sync(&world, &[&a, &b]);

    world.put_back_by_hand(&backup);
    c.edit(RECORD, "note", "C's").unwrap();
    c.edit(RECORD, "more", "C's").unwrap();
    sync(&world, &[&c, &b, &a, &c, &b]);
    for phone in [&a, &b, &c] {
        check_values(phone, &["2"]);
        assert_eq!(phone.values(RECORD, "phone").unwrap(), ["B's"]);
        assert_eq!(phone.values(RECORD, "note").unwrap(), ["C's"]);
    }
    check_nothing_waits(&[&a, &b, &c]);
}

#[test]
pub fn nothing_leaves_a_screen_while_a_large_register_is_told_in_pieces() {
    let world = World::new(43);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    write_large(&a);
    sync(&world, &[&a, &b]);
    drop(a);
    world.restore(&backup);
    let mut rounds = 0;
    loop {
        let outgoing = b.request().unwrap();
        let size = serde_json::to_string(&outgoing.request).unwrap().len();
        assert!(size < 600_000, "{size}");
        let reply = world.answer(&b, &outgoing).unwrap();
        let applied = b.deliver(&outgoing, reply).unwrap();
        check_large(&b);
        rounds += 1;
        if !applied.again {
            break;
        }
    }
    assert!(rounds > 4, "{rounds}");
    let c = world.official();
    sync(&world, &[&c]);
    check_large(&c);
}

#[test]
pub fn what_the_backup_holds_is_not_told() {
    let world = World::new(44);
    let (a, b) = (world.official(), world.official());
    for record in 0..50 {
        a.edit(&format!("r{record}"), FIELD, "held").unwrap();
    }
    sync(&world, &[&a]);
    let backup = world.backup();
    sync(&world, &[&a, &b]);
    a.edit("r1", FIELD, "not held").unwrap();
    sync(&world, &[&a, &b]);
    world.restore(&backup);
    let mut told = 0;
    while {
        let outgoing = b.request().unwrap();
        let scopes = outgoing.request.scopes.iter();
        told += scopes
            .filter_map(|scope| scope.testimony.as_ref())
            .map(Vec::len)
            .sum::<usize>();
        let reply = world.answer(&b, &outgoing).unwrap();
        b.deliver(&outgoing, reply).unwrap().again
    } {}
    assert_eq!(told, 1);
}

#[test]
pub fn what_an_author_replaced_does_not_come_back() {
    let world = World::new(45);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    for value in ["1", "2", "3"] {
        edit(&a, value);
        sync(&world, &[&a]);
    }
    sync(&world, &[&b]);
    // Whoever comes first: B tells of 3 alone, A pushes all of them.
    for first in [[&a, &b], [&b, &a]] {
        world.restore(&backup);
        sync(&world, &first);
        sync(&world, &first);
        check_values(&a, &["3"]);
        check_values(&b, &["3"]);
        check_nothing_waits(&[&a, &b]);
    }
}

#[test]
pub fn a_second_restore_while_a_phone_still_tells_loses_nothing() {
    let world = World::new(46);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    write_large(&a);
    sync(&world, &[&a, &b]);
    drop(a);
    for rounds in 1..8 {
        world.restore(&backup);
        for _ in 0..rounds {
            ask_once(&world, &b);
        }
    }
    world.restore(&backup);
    sync(&world, &[&b]);
    let c = world.official();
    sync(&world, &[&c]);
    check_large(&c);
}

#[test]
pub fn a_scope_said_to_be_lost_by_one_set_back_is_not_believed() {
    let world = World::new(47);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    world.restore(&backup);
    world.set_role(&a, None);
    // Nothing waits here, and still it asks and is told; it does not believe it.
    while {
        let applied = ask_once(&world, &a);
        assert_eq!(applied.lost, [""; 0]);
        applied.again
    } {}
    edit(&a, "not sent");
    sync(&world, &[&a, &a, &b]);
    check_values(&a, &["not sent"]);
    check_values(&b, &["A's"]);
    // The grant is there again.
    world.set_role(&a, Some(Role::CommuneOfficer));
    sync(&world, &[&a, &b]);
    check_values(&b, &["not sent"]);
    check_nothing_waits(&[&a, &b]);
    // What the same epoch says, is believed.
    world.set_role(&a, None);
    edit(&a, "waits");
    assert_eq!(ask_once(&world, &a).lost, ["06541"]);
}

#[test]
pub fn answered_by_one_that_is_no_more() {
    // Found by the walk: set back twice, and an edit was only answered between.
    let world = World::new(48);
    let (a, b) = (world.official(), world.official());
    let empty = world.backup();
    edit(&b, "B's");
    sync(&world, &[&b, &a]);
    let backup = world.backup();
    world.restore(&backup);
    a.edit("new", FIELD, "A's").unwrap();
    ask_once(&world, &a);
    world.restore(&empty);
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        assert_eq!(phone.values("new", FIELD).unwrap(), ["A's"]);
        check_values(phone, &["B's"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn answered_before_the_file_was_put_back() {
    // Found by the walk: the page that answered ended before the edit's state,
    // at a place that the file put back still has.
    let world = World::new(49);
    let (a, b) = (world.official(), world.official());
    b.edit("other", FIELD, "first").unwrap();
    sync(&world, &[&b]);
    let backup = world.backup();
    edit(&a, "A's");
    a.set_limit(1);
    let outgoing = a.request().unwrap();
    let reply = world.answer(&a, &outgoing).unwrap();
    assert!(reply.scopes[0].more);
    a.deliver(&outgoing, reply).unwrap();
    world.put_back_by_hand(&backup);
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["A's"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn answered_before_a_restore_to_what_was_pulled() {
    // The backup holds all that there would be to tell.
    let world = World::new(55);
    let (a, b) = (world.official(), world.official());
    b.edit("other", FIELD, "first").unwrap();
    sync(&world, &[&b]);
    let backup = world.backup();
    edit(&a, "A's");
    a.set_limit(1);
    ask_once(&world, &a);
    assert_eq!(a.waiting().unwrap().len(), 0);
    world.restore(&backup);
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["A's"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn a_place_in_a_history_that_is_no_more_replaces_nothing() {
    // Found by the walk: the file is put back by hand, and what is written then
    // has places like those of a backup made before.
    let world = World::new(50);
    let (a, b) = (world.official(), world.official());
    let empty = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a]);
    let backup = world.backup();
    world.put_back_by_hand(&empty);
    edit(&b, "B's");
    b.edit("more", FIELD, "B's").unwrap();
    sync(&world, &[&b]);
    world.restore(&backup);
    // B had never seen A's.
    sync(&world, &[&b, &a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["A's", "B's"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn what_a_lost_phone_replaced_does_not_come_back_from_its_author() {
    let world = World::new(51);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    edit(&b, "2");
    sync(&world, &[&b, &a]);
    drop(b);
    world.restore(&backup);
    let c = world.official();
    sync(&world, &[&a, &c]);
    check_values(&a, &["2"]);
    check_values(&c, &["2"]);
}

#[test]
pub fn another_scope_hears_of_the_next_restore_first() {
    let world = World::new(52);
    let (a, b) = (world.official(), world.official());
    let empty = world.backup();
    let village = "06541/v";
    for record in LARGE {
        let mut page = a.show_in(village, record).unwrap();
        a.save_seen(&mut page, record, FIELD, large_section())
            .unwrap();
    }
    edit(&a, "commune's");
    sync(&world, &[&a, &b]);
    drop(a);
    // Half told, the village's part is left out of a round that meets the next epoch.
    world.restore(&empty);
    for _ in 0..3 {
        ask_once(&world, &b);
    }
    world.restore(&empty);
    let outgoing = b.request().unwrap();
    let mut reply = world.answer(&b, &outgoing).unwrap();
    reply.scopes.retain(|scope| scope.scope != village);
    b.deliver(&outgoing, reply).unwrap();
    sync(&world, &[&b]);
    let c = world.official();
    sync(&world, &[&c]);
    for record in LARGE {
        let shown = c.show_in(village, record).unwrap();
        assert!(shown.field(record, FIELD).is_some(), "{record}");
    }
    check_values(&c, &["commune's"]);
}

#[test]
pub fn put_back_once_more_while_it_is_told() {
    // Found by the walk.
    let world = World::new(53);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    b.edit("other", FIELD, "B's").unwrap();
    sync(&world, &[&b, &a]);
    world.put_back_by_hand(&backup);
    edit(&a, "first");
    let outgoing = a.request().unwrap();
    let reply = world.answer(&a, &outgoing).unwrap();
    a.deliver(&outgoing, reply).unwrap();
    // What was answered now is lost, and a later number is told to the next one.
    world.put_back_by_hand(&backup);
    a.edit(RECORD, "phone", "second").unwrap();
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["first"]);
        assert_eq!(phone.values(RECORD, "phone").unwrap(), ["second"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn lost_when_the_file_was_put_back_to_before_the_scope_was() {
    // Found by the walk: nobody names the scope, and nothing waits in it.
    let world = World::new(54);
    let (a, b) = (world.official(), world.official());
    let empty = world.backup();
    edit(&a, "1");
    sync(&world, &[&a]);
    world.put_back_by_hand(&empty);
    world.set_role(&a, None);
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        check_values(phone, &["1"]);
    }
    check_nothing_waits(&[&a, &b]);
}

#[test]
pub fn refused_after_one_restore_takes_nothing_away_after_the_next() {
    // Found by the walk.
    let world = World::new(56);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a]);
    let backup = world.backup();
    edit(&a, "2");
    sync(&world, &[&a]);
    world.set_role(&a, Some(Role::Viewer));
    world.put_back_by_hand(&backup);
    sync(&world, &[&a]);
    // «2» is refused now, and «1» stands.
    assert_eq!(a.refused().unwrap().len(), 1);
    check_values(&a, &["1"]);
    world.set_role(&a, Some(Role::CommuneOfficer));
    world.restore(&backup);
    sync(&world, &[&a, &b]);
    // «2» had been confirmed once: it is told, without what it replaced.
    for phone in [&a, &b] {
        check_values(phone, &["1", "2"]);
    }
}

#[test]
pub fn put_back_by_hand_once_more_in_the_middle_of_a_pull() {
    // The page that B has come to is a place that all three histories have.
    let world = World::new(57);
    let (a, b, c) = (world.official(), world.official(), world.official());
    for record in ["first", "second"] {
        c.edit(record, FIELD, "held").unwrap();
    }
    sync(&world, &[&c]);
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    drop(a);
    world.put_back_by_hand(&backup);
    b.set_limit(1);
    ask_until_pulled_anew(&world, &b);
    world.put_back_by_hand(&backup);
    sync(&world, &[&b, &c]);
    check_values(&b, &["A's"]);
    check_values(&c, &["A's"]);
}

#[test]
pub fn the_same_file_put_back_twice() {
    // What replaces is known by testimony before its author has come to the end of
    // a pull: its number must not count as arrived, or nobody brings it again.
    let world = World::new(58);
    let (a, b, c) = (world.official(), world.official(), world.official());
    for record in ["first", "second"] {
        c.edit(record, FIELD, "held").unwrap();
    }
    edit(&c, "old");
    sync(&world, &[&c, &a, &b]);
    let backup = world.backup();
    edit(&a, "new");
    sync(&world, &[&a, &b, &c]);
    for _ in 0..2 {
        world.put_back_by_hand(&backup);
        a.set_limit(1);
        ask_until_pulled_anew(&world, &a);
    }
    sync(&world, &[&b]);
    sync(&world, &[&a, &b, &c]);
    for phone in [&a, &b, &c] {
        check_values(phone, &["new"]);
    }
    check_nothing_waits(&[&a, &b, &c]);
}
