//! What was taken from somebody stays taken in a register that is restored from a backup of before.

use crate::acts::admin::{Admin, VILLAGE, enrol, member, officer};
use crate::process::{Server, refused, run_with, text};
use crate::recovery_reports::{backup, restore_with};
use crate::relay::{Key, signed};
use crate::world::{COMMUNE, HttpAnswer, Phone, World, op};
use endpoint::lasting_acts::{self, ACTS};
use endpoint::model::LastingAct;
use serde_json::{Value, json};
use std::cell::Cell;
use std::fs;
use std::path::Path;

macro_rules! on_both {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test]
                async fn $behaviour() {
                    super::$behaviour(&crate::world::World::new().await).await;
                }
            )*
        }

        mod postgres {
            $(
                #[tokio::test]
                async fn $behaviour() {
                    let database = crate::private_postgres::database().await;
                    let world = crate::world::World::on_postgres(&database).await;
                    super::$behaviour(&world).await;
                }
            )*
        }
    };
}

on_both!(
    a_lost_phone_stays_lost_whoever_brings_its_work,
    a_role_that_was_taken_stays_taken,
    a_role_that_was_given_again_stays_given,
    an_invitation_that_was_cancelled_stays_so,
    what_was_taken_does_not_come_back_by_the_code_that_brought_it,
    what_may_not_be_done_is_not_noted,
);

/// What stands in the file beside the register.
fn noted(world: &World) -> Vec<LastingAct> {
    lasting_acts::read(&world.folder.path().join(ACTS)).unwrap()
}

/// As `endpoint restore` does it; the file and the register that was replaced know the same acts.
async fn set_back(world: &World, before: Vec<endpoint::store::copy::CopyPart>) {
    let known = world.endpoint.store().lasting_acts().await.unwrap();
    let acts = [known, noted(world)].concat();
    restore_with(world, before, acts).await;
}

/// A head of the village, by the officer's invitation; the phone, the person, and the code.
async fn head<'w>(officer: &Admin<'w>, device: &str) -> (Phone<'w>, String, Value) {
    let world = officer.phone.world;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let (token, person) = member(&enrol(world, &made["code"], device).await, device);
    let phone = Phone {
        world,
        token,
        device: device.into(),
    };
    (phone, person, made["code"].clone())
}

async fn asked(phone: &Phone<'_>) -> HttpAnswer {
    phone.send(phone.request(json!([])).to_string()).await
}

async fn a_lost_phone_stays_lost_whoever_brings_its_work(world: &World) {
    let officer = officer(world).await;
    let (lan, person, code) = head(&officer, "d1").await;
    let key = Key::new(7);
    lan.tell_key(&key).await;
    let id = officer.listed(&person).await["phones"][0]["id"].clone();
    let before = backup(world).await;
    let over = json!({ "phone": id, "how": "over" });
    let lost = json!({ "phone": id, "how": "lost" });
    let earlier = officer.signed(
        "give",
        json!({ "person": person, "role": "viewer", "scope": VILLAGE }),
    );
    officer.does("revoke", over).await;
    officer.does("revoke", lost).await;
    let written = signed(&lan.device, &key, VILLAGE, op(1, "r1", "name", "late"));
    for _ in 0..2 {
        set_back(world, before.clone()).await;
        let answer = asked(&lan).await;
        answer.check_error(403, "revoked");
        let epoch = world.endpoint.store().epoch().await.unwrap();
        let error = &answer.json()["error"];
        assert_eq!(
            (&error["how"], &error["epoch"]),
            (&json!("lost"), &json!(epoch))
        );
        // Nor by a courier, nor by the code that it had, nor by an act of before.
        assert_eq!(officer.phone.relayed(VILLAGE, &written).await, "revoked");
        let again = enrol(world, &code, "d1").await;
        again.check_error(409, "invitationUsed");
        officer.send(&earlier).await.check_error(409, "actTooOld");
        let known = world.endpoint.store().lasting_acts().await.unwrap();
        assert_eq!(known.len(), 2, "each is done once");
    }
    assert_eq!(noted(world).len(), 2);
}

