//! What is erased on a person's wish is gone, and nothing brings it back.

use crate::process::{Server, refused, run_with, text};
use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, Phone, World, op, values, with};
use axum::body::Body;
use axum::http::Request;
use endpoint::model::{Erasure, ErasureOutcome};
use endpoint::store::{ErasingMode, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SECRET: &str = "Triệu Tiến Phúc";

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
    what_is_erased_is_empty_everywhere,
    what_comes_of_it_later_is_refused,
    a_backup_of_before_and_its_witnesses_do_not_bring_it_back,
    a_line_is_erased_by_itself,
    files_go_that_nothing_else_names,
);

async fn erase_in(store: &dyn Store, record: &str, at: i64, mode: ErasingMode) -> ErasureOutcome {
    let erasure = Erasure {
        scope: COMMUNE.into(),
        record: record.into(),
        at,
        files: BTreeSet::new(),
    };
    store.erase(erasure, "eras".into(), mode).await.unwrap()
}

async fn erase(world: &World, record: &str) -> ErasureOutcome {
    let store = world.endpoint.store().as_ref();
    let looked = erase_in(store, record, world.now(), ErasingMode::Look).await;
    let erased = erase_in(store, record, world.now(), ErasingMode::Erase).await;
    assert_eq!(looked, erased, "what is said is what is done");
    assert_eq!(store.prove_log(COMMUNE).await.unwrap().unproved, []);
    erased
}

fn written(n: u64, record: &str, field: &str) -> Value {
    op(n, record, field, SECRET)
}

/// Nothing says it: not what stands, nor the history, nor a backup.
async fn is_gone(world: &World, phone: &Phone<'_>) {
    let page = phone.pull(COMMUNE, "", 999_999).await.to_string();
    assert!(!page.contains(SECRET), "{page}");
    let copy = format!("{:?}", backup(world).await);
    assert!(!copy.contains(SECRET), "{copy}");
}

async fn what_is_erased_is_empty_everywhere(world: &World) {
    let phone = world.officer().await;
    let others = [op(4, "r10", "name", "Khác"), op(5, "r2", "subject", "r1")];
    let ops = [
        written(1, "r1", "name"),
        written(2, "r1.x", "note"),
        op(3, "r1", "phone", Value::Null),
    ];
    phone.push(COMMUNE, [&ops[..], &others[..]].concat()).await;
    let names = json!([phone.short(COMMUNE, &ops[0])]);
    phone.push(COMMUNE, [op(6, "r1", "~", names.clone())]).await;
    let before = cursor(&phone.push(COMMUNE, []).await);
    let outcome = erase(world, "r1").await;
    assert_eq!((outcome.fields, outcome.waiting), (2, 0));
    let named_by = BTreeSet::from([(COMMUNE.to_owned(), "r2".to_owned())]);
    assert_eq!(outcome.named_by, named_by);
    is_gone(world, &phone).await;
    // Phones hear of it like of any change, and that it is for ever.
    let page = phone.pull(COMMUNE, before.as_str().unwrap(), 999_999).await;
    let states = page["states"].as_array().unwrap();
    assert_eq!(states.len(), 2, "{page}");
    for state in states {
        assert_eq!(state["live"][0][1], Value::Null);
        assert_eq!(
            (state["live"].as_array().unwrap().len(), &state["erased"]),
            (1, &json!(true))
        );
    }
    let all = phone.pull(COMMUNE, "", 999_999).await;
    assert_eq!(values(&all, "r10", "name"), ["Khác"]);
    assert_eq!(values(&all, "r1", "~"), [&names], "what deletes it stays");
    let history = Request::get(format!("/v1/history?scope={COMMUNE}&record=r1&field=name"))
        .header("authorization", format!("Bearer {}", phone.token))
        .body(Body::empty());
    let history = world.send(history.unwrap()).await.json();
    let how = |place: usize| {
        (
            &history["entries"][place]["how"],
            &history["entries"][place]["value"],
        )
    };
    assert_eq!(how(0), (&json!("accepted"), &Value::Null));
    assert_eq!(how(1), (&json!("erased"), &Value::Null));
    let again = erase(world, "r1").await;
    assert_eq!((again.fields, again.files.len()), (0, 0));
}

