//! What administrators see and do from their phones, and what nobody may.

pub mod admin;
mod forged;
mod listing;
mod revoking;

use crate::world::{COMMUNE, HOUR, World};
use admin::{Admin, VILLAGE, admin, enrol, member, officer};
use endpoint::store::copy::{CopyPart, StoredCell};
use forged::{
    a_member_of_another_commune_does_nothing_here, an_act_is_of_its_key_its_register_and_its_day,
    nobody_is_invited_to_a_block, what_makes_no_sense_is_refused,
};
use futures_util::future::join_all;
use listing::{
    people_are_listed_as_far_as_the_asker_may_take_their_roles,
    whoever_may_give_nothing_is_told_nothing,
};
use register::rights::Grant;
use register::role::Role;
use revoking::{
    a_phone_is_over_or_lost, nobody_revokes_above_his_own, ones_own_other_phone_may_be_lost,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Every behaviour on both databases.
macro_rules! on_both {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            use crate::world::World;
            $(
                #[tokio::test]
                async fn $behaviour() {
                    super::$behaviour(&World::new().await).await;
                }
            )*
        }

        mod postgres {
            use crate::private_postgres;
            use crate::world::World;
            $(
                #[tokio::test]
                async fn $behaviour() {
                    let database = private_postgres::database().await;
                    super::$behaviour(&World::on_postgres(&database).await).await;
                }
            )*
        }
    };
}

on_both!(
    a_head_is_invited_by_an_officers_phone,
    nobody_invites_above_his_own,
    a_code_that_was_not_heard_is_made_anew,
    what_is_used_is_not_cancelled,
    somebody_who_is_there_gets_another_phone,
    a_promised_phone_is_judged_again_when_it_is_used,
    roles_are_given_and_taken,
    an_act_is_done_once,
    the_same_act_at_once_is_one,
    acts_are_written_down_without_names,
    an_act_is_of_its_key_its_register_and_its_day,
    what_makes_no_sense_is_refused,
    nobody_is_invited_to_a_block,
    a_member_of_another_commune_does_nothing_here,
    a_phone_is_over_or_lost,
    nobody_revokes_above_his_own,
    ones_own_other_phone_may_be_lost,
    people_are_listed_as_far_as_the_asker_may_take_their_roles,
    whoever_may_give_nothing_is_told_nothing,
);

async fn a_head_is_invited_by_an_officers_phone(world: &World) {
    let officer = officer(world).await;
    let made = officer
        .does("invite", officer.invites("Nông Thị Lan"))
        .await;
    let (code, id) = (&made["code"], &made["invitation"]);
    let compact = code.as_str().unwrap().replace('-', "");
    assert_eq!(made["link"], format!("https://so.example.vn/moi/{compact}"));
    assert_eq!(made["expiresAt"], world.now() + 168 * HOUR);
    let listed = officer.people().await["invitations"].clone();
    let expected = json!([{
        "id": id, "personName": "Nông Thị Lan", "role": "villageHead", "scope": VILLAGE,
        "expiresAt": made["expiresAt"],
    }]);
    assert_eq!(listed, expected);
    let looked = world
        .get(&format!("/v1/invitations/{compact}"))
        .await
        .json();
    assert_eq!(looked["invitedBy"], "Người 1");
    let (_, person) = member(&enrol(world, code, "d1").await, "d1");
    assert_eq!(officer.people().await["invitations"], Value::Null);
    let head = officer.listed(&person).await;
    assert_eq!(
        head["grants"],
        json!([{ "scope": VILLAGE, "role": "villageHead" }])
    );
    assert_eq!(head["name"], "Nông Thị Lan");
}

