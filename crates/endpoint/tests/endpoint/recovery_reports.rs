//! What phones tell an endpoint that was set back, on both stores.

use crate::world::{COMMUNE, HOUR, Phone, World, op, values, with};
use endpoint::model::LastingAct;
use endpoint::store::copy::{CopyMode, CopyPart};
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};
use tokio::sync::mpsc;

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
    it_adds_what_is_not_known_and_replaces_what_the_backup_held,
    it_replaces_nothing_that_came_after_the_backup,
    who_had_not_pulled_all_of_the_backup_replaces_nothing,
    what_was_never_pulled_by_name_is_not_replaced,
    what_a_reader_tells_waits_until_somebody_decides,
    an_operation_that_was_told_replaces_when_it_arrives,
    what_only_a_junk_cursor_tells_is_passed_over,
    telling_ends_when_an_administrator_says,
    what_is_gone_enters_dead_and_replaces,
    it_counts_for_nothing_where_nothing_was_set_back,
    what_cannot_be_read_holds_up_nothing,
    numbers_that_nobody_sends_again_leave_no_gap,
    what_was_refused_only_since_is_brought_back,
);

pub async fn backup(world: &World) -> Vec<CopyPart> {
    let (send, mut receive) = mpsc::channel(4);
    let collect = async {
        let mut all = Vec::new();
        while let Some(rows) = receive.recv().await {
            all.push(rows);
        }
        all
    };
    let (sent, all) = tokio::join!(world.endpoint.store().copy_out(send), collect);
    sent.unwrap();
    all
}

/// In a new epoch, an hour later.
pub async fn restore(world: &World, backup: Vec<CopyPart>) {
    restore_with(world, backup, Vec::new()).await;
}

/// As [`restore`], and these acts are done again.
pub async fn restore_with(world: &World, backup: Vec<CopyPart>, acts: Vec<LastingAct>) {
    world.pass(HOUR);
    let (send, receive) = mpsc::channel(backup.len());
    for rows in backup {
        send.try_send(rows).unwrap();
    }
    drop(send);
    let epoch = world.endpoint.randomness().token()[..8].to_owned();
    let at = world.now();
    let mark = "acts".to_owned();
    let taking = CopyMode::Restored {
        epoch,
        at,
        mark,
        acts,
    };
    world
        .endpoint
        .store()
        .copy_in(receive, taking)
        .await
        .unwrap();
}

/// A name as short as a message of `phone` alone has it.
fn short(phone: &Phone<'_>, op: &Value) -> String {
    let name = phone.short(COMMUNE, op);
    format!("0.{}", name.split_once('.').unwrap().1)
}

pub fn cursor(reply: &Value) -> Value {
    reply["scopes"][0]["cursor"].clone()
}

/// `witness` tells that these operations of `author` stand in `r1`'s name.
async fn tell(witness: &Phone<'_>, author: &Phone<'_>, cursor: &Value, stands: &[&Value]) -> Value {
    let live: Vec<Value> = stands
        .iter()
        .map(|op| json!([short(author, op), op["value"], op["at"], 8]))
        .collect();
    let told = json!({ "record": "r1", "kind": "collective", "field": "name", "live": live });
    tell_all(witness, author, cursor, json!([told])).await
}

pub async fn tell_all(
    witness: &Phone<'_>,
    author: &Phone<'_>,
    cursor: &Value,
    testimony: Value,
) -> Value {
    let pulled = json!({ "0": 3 });
    tell_with(witness, author, cursor, testimony, pulled).await
}

async fn tell_with(
    witness: &Phone<'_>,
    author: &Phone<'_>,
    cursor: &Value,
    testimony: Value,
    pulled: Value,
) -> Value {
    let scope = json!({
        "scope": COMMUNE, "cursor": cursor, "testimony": testimony, "pulled": pulled,
    });
    let mut request = witness.request(json!([scope]));
    request["devices"] = json!([author.device]);
    let reply = witness.sync(request).await["scopes"][0].clone();
    assert_eq!(
        (&reply["more"], &reply["reset"], &reply["states"]),
        (&json!(true), &Value::Null, &Value::Null),
        "nothing is pulled while it tells"
    );
    reply
}

