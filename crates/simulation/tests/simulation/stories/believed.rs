//! Nobody is believed beyond his rights, and nobody learns or suffers more than that.

use super::{FIELD, RECORD, check_values, edit, sync};
use merge::Existence;
use protocol::DELETION;
use protocol::wire::{FieldState, ScopeRequest, WireEntry, WireOperation};
use register::role::Role;
use replica::Outgoing;
use serde_json::Value;
use simulation::{COMMUNE, Phone, World};

const VILLAGE: &str = "06541/v";

/// Saves one field of a record of some kind in the village.
#[track_caller]
fn save(phone: &Phone, record: &str, kind: &str, value: &str) {
    let mut page = phone.show_in(VILLAGE, record).unwrap();
    let saved = phone.save_of_kind(&mut page, record, kind, FIELD, value);
    saved.unwrap().unwrap();
}

#[test]
pub fn a_line_needs_the_right_of_its_record() {
    let world = World::new(200);
    let officer = world.official();
    let head = world.phone_in(VILLAGE, Role::VillageHead);
    save(&officer, "decided", "award", "Giấy khen");
    save(&officer, "proposed", "nomination", "Đề nghị");
    sync(&world, &[&officer, &head]);
    save(&head, "decided.1", "attachment", "mine.jpg");
    save(&head, "proposed.1", "attachment", "ours.jpg");
    // Operations come in any order: its record comes after it.
    save(&head, "later.1", "attachment", "first.jpg");
    save(&head, "later", "collective", "Chi hội");
    sync(&world, &[&head, &officer]);
    let refused = head.refused().unwrap();
    let refused: Vec<_> = refused
        .iter()
        .map(|one| (one.pending.operation.record.as_str(), one.code.as_str()))
        .collect();
    assert_eq!(refused, [("decided.1", "noRight")]);
    for (record, line) in [("proposed", "proposed.1"), ("later", "later.1")] {
        let page = officer.show_in(VILLAGE, record).unwrap();
        assert!(page.field(line, FIELD).is_some(), "{line}");
    }
}

#[test]
pub fn who_names_a_device_is_not_told_whose_it_is() {
    let world = World::new(201);
    let officer = world.official();
    let stranger = world.phone_in("02701", Role::CommuneOfficer);
    edit(&officer, "of the commune");
    sync(&world, &[&officer]);
    let mut page = stranger.show_in("02701", RECORD).unwrap();
    let saved = stranger.save_seen(&mut page, RECORD, FIELD, "of elsewhere");
    saved.unwrap().unwrap();
    let mut outgoing = stranger.request().unwrap();
    outgoing.request.devices = vec![officer.device().unwrap()];
    let reply = world.answer(&stranger, &outgoing).unwrap();
    let answers: Vec<&String> = reply.scopes[0].answers.values().collect();
    assert_eq!(answers, ["notYourDevice"]);
    let people = reply.people.iter();
    let others = people.filter(|person| person.id != stranger.enrolment().person);
    assert_eq!(others.count(), 0);
}

#[test]
pub fn what_is_refused_leaves_no_gap_that_others_hear_of() {
    let world = World::new(202);
    let (viewer, officer) = (world.phone(Role::Viewer), world.official());
    for value in ["1", "2", "3"] {
        edit(&viewer, value);
    }
    let mut outgoing = viewer.request().unwrap();
    outgoing.request.scopes[0].ops.remove(1);
    let reply = world.answer(&viewer, &outgoing).unwrap();
    assert_eq!(reply.scopes[0].beyond.len(), 1, "its own it is told");
    edit(&officer, "the officer's");
    let outgoing = officer.request().unwrap();
    let reply = world.answer(&officer, &outgoing).unwrap();
    assert_eq!(reply.scopes[0].beyond, [""; 0]);
    sync(&world, &[&officer]);
    check_values(&officer, &["the officer's"]);
}

const LINES: u64 = 260;
const FIELDS: u64 = 30;

/// A record that has grown large, written by somebody else.
fn grow(world: &World) {
    let author = world.official();
    let op = |n: u64| {
        let (line, field) = (n / FIELDS, n % FIELDS);
        WireOperation {
            by: 0,
            n: n + 1,
            record: format!("{RECORD}.{line}"),
            kind: "indicator".into(),
            field: format!("f{field}"),
            value: Value::from(n),
            replaces: Vec::new(),
            at: 7,
            save: None,
            gone: false,
            key: 0,
            sig: String::new(),
        }
    };
    let ops: Vec<WireOperation> = (0..LINES * FIELDS).map(op).collect();
    for ops in ops.chunks(4_000) {
        let mut outgoing = author.request().unwrap();
        outgoing.request.scopes = vec![ScopeRequest {
            scope: COMMUNE.into(),
            ops: ops.to_vec(),
            ..ScopeRequest::default()
        }];
        let reply = world.answer(&author, &outgoing).unwrap();
        assert!(
            reply.scopes[0]
                .answers
                .values()
                .all(|answer| answer == "ok")
        );
    }
}