async fn nobody_invites_above_his_own(world: &World) {
    let officer = officer(world).await;
    let invites =
        |role: &str, scope: &str| json!({ "role": role, "scope": scope, "personName": "Lan" });
    for (role, scope) in [
        ("communeOfficer", COMMUNE),
        ("communeChair", COMMUNE),
        ("viewer", "02701"),
        ("viewer", "0654"),
        ("viewer", "06541/all"),
        ("villageHead", COMMUNE),
        ("villageHead", "02701/v1"),
        ("communeChair", VILLAGE),
    ] {
        let answer = officer.act("invite", invites(role, scope)).await;
        answer.check_error(403, "noRight");
        let give = json!({ "person": officer.person, "role": role, "scope": scope });
        officer
            .act("give", give.clone())
            .await
            .check_error(403, "noRight");
        officer.act("take", give).await.check_error(403, "noRight");
    }
    let answer = officer
        .act("invite", invites("villageHead", "06541/v9"))
        .await;
    answer.check_error(400, "badRequest");
    let head = admin(world, Role::VillageHead, VILLAGE, 2).await;
    let viewer = admin(world, Role::Viewer, COMMUNE, 3).await;
    for nobody in [head, viewer] {
        let answer = nobody.act("invite", invites("viewer", VILLAGE)).await;
        answer.check_error(403, "noRight");
    }
    assert_eq!(officer.people().await["invitations"], Value::Null);
}

async fn a_code_that_was_not_heard_is_made_anew(world: &World) {
    let officer = officer(world).await;
    let act = officer.signed("invite", officer.invites("Lan"));
    let first = officer.done(&officer.send(&act).await);
    world.pass(23 * HOUR);
    let second = officer.done(&officer.send(&act).await);
    assert_ne!(first["code"], second["code"]);
    assert_eq!(second["expiresAt"], world.now() + 168 * HOUR);
    let listed = officer.people().await["invitations"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["id"], second["invitation"]);
    let void = enrol(world, &first["code"], "d1").await;
    void.check_error(410, "invitationExpired");
    member(&enrol(world, &second["code"], "d1").await, "d1");
    officer.send(&act).await.check_error(409, "invitationUsed");
    let cancelled = officer.signed("invite", officer.invites("Minh"));
    let made = officer.done(&officer.send(&cancelled).await);
    officer
        .does("cancel", json!({ "invitation": made["invitation"] }))
        .await;
    officer
        .send(&cancelled)
        .await
        .check_error(410, "invitationExpired");
}

async fn what_is_used_is_not_cancelled(world: &World) {
    let officer = officer(world).await;
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    let cancel =
        async |who: &Admin<'_>, id: &Value| who.act("cancel", json!({ "invitation": id })).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    // Whoever may give the role may cancel it, whoever invited.
    for _ in 0..2 {
        chair.done(&cancel(&chair, &made["invitation"]).await);
        assert_eq!(officer.people().await["invitations"], Value::Null);
    }
    let answer = enrol(world, &made["code"], "d1").await;
    answer.check_error(410, "invitationExpired");
    let made = officer.does("invite", officer.invites("Lan")).await;
    member(&enrol(world, &made["code"], "d1").await, "d1");
    let used = cancel(&officer, &made["invitation"]).await;
    used.check_error(409, "invitationUsed");
    cancel(&officer, &json!("ZZZZ"))
        .await
        .check_error(404, "notFound");
    let above = world.invite(Role::CommuneChair, COMMUNE, "Ánh").await;
    let elsewhere = world.invite(Role::VillageHead, "02701/v1", "Páo").await;
    for code in [above, elsewhere] {
        let answer = cancel(&officer, &json!(code[..4])).await;
        answer.check_error(403, "noRight");
        let there = world.endpoint.store().invitation(&code[..4]).await.unwrap();
        assert!(there.unwrap().expires_at > world.now());
    }
}