async fn stands(phone: &Phone<'_>) -> Vec<String> {
    let page = phone.pull(COMMUNE, "", 9_999).await;
    let mut found: Vec<String> = values(&page, "r1", "name")
        .into_iter()
        .map(|value| value.as_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

/// A's 1, a backup, A's 2 in its place, pulled by B to the end.
struct Story<'w> {
    a: Phone<'w>,
    b: Phone<'w>,
    two: Value,
    backup: Vec<CopyPart>,
    pulled_to: Value,
}

async fn story(world: &World) -> Story<'_> {
    let (a, b) = (world.officer().await, world.officer().await);
    let one = op(1, "r1", "name", "1");
    a.push(COMMUNE, [one.clone()]).await;
    let backup = backup(world).await;
    let two = with(
        op(2, "r1", "name", "2"),
        "replaces",
        json!([short(&a, &one)]),
    );
    let pulled_to = cursor(&a.push(COMMUNE, [two.clone()]).await);
    Story {
        a,
        b,
        two,
        backup,
        pulled_to,
    }
}

async fn it_adds_what_is_not_known_and_replaces_what_the_backup_held(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    let (a, b) = (&story.a, &story.b);
    assert_eq!(stands(b).await, ["1"]);
    let page = b
        .pull(COMMUNE, story.pulled_to.as_str().unwrap(), 9_999)
        .await;
    assert_eq!((&page["reset"], &page["held"]), (&json!(true), &json!(1)));
    for _ in 0..2 {
        tell(b, a, &story.pulled_to, &[&story.two]).await;
        assert_eq!(stands(b).await, ["2"]);
    }
}

async fn it_replaces_nothing_that_came_after_the_backup(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    // By a number that the witness had pulled in another life.
    story.a.push(COMMUNE, [op(3, "r1", "name", "3")]).await;
    tell(&story.b, &story.a, &story.pulled_to, &[&story.two]).await;
    assert_eq!(stands(&story.b).await, ["2", "3"]);
}

async fn who_had_not_pulled_all_of_the_backup_replaces_nothing(world: &World) {
    let a = world.officer().await;
    let early = cursor(&a.push(COMMUNE, [op(1, "r2", "name", "early")]).await);
    let story = story(world).await;
    restore(world, story.backup).await;
    // Its place is one of this history, and before the backup's end.
    tell(&story.b, &story.a, &early, &[&story.two]).await;
    assert_eq!(stands(&story.b).await, ["1", "2"]);
    // And it may not say where it had pulled to at all.
    tell(&story.b, &story.a, &json!("elsewhere.99.aaaa"), &[]).await;
    assert_eq!(stands(&story.b).await, ["1", "2"]);
}

async fn what_was_never_pulled_by_name_is_not_replaced(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    // A place past the backup's end, of a history in which A had said nothing:
    // a file was put back by hand in between.
    for pulled in [json!({}), json!({ "0": 0 }), json!({ "7": 9 })] {
        let told = json!([{ "record": "r1", "kind": "collective", "field": "name", "live": [] }]);
        tell_with(&story.b, &story.a, &story.pulled_to, told, pulled).await;
        assert_eq!(stands(&story.b).await, ["1"]);
    }
}

/// What waits, by the reply to a pull from the beginning.
async fn waits(phone: &Phone<'_>) -> Vec<Value> {
    let page = phone.pull(COMMUNE, "", 9_999).await;
    page["told"].as_array().cloned().unwrap_or_default()
}

