//! What every store must do for people: devices, invitations, enrolments.

use crate::world::{HOUR, NOON};
use endpoint::model::{NamedPerson, Revocation};
use endpoint::store::{
    EnrolmentAttempt, EnrolmentOutcome, Invitation, MOST_DEVICES, MOST_KEYS, Store,
};
use register::rights::Grant;
use register::role::Role;
use std::collections::BTreeSet;

fn invitation(public_id: &str) -> Invitation {
    Invitation {
        public_id: public_id.into(),
        secret_hash: "$argon2id$".into(),
        person: None,
        inviter: None,
        person_name: "Nông Thị Lan".into(),
        role: Role::CommuneChair,
        scope: "06541".into(),
        invited_by: "Ánh".into(),
        expires_at: NOON + HOUR,
        claimed: None,
        wrong_tries: 0,
        locked_until: 0,
    }
}

fn enrolling(public_id: &str, number: u8) -> EnrolmentAttempt {
    EnrolmentAttempt {
        public_id: public_id.into(),
        device: format!("d{number}"),
        claim_hash: vec![1],
        token_hash: vec![number],
        key: None,
        person: format!("p{number}"),
        enrolment: format!("e{number}"),
        now: NOON,
        again_since: NOON - HOUR,
    }
}

pub async fn devices_belong_to_the_first_who_claims_them(store: &dyn Store) {
    for (public_id, number) in [("AAAA", 1), ("BBBB", 2)] {
        store.add_invitation(invitation(public_id)).await.unwrap();
        let enrolled = store.enrol(enrolling(public_id, number)).await.unwrap();
        assert!(matches!(enrolled, EnrolmentOutcome::Done(_)));
    }
    let claim = async |enrolment: &str, devices: &[&str]| {
        let devices: BTreeSet<String> = devices.iter().map(|id| (*id).to_owned()).collect();
        let claims = store.claim_devices(enrolment, &devices).await.unwrap();
        assert_eq!(claims.too_many, BTreeSet::new());
        claims.of_others.into_iter().collect::<Vec<String>>()
    };
    assert_eq!(claim("e1", &["d1", "new"]).await, [""; 0]);
    assert_eq!(claim("e2", &["d2", "new", "d1"]).await, ["d1", "new"]);
    assert_eq!(
        claim("e2", &[store.own_device()]).await,
        [store.own_device()]
    );
    let people = store
        .people_of(&["new".into(), "d2".into(), "nobody".into()])
        .await
        .unwrap();
    let ids: Vec<(&str, &str)> = people
        .iter()
        .map(|(device, person)| (device.as_str(), person.id.as_str()))
        .collect();
    assert_eq!(ids, [("d2", "p2"), ("new", "p1")]);
}

pub async fn keys_belong_to_the_last_who_proves_them(store: &dyn Store) {
    for (public_id, number) in [("AAAA", 1), ("BBBB", 2)] {
        store.add_invitation(invitation(public_id)).await.unwrap();
        let key = (number == 1).then(|| "k1".to_owned());
        let enrolling = EnrolmentAttempt {
            key,
            ..enrolling(public_id, number)
        };
        store.enrol(enrolling).await.unwrap();
    }
    let check = async |keys: &[&str], expected: &[(&str, &str)]| {
        let keys: BTreeSet<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let authors = store.authors(&keys).await.unwrap();
        let whose: Vec<(&str, &str)> = authors
            .iter()
            .map(|(key, author)| (key.as_str(), author.enrolment.as_str()))
            .collect();
        assert_eq!(whose, expected);
    };
    let keys = async |token: u8| store.member(&[token]).await.unwrap().unwrap().keys;
    check(&["k1", "k2"], &[("k1", "e1")]).await;
    assert_eq!((keys(1).await, keys(2).await), (vec!["k1".into()], vec![]));
    // One enrolment may have several, as when a browser lost the first.
    store.claim_key("e1", "k2").await.unwrap();
    store.claim_key("e1", "k2").await.unwrap();
    check(&["k1", "k2"], &[("k1", "e1"), ("k2", "e1")]).await;
    store.claim_key("e2", "k1").await.unwrap();
    check(&["k1", "k2", "k3"], &[("k1", "e2"), ("k2", "e1")]).await;
    assert_eq!(
        (keys(1).await, keys(2).await),
        (vec!["k2".into()], vec!["k1".into()])
    );
    assert!(store.revoke("d1", Revocation::Over, NOON).await.unwrap());
    let authors = store.authors(&BTreeSet::from(["k2".into()])).await.unwrap();
    let author = &authors["k2"];
    assert_eq!(author.revoked, Some(Revocation::Over));
    assert_eq!(author.keys, ["k2"]);
    assert_eq!(author.grants.len(), 1);
}

