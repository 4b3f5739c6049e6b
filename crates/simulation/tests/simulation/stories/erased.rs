//! What was erased on a person's wish, and the phones that still have it.

use super::{FIELD, RECORD, edit, sync};
use endpoint::model::refusal;
use serde_json::json;
use simulation::{COMMUNE, Phone, World};

const SECRET: &str = "Triệu Tiến Phúc";

#[track_caller]
fn stands_nowhere(phone: &Phone) {
    let values = phone.values(RECORD, FIELD).unwrap();
    assert!(!values.contains(&json!(SECRET)), "{values:?}");
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
    // Its author may read what could not enter, and nobody else.
    let refused = old.refused().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].code, refusal::ERASED);
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