async fn what_a_reader_tells_waits_until_somebody_decides(world: &World) {
    let reader = world.phone(Role::Viewer, COMMUNE).await;
    let story = story(world).await;
    restore(world, story.backup).await;
    for _ in 0..2 {
        tell(&reader, &story.a, &story.pulled_to, &[&story.two]).await;
    }
    // It joins nothing, and takes nothing out.
    assert_eq!(stands(&reader).await, ["1"]);
    assert_eq!(waits(&reader).await, [json!(null); 0], "who may not write");
    let waiting = waits(&story.b).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(
        (
            &waiting[0]["field"],
            &waiting[0]["entry"][1],
            waiting[0]["by"].as_array().unwrap().len()
        ),
        (&json!("name"), &json!("2"), 1)
    );
    let decides = json!([{ "scope": COMMUNE, "decided": [waiting[0]["id"]] }]);
    reader.sync(reader.request(decides.clone())).await;
    assert_eq!(waits(&story.b).await.len(), 1, "a reader decides nothing");
    let reply = story.b.sync(story.b.request(decides)).await;
    assert_eq!(reply["scopes"][0]["told"], json!([]));
    assert_eq!(waits(&story.a).await, [json!(null); 0]);
    // Its author brings it all the same.
    assert_eq!(story.a.answer(COMMUNE, story.two.clone()).await, "ok");
    assert_eq!(stands(&reader).await, ["2"]);
}

async fn what_only_a_junk_cursor_tells_is_passed_over(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    let pulled_to = story.pulled_to.as_str().unwrap();
    let (epoch, _) = pulled_to.split_once('.').unwrap();
    for junk in [
        "",
        "x.1.aaaa",
        &format!("{epoch}.99.aaaa"),
        &format!("{pulled_to}A"),
    ] {
        tell(&story.b, &story.a, &json!(junk), &[&story.two]).await;
        assert_eq!(stands(&story.b).await, ["1"], "{junk}");
    }
}

async fn telling_ends_when_an_administrator_says(world: &World) {
    let story = story(world).await;
    let store = world.endpoint.store();
    assert_eq!(store.recovery_until().await.unwrap(), None);
    restore(world, story.backup).await;
    let usual = world.now() + 90 * 24 * HOUR;
    assert_eq!(store.recovery_until().await.unwrap(), Some(usual));
    store.set_recovery_until(world.now() - 1).await.unwrap();
    tell(&story.b, &story.a, &story.pulled_to, &[&story.two]).await;
    assert_eq!(stands(&story.b).await, ["1"]);
    store.set_recovery_until(world.now()).await.unwrap();
    tell(&story.b, &story.a, &story.pulled_to, &[&story.two]).await;
    assert_eq!(stands(&story.b).await, ["2"]);
}

async fn an_operation_that_was_told_replaces_when_it_arrives(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let before = backup(world).await;
    let one = op(1, "r1", "name", "1");
    let two = with(
        op(2, "r1", "name", "2"),
        "replaces",
        json!([short(&a, &one)]),
    );
    let pulled_to = cursor(&a.push(COMMUNE, [one.clone(), two.clone()]).await);
    restore(world, before).await;
    tell(&b, &a, &pulled_to, &[&two]).await;
    a.push(COMMUNE, [one]).await;
    assert_eq!(stands(&b).await, ["1", "2"]);
    for _ in 0..2 {
        assert_eq!(a.answer(COMMUNE, two.clone()).await, "ok");
        assert_eq!(stands(&b).await, ["2"]);
    }
}

async fn what_was_refused_only_since_is_brought_back(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let before = backup(world).await;
    let one = op(1, "r1", "name", "1");
    let pulled_to = cursor(&a.push(COMMUNE, [one.clone()]).await);
    restore(world, before).await;
    let store = world.endpoint.store();
    for (role, held) in [(Role::CommuneOfficer, false), (Role::Viewer, true)] {
        let scope = COMMUNE.to_owned();
        let set = store.set_role(&a.device, Grant { scope, role }, held).await;
        assert!(set.unwrap());
    }
    for _ in 0..2 {
        assert_eq!(a.answer(COMMUNE, one.clone()).await, "noRight");
        assert!(stands(&b).await.is_empty());
    }
    for _ in 0..2 {
        tell(&b, &a, &pulled_to, &[&one]).await;
        assert_eq!(stands(&b).await, ["1"]);
        // It stands as what B tells; A's own was refused, and stays so.
        assert_eq!(a.answer(COMMUNE, one.clone()).await, "noRight");
    }
}