#[test]
pub fn a_record_of_nine_thousand_names_is_deleted_and_brought_back() {
    let world = World::new(203);
    let (a, b) = (world.official(), world.official());
    edit(&a, "large");
    sync(&world, &[&a]);
    grow(&world);
    sync(&world, &[&a, &b]);
    let is_deleted = |phone: &Phone| {
        let existence = phone.existence(RECORD).unwrap();
        matches!(existence, Some(Existence::Deleted { .. }))
    };
    a.delete(RECORD).unwrap().unwrap();
    assert!(is_deleted(&a), "as soon as it is saved");
    sync(&world, &[&a, &b]);
    assert!(is_deleted(&a) && is_deleted(&b));
    assert!(a.refused().unwrap().is_empty());
    b.undo(RECORD).unwrap().unwrap();
    sync(&world, &[&b, &a]);
    for phone in [&a, &b] {
        assert_eq!(phone.existence(RECORD).unwrap(), Some(Existence::Present));
        check_values(phone, &["large"]);
        let page = phone.show(RECORD).unwrap();
        let line = format!("{RECORD}.{}", LINES - 1);
        assert!(page.field(&line, "f29").is_some());
        assert!(page.field(RECORD, DELETION).is_none());
    }
}

/// A viewer's request that tells of `value` in somebody else's name.
fn forge(viewer: &Phone, author: &str, cursor: &str, number: u64, value: &str) -> Outgoing {
    let mut outgoing = viewer.request().unwrap();
    outgoing.request.devices = vec![author.to_owned()];
    outgoing.request.scopes = vec![ScopeRequest {
        scope: COMMUNE.into(),
        cursor: cursor.into(),
        testimony: Some(vec![FieldState {
            record: RECORD.into(),
            kind: simulation::KIND.into(),
            field: FIELD.into(),
            live: vec![WireEntry(
                format!("0.{number}.aaaa"),
                Value::from(value),
                7,
                8,
            )],
            ..FieldState::default()
        }]),
        pulled: [(0, 99)].into(),
        ..ScopeRequest::default()
    }];
    outgoing
}

/// The cursor that a phone holds of the commune.
fn cursor_of(world: &World, phone: &Phone) -> String {
    let mut outgoing = phone.request().unwrap();
    outgoing.request.scopes.clear();
    outgoing.request.digest.clear();
    let heads = world.answer(phone, &outgoing).unwrap().heads;
    heads
        .and_then(|heads| heads.get(COMMUNE).cloned())
        .unwrap_or_default()
}

#[test]
pub fn a_junk_cursor_tells_nothing() {
    let world = World::new(204);
    let (chair, viewer) = (world.official(), world.phone(Role::Viewer));
    edit(&chair, "the chair's");
    sync(&world, &[&chair, &viewer]);
    let known = cursor_of(&world, &viewer);
    let backup = world.backup();
    world.restore(&backup);
    let device = chair.device().unwrap();
    let junk = ["x.1.aaaa".to_owned(), String::new(), format!("{known}A"), {
        let mut parts = known.split('.');
        let (epoch, mark) = (parts.next().unwrap(), parts.nth(1).unwrap());
        format!("{epoch}.999.{mark}")
    }];
    for cursor in junk {
        for who in [&viewer, &chair] {
            world
                .answer(who, &forge(who, &device, &cursor, 7, "made up"))
                .unwrap();
        }
        sync(&world, &[&chair]);
        check_values(&chair, &["the chair's"]);
        assert_eq!(chair.reports().unwrap(), [], "{cursor}");
    }
}

/// An edit that a viewer alone has, after a restore: its author is lost.
fn lost_author(seed: u64) -> (World, Phone, Phone, String) {
    let world = World::new(seed);
    let (a, c, viewer) = (
        world.official(),
        world.official(),
        world.phone(Role::Viewer),
    );
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &viewer]);
    let cursor = cursor_of(&world, &viewer);
    world.restore(&backup);
    sync(&world, &[&c]);
    (world, c, viewer, cursor)
}