async fn a_role_that_was_taken_stays_taken(world: &World) {
    let officer = officer(world).await;
    let (lan, person, _) = head(&officer, "d1").await;
    assert_eq!(lan.answer(VILLAGE, op(1, "r1", "name", "A")).await, "ok");
    let before = backup(world).await;
    let held = json!({ "person": person, "role": "villageHead", "scope": VILLAGE });
    officer.does("take", held).await;
    set_back(world, before).await;
    let reply = lan.push(VILLAGE, [op(2, "r1", "name", "B")]).await;
    assert_eq!(reply["lost"], json!([VILLAGE]), "{reply}");
    let grants = world.endpoint.store().person(&person).await.unwrap();
    assert_eq!(grants.unwrap().1, []);
}

/// A backup of after an act has its word for it.
async fn a_role_that_was_given_again_stays_given(world: &World) {
    let officer = officer(world).await;
    let (lan, person, _) = head(&officer, "d1").await;
    let viewer = json!({ "person": person, "role": "viewer", "scope": VILLAGE });
    officer.does("give", viewer.clone()).await;
    let without = backup(world).await;
    officer.does("take", viewer.clone()).await;
    officer.does("give", viewer).await;
    let after = backup(world).await;
    let roles = async || {
        let person = world.endpoint.store().person(&person).await.unwrap();
        person.unwrap().1.len()
    };
    set_back(world, after.clone()).await;
    assert_eq!(roles().await, 2);
    // What was given after the backup is to be given again.
    set_back(world, without).await;
    assert_eq!(roles().await, 1);
    set_back(world, after).await;
    assert_eq!(roles().await, 2);
    assert_eq!(asked(&lan).await.status, 200);
}

async fn an_invitation_that_was_cancelled_stays_so(world: &World) {
    let officer = officer(world).await;
    let open = officer.does("invite", officer.invites("Minh")).await;
    let made = officer.does("invite", officer.invites("Lan")).await;
    let asked_again = officer.signed("invite", officer.invites("Bo"));
    let void = officer.done(&officer.send(&asked_again).await);
    let before = backup(world).await;
    let cancel = json!({ "invitation": made["invitation"] });
    officer.does("cancel", cancel).await;
    officer.done(&officer.send(&asked_again).await);
    set_back(world, before).await;
    for code in [&made["code"], &void["code"]] {
        let answer = enrol(world, code, "d1").await;
        answer.check_error(410, "invitationExpired");
    }
    member(&enrol(world, &open["code"], "d2").await, "d2");
}

/// In a backup of before somebody enrolled the invitation is open.
async fn what_was_taken_does_not_come_back_by_the_code_that_brought_it(world: &World) {
    let officer = officer(world).await;
    let invited = [
        officer.does("invite", officer.invites("Lan")).await,
        officer.does("invite", officer.invites("Minh")).await,
        officer.does("invite", officer.invites("Bo")).await,
    ];
    let before = backup(world).await;
    let mut people = Vec::new();
    for (made, device) in invited.iter().zip(["d1", "d2", "d3"]) {
        people.push(member(&enrol(world, &made["code"], device).await, device).1);
    }
    let phone = officer.listed(&people[0]).await["phones"][0]["id"].clone();
    officer
        .does("revoke", json!({ "phone": phone, "how": "lost" }))
        .await;
    let held = json!({ "person": people[1], "role": "villageHead", "scope": VILLAGE });
    officer.does("take", held).await;
    set_back(world, before).await;
    for made in &invited[..2] {
        let answer = enrol(world, &made["code"], "d9").await;
        answer.check_error(410, "invitationExpired");
    }
    member(&enrol(world, &invited[2]["code"], "d3").await, "d3");
}

async fn what_may_not_be_done_is_not_noted(world: &World) {
    let officer = officer(world).await;
    let (_, person, _) = head(&officer, "d1").await;
    for (word, members) in [
        (
            "revoke",
            json!({ "phone": officer.enrolment, "how": "lost" }),
        ),
        ("revoke", json!({ "phone": "nobody", "how": "lost" })),
        ("cancel", json!({ "invitation": "ZZZZ" })),
        (
            "take",
            json!({ "person": person, "role": "communeChair", "scope": COMMUNE }),
        ),
    ] {
        let answer = officer.act(word, members).await;
        assert!(answer.status.is_client_error(), "{word}");
    }
    assert_eq!(noted(world), []);
    assert_eq!(world.endpoint.store().lasting_acts().await.unwrap(), []);
}

