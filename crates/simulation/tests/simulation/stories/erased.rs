//! What was erased on a person's wish, and the phones that still have it.

use super::{FIELD, RECORD, edit, sync};
use replica::{Mode, Store, Table, Tx, ready};
use serde_json::json;
use simulation::{COMMUNE, Phone, World};

const SECRET: &str = "Triệu Tiến Phúc";

#[track_caller]
fn stands_nowhere(phone: &Phone) {
    let values = phone.values(RECORD, FIELD).unwrap();
    assert!(!values.contains(&json!(SECRET)), "{values:?}");
}

fn rows(phone: &Phone, table: Table) -> Vec<(String, Vec<u8>)> {
    let tx = ready(phone.store().begin(Mode::Read, &[table])).unwrap();
    ready(tx.range(table, "")).unwrap()
}

/// Whatever the phone keeps, and for whatever.
#[track_caller]
fn keeps_nothing(phone: &Phone) {
    for table in Table::ALL {
        for (key, row) in rows(phone, table) {
            let row = String::from_utf8_lossy(&row);
            assert!(!row.contains(SECRET), "{} {key}: {row}", table.name());
        }
    }
    stands_nowhere(phone);
}

/// An old phone with something unsent, and a file that somebody carries.
#[test]
pub fn an_old_phone_and_a_courier_bring_nothing_back() {
    let world = World::new(71);
    let (a, old, courier) = (world.official(), world.official(), world.official());
    edit(&a, "before");
    sync(&world, &[&a, &old, &courier]);
    edit(&old, SECRET);
    let file = old.hand_over().unwrap().unwrap();
    courier.receive(&file).unwrap();
    world.erase(COMMUNE, RECORD);
    sync(&world, &[&courier, &old, &a]);
    let new = world.official();
    sync(&world, &[&new]);
    for phone in [&new, &a, &courier] {
        stands_nowhere(phone);
    }
    for phone in [&new, &a, &courier, &old] {
        keeps_nothing(phone);
    }
    // What its author writes there later is refused, too.
    edit(&old, SECRET);
    sync(&world, &[&old]);
    keeps_nothing(&old);
    assert_eq!(old.refused().unwrap(), []);
    assert_eq!(old.waiting().unwrap().len(), 0);
}

/// What was confirmed and is remembered until a backup has it, and what somebody was told.
#[test]
pub fn receipts_and_reports_go_too() {
    let world = World::new(73);
    let (a, b) = (world.official(), world.official());
    edit(&a, "before");
    sync(&world, &[&a, &b]);
    edit(&a, SECRET);
    sync(&world, &[&a, &b]);
    world.erase(COMMUNE, RECORD);
    sync(&world, &[&a, &b]);
    for phone in [&a, &b] {
        keeps_nothing(phone);
    }
}

/// A backup of before it was there, and phones that had pulled it.
#[test]
pub fn a_witness_tells_nothing_of_it() {
    let world = World::new(72);
    let (a, b) = (world.official(), world.official());
    a.edit("other", FIELD, "Khác").unwrap();
    sync(&world, &[&a, &b]);
    let backup = world.backup();
    edit(&a, SECRET);
    sync(&world, &[&a, &b]);
    drop(a);
    world.restore(&backup);
    world.erase(COMMUNE, RECORD);
    sync(&world, &[&b]);
    let new = world.official();
    sync(&world, &[&new]);
    stands_nowhere(&new);
    assert_eq!(new.values("other", FIELD).unwrap(), ["Khác"]);
    assert_eq!(world.unproved_by_its_log(), None);
}