#[test]
pub fn what_a_reader_tells_waits_before_who_may_write() {
    let (world, c, viewer, _) = lost_author(205);
    let other = world.official();
    sync(&world, &[&viewer, &c, &other]);
    check_values(&c, &[]);
    let told = c.reports().unwrap();
    let said: Vec<_> = told
        .iter()
        .map(|one| (&one.entry.value, one.by.clone()))
        .collect();
    assert_eq!(
        said,
        [(&Value::from("A's"), vec![viewer.device().unwrap()])]
    );
    assert_eq!(
        viewer.reports().unwrap(),
        [],
        "who may not write is not asked"
    );
    assert_eq!(other.reports().unwrap().len(), 1);
    c.take_over(&told[0]).unwrap();
    assert_eq!(c.reports().unwrap(), []);
    sync(&world, &[&c, &other, &viewer]);
    for phone in [&c, &other, &viewer] {
        check_values(phone, &["A's"]);
        assert_eq!(phone.reports().unwrap(), []);
    }
    // It is C's own now.
    let page = c.show(RECORD).unwrap();
    let said = &page.field(RECORD, FIELD).unwrap().candidates[0].said;
    assert_eq!(said[0].name.device, c.device().unwrap());
}

/// Who told what stands in the field on this phone.
fn tellers(phone: &Phone) -> Vec<Option<String>> {
    let page = phone.show(RECORD).unwrap();
    let candidates = page
        .field(RECORD, FIELD)
        .map(|view| view.candidates.clone());
    let said = candidates.into_iter().flatten().flat_map(|one| one.said);
    said.map(|said| said.reported_by).collect()
}

/// The author himself may only read now, and an older backup than the one that let him
/// forget his receipt is restored: he tells, as any reader.
#[test]
pub fn what_a_reader_alone_remembers_says_so_until_it_is_decided_on() {
    let world = World::new(209);
    let (a, c) = (world.official(), world.official());
    let backup = world.backup();
    edit(&c, "C's");
    sync(&world, &[&c, &a]);
    drop(world.backup());
    c.edit("another", FIELD, "C's too").unwrap();
    sync(&world, &[&c]);
    assert_eq!(tellers(&c), [None]);
    drop(a);

    world.restore(&backup);
    world.set_role(&c, Some(Role::Viewer));
    let a = world.official();
    sync(&world, &[&c, &a]);
    check_values(&a, &[]);
    check_values(&c, &["C's"]);
    assert_eq!(tellers(&c), [Some(c.device().unwrap())]);
    // What he has a receipt of he has among the refused, too.
    assert_eq!(c.refused().unwrap().len(), 1);
    let told = a.reports().unwrap();
    assert_eq!(told.len(), 2);

    // Given the right again, he is asked himself when he hears of it, and what he turns
    // down leaves his screen.
    world.set_role(&c, Some(Role::CommuneOfficer));
    a.turn_down(&told[0]).unwrap();
    sync(&world, &[&a, &c]);
    let asked = c.reports().unwrap();
    assert_eq!(asked, told[1..]);
    c.turn_down(&asked[0]).unwrap();
    check_values(&c, &[]);
    sync(&world, &[&c, &a]);
    assert_eq!(a.reports().unwrap(), []);
    // What another has turned down says whose it is.
    let page = c.show("another").unwrap();
    let said = &page.field("another", FIELD).unwrap().candidates[0].said;
    assert_eq!(said[0].reported_by, c.device().ok());
}

/// What waited went with the endpoint that it waited at.
#[test]
pub fn what_a_reader_tells_is_told_to_the_next_that_is_set_back() {
    let world = World::new(210);
    let (a, c) = (world.official(), world.official());
    let backup = world.backup();
    edit(&c, "C's");
    sync(&world, &[&c]);
    world.set_role(&c, Some(Role::Viewer));
    for _ in 0..2 {
        world.restore(&backup);
        // The numbers of its history are given again, and kept by a backup.
        a.edit("another", FIELD, "A's").unwrap();
        a.edit("another", "phone", "A's").unwrap();
        sync(&world, &[&a, &c, &a]);
        let values: Vec<Value> = a
            .reports()
            .unwrap()
            .into_iter()
            .map(|one| one.entry.value)
            .collect();
        assert_eq!(values, ["C's"]);
        check_values(&c, &["C's"]);
    }
    let later = world.backup();
    world.restore(&later);
    sync(&world, &[&c, &a]);
    assert_eq!(a.reports().unwrap().len(), 1);
}

