//! What administrators do from their phones.

use endpoint::acts::ActError;
use endpoint::model::ActRefusal;
use protocol::wire::{RoleAct, WireAct};
use register::role::Role;
use simulation::{COMMUNE, Phone, World};

fn role_of(phone: &Phone, role: Role) -> RoleAct {
    RoleAct {
        person: phone.enrolment().person.clone(),
        role: role.word().to_owned(),
        scope: COMMUNE.to_owned(),
    }
}

#[test]
pub fn nobody_gives_above_his_own() {
    let world = World::new(94);
    let (officer, viewer) = (world.official(), world.phone(Role::Viewer));
    for (by, whom, role) in [
        (&officer, &viewer, Role::CommuneChair),
        (&officer, &officer, Role::CommuneChair),
        (&viewer, &viewer, Role::CommuneOfficer),
    ] {
        let before = world.roles_of(whom);
        let act = world.act(WireAct::Give(role_of(whom, role)));
        let refused = world.send_act(by, &act, &by.enrolment().key);
        assert!(matches!(
            refused,
            Err(ActError::Refused(ActRefusal::NoRight))
        ));
        assert_eq!(world.roles_of(whom), before);
    }
}

#[test]
pub fn nobody_acts_by_anothers_key() {
    let world = World::new(95);
    let (officer, viewer) = (world.official(), world.phone(Role::Viewer));
    // Whoever has got hold of a token has not got the key.
    let act = world.act(WireAct::Take(role_of(&viewer, Role::Viewer)));
    let refused = world.send_act(&officer, &act, &viewer.enrolment().key);
    assert!(matches!(refused, Err(ActError::BadSignature)));
    assert_eq!(world.roles_of(&viewer).len(), 1);
}

#[test]
pub fn what_was_taken_since_stays_taken() {
    let world = World::new(96);
    let (officer, head) = (world.official(), world.phone_in(VILLAGE, Role::VillageHead));
    let send = |act: &_| {
        let done = world.send_act(&officer, act, &officer.enrolment().key);
        assert!(done.is_ok(), "{done:?}");
    };
    let viewer = || role_of(&head, Role::Viewer);
    let give = world.act(WireAct::Give(viewer()));
    send(&give);
    send(&world.act(WireAct::Take(viewer())));
    // The answer was lost, and it is sent once more.
    send(&give);
    assert_eq!(world.roles_of(&head).len(), 1);
}

const VILLAGE: &str = "06541/village";