async fn what_is_gone_enters_dead_and_replaces(world: &World) {
    let a = world.officer().await;
    let one = op(1, "r1", "name", "1");
    a.push(COMMUNE, [one.clone()]).await;
    let gone = with(
        op(2, "r1", "name", "2"),
        "replaces",
        json!([short(&a, &one)]),
    );
    let gone = with(gone, "gone", true);
    for _ in 0..2 {
        assert_eq!(a.answer(COMMUNE, gone.clone()).await, "ok");
        assert_eq!(stands(&a).await, [""; 0]);
    }
    // Who has no right has none for this either.
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    a.push(COMMUNE, [op(3, "r1", "name", "3")]).await;
    let three = short(&a, &op(3, "r1", "name", "3"));
    let mut request = viewer.request(json!([{ "scope": COMMUNE, "ops": [
        with(with(op(1, "r1", "name", "4"), "replaces", json!([three])), "gone", true),
    ] }]));
    request["devices"] = json!([viewer.device]);
    let reply = viewer.sync(request).await;
    assert!(reply.to_string().contains("noRight"), "{reply}");
    assert_eq!(stands(&a).await, ["3"]);
}

async fn it_counts_for_nothing_where_nothing_was_set_back(world: &World) {
    let story = story(world).await;
    tell(&story.b, &story.a, &story.pulled_to, &[]).await;
    let made_up = op(7, "r1", "name", "made up");
    tell(&story.b, &story.a, &story.pulled_to, &[&made_up]).await;
    assert_eq!(stands(&story.b).await, ["2"]);
    // Nor with a place that never was.
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    for who in [&viewer, &story.b] {
        let nowhere = json!("elsewhere.99.aaaa");
        tell(who, &story.a, &nowhere, &[&made_up]).await;
        assert_eq!(stands(&story.b).await, ["2"]);
        assert_eq!(waits(&story.b).await, [json!(null); 0]);
    }
}

async fn what_cannot_be_read_holds_up_nothing(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    let (a, b) = (&story.a, &story.b);
    let name = short(a, &story.two);
    let good = json!({
        "record": "r1", "kind": "collective", "field": "name", "live": [[name, "2", 7, 8]],
    });
    let odd = [
        json!("x"),
        json!({ "record": "r1" }),
        with(good.clone(), "record", "a\u{0}b"),
        with(good.clone(), "field", "r|1"),
        with(good.clone(), "kind", "another"),
        with(good.clone(), "live", json!([["9.2.aaaa", "2", 7, 8]])),
        with(good.clone(), "live", json!([["0.2.aaaa", 1.5, 7, 8]])),
        with(
            good.clone(),
            "live",
            json!([[format!("0.{}.aaaa", u64::MAX), "2", 7, 8]]),
        ),
        good,
    ];
    tell_all(b, a, &story.pulled_to, json!(odd)).await;
    assert_eq!(stands(b).await, ["2"]);
    let much = json!([{
        "scope": COMMUNE, "testimony": vec![json!(1); 5_001],
    }]);
    b.send(b.request(much).to_string())
        .await
        .check_error(400, "badRequest");
}

async fn numbers_that_nobody_sends_again_leave_no_gap(world: &World) {
    let story = story(world).await;
    restore(world, story.backup).await;
    let (a, three) = (&story.a, op(3, "r1", "phone", "3"));
    // A sends 3, with its testimony, and 2 no more.
    let request = a.request(json!([{
        "scope": COMMUNE, "cursor": story.pulled_to, "ops": [three],
        "testimony": [{ "record": "r1", "kind": "collective", "field": "name", "live": [] }],
    }]));
    a.sync(request).await;
    let reply = a.push(COMMUNE, [op(4, "r1", "phone", "4")]).await;
    let scope = &reply["scopes"][0];
    assert_eq!(
        (&scope["seen"]["0"], &scope["beyond"]),
        (&json!(4), &Value::Null)
    );
    // A number used anew is told from one that never came again.
    assert_eq!(a.answer(COMMUNE, story.two.clone()).await, "ok");
    assert_eq!(a.answer(COMMUNE, op(4, "r1", "phone", "5")).await, "forked");
}
