use crate::world::{COMMUNE, HOUR, World, often, op};
use axum::body::Body;
use axum::http::Request;
use endpoint::api::{RateLimit, Settings};
use endpoint::app_files::AppFiles;
use endpoint::bootstrap::NameMatch;
use endpoint::communes::commune;
use endpoint::model::Revocation;
use register::role::Role;
use serde_json::{Value, json};
use std::num::NonZeroU32;

const CLAIM: &str = "a-secret-of-the-browser";

#[tokio::test]
async fn names_are_written_in_one_way_whoever_invites() {
    let world = World::new().await;
    let code = world
        .invite(Role::Viewer, COMMUNE, " Nông Thi\u{323} \u{202e}Lan ")
        .await;
    let said = world.get(&format!("/v1/invitations/{code}")).await.json();
    assert_eq!(said["personName"], "Nông Thị Lan");
}

#[tokio::test]
async fn an_invitation_says_who_invites_whom_to_what_and_looking_does_nothing() {
    let world = World::new().await;
    let mau_son = commune(COMMUNE).unwrap();
    let village = world
        .endpoint
        .found_village(&mau_son, None, "Bản Pò Mã", world.now())
        .await
        .unwrap();
    let scope = format!("{COMMUNE}/{}", village.id);
    let code = world
        .invite(Role::VillageHead, &scope, "Nông Thị Lan")
        .await;
    let expected = json!({
        "invitedBy": "Hoàng Thị Ánh",
        "personName": "Nông Thị Lan",
        "role": "villageHead",
        "scope": scope,
        "commune": {
            "code": "06541", "name": "Xã Mẫu Sơn", "provinceCode": "20", "provinceName": "Lạng Sơn",
        },
        "village": { "id": village.id, "name": "Bản Pò Mã" },
        "expiresAt": world.now() + 168 * HOUR,
        "claimed": false,
    });
    let shapes = [
        code.clone(),
        code.to_lowercase(),
        code.replace('-', ""),
        code.replace('-', "%20"),
    ];
    for shape in shapes {
        let answer = world.get(&format!("/v1/invitations/{shape}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()),
            (200, expected.clone())
        );
    }
    let enrolled = world.enrol(&code, "d1", CLAIM).await.json();
    assert_eq!(enrolled["person"]["name"], "Nông Thị Lan");
    for key in ["role", "scope", "commune", "village"] {
        assert_eq!(enrolled[key], expected[key]);
    }
    let epoch = world.endpoint.store().epoch().await.unwrap();
    assert_eq!(enrolled["epoch"], epoch);
    assert_eq!(enrolled["now"], world.now());
    let after = world.get(&format!("/v1/invitations/{code}")).await.json();
    assert_eq!(after["claimed"], true);
}

#[tokio::test]
async fn an_invitation_is_good_once_and_for_the_same_browser_again_within_the_hour() {
    let world = World::new().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    let first = world.enrol(&code, "d1", CLAIM).await.json();
    world.pass(HOUR - 1);
    let again = world.enrol(&code, "d1", CLAIM).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["person"], first["person"]);
    for enrolled in [&first, &again.json()] {
        let token = enrolled["token"].as_str().unwrap().to_owned();
        let phone = crate::world::Phone {
            world: &world,
            token,
            device: "d1".into(),
        };
        assert_eq!(
            phone.answer(COMMUNE, op(1, "r1", "a", "b")).await,
            "ok",
            "both tokens work"
        );
    }
    world
        .enrol(&code, "d2", "another-browsers-secret")
        .await
        .check_error(409, "invitationUsed");
    world.pass(2);
    world
        .enrol(&code, "d1", CLAIM)
        .await
        .check_error(409, "invitationUsed");
    assert_eq!(world.endpoint.store().devices().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_revoked_device_does_not_come_back_by_its_old_invitation() {
    let world = World::new().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    world.enrol(&code, "d1", CLAIM).await;
    world
        .endpoint
        .store()
        .revoke("d1", Revocation::Over, world.now())
        .await
        .unwrap();
    world
        .enrol(&code, "d1", CLAIM)
        .await
        .check_error(409, "invitationUsed");
}

#[tokio::test]
async fn an_expired_invitation_says_so() {
    let world = World::new().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    world.pass(168 * HOUR + 1);
    world
        .get(&format!("/v1/invitations/{code}"))
        .await
        .check_error(410, "invitationExpired");
    world
        .enrol(&code, "d1", CLAIM)
        .await
        .check_error(410, "invitationExpired");
    assert_eq!(world.endpoint.store().devices().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_mistyped_code_says_so_and_too_many_lock_the_invitation() {
    let world = World::new().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    world
        .get("/v1/invitations/abc")
        .await
        .check_error(404, "invitationUnknown");
    world
        .get("/v1/invitations/0000-0000-00")
        .await
        .check_error(404, "invitationUnknown");
    let last = if code.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &code[..code.len() - 1]);
    for _ in 0..20 {
        world
            .enrol(&wrong, "d1", CLAIM)
            .await
            .check_error(404, "invitationUnknown");
    }
    let locked = world.enrol(&code, "d1", CLAIM).await;
    locked.check_error(429, "rateLimited");
    assert_eq!(locked.header("retry-after"), "3601");
    world.pass(HOUR / 2);
    let locked = world.get(&format!("/v1/invitations/{code}")).await;
    locked.check_error(429, "rateLimited");
    assert_eq!(locked.header("retry-after"), "1801");
    world.pass(HOUR / 2);
    assert_eq!(world.enrol(&code, "d1", CLAIM).await.status, 200);
}

#[tokio::test]
async fn whoever_knows_four_letters_of_a_code_locks_out_only_himself() {
    let proxied = Settings {
        behind_proxy: true,
        ..often()
    };
    let world = World::with(AppFiles::None, &proxied).await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    let look = async |code: &str, from: &str| {
        let request = Request::get(format!("/v1/invitations/{code}"));
        let request = request.header("x-forwarded-for", from);
        world.send(request.body(Body::empty()).unwrap()).await
    };
    let last = if code.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &code[..code.len() - 1]);
    for _ in 0..20 {
        look(&wrong, "203.0.113.7")
            .await
            .check_error(404, "invitationUnknown");
    }
    look(&code, "203.0.113.7")
        .await
        .check_error(429, "rateLimited");
    assert_eq!(look(&code, "203.0.113.8").await.status, 200);
    // Very many who guess together are stopped, too.
    for address in 0..49 {
        for _ in 0..20 {
            look(&wrong, &format!("198.51.100.{address}"))
                .await
                .check_error(404, "invitationUnknown");
        }
    }
    let locked = look(&code, "203.0.113.8").await;
    locked.check_error(429, "rateLimited");
    assert_eq!(locked.header("retry-after"), "3601");
    world.pass(HOUR);
    assert_eq!(look(&code, "203.0.113.8").await.status, 200);
}

#[tokio::test]
async fn a_device_id_of_somebody_else_does_not_enrol() {
    let world = World::new().await;
    let lan = world.officer().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Minh").await;
    world
        .enrol(&code, &lan.device, CLAIM)
        .await
        .check_error(403, "deviceOfAnother");
    assert_eq!(
        world.enrol(&code, "d2", CLAIM).await.status,
        200,
        "the invitation is still good"
    );
}

#[tokio::test]
async fn an_enrolment_that_is_not_asked_for_properly_says_why() {
    let world = World::new().await;
    let code = world.invite(Role::CommuneOfficer, COMMUNE, "Lan").await;
    world
        .enrol(&code, "d1", "short")
        .await
        .check_error(400, "badRequest");
    world
        .enrol(&code, "d 1", CLAIM)
        .await
        .check_error(400, "badRequest");
    world
        .enrol(&code, "", CLAIM)
        .await
        .check_error(400, "badRequest");
}

#[tokio::test]
async fn one_address_may_not_try_without_end() {
    let few = Settings {
        rate_limit: RateLimit::per_minute(NonZeroU32::new(3).unwrap()),
        ..Settings::default()
    };
    let world = World::with(AppFiles::None, &few).await;
    for _ in 0..3 {
        world
            .get("/v1/invitations/0000-0000-00")
            .await
            .check_error(404, "invitationUnknown");
    }
    let answer = world.get("/v1/invitations/0000-0000-00").await;
    answer.check_error(429, "rateLimited");
    assert!((1..=21).contains(&answer.header("retry-after").parse::<u32>().unwrap()));
    world
        .enrol("0000-0000-00", "d1", CLAIM)
        .await
        .check_error(429, "rateLimited");
    assert_eq!(
        world.get("/v1/health").await.status,
        200,
        "other things are not limited"
    );
}

#[tokio::test]
async fn behind_a_proxy_addresses_are_told_apart() {
    let one = NonZeroU32::MIN;
    let settings = Settings {
        rate_limit: RateLimit::per_minute(one),
        behind_proxy: true,
        ..Settings::default()
    };
    let world = World::with(AppFiles::None, &settings).await;
    let check = async |forwarded: &str, status: u16| {
        let request = Request::get("/v1/invitations/x")
            .header("x-forwarded-for", forwarded)
            .body(Body::empty())
            .unwrap();
        assert_eq!(world.send(request).await.status, status, "{forwarded}");
    };
    check("203.0.113.7", 404).await;
    check("203.0.113.8", 404).await;
    check("203.0.113.7", 429).await;
    check("198.51.100.1, 203.0.113.8", 429).await;
    check("2001:db8::1", 404).await;
    check("2001:db8::2", 429).await;
}

#[tokio::test]
async fn the_communes_record_is_made_once_and_what_people_wrote_in_it_stays() {
    let world = World::new().await;
    let mau_son = commune(COMMUNE).unwrap();
    let officer = world.officer().await;
    let found = async |year| {
        world
            .endpoint
            .found_commune(&mau_son, year, world.now())
            .await
            .unwrap()
    };
    found(2026).await;
    let page = officer.pull("06541/all", "", 9999).await;
    let id = register::id::singleton("commune", COMMUNE);
    let field = |page: &Value, field: &str| crate::world::values(page, &id, field)[0].clone();
    assert_eq!(field(&page, "name"), "Xã Mẫu Sơn");
    assert_eq!(field(&page, "year"), 2026);
    assert_eq!(field(&page, "ruleSet"), "lang-son-2026");
    assert_eq!(page["states"].as_array().unwrap().len(), 6);
    found(2027).await;
    let again = officer.pull("06541/all", "", 9999).await;
    assert_eq!(page, again);
}

#[tokio::test]
async fn villages_are_found_by_name_and_deleted_ones_are_not() {
    let world = World::new().await;
    let mau_son = commune(COMMUNE).unwrap();
    let found = world
        .endpoint
        .found_village(&mau_son, None, "Bản Pò Mã", world.now());
    let village = found.await.unwrap();
    let named = async |name: &str| world.endpoint.village_named(COMMUNE, name).await.unwrap();
    let scope = format!("{COMMUNE}/{}", village.id);
    let officer = world.officer().await;
    let page = officer.pull(&scope, "", 9999).await;
    assert_eq!(page["states"].as_array().unwrap().len(), 2);
    assert_eq!(
        crate::world::values(&page, &village.id, "villageKind"),
        ["ban"]
    );
    // As a pasted list makes it.
    assert_eq!(crate::world::values(&page, &village.id, "name"), ["Pò Mã"]);
    assert_eq!(village.title(), "Bản Pò Mã");
    let one = NameMatch::One(village.clone());
    for name in ["bản  pò mã", "Ba\u{309}n Po\u{300} Ma\u{303}", "Pò Mã"] {
        assert_eq!(named(name).await, one, "{name}");
    }
    assert_eq!(named("Bản Pò Mò").await, NameMatch::Nothing);
    let perhaps = NameMatch::Perhaps(vec![village.clone()]);
    assert_eq!(named("Thôn Pò Mã").await, perhaps);
    let record = world
        .endpoint
        .store()
        .record(&scope, &village.id)
        .await
        .unwrap();
    let names: Vec<String> = record
        .values()
        .flatten()
        .map(|entry| entry.name.to_string())
        .collect();
    let deletion = json!({
        "n": 1, "record": village.id, "kind": "village", "field": "~", "value": names, "at": 1,
    });
    assert_eq!(officer.answer(&scope, deletion).await, "ok");
    assert_eq!(named("Bản Pò Mã").await, NameMatch::Nothing);
}

#[tokio::test]
async fn https_is_promised_only_where_it_is() {
    let plain = World::new().await.get("/v1/health").await;
    assert_eq!(plain.header("strict-transport-security"), "");
    let settings = Settings {
        https: true,
        ..often()
    };
    let world = World::with(AppFiles::None, &settings).await;
    let answer = world.get("/v1/health").await;
    assert_eq!(
        answer.header("strict-transport-security"),
        "max-age=31536000"
    );
    assert_eq!(answer.json()["status"], "ok");
}

async fn join(world: &World, token: &str, code: &str) -> crate::world::HttpAnswer {
    let request = Request::post("/v1/enrolments/join")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(json!({ "code": code }).to_string()))
        .unwrap();
    world.send(request).await
}

#[tokio::test]
async fn a_further_role_is_the_same_persons_on_the_same_phone() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, "06541/v1").await;
    let code = world.invite(Role::Viewer, COMMUNE, "Lan").await;
    let joined = join(&world, &head.token, &code).await;
    assert_eq!(joined.status, 200, "{}", joined.json());
    let joined = joined.json();
    assert_eq!(
        (&joined["role"], &joined["scope"]),
        (&json!("viewer"), &json!(COMMUNE))
    );
    assert_eq!(joined["grants"].as_array().unwrap().len(), 2, "{joined}");
    assert!(joined["token"].is_null(), "it has one");
    let asked = head.request(json!([{ "scope": COMMUNE }]));
    assert!(
        head.sync(asked).await["lost"].is_null(),
        "it reads the commune now"
    );
    assert_eq!(world.endpoint.store().devices().await.unwrap().len(), 1);
    // Again the same; for anybody else it is used.
    world.pass(48 * HOUR);
    assert_eq!(
        join(&world, &head.token, &code).await.json()["grants"],
        joined["grants"]
    );
    let other = world.phone(Role::VillageHead, "06541/v2").await;
    join(&world, &other.token, &code)
        .await
        .check_error(409, "invitationUsed");
    world
        .enrol(&code, "d9", CLAIM)
        .await
        .check_error(409, "invitationUsed");
}