async fn what_comes_of_it_later_is_refused(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    a.push(COMMUNE, [written(1, "r1", "name")]).await;
    erase(world, "r1").await;
    // What an old phone had not sent, of the record, of a line, of a line of a line.
    for (n, record) in [(1, "r1"), (2, "r1.x"), (3, "r1.x.y")] {
        assert_eq!(
            b.answer(COMMUNE, written(n, record, "phone")).await,
            "erased"
        );
        assert_eq!(
            b.answer(COMMUNE, written(n, record, "phone")).await,
            "erased"
        );
    }
    assert_eq!(b.answer(COMMUNE, written(4, "r1", "~")).await, "malformed");
    assert_eq!(b.answer(COMMUNE, op(5, "r10", "name", "Khác")).await, "ok");
    assert_eq!(b.answer("06541/a", op(1, "r1", "name", "Khác")).await, "ok");
    // What had entered is answered as it was.
    assert_eq!(a.answer(COMMUNE, written(1, "r1", "name")).await, "ok");
    is_gone(world, &a).await;
}

async fn a_backup_of_before_and_its_witnesses_do_not_bring_it_back(world: &World) {
    let (a, b) = (world.officer().await, world.officer().await);
    let nothing = backup(world).await;
    let written = written(1, "r1", "name");
    let pulled_to = cursor(&a.push(COMMUNE, [written.clone()]).await);
    let with_it = backup(world).await;
    erase(world, "r1").await;
    for old in [with_it, nothing] {
        restore(world, old).await;
        // As `endpoint restore` does before anybody is served.
        erase(world, "r1").await;
        is_gone(world, &a).await;
        let short = a
            .short(COMMUNE, &written)
            .split_once('.')
            .unwrap()
            .1
            .to_owned();
        let report = json!([{
            "record": "r1", "kind": "collective", "field": "name",
            "live": [[format!("0.{short}"), SECRET, 7, 8]],
        }]);
        tell_all(&b, &a, &pulled_to, report.clone()).await;
        // Nor as something that waits.
        let reader = world.phone(register::role::Role::Viewer, COMMUNE).await;
        tell_all(&reader, &a, &pulled_to, report).await;
        is_gone(world, &a).await;
        let answer = a.answer(COMMUNE, with(written.clone(), "at", 8)).await;
        assert_eq!(answer, "erased");
        is_gone(world, &a).await;
    }
}

async fn a_line_is_erased_by_itself(world: &World) {
    let phone = world.officer().await;
    let ops = [
        op(1, "r1", "name", "Stays"),
        written(2, "r1.x", "note"),
        written(3, "r1.x.y", "note"),
    ];
    phone.push(COMMUNE, ops).await;
    assert_eq!(erase(world, "r1.x").await.fields, 2);
    is_gone(world, &phone).await;
    assert_eq!(phone.answer(COMMUNE, op(4, "r1", "name", "B")).await, "ok");
    assert_eq!(
        phone.answer(COMMUNE, op(5, "r1.y", "name", "B")).await,
        "ok"
    );
    assert_eq!(
        phone.answer(COMMUNE, op(6, "r1.x.z", "name", "B")).await,
        "erased"
    );
}