pub async fn nobody_has_more_devices_or_keys_than_fit(store: &dyn Store) {
    for (public_id, number) in [("AAAA", 1), ("BBBB", 2)] {
        store.add_invitation(invitation(public_id)).await.unwrap();
        store.enrol(enrolling(public_id, number)).await.unwrap();
    }
    let claim = async |enrolment: &str, devices: BTreeSet<String>| {
        let claims = store.claim_devices(enrolment, &devices).await.unwrap();
        assert_eq!(claims.of_others, BTreeSet::new());
        claims.too_many.len()
    };
    let of = |word: &str, count: i64| (0..count).map(|n| format!("{word}-{n}")).collect();
    // The one of the enrolment is there already.
    assert_eq!(claim("e1", of("a", MOST_DEVICES - 2)).await, 0);
    assert_eq!(claim("e1", of("b", 3)).await, 2);
    assert_eq!(claim("e1", of("c", 3)).await, 3);
    assert_eq!(claim("e1", of("a", 3)).await, 0, "what one has stays");
    assert_eq!(claim("e2", of("c", 3)).await, 0, "nobody else is held up");
    // Nor is the new phone that an administrator gives to the same person.
    let again = Invitation {
        person: Some("p1".into()),
        ..invitation("CCCC")
    };
    store.add_invitation(again).await.unwrap();
    let enrolled = store.enrol(enrolling("CCCC", 3)).await.unwrap();
    assert!(matches!(enrolled, EnrolmentOutcome::Done(_)));
    assert_eq!(
        claim("e3", of("d", 1)).await,
        1,
        "a person's, not a phone's"
    );
    for key in 0..MOST_KEYS + 3 {
        store.claim_key("e1", &format!("k{key}")).await.unwrap();
    }
    let keys = store.member(&[1]).await.unwrap().unwrap().keys;
    assert_eq!(i64::try_from(keys.len()).unwrap(), MOST_KEYS);
    store.claim_key("e1", &keys[0]).await.unwrap();
}

pub async fn an_invitation_enrols_once(store: &dyn Store) {
    store.add_invitation(invitation("AAAA")).await.unwrap();
    assert_eq!(
        store.enrol(enrolling("ZZZZ", 9)).await.unwrap(),
        EnrolmentOutcome::Unknown
    );
    let late = EnrolmentAttempt {
        now: NOON + HOUR + 1,
        ..enrolling("AAAA", 9)
    };
    assert_eq!(store.enrol(late).await.unwrap(), EnrolmentOutcome::Expired);
    let lan = NamedPerson {
        id: "p1".into(),
        name: "Nông Thị Lan".into(),
    };
    let first = store.enrol(enrolling("AAAA", 1)).await.unwrap();
    assert_eq!(first, EnrolmentOutcome::Done(lan.clone()));
    let again = store.enrol(enrolling("AAAA", 2)).await.unwrap();
    assert_eq!(
        again,
        EnrolmentOutcome::Done(lan.clone()),
        "the same person, on a new device id"
    );
    let other = EnrolmentAttempt {
        claim_hash: vec![2],
        ..enrolling("AAAA", 3)
    };
    assert_eq!(store.enrol(other).await.unwrap(), EnrolmentOutcome::Used);
    let too_late = EnrolmentAttempt {
        again_since: NOON + 1,
        ..enrolling("AAAA", 4)
    };
    assert_eq!(store.enrol(too_late).await.unwrap(), EnrolmentOutcome::Used);

    for token in [1, 2] {
        let member = store.member(&[token]).await.unwrap().unwrap();
        assert_eq!((member.person.clone(), member.revoked), (lan.clone(), None));
        let grant = Grant {
            scope: "06541".into(),
            role: Role::CommuneChair,
        };
        assert_eq!(member.grants, [grant]);
    }
    let village = Grant {
        scope: "06541/village".into(),
        role: Role::Viewer,
    };
    let granted = async || store.member(&[1]).await.unwrap().unwrap().grants;
    for _ in 0..2 {
        let given = store.set_role("d1", village.clone(), true).await;
        assert!(given.unwrap());
        assert_eq!(granted().await.len(), 2);
        assert_eq!(granted().await[1], village);
    }
    for there in [true, false] {
        let taken = store.set_role("d2", village.clone(), false).await;
        assert_eq!(taken.unwrap(), there);
        assert_eq!(granted().await.len(), 1);
    }
    assert!(!store.set_role("d9", village, true).await.unwrap());
    assert_eq!(store.member(&[3]).await.unwrap(), None);
    store.note_seen("e1", 3, NOON + 5).await.unwrap();
    let devices = store.devices().await.unwrap();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices[0].last_seen_at, NOON + 5);
    assert!(
        store
            .revoke("d2", Revocation::Over, NOON + 7)
            .await
            .unwrap()
    );
    let member = async || store.member(&[1]).await.unwrap().unwrap();
    assert_eq!(member().await.schema, Some(3));
    let over = Some(Revocation::Over);
    assert_eq!(member().await.revoked, over, "the enrolment, not the id");
    // What is over may turn out to be lost, and never the other way.
    for how in [Revocation::Lost, Revocation::Over] {
        assert!(store.revoke("d1", how, NOON + 9).await.unwrap());
        assert_eq!(member().await.revoked, Some(Revocation::Lost));
        let row = &store.devices().await.unwrap()[0];
        assert_eq!(row.revoked, Some(Revocation::Lost));
        assert_eq!(row.revoked_at, Some(NOON + 7));
    }
    assert!(!store.revoke("d9", Revocation::Lost, NOON).await.unwrap());
}