async fn somebody_who_is_there_gets_another_phone(world: &World) {
    let officer = officer(world).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (_, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    // Another of the same name is another person.
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (_, other) = member(&enrol(world, &made["code"], "d2").await, "d2");
    assert_ne!(lan, other);
    let made = officer.does("invite", json!({ "person": lan })).await;
    let open = &officer.people().await["invitations"][0];
    assert_eq!(
        (&open["person"], &open["personName"]),
        (&json!(lan), &json!("Lan"))
    );
    assert_eq!(
        (&open["role"], &open["scope"]),
        (&json!("villageHead"), &json!(VILLAGE))
    );
    let (_, again) = member(&enrol(world, &made["code"], "d3").await, "d3");
    assert_eq!(again, lan);
    let phones = |person: Value| person["phones"].as_array().unwrap().len();
    assert_eq!(phones(officer.listed(&lan).await), 2);
    assert_eq!(phones(officer.listed(&other).await), 1);
    // Whoever has more than one may give gets a phone from above.
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    let store = world.endpoint.store();
    let head = Grant {
        scope: VILLAGE.into(),
        role: Role::VillageHead,
    };
    store
        .set_role(&chair.phone.device, head, true)
        .await
        .unwrap();
    let answer = officer
        .act("invite", json!({ "person": chair.person }))
        .await;
    answer.check_error(403, "noRight");
    let answer = officer
        .act("invite", json!({ "person": officer.person }))
        .await;
    answer.check_error(403, "noRight");
    let answer = officer.act("invite", json!({ "person": "nobody" })).await;
    answer.check_error(404, "notFound");
    // Of whoever has no role any more the last one counts, if it was taken by an act.
    let take = json!({ "person": other, "role": "villageHead", "scope": VILLAGE });
    officer.does("take", take).await;
    let made = officer.does("invite", json!({ "person": other })).await;
    member(&enrol(world, &made["code"], "d4").await, "d4");
    let stranger = admin(world, Role::CommuneOfficer, "02701", 4).await;
    let answer = stranger.act("invite", json!({ "person": other })).await;
    answer.check_error(403, "noRight");
    let grant = Grant {
        scope: VILLAGE.into(),
        role: Role::VillageHead,
    };
    assert!(store.set_role("d1", grant, false).await.unwrap());
    let answer = officer.act("invite", json!({ "person": lan })).await;
    answer.check_error(403, "noRight");
}

async fn a_promised_phone_is_judged_again_when_it_is_used(world: &World) {
    let officer = officer(world).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (_, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    let promised = officer.does("invite", json!({ "person": lan })).await;
    let chair = Grant {
        scope: COMMUNE.into(),
        role: Role::CommuneChair,
    };
    let store = world.endpoint.store();
    let becomes = async |held: bool| store.set_role("d1", chair.clone(), held).await.unwrap();
    assert!(becomes(true).await);
    // The officer's promise would be a phone of the chair.
    let answer = enrol(world, &promised["code"], "d2").await;
    answer.check_error(410, "invitationExpired");
    assert!(becomes(false).await);
    member(&enrol(world, &promised["code"], "d2").await, "d2");
    // Nor is it good any more when whoever promised it may not give the role any more.
    let promised = officer.does("invite", json!({ "person": lan })).await;
    let officers = Grant {
        scope: COMMUNE.into(),
        role: Role::CommuneOfficer,
    };
    let device = &officer.phone.device;
    assert!(store.set_role(device, officers, false).await.unwrap());
    let answer = enrol(world, &promised["code"], "d3").await;
    answer.check_error(410, "invitationExpired");
}

async fn roles_are_given_and_taken(world: &World) {
    let officer = officer(world).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (_, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    let of = |person: &str, role: &str, scope: &str| json!({ "person": person, "role": role, "scope": scope });
    let grants = async || officer.listed(&lan).await["grants"].clone();
    for _ in 0..2 {
        officer.does("give", of(&lan, "viewer", COMMUNE)).await;
        assert_eq!(grants().await.as_array().unwrap().len(), 2);
    }
    for _ in 0..2 {
        officer.does("take", of(&lan, "viewer", COMMUNE)).await;
        assert_eq!(grants().await.as_array().unwrap().len(), 1);
    }
    for word in ["give", "take"] {
        let answer = officer.act(word, of("nobody", "viewer", COMMUNE)).await;
        answer.check_error(404, "notFound");
    }
    // What one may give is taken from whoever has it, and given to whoever has something near.
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    for word in ["give", "take"] {
        officer
            .does(word, of(&chair.person, "viewer", VILLAGE))
            .await;
    }
    let far = admin(world, Role::VillageHead, "02701/v1", 3).await;
    let answer = officer
        .act("give", of(&far.person, "viewer", COMMUNE))
        .await;
    answer.check_error(403, "noRight");
    // Nobody's last own role goes by a tap.
    let viewer = of(&officer.person, "communeOfficer", COMMUNE);
    officer
        .act("take", viewer)
        .await
        .check_error(403, "noRight");
}

async fn an_act_is_done_once(world: &World) {
    let officer = officer(world).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (_, lan) = member(&enrol(world, &made["code"], "d1").await, "d1");
    let viewer = json!({ "person": lan, "role": "viewer", "scope": COMMUNE });
    let give = officer.signed("give", viewer.clone());
    officer.done(&officer.send(&give).await);
    officer.does("take", viewer).await;
    assert_eq!(officer.done(&officer.send(&give).await), json!({}));
    let grants = officer.listed(&lan).await["grants"].clone();
    assert_eq!(grants.as_array().unwrap().len(), 1, "it was taken since");
    // Its nonce is of no other act, nor of the same for somebody else.
    let mut act: Value = serde_json::from_str(&give.text).unwrap();
    act[4] = json!("take");
    officer
        .send(&officer.sign(&act))
        .await
        .check_error(400, "badRequest");
    let invite = officer.signed("invite", officer.invites("Minh"));
    officer.done(&officer.send(&invite).await);
    let mut act: Value = serde_json::from_str(&invite.text).unwrap();
    act[5]["personName"] = json!("Páo");
    officer
        .send(&officer.sign(&act))
        .await
        .check_error(400, "badRequest");
    // Another phone has nonces of its own.
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    let mut act: Value = serde_json::from_str(&give.text).unwrap();
    act[2] = json!(chair.nonce());
    chair.done(&chair.send(&chair.sign(&act)).await);
}

async fn the_same_act_at_once_is_one(world: &World) {
    let officer = officer(world).await;
    let act = officer.signed("invite", officer.invites("Lan"));
    let answers = join_all((0..8).map(|_| officer.send(&act))).await;
    let codes = answers
        .iter()
        .map(|answer| officer.done(answer)["code"].clone());
    let codes = Vec::from_iter(codes);
    assert_eq!(codes.len(), 8);
    let listed = officer.people().await["invitations"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    let mut good = 0;
    for (place, code) in codes.iter().enumerate() {
        let answer = enrol(world, code, &format!("d{place}")).await;
        good += usize::from(answer.status == 200);
    }
    assert_eq!(good, 1);
}

async fn acts_are_written_down_without_names(world: &World) {
    let officer = officer(world).await;
    let invited = officer
        .does("invite", officer.invites("Nông Thị Lan"))
        .await;
    let invite = json!({ "invitation": invited["invitation"] });
    officer.does("cancel", invite.clone()).await;
    officer
        .act("invite", json!({ "person": officer.person }))
        .await;
    let rows = acts(world).await;
    assert_eq!(rows.len(), 2, "what was refused is not there");
    let text = |row: &[StoredCell], place: usize| match &row[place] {
        StoredCell::Text(Some(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(&rows[0], 0), officer.enrolment);
    assert_eq!(
        (text(&rows[0], 4), text(&rows[1], 4)),
        ("invite".into(), "cancel".into())
    );
    assert_eq!(
        text(&rows[0], 5),
        r#"{"role":"villageHead","scope":"06541/v1"}"#
    );
    assert_eq!(text(&rows[0], 6), invite.to_string());
    assert_eq!(text(&rows[1], 5), invite.to_string());
    let code = invited["code"].as_str().unwrap().replace('-', "");
    let all = format!("{rows:?}");
    assert!(!all.contains("Lan") && !all.contains(&code[4..]));
}

/// The rows of the log, as a backup takes them.
async fn acts(world: &World) -> Vec<Vec<StoredCell>> {
    let (send, mut receive) = mpsc::channel(4);
    let store = world.endpoint.store();
    let (sent, rows) = tokio::join!(store.copy_out(send), async {
        let mut acts = Vec::new();
        while let Some(part) = receive.recv().await {
            if let CopyPart::Rows(rows) = part
                && rows.table.name == "act"
            {
                acts.extend(rows.rows);
            }
        }
        acts
    });
    sent.unwrap();
    rows
}