/// The register has gone on in the field that the reader told of, and is set back once more.
#[test]
pub fn what_a_reader_told_is_told_again_where_the_register_has_gone_on() {
    let world = World::new(211);
    let (a, b, c) = (world.official(), world.official(), world.official());
    let backup = world.backup();
    edit(&b, "B's");
    edit(&c, "C's");
    sync(&world, &[&c]);
    drop(world.backup());
    c.edit("another", FIELD, "C's").unwrap();
    sync(&world, &[&c]);
    world.set_role(&c, Some(Role::Viewer));
    world.restore(&backup);
    sync(&world, &[&c, &b, &c]);
    // What stands in the shared register stands here; C's waits.
    check_values(&c, &["B's"]);
    for _ in 0..2 {
        sync(&world, &[&a]);
        let waits =
            |one: &replica::ReceivedReport| one.record == RECORD && one.entry.value == "C's";
        assert!(a.reports().unwrap().iter().any(waits));
        world.restore(&backup);
        sync(&world, &[&c, &b, &c]);
    }
}

#[test]
pub fn what_is_turned_down_waits_no_more_and_two_witnesses_say_so() {
    let world = World::new(206);
    let (a, c) = (world.official(), world.official());
    let (one, two) = (world.phone(Role::Viewer), world.phone(Role::Viewer));
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &one, &two]);
    world.restore(&backup);
    sync(&world, &[&one, &two, &c]);
    let told = c.reports().unwrap();
    assert_eq!((told.len(), told[0].by.len()), (1, 2));
    c.turn_down(&told[0]).unwrap();
    sync(&world, &[&c, &one, &two]);
    assert_eq!(c.reports().unwrap(), []);
    // Its author's own stands, whoever had turned down what was told of it.
    sync(&world, &[&a, &c]);
    check_values(&c, &["A's"]);
    assert_eq!(c.reports().unwrap(), []);
}

#[test]
pub fn what_the_author_brings_takes_the_place_of_what_was_told() {
    let world = World::new(207);
    let (a, b, c) = (world.official(), world.official(), world.official());
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    let cursor = cursor_of(&world, &b);
    let name = a.show(RECORD).unwrap().field(RECORD, FIELD).unwrap().held[0].clone();
    world.restore(&backup);
    // B may write the field, and tells something else under the name of A's.
    let mut forged = forge(&b, &name.device, &cursor, name.number, "not A's");
    let told = forged.request.scopes[0].testimony.as_mut().unwrap();
    told[0].live[0].0 = format!("0.{}.{}", name.number, name.hash);
    world.answer(&b, &forged).unwrap();
    sync(&world, &[&c]);
    check_values(&c, &["not A's"]);
    let page = c.show(RECORD).unwrap();
    let said = &page.field(RECORD, FIELD).unwrap().candidates[0].said;
    assert_eq!(
        said[0].reported_by,
        Some(b.device().unwrap()),
        "by B's phone"
    );
    sync(&world, &[&a, &c]);
    for phone in [&a, &c] {
        check_values(phone, &["A's"]);
        let page = phone.show(RECORD).unwrap();
        assert_eq!(
            page.field(RECORD, FIELD).unwrap().candidates[0].said[0].reported_by,
            None
        );
    }
}

#[test]
pub fn a_forged_name_forks_nobody() {
    let world = World::new(208);
    let (a, b) = (world.official(), world.official());
    let backup = world.backup();
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    let (cursor, device) = (cursor_of(&world, &b), a.device().unwrap());
    world.restore(&backup);
    world
        .answer(&b, &forge(&b, &device, &cursor, 77, "not A's"))
        .unwrap();
    sync(&world, &[&a]);
    check_values(&a, &["A's", "not A's"]);
    assert_eq!(a.device().unwrap(), device, "A goes on as it is");
    edit(&a, "both");
    sync(&world, &[&a, &b]);
    check_values(&b, &["both"]);
}

#[test]
pub fn the_time_for_telling_ends() {
    let (world, c, viewer, _) = lost_author(209);
    world.pass(91 * 24 * 60 * 60 * 1000);
    sync(&world, &[&viewer, &c]);
    assert_eq!(c.reports().unwrap(), []);
    check_values(&c, &[]);
}

#[test]
pub fn without_a_restore_nobody_tells_anything() {
    let world = World::new(210);
    let (a, b) = (world.official(), world.official());
    edit(&a, "A's");
    sync(&world, &[&a, &b]);
    let cursor = cursor_of(&world, &b);
    world
        .answer(&b, &forge(&b, &a.device().unwrap(), &cursor, 7, "made up"))
        .unwrap();
    sync(&world, &[&a, &b]);
    check_values(&a, &["A's"]);
    assert_eq!(a.device().unwrap(), a.enrolment().device);
}
