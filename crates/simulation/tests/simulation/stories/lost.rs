//! A phone that is reported lost.

use super::{check_values, edit, sync};
use axum::body::Body;
use axum::http::Request;
use endpoint::model::Revocation;
use replica::Edit;
use simulation::{Phone, World};

/// What a phone that asks is told: that it is lost, and in which epoch.
fn hears(world: &World, phone: &Phone) -> String {
    let token = &phone.enrolment().token;
    let request = phone.request().unwrap().request;
    let request = Request::post("/v1/sync")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(serde_json::to_vec(&request).unwrap()));
    let (status, said) = world.http(request.unwrap());
    let error = &said["error"];
    assert_eq!((status, error["how"].as_str()), (403, Some("lost")));
    error["epoch"].as_str().unwrap().to_owned()
}

#[test]
pub fn a_register_of_another_epoch_deletes_nothing() {
    let world = World::new(97);
    let (a, b) = (world.official(), world.official());
    edit(&a, "1");
    sync(&world, &[&a, &b]);
    edit(&a, "2");
    let backup = world.backup();
    world.revoke(&a, Revocation::Lost);
    let epoch = hears(&world, &a);
    // An earlier answer under way, and what somebody else may say.
    for other in ["", "another", &epoch[1..]] {
        assert!(!a.lock(other).unwrap());
    }
    // The register was set back, and somebody revokes the phone in that one.
    world.restore(&backup);
    world.revoke(&a, Revocation::Lost);
    assert!(!a.lock(&hears(&world, &a)).unwrap());
    check_values(&a, &["2"]);
    assert_eq!(a.waiting().unwrap().len(), 1);
    assert!(a.lock(&epoch).unwrap());
    check_values(&a, &[]);
}

#[test]
pub fn what_a_lost_phone_has_not_sent_is_its_persons() {
    let world = World::new(98);
    let (a, b) = (world.official(), world.official());
    edit(&b, "of the register");
    sync(&world, &[&b, &a]);
    edit(&a, "not sent");
    world.revoke(&a, Revocation::Lost);
    assert!(a.lock(&hears(&world, &a)).unwrap());
    assert!(a.waiting().unwrap().is_empty() && a.unsent().unwrap().is_empty());
    assert!(a.listed().unwrap().is_empty() && a.request().is_err());
    check_values(&a, &[]);
    // It is found again, and its person enrols anew on it.
    let again = world.another_phone(&a);
    let left = Edit::again(&a.left_behind().unwrap());
    again.take_along(&left).unwrap();
    sync(&world, &[&again, &b]);
    check_values(&b, &["not sent"]);
}
