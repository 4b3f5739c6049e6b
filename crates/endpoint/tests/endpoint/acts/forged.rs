//! Acts that are not what they seem.

use super::admin::{TOMORROW, VILLAGE, admin, enrol, member, officer};
use crate::world::{COMMUNE, World};
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};

pub async fn an_act_is_of_its_key_its_register_and_its_day(world: &World) {
    let officer = officer(world).await;
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    let act = officer.signed("invite", officer.invites("Lan"));
    // By another key, by another's token, or changed by one byte.
    let mut forged = vec![chair.sign(&serde_json::from_str(&act.text).unwrap())];
    let mut changed = act.clone();
    changed.text = act.text.replace("Lan", "Ban");
    forged.push(changed);
    let mut changed = act.clone();
    changed.text.push(' ');
    forged.push(changed);
    for nonsense in ["", "A", &"A".repeat(86), &act.sig[..85]] {
        let mut changed = act.clone();
        changed.sig = nonsense.into();
        forged.push(changed);
    }
    for one in forged {
        officer.send(&one).await.check_error(403, "badSignature");
    }
    chair.send(&act).await.check_error(403, "badSignature");
    let of = |epoch: &str, at: i64| {
        let members = officer.invites("Lan");
        officer.sign(&json!([
            "act",
            epoch,
            officer.nonce(),
            at,
            "invite",
            members
        ]))
    };
    for epoch in ["another", "", "so.example.vn"] {
        let answer = officer.send(&of(epoch, world.now())).await;
        answer.check_error(409, "actTooOld");
    }
    let yesterday = world.now() - (TOMORROW - world.now());
    for at in [yesterday - 1, TOMORROW + 1, i64::MIN, i64::MAX] {
        let answer = officer.send(&of(&officer.epoch, at)).await;
        answer.check_error(409, "actTooOld");
    }
    assert_eq!(officer.people().await["invitations"], Value::Null);
    for at in [yesterday, TOMORROW] {
        officer.done(&officer.send(&of(&officer.epoch, at)).await);
    }
    // Sent once more when a day has passed, it is too old, though it was done.
    officer.done(&officer.send(&act).await);
    world.pass(TOMORROW - world.now() + 1);
    officer.send(&act).await.check_error(409, "actTooOld");
}

pub async fn what_makes_no_sense_is_refused(world: &World) {
    let officer = officer(world).await;
    let (lan, at) = (officer.invites("Lan"), world.now());
    let nonce = || officer.nonce();
    for act in [
        json!([]),
        json!({}),
        json!(["act", officer.epoch, nonce(), at, "invite"]),
        json!(["act", officer.epoch, nonce(), at, "invite", lan, 1]),
        json!(["key", officer.epoch, nonce(), at, "invite", lan]),
        json!(["act", officer.epoch, "short", at, "invite", lan]),
        json!(["act", officer.epoch, nonce(), "now", "invite", lan]),
        json!(["act", officer.epoch, nonce(), at, "erase", lan]),
        json!(["act", officer.epoch, nonce(), at, "invite", [lan]]),
        json!(["act", officer.epoch, nonce(), at, "invite", {}]),
        json!(["act", officer.epoch, nonce(), at, "cancel", {}]),
        json!(["act", officer.epoch, nonce(), at, "give", { "person": "p" }]),
        json!(["act", officer.epoch, nonce(), at, "revoke", { "phone": "p", "how": "stolen" }]),
    ] {
        let answer = officer.send(&officer.sign(&act)).await;
        answer.check_error(400, "badRequest");
    }
    for (member, value) in [
        ("personName", json!("Lan\nHoàng Thị Ánh")),
        ("personName", json!("Lan\u{2028}Ánh")),
        ("personName", json!("")),
        ("personName", json!("a".repeat(121))),
        ("personName", json!(7)),
        ("person", json!(officer.person)),
        ("role", json!("unknown")),
        ("role", json!("emperor")),
        ("scope", json!("06541/../02701")),
        ("scope", Value::Null),
    ] {
        let mut lan = lan.clone();
        lan[member] = value;
        let answer = officer.act("invite", lan.clone()).await;
        assert_eq!(answer.status, 400, "{lan}");
    }
    let long = officer.invites(&"a".repeat(5_000));
    officer
        .act("invite", long)
        .await
        .check_error(413, "tooLarge");
    assert_eq!(officer.people().await["invitations"], Value::Null);
    // Two spellings of a name are one, and blanks are one.
    let made = officer.invites(" Nông  Thi\u{323} Lan ");
    officer.does("invite", made).await;
    let open = &officer.people().await["invitations"][0]["personName"];
    assert_eq!(open, "Nông Thị Lan");
}

pub async fn a_member_of_another_commune_does_nothing_here(world: &World) {
    let officer = officer(world).await;
    let stranger = admin(world, Role::CommuneOfficer, "02701", 2).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let open = officer.does("invite", officer.invites("Minh")).await;
    let (_, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    let listed = officer.listed(&lan).await;
    let phone = &listed["phones"][0]["id"];
    let role = json!({ "person": lan, "role": "villageHead", "scope": VILLAGE });
    for (word, members) in [
        ("invite", officer.invites("Páo")),
        ("invite", json!({ "person": lan })),
        ("give", role.clone()),
        ("take", role),
        ("revoke", json!({ "phone": phone, "how": "lost" })),
        ("cancel", json!({ "invitation": open["invitation"] })),
    ] {
        let answer = stranger.act(word, members).await;
        answer.check_error(403, "noRight");
    }
    assert_eq!(officer.listed(&lan).await, listed);
    // Nor does she get anything of his by it: she has nothing there.
    let guest = json!({ "person": lan, "role": "viewer", "scope": "02701" });
    stranger
        .act("give", guest)
        .await
        .check_error(403, "noRight");
}

/// Whoever enrols is in a commune; a role in a block is given to somebody who is.
pub async fn nobody_is_invited_to_a_block(world: &World) {
    let lead = admin(world, Role::CommuneOfficer, COMMUNE, 1).await;
    let grant = Grant {
        scope: "block/k1".into(),
        role: Role::BlockLead,
    };
    let store = world.endpoint.store();
    let given = store.set_role(&lead.phone.device, grant, true).await;
    assert!(given.unwrap());
    let member = json!({ "role": "blockMember", "scope": "block/k1/m1", "personName": "Lan" });
    let answer = lead.act("invite", member).await;
    answer.check_error(400, "badRequest");
    let above = json!({ "person": lead.person, "role": "blockLead", "scope": "block/k1" });
    lead.act("give", above).await.check_error(403, "noRight");
    let deputy = json!({ "person": lead.person, "role": "blockDeputy", "scope": "block/k1" });
    lead.does("give", deputy).await;
    assert_eq!(lead.ask("?scope=block/k1").await.status, 200);
    assert_eq!(lead.ask("?scope=block/k2").await.status, 404);
}