pub async fn wrong_tries_lock_an_invitation(store: &dyn Store) {
    store.add_invitation(invitation("AAAA")).await.unwrap();
    for _ in 0..2 {
        store.note_wrong_try("AAAA", 3, NOON + HOUR).await.unwrap();
    }
    let open = store.invitation("AAAA").await.unwrap().unwrap();
    assert_eq!((open.wrong_tries, open.locked_until), (2, 0));
    store.note_wrong_try("AAAA", 3, NOON + HOUR).await.unwrap();
    let locked = store.invitation("AAAA").await.unwrap().unwrap();
    assert_eq!((locked.wrong_tries, locked.locked_until), (0, NOON + HOUR));
    assert_eq!(store.invitation("BBBB").await.unwrap(), None);
}

pub async fn a_new_phone_is_of_the_person_who_is_there(store: &dyn Store) {
    store.add_invitation(invitation("AAAA")).await.unwrap();
    store.enrol(enrolling("AAAA", 1)).await.unwrap();
    let lan = NamedPerson {
        id: "p1".into(),
        name: "Nông Thị Lan".into(),
    };
    let again = Invitation {
        person: Some(lan.id.clone()),
        ..invitation("BBBB")
    };
    store.add_invitation(again.clone()).await.unwrap();
    assert_eq!(store.invitation("BBBB").await.unwrap(), Some(again));
    let chair = Grant {
        scope: "06541".into(),
        role: Role::CommuneChair,
    };
    assert!(store.set_role("d1", chair.clone(), false).await.unwrap());
    let enrolled = store.enrol(enrolling("BBBB", 2)).await.unwrap();
    assert_eq!(enrolled, EnrolmentOutcome::Done(lan.clone()));
    // What was withdrawn in between does not come back by it.
    let person = store.person("p1").await.unwrap();
    assert_eq!(person, Some((lan.clone(), Vec::new())));
    assert!(store.set_role("d2", chair.clone(), true).await.unwrap());
    for token in [1, 2] {
        let member = store.member(&[token]).await.unwrap().unwrap();
        assert_eq!(member.grants, std::slice::from_ref(&chair));
        assert_eq!((member.person, member.revoked), (lan.clone(), None));
    }
    assert!(store.revoke("d1", Revocation::Over, NOON).await.unwrap());
    let revoked = async |token: u8| store.member(&[token]).await.unwrap().unwrap().revoked;
    assert!(revoked(1).await.is_some() && revoked(2).await.is_none());
    assert_eq!(store.person("p2").await.unwrap(), None);
}

pub async fn an_invitation_that_nobody_has_used_is_cancelled(store: &dyn Store) {
    for public_id in ["AAAA", "BBBB"] {
        store.add_invitation(invitation(public_id)).await.unwrap();
    }
    store.enrol(enrolling("AAAA", 1)).await.unwrap();
    for (public_id, cancelled) in [("AAAA", false), ("BBBB", true), ("CCCC", false)] {
        let done = store.cancel_invitation(public_id).await.unwrap();
        assert_eq!(done, cancelled, "{public_id}");
    }
    let enrolled = store.enrol(enrolling("BBBB", 2)).await.unwrap();
    assert_eq!(enrolled, EnrolmentOutcome::Expired);
    let listed = store.invitations().await.unwrap();
    let listed: Vec<(&str, i64, bool)> = listed
        .iter()
        .map(|one| {
            (
                one.public_id.as_str(),
                one.expires_at,
                one.claimed.is_some(),
            )
        })
        .collect();
    assert_eq!(listed, [("AAAA", NOON + HOUR, true), ("BBBB", 0, false)]);
}
