//! A name carries four characters of a hash, and among some thousands of operations two have one name:
//! the first one that comes is the operation of that name, whoever brings the other.

use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::relay::{Key, signed};
use crate::world::{COMMUNE, Phone, World, op, values};
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
    the_first_of_a_name_stays_whoever_brings_the_other,
    what_was_refused_does_not_enter_under_its_name,
    a_told_one_leaves_when_its_author_comes,
);

/// Two operations of one name, which say something else.
fn two_of_one_name(phone: &Phone<'_>, n: u64) -> [Value; 2] {
    let mut by_name = BTreeMap::new();
    let found = (0..1_000_000).find_map(|number| {
        let one = op(n, "r1", "name", format!("{number} hộ"));
        let name = phone.short(COMMUNE, &one);
        by_name.insert(name, one.clone()).map(|other| [other, one])
    });
    let [honest, forged] = found.unwrap();
    assert_eq!(phone.short(COMMUNE, &honest), phone.short(COMMUNE, &forged));
    assert_ne!(honest["value"], forged["value"]);
    [honest, forged]
}

async fn stands(phone: &Phone<'_>) -> Vec<Value> {
    let page = phone.pull(COMMUNE, "", 99_999).await;
    values(&page, "r1", "name").into_iter().cloned().collect()
}

async fn the_first_of_a_name_stays_whoever_brings_the_other(world: &World) {
    let (author, courier) = (world.officer().await, world.officer().await);
    let key = Key::new(1);
    author.tell_key(&key).await;
    let [honest, forged] = two_of_one_name(&author, 1);
    assert_eq!(author.answer(COMMUNE, honest.clone()).await, "ok");
    // It is known by its name: nothing is taken in.
    assert_eq!(author.answer(COMMUNE, forged.clone()).await, "ok");
    assert_eq!(stands(&courier).await, [honest["value"].clone()]);
    let carried = signed(&author.device, &key, COMMUNE, forged.clone());
    assert_eq!(courier.relayed(COMMUNE, &carried).await, "ok");
    // The signature is of what it says, and not of its name.
    let mut mixed = signed(&author.device, &key, COMMUNE, honest.clone());
    mixed.op["value"] = forged["value"].clone();
    assert_eq!(courier.relayed(COMMUNE, &mixed).await, "badSignature");
    let together = json!([honest, forged]);
    author
        .push(COMMUNE, together.as_array().unwrap().clone())
        .await;
    assert_eq!(stands(&courier).await, [honest["value"].clone()]);
    let proof = world.endpoint.store().prove_log(COMMUNE).await.unwrap();
    assert_eq!((proof.rows, proof.unproved), (1, Vec::new()));
}

async fn what_was_refused_does_not_enter_under_its_name(world: &World) {
    let (author, officer) = (
        world.phone(register::role::Role::Viewer, COMMUNE).await,
        world.officer().await,
    );
    let [honest, forged] = two_of_one_name(&author, 1);
    assert_eq!(author.answer(COMMUNE, honest).await, "noRight");
    let grant = register::rights::Grant {
        scope: COMMUNE.into(),
        role: register::role::Role::CommuneOfficer,
    };
    let given = world.endpoint.store().set_role(&author.device, grant, true);
    assert!(given.await.unwrap());
    assert_eq!(author.answer(COMMUNE, forged).await, "noRight");
    assert_eq!(stands(&officer).await, [Value::Null; 0]);
}

/// Whoever tells it can make up what it says: it goes when its author's own comes.
async fn a_told_one_leaves_when_its_author_comes(world: &World) {
    let (author, forger) = (world.officer().await, world.officer().await);
    let before = backup(world).await;
    let [honest, forged] = two_of_one_name(&author, 1);
    let told_to = cursor(&author.push(COMMUNE, [honest.clone()]).await);
    restore(world, before).await;
    let name = author.short(COMMUNE, &forged);
    let short = format!("0.{}", name.split_once('.').unwrap().1);
    let live = json!([[short, forged["value"], 7, 8]]);
    let report = json!([{ "record": "r1", "kind": "collective", "field": "name", "live": live }]);
    tell_all(&forger, &author, &told_to, report.clone()).await;
    assert_eq!(stands(&forger).await, [forged["value"].clone()]);
    assert_eq!(author.answer(COMMUNE, honest.clone()).await, "ok");
    assert_eq!(stands(&forger).await, [honest["value"].clone()]);
    tell_all(&forger, &author, &told_to, report).await;
    assert_eq!(stands(&forger).await, [honest["value"].clone()]);
}
