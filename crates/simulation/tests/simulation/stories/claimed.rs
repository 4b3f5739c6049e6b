//! Whose a device id is that the endpoint has not seen.

use super::{check_nothing_waits, check_values, edit, sync};
use endpoint::sync::SyncError;
use merge::is_device_of;
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