/// A register that serves, and where it is.
struct Place<'p> {
    register: Vec<&'p str>,
    backup: &'p str,
    restores: Cell<usize>,
}

impl Place<'_> {
    fn run(&self, arguments: &[&str]) -> String {
        text(run_with(&self.register, arguments))
    }

    fn back_up(&self) {
        self.run(&["backup", "--to", self.backup]);
    }

    fn restore(&self) -> String {
        let restores = self.restores.replace(self.restores.get() + 1);
        let aside = format!("{}.aside-{restores}", self.backup);
        self.run(&[
            "restore",
            "--replace",
            "--from",
            self.backup,
            "--aside",
            &aside,
        ])
    }

    fn devices(&self) -> Vec<Value> {
        serde_json::from_str(&self.run(&["devices", "--json"])).unwrap()
    }
}

/// By hand, by the real binary: the file is the same one, and so is what a restore does of it.
fn by_hand_it_is_the_same(place: &Place<'_>, folder: &Path) {
    let server = Server::start_with(&place.register, None);
    for device in ["d1", "d2", "d3"] {
        server.enrol(&place.register, device);
    }
    drop(server);
    let code = crate::process::invite(&place.register);
    place.back_up();
    place.run(&["revoke", "--device", "d1", "--lost"]);
    place.run(&["revoke", "--device", "d2"]);
    let role = ["--role", "communeOfficer", "--scope", COMMUNE];
    place.run(&[&["withdraw", "--device", "d3"], &role[..]].concat());
    place.run(&["invitations", "cancel", &code]);
    let again = run_with(&place.register, &["invitations", "cancel", &code]);
    assert!(again.status.success(), "it is cancelled already");
    let acts = folder.join("data").join(ACTS);
    let lines = fs::read_to_string(&acts).unwrap();
    assert_eq!(lines.lines().count(), 5, "{lines}");
    assert!(!lines.contains("Lan"), "{lines}");
    // A line that broke off was not done, and the next one is read all the same.
    fs::write(&acts, format!("{lines}{{\"act\":\"rev")).unwrap();
    let holds = || {
        let devices = place.devices();
        let of = |device: &str| devices.iter().find(|one| one["device"] == device).unwrap();
        assert_eq!(
            (&of("d1")["revoked"], &of("d2")["revoked"]),
            (&json!("lost"), &json!("over"))
        );
        assert_eq!(of("d3")["roles"], json!([]));
        let listed = place.run(&["invitations"]);
        assert_eq!(listed.matches("cancelled").count(), 1, "{listed}");
    };
    for _ in 0..2 {
        let said = place.restore();
        assert!(!said.contains("endpoint revoke --device"), "{said}");
        assert!(!said.contains("endpoint invitations cancel"), "{said}");
        holds();
    }
    place.run(&[&["grant", "--device", "d3"], &role[..]].concat());
    place.run(&[&["withdraw", "--device", "d3"], &role[..]].concat());
    place.restore();
    holds();
    // The register that is replaced knows it itself.
    fs::remove_file(&acts).unwrap();
    place.restore();
    holds();
}

#[test]
fn by_hand_it_is_the_same_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let backup = folder.path().join("a.backup");
    let place = Place {
        register: vec!["--data", data.to_str().unwrap()],
        backup: backup.to_str().unwrap(),
        restores: Cell::default(),
    };
    by_hand_it_is_the_same(&place, folder.path());
    // A file that cannot be read stops a restore before anything is replaced.
    fs::write(data.join(ACTS), "{\"act\":\"take\"}\n").unwrap();
    let restore = ["restore", "--replace", "--from", place.backup];
    refused(run_with(&place.register, &restore), "missing field");
}

#[test]
fn by_hand_it_is_the_same_in_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(crate::private_postgres::database());
    let acts = folder.path().join("data").join(ACTS);
    fs::create_dir(acts.parent().unwrap()).unwrap();
    let backup = folder.path().join("a.backup");
    let place = Place {
        register: vec!["--database", &database, "--acts", acts.to_str().unwrap()],
        backup: backup.to_str().unwrap(),
        restores: Cell::default(),
    };
    by_hand_it_is_the_same(&place, folder.path());
}