async fn files_go_that_nothing_else_names(world: &World) {
    let phone = world.officer().await;
    let file = |n: u64, record: &str, sha256: &str| {
        let value = json!({ "sha256": sha256, "size": 3, "type": "image/png" });
        let mut op = op(n, record, "file", value);
        op["kind"] = json!("attachment");
        op
    };
    let own = "A".repeat(43);
    let shared = "E".repeat(43);
    let earlier = "I".repeat(43);
    let ops = [
        file(1, "r1.a", &own),
        file(2, "r1.b", &shared),
        file(3, "r1.c", &earlier),
    ];
    phone.push(COMMUNE, ops.clone()).await;
    phone.push("06541/a", [file(1, "r9.a", &shared)]).await;
    let name = phone.short(COMMUNE, &ops[2]);
    let short = format!("0.{}", name.split_once('.').unwrap().1);
    phone
        .push(
            COMMUNE,
            [with(
                op(4, "r1.c", "file", Value::Null),
                "replaces",
                json!([short]),
            )],
        )
        .await;
    let create = async |sha256: &str| {
        let encode = |text: &str| {
            use base64::Engine;
            base64::engine::general_purpose::STANDARD.encode(text)
        };
        let request = Request::post("/v1/files")
            .header("authorization", format!("Bearer {}", phone.token))
            .header("tus-resumable", "1.0.0")
            .header("upload-length", "30")
            .header(
                "upload-metadata",
                format!(
                    "scope {},sha256 {},type {}",
                    encode(COMMUNE),
                    encode(sha256),
                    encode("image/png")
                ),
            );
        world.send(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(create(&own).await.status, 201);
    let outcome = erase(world, "r1").await;
    assert_eq!(
        outcome.files,
        BTreeSet::from([own.clone(), earlier.clone()])
    );
    for gone in [&own, &earlier] {
        create(gone).await.check_error(410, "erased");
    }
    assert_eq!(create(&shared).await.status, 201);
}

/// The register is where the words say, and what is beside it in the folder.
fn an_administrator_erases_and_a_restore_knows_it(register: &[&str], folder: &Path) {
    let run = |arguments: &[&str]| run_with(register, arguments);
    let server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    phone.sync(
        &server,
        json!({ "ops": [written(1, "r1", "name"), op(2, "r2", "name", "B")] }),
    );
    let backup = folder.join("a.backup");
    let backup = backup.to_str().unwrap();
    text(run(&["backup", "--to", backup]));
    let erase = ["erase", "--scope", COMMUNE, "--record", "r1"];
    refused(
        run(&erase),
        "nothing was done: --for-ever erases 1 fields, 1 values",
    );
    let missing = ["erase", "--scope", COMMUNE, "--record", "r7", "--for-ever"];
    refused(run(&missing), "no such record");
    let page = phone.sync(&server, json!({}));
    assert_eq!(values(&page, "r1", "name"), [SECRET]);
    let said = text(run(&[&erase[..], &["--for-ever"]].concat()));
    assert!(
        said.starts_with("erased 1 fields, 1 values of the history"),
        "{said}"
    );
    let page = phone.sync(&server, json!({}));
    assert_eq!(values(&page, "r1", "name"), [&Value::Null]);
    drop(server);
    is_in_no_file(&folder.join("data"));

    let aside = folder.join("aside");
    let restore = ["restore", "--replace", "--from", backup];
    text(run(
        &[&restore[..], &["--aside", aside.to_str().unwrap()]].concat()
    ));
    text(run(&["doctor"]));
    let server = Server::start_with(register, None);
    let late = json!({ "ops": [written(7, "r1", "phone")] });
    let page = phone.sync(&server, late);
    assert_eq!(values(&page, "r1", "name"), [&Value::Null]);
    assert_eq!(values(&page, "r2", "name"), ["B"]);
    let answers = page["answers"].as_object().unwrap();
    assert_eq!(answers.values().collect::<Vec<_>>(), ["erased"]);
}

#[test]
fn an_administrator_erases_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let register = ["--data", data.to_str().unwrap()];
    an_administrator_erases_and_a_restore_knows_it(&register, folder.path());
}

#[test]
fn an_administrator_erases_in_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(crate::private_postgres::database());
    fs::create_dir(folder.path().join("data")).unwrap();
    let acts = folder.path().join("data").join("register.acts");
    let acts = acts.to_str().unwrap();
    let nowhere = ["--database", &database];
    drop(Server::start_with(&nowhere, None));
    let erase = ["erase", "--scope", COMMUNE, "--record", "r1", "--for-ever"];
    refused(run_with(&nowhere, &erase), "where is it noted?");
    let register = ["--database", &database, "--acts", acts];
    an_administrator_erases_and_a_restore_knows_it(&register, folder.path());
    // Into an empty database, of which nothing is known but the file.
    let other = runtime.block_on(crate::private_postgres::database());
    let register = ["--database", &other, "--acts", acts];
    let backup = folder.path().join("a.backup");
    text(run_with(
        &register,
        &["restore", "--from", backup.to_str().unwrap()],
    ));
    let server = Server::start_with(&register, None);
    let phone = server.enrol(&register, "d2");
    let page = phone.sync(&server, json!({}));
    assert_eq!(values(&page, "r1", "name"), [&Value::Null]);
}

/// What was taken out of the file is not left in what is free there.
fn is_in_no_file(data: &Path) {
    for file in fs::read_dir(data).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let found = bytes
            .windows(SECRET.len())
            .any(|some| some == SECRET.as_bytes());
        assert!(!found);
    }
}
