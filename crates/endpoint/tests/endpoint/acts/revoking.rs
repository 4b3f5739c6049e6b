//! Phones that are over, and phones that are lost.

use super::admin::{Admin, VILLAGE, admin, enrol, member, officer};
use crate::world::{COMMUNE, HttpAnswer, World};
use axum::http::Request;
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};

async fn asked(world: &World, token: &str) -> HttpAnswer {
    let request = Request::post("/v1/sync").header("authorization", format!("Bearer {token}"));
    let body = json!({ "protocol": 1, "schema": 1, "device": "d1", "digest": "" });
    world
        .send(request.body(body.to_string().into()).unwrap())
        .await
}

pub async fn a_phone_is_over_or_lost(world: &World) {
    let officer = officer(world).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (token, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    assert_eq!(asked(world, &token).await.status, 200);
    let phone = async || officer.listed(&lan).await["phones"][0].clone();
    let id = phone().await["id"].clone();
    assert_eq!(phone().await["revoked"], Value::Null);
    assert_eq!(phone().await["schema"], 1);
    let epoch = world.endpoint.store().epoch().await.unwrap();
    for (how, shown) in [
        ("over", "over"),
        ("over", "over"),
        ("lost", "lost"),
        ("lost", "lost"),
        // What is lost does not come back.
        ("over", "lost"),
    ] {
        officer
            .does("revoke", json!({ "phone": id, "how": how }))
            .await;
        assert_eq!(phone().await["revoked"], shown);
        let answer = asked(world, &token).await;
        answer.check_error(403, "revoked");
        let error = &answer.json()["error"];
        assert_eq!(
            (&error["how"], &error["epoch"]),
            (&json!(shown), &json!(epoch))
        );
        let clears = if shown == "lost" { "\"cache\"" } else { "" };
        assert_eq!(answer.header("clear-site-data"), clears);
    }
    // No other error speaks of it.
    let error = asked(world, "none").await.json()["error"].clone();
    assert_eq!(
        (&error["how"], &error["epoch"]),
        (&Value::Null, &Value::Null)
    );
    let unknown = json!({ "phone": "nobody", "how": "lost" });
    officer
        .act("revoke", unknown)
        .await
        .check_error(404, "notFound");
    // Whose role was taken first by an act can be revoked, too.
    let made = officer.does("invite", officer.invites("Minh")).await;
    let (token, minh) = member(&enrol(world, &made["code"], "d2").await, "d2");
    let phone = officer.listed(&minh).await["phones"][0]["id"].clone();
    let head = json!({ "person": minh, "role": "villageHead", "scope": VILLAGE });
    officer.does("take", head).await;
    let head = admin(world, Role::VillageHead, VILLAGE, 3).await;
    let lost = json!({ "phone": phone, "how": "lost" });
    head.act("revoke", lost.clone())
        .await
        .check_error(403, "noRight");
    officer.does("revoke", lost).await;
    asked(world, &token).await.check_error(403, "revoked");
}

pub async fn nobody_revokes_above_his_own(world: &World) {
    let officer = officer(world).await;
    let other = admin(world, Role::CommuneOfficer, COMMUNE, 2).await;
    let chair = admin(world, Role::CommuneChair, COMMUNE, 3).await;
    let head = admin(world, Role::VillageHead, VILLAGE, 4).await;
    // A head who has more than a head.
    let grant = Grant {
        scope: "02701".into(),
        role: Role::CommuneChair,
    };
    let store = world.endpoint.store();
    store
        .set_role(&head.phone.device, grant, true)
        .await
        .unwrap();
    for whom in [&other, &chair, &head, &officer] {
        for how in ["over", "lost"] {
            let act = json!({ "phone": whom.enrolment, "how": how });
            officer.act("revoke", act).await.check_error(403, "noRight");
        }
        let answer = whom.phone.send(whom.phone.request(json!([])).to_string());
        assert_eq!(answer.await.status, 200);
    }
}

pub async fn ones_own_other_phone_may_be_lost(world: &World) {
    let officer = officer(world).await;
    let again = endpoint::invitations::InvitationDraft {
        person: Some(officer.person.clone()),
        person_name: "Người 1".into(),
        role: Role::CommuneOfficer,
        scope: COMMUNE.into(),
        invited_by: "Ánh".into(),
        expires_at: world.now() + 1,
    };
    let quick = endpoint::invitations::Hashing::Quick;
    let code = world.endpoint.invite(again, quick).await.unwrap();
    let answer = enrol(world, &json!(code.to_string()), "d9").await;
    let (token, person) = member(&answer, "d9");
    assert_eq!(person, officer.person);
    let phone = crate::world::Phone {
        world,
        token,
        device: "d9".into(),
    };
    let second = Admin::of(phone, 9).await;
    let lost = json!({ "phone": officer.enrolment, "how": "lost" });
    officer
        .act("revoke", lost.clone())
        .await
        .check_error(403, "noRight");
    second.does("revoke", lost).await;
    // Who is revoked does nothing more, however it is signed.
    let act = officer.act("invite", officer.invites("Lan")).await;
    act.check_error(403, "revoked");
    let last = json!({ "phone": second.enrolment, "how": "over" });
    second.act("revoke", last).await.check_error(403, "noRight");
}