#[tokio::test]
async fn a_role_that_was_taken_away_does_not_come_back_by_an_old_invitation() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, "06541/v1").await;
    let code = world.invite(Role::Viewer, COMMUNE, "Lan").await;
    assert_eq!(join(&world, &head.token, &code).await.status, 200);
    let grant = register::rights::Grant {
        scope: COMMUNE.to_owned(),
        role: Role::Viewer,
    };
    let store = world.endpoint.store();
    assert!(store.set_role(&head.device, grant, false).await.unwrap());
    let again = join(&world, &head.token, &code).await.json();
    assert_eq!(again["grants"].as_array().unwrap().len(), 1, "{again}");
}

#[tokio::test]
async fn nobody_joins_by_what_is_not_for_him() {
    let world = World::new().await;
    let head = world.phone(Role::VillageHead, "06541/v1").await;
    join(&world, "no-token", "K7QM-3XPD-2A")
        .await
        .check_error(401, "unauthorized");
    join(&world, &head.token, "K7QM-3XPD-2A")
        .await
        .check_error(404, "invitationUnknown");
    let late = world.invite(Role::Viewer, COMMUNE, "Lan").await;
    world.pass(169 * HOUR);
    join(&world, &head.token, &late)
        .await
        .check_error(410, "invitationExpired");
    let other = world.phone(Role::VillageHead, "06541/v2").await;
    let of_other = world.endpoint.store().devices().await.unwrap();
    let of_other = of_other
        .iter()
        .find(|one| one.device == other.device)
        .unwrap();
    let draft = endpoint::invitations::InvitationDraft {
        person: Some(of_other.person.id.clone()),
        person_name: of_other.person.name.clone(),
        role: Role::VillageHead,
        scope: "06541/v2".to_owned(),
        invited_by: "Hoàng Thị Ánh".to_owned(),
        expires_at: world.now() + HOUR,
    };
    let hashing = endpoint::invitations::Hashing::Quick;
    let code = world
        .endpoint
        .invite(draft, hashing)
        .await
        .unwrap()
        .to_string();
    join(&world, &head.token, &code)
        .await
        .check_error(409, "invitationOfAnother");
    // His own, on the phone that he has, gives him nothing that he had not.
    let own = join(&world, &other.token, &code).await.json();
    assert_eq!(own["grants"].as_array().unwrap().len(), 1, "{own}");
    let phone = world.enrol(&code, "d9", CLAIM).await;
    assert_eq!(phone.status, 200, "it is still good for the new phone");
    let store = world.endpoint.store();
    store
        .revoke(&head.device, Revocation::Over, world.now())
        .await
        .unwrap();
    let code = world.invite(Role::Viewer, COMMUNE, "Lan").await;
    join(&world, &head.token, &code)
        .await
        .check_error(403, "revoked");
}
