//! Who is told who is where.

use super::admin::{VILLAGE, admin, officer};
use crate::world::{COMMUNE, HOUR, World};
use endpoint::api::people_schema::{ActBody, ActSent, PeopleBody};
use endpoint::store::sqlite::SqliteStore;
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, SqliteConnection};
use std::collections::BTreeSet;

pub async fn people_are_listed_as_far_as_the_asker_may_take_their_roles(world: &World) {
    let officer = officer(world).await;
    let chair = admin(world, Role::CommuneChair, COMMUNE, 2).await;
    let head = admin(world, Role::VillageHead, VILLAGE, 3).await;
    let viewer = admin(world, Role::Viewer, COMMUNE, 4).await;
    let other = admin(world, Role::CommuneOfficer, COMMUNE, 5).await;
    let stranger = admin(world, Role::VillageHead, "02701/v1", 6).await;
    let near = Grant {
        scope: "065412/v1".into(),
        role: Role::Viewer,
    };
    let store = world.endpoint.store();
    let near = store.set_role(&stranger.phone.device, near, true).await;
    assert!(near.unwrap());
    world.invite(Role::CommuneChair, COMMUNE, "Ánh").await;
    world.invite(Role::VillageHead, "02701/v1", "Páo").await;
    let open = world.invite(Role::Viewer, VILLAGE, "Sinh").await;
    let listed = officer.people().await;
    let _: PeopleBody = serde_json::from_value(listed.clone()).unwrap();
    let ids = |listed: &Value| {
        let people = listed["people"].as_array().unwrap().iter();
        people
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<String>>()
    };
    let of = |people: &[&super::Admin<'_>]| {
        people
            .iter()
            .map(|one| one.person.clone())
            .collect::<BTreeSet<String>>()
    };
    assert_eq!(ids(&listed), of(&[&officer, &other, &head, &viewer]));
    assert_eq!(ids(&chair.people().await), of(&[&chair, &head, &viewer]));
    let invited = listed["invitations"].as_array().unwrap();
    assert_eq!(invited.len(), 1);
    assert_eq!(invited[0]["id"], open[..4]);
    let village = officer.ask(&format!("?scope={VILLAGE}")).await;
    assert_eq!(ids(&village.json()), of(&[&head]));
    let phone = &officer.listed(&head.person).await["phones"][0];
    let expected = json!({
        "id": head.enrolment, "enrolledAt": world.now(), "lastSeenAt": world.now(), "schema": 1,
    });
    assert_eq!(*phone, expected);
    // Heard of again within the hour it is not noted, and afterwards it is.
    for (passed, noted) in [(HOUR, 0), (1, HOUR + 1)] {
        world.pass(passed);
        head.phone.sync(head.phone.request(json!([]))).await;
        let phone = &officer.listed(&head.person).await["phones"][0];
        assert_eq!(phone["lastSeenAt"], crate::world::NOON + noted);
    }
    world.pass(168 * HOUR);
    assert_eq!(
        officer.people().await["invitations"],
        Value::Null,
        "it has expired"
    );
}

pub async fn whoever_may_give_nothing_is_told_nothing(world: &World) {
    let officer = officer(world).await;
    for (role, scope, key) in [
        (Role::VillageHead, VILLAGE, 2),
        (Role::Viewer, COMMUNE, 3),
        (Role::CommuneOfficer, "02701", 4),
    ] {
        let nobody = admin(world, role, scope, key).await;
        for asked in [COMMUNE, VILLAGE] {
            let answer = nobody.ask(&format!("?scope={asked}")).await;
            answer.check_error(404, "notFound");
        }
    }
    for asked in [
        "",
        "?scope=",
        "?scope=0",
        "?after=x",
        "?scope=%25",
        "?scope=06541/../02701",
    ] {
        officer.ask(asked).await.check_error(404, "notFound");
    }
    let without = world.get("/v1/people?scope=06541").await;
    without.check_error(401, "unauthorized");
}

#[tokio::test]
async fn real_acts_have_the_shapes_that_the_document_describes() {
    let world = World::new().await;
    let officer = officer(&world).await;
    let act = officer.signed("invite", officer.invites("Lan"));
    let _: ActSent = serde_json::from_str(&act.body()).unwrap();
    let made = officer.done(&officer.send(&act).await);
    let _: ActBody = serde_json::from_value(made).unwrap();
}

const MANY: usize = 10_000;

#[tokio::test]
async fn ten_thousand_people_are_told_some_at_a_time() {
    let world = World::new().await;
    let officer = officer(&world).await;
    let file = SqliteStore::file_in(world.folder.path());
    let mut file = SqliteConnection::connect(&file.display().to_string())
        .await
        .unwrap();
    let counted =
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})");
    for rows in [
        "INSERT INTO person (id, name) {} SELECT printf('p-%06d', i), 'Nông Thị Lan' FROM n",
        "INSERT INTO role (scope, person, role)
         {} SELECT '06541/v1', printf('p-%06d', i), 'villageHead' FROM n",
        "INSERT INTO enrolment (id, person, enrolled_at, last_seen_at)
         {} SELECT printf('e-%06d', i), printf('p-%06d', i), 1, i FROM n",
        // One has very many phones.
        "INSERT INTO enrolment (id, person, enrolled_at, last_seen_at)
         {} SELECT printf('f-%06d', i), 'p-000001', 1, i FROM n",
    ] {
        file.execute(sqlx::AssertSqlSafe(rows.replace("{}", &counted)))
            .await
            .unwrap();
    }
    let (mut seen, mut after) = (BTreeSet::new(), String::new());
    for asked in 0.. {
        assert!(asked < 30, "it ends");
        let answer = officer
            .ask(&format!("?scope={COMMUNE}&after={after}"))
            .await;
        assert!(answer.bytes.len() < 256 * 1024, "{}", answer.bytes.len());
        let page = officer.done(&answer);
        for one in page["people"].as_array().unwrap() {
            assert!(seen.insert(one["id"].to_string()), "told once");
            assert!(one["phones"].as_array().unwrap().len() <= 20);
        }
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), MANY + 1);
}
