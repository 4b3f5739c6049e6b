//! Whose a device id is that the endpoint has not seen.

use super::{RECORD, check_nothing_waits, check_values, edit, sync};
use endpoint::model::refusal;
use endpoint::sync::SyncError;
use protocol::is_device_of;
use serde_json::json;
use simulation::{Phone, World};

/// The phone's storage falls back, it hears of it from a file, and goes on under an id that
/// only its couriers have seen.
fn renamed_offline(world: &World, a: &Phone, b: &Phone) {
    edit(a, "1");
    sync(world, &[a]);
    let at_one = a.store().copied();
    edit(a, "2");
    b.receive(&a.hand_over().unwrap().unwrap()).unwrap();
    a.store().roll_back_to(&at_one);
    a.receive(&b.hand_over().unwrap().unwrap()).unwrap();
    let key = &a.enrolment().key;
    assert!(is_device_of(&a.device().unwrap(), &key.public()));
    edit(a, "3");
    b.receive(&a.hand_over().unwrap().unwrap()).unwrap();
}

#[test]
pub fn a_courier_cannot_take_the_id_that_he_carries() {
    let world = World::new(90);
    let (a, b) = (world.official(), world.official());
    renamed_offline(&world, &a, &b);
    let mut outgoing = b.request().unwrap();
    outgoing.request.device = a.device().unwrap();
    outgoing.request.scopes.clear();
    let taken = world.answer(&b, &outgoing);
    assert!(
        matches!(taken, Err(SyncError::DeviceNotProved)),
        "{taken:?}"
    );
    sync(&world, &[&a, &b]);
    check_values(&b, &["3"]);
    check_nothing_waits(&[&a, &b]);
}

#[test]
fn an_endpoint_that_forgot_the_key_is_told_it() {
    let world = World::new(91);
    let (a, b) = (world.without_key(), world.official());
    let before = world.backup();
    sync(&world, &[&a, &a]);
    renamed_offline(&world, &a, &b);
    world.restore(&before);
    let asked = world.answer(&a, &a.request().unwrap());
    assert!(
        matches!(asked, Err(SyncError::DeviceNotProved)),
        "{asked:?}"
    );
    sync(&world, &[&a, &b]);
    check_values(&b, &["3"]);
    check_nothing_waits(&[&a]);
}

/// An id of 22 characters is anybody's who comes first, as that of a phone that has no key.
#[test]
fn who_is_told_that_the_id_is_anothers_goes_on_under_a_new_one() {
    let world = World::new(92);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    a.goes_on_as("AaH5r7HpdqWdxHZJQvh8AA").unwrap();
    edit(&a, "2");
    let mut outgoing = b.request().unwrap();
    outgoing.request.device = a.device().unwrap();
    outgoing.request.scopes.clear();
    world.answer(&b, &outgoing).unwrap();
    let told = a.sync(&world);
    let told = told.as_ref().map_err(ToString::to_string);
    assert_eq!(told, Err("the device belongs to another enrolment".into()));
    check_values(&a, &["2"]);

    a.goes_on_anew().unwrap();
    a.edit(RECORD, "phone", "3").unwrap();
    sync(&world, &[&a, &b]);
    // What was written under the other id is turned away, and stays to be read.
    let refused = a.refused().unwrap();
    let refused: Vec<_> = refused
        .iter()
        .map(|one| (one.code.as_str(), &one.pending.operation.value))
        .collect();
    assert_eq!(refused, [(refusal::NOT_YOUR_DEVICE, &json!("2"))]);
    for phone in [&a, &b] {
        check_values(phone, &["1"]);
        assert_eq!(phone.values(RECORD, "phone").unwrap(), ["3"]);
    }
    check_nothing_waits(&[&a, &b]);
}
