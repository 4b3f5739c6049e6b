//! Roles that change under a phone that has work: nothing of it enters where its person may not write any
//! more, and nothing of it is lost.

use crate::relay::{Key, signed};
use crate::world::{COMMUNE, Phone, World, op, values, with};
use endpoint::store::copy::{CopyMode, CopyPart, StoredCell};
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};
use tokio::sync::mpsc;

const FROM: &str = "06541/v1";
const TO: &str = "06541/v2";

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
    a_head_is_moved_with_unsent_work,
    a_role_of_a_newer_endpoint_gives_nothing_and_stops_nothing,
);

async fn has(phone: &Phone<'_>, role: Role, scope: &str, held: bool) {
    let scope = scope.to_owned();
    let store = phone.world.endpoint.store();
    let set = store.set_role(&phone.device, Grant { scope, role }, held);
    assert!(set.await.unwrap());
}

fn person(n: u64, record: &str, name: &str) -> Value {
    with(op(n, record, "fullName", name), "kind", "person")
}

async fn people(phone: &Phone<'_>, scope: &str) -> Vec<String> {
    let page = phone.pull(scope, "", 99_999).await;
    let named = ["p1", "p2", "p3"].map(|record| values(&page, record, "fullName"));
    let named = named.iter().flatten();
    named
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

async fn a_head_is_moved_with_unsent_work(world: &World) {
    let officer = world.officer().await;
    let head = world.phone(Role::VillageHead, FROM).await;
    let key = Key::new(1);
    head.tell_key(&key).await;
    assert_eq!(head.answer(FROM, person(1, "p1", "Ân")).await, "ok");
    has(&head, Role::VillageHead, FROM, false).await;
    has(&head, Role::VillageHead, TO, true).await;
    // Written before the phone heard of it, and sent with what is of the new village.
    let unsent = person(2, "p2", "Bo");
    let both = json!([
        { "scope": FROM, "ops": [unsent] }, { "scope": TO, "ops": [person(1, "p3", "Chú")] },
    ]);
    for _ in 0..2 {
        let reply = head.sync(head.request(both.clone())).await;
        assert_eq!(reply["lost"], json!([FROM]), "{reply}");
        let scopes = reply["scopes"].as_array().unwrap();
        assert!(scopes.iter().all(|scope| scope["scope"] == TO), "{reply}");
    }
    // Nor does a courier bring it in, by whom the phone keeps it.
    let carried = signed(&head.device, &key, FROM, unsent.clone());
    assert_eq!(officer.relayed(FROM, &carried).await, "scopeLost");
    assert_eq!(people(&officer, FROM).await, ["Ân"]);
    assert_eq!(people(&officer, TO).await, ["Chú"]);
    // Back again, it enters under its own name, once.
    has(&head, Role::VillageHead, FROM, true).await;
    assert_eq!(head.answer(FROM, unsent.clone()).await, "ok");
    assert_eq!(officer.relayed(FROM, &carried).await, "ok");
    assert_eq!(people(&officer, FROM).await, ["Ân", "Bo"]);
    let page = head.pull(FROM, "", 99_999).await;
    assert_eq!(
        page["seen"]["0"], 2,
        "no number was taken meanwhile: {page}"
    );
}

/// A newer program wrote the word into the register, which came here by a copy.
async fn give_by_word(world: &World, phone: &Phone<'_>, word: &str) {
    let store = world.endpoint.store();
    let member = store.devices().await.unwrap();
    let own = member
        .iter()
        .find(|one| one.device == phone.device)
        .unwrap();
    let role = [COMMUNE, &own.person.id, word].map(|text| StoredCell::Text(Some(text.into())));
    let (send, mut receive) = mpsc::channel(4);
    let (pass, taken) = mpsc::channel(64);
    let copying = async {
        while let Some(part) = receive.recv().await {
            let part = match part {
                CopyPart::Rows(mut rows) if rows.table.name == "role" => {
                    rows.rows.push(role.to_vec());
                    rows.rows.sort_by_key(|row| format!("{row:?}"));
                    CopyPart::Rows(rows)
                }
                part => part,
            };
            pass.send(part).await.unwrap();
        }
        drop(pass);
    };
    let (sent, ()) = tokio::join!(store.copy_out(send), copying);
    sent.unwrap();
    store.copy_in(taken, CopyMode::AsItIs).await.unwrap();
}

async fn a_role_of_a_newer_endpoint_gives_nothing_and_stops_nothing(world: &World) {
    let officer = world.officer().await;
    let ops = [person(1, "p1", "Ân")];
    officer.push(COMMUNE, ops.clone()).await;
    officer.push(FROM, ops).await;
    let head = world.phone(Role::VillageHead, FROM).await;
    give_by_word(world, &head, "communeArchivist").await;
    let asked = json!([{ "scope": COMMUNE }, { "scope": FROM }]);
    let mut request = head.request(asked);
    request["grants"] = json!("");
    let reply = head.sync(request).await;
    assert_eq!(reply["lost"], json!([COMMUNE]), "{reply}");
    assert_eq!(head.answer(FROM, person(1, "p2", "Bo")).await, "ok");
    let refused = head.push(COMMUNE, [person(1, "p2", "Bo")]).await;
    assert_eq!(
        (&refused["lost"], &refused["scopes"]),
        (&json!([COMMUNE]), &Value::Null)
    );
    assert_eq!(people(&officer, FROM).await, ["Ân", "Bo"]);
    assert_eq!(people(&officer, COMMUNE).await, ["Ân"]);
    // The other role is said as ever, and this one by no word that gives anything.
    let said = reply["grants"].as_array().unwrap();
    let held = json!({ "scope": FROM, "role": "villageHead" });
    assert!(said.contains(&held), "{reply}");
    let others = said.iter().filter(|grant| **grant != held);
    assert!(
        others
            .map(|grant| &grant["role"])
            .all(|role| role == "unknown"),
        "{reply}"
    );
}
