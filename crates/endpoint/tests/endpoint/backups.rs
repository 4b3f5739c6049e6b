//! Backups, restores and the move between databases, with the real binary.

use crate::private_postgres;
use crate::process::{Server, refused, run_with, text};
use crate::world::{op, values};
use endpoint::model::StoreError;
use endpoint::secrets::Randomness;
use endpoint::store::Store;
use endpoint::store::copy::{CopyMode, CopyPart, TABLES, inventory};
use endpoint::store::sqlite::SqliteStore;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// The files of a folder whose names begin so.
fn files_of(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let begins = |file: &PathBuf| {
        let name = file.file_name().unwrap().to_str().unwrap();
        name.starts_with(beginning)
    };
    files.filter(begins).collect()
}

fn database() -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(private_postgres::database())
}

#[test]
fn a_register_moves_to_postgres_and_back_and_its_phones_notice_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, database) = (folder.path().to_str().unwrap(), database());
    let both = ["--data", data, "--database", &database];
    let to_postgres = ["migrate", "--from", "sqlite", "--to", "postgres"];
    let on_sqlite = ["--data", data];

    let server = Server::start(folder.path());
    let phone = server.enrol(&on_sqlite, "d1");
    let edits: Vec<Value> = (1..=700)
        .map(|n| op(n, &format!("r{n}"), "name", "Ánh"))
        .collect();
    let before = phone.sync(&server, json!({ "ops": edits }));
    refused(run_with(&both, &to_postgres), "stop it first");
    drop(server);

    let moved = text(run_with(&both, &to_postgres));
    assert!(moved.contains("701 records of 706 fields"), "{moved}");
    assert!(!folder.path().join("register.sqlite").exists());
    let on_postgres = ["--database", database.as_str()];
    let server = Server::start_with(&on_postgres, None);
    let after = phone.sync(&server, json!({ "cursor": before["cursor"] }));
    assert_eq!(
        (&after["reset"], &after["states"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(after["cursor"], before["cursor"]);
    let replaced = op(701, "r1", "name", "Ánh hai");
    phone.sync(
        &server,
        json!({ "cursor": before["cursor"], "ops": [replaced] }),
    );
    drop(server);

    // A second move there would mix two registers.
    let old = files_of(folder.path(), "register.sqlite.moved-");
    std::fs::rename(&old[0], folder.path().join("register.sqlite")).unwrap();
    refused(run_with(&both, &to_postgres), "not empty");
    std::fs::remove_file(folder.path().join("register.sqlite")).unwrap();
    text(run_with(
        &both,
        &["migrate", "--from", "postgres", "--to", "sqlite"],
    ));
    let server = Server::start(folder.path());
    let back = phone.sync(&server, json!({ "cursor": before["cursor"] }));
    assert_eq!(values(&back, "r1", "name"), ["Ánh", "Ánh hai"]);
    assert_eq!(back["states"].as_array().unwrap().len(), 1);
}

/// Every saving sets two fields to the same number; a backup of one moment
/// holds both or neither.
fn a_backup_is_of_one_moment_and_restores(register: &[&str], folder: &Path) {
    let server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    let file = folder.join("backup.sqlite");
    let to = ["backup", "--to", file.to_str().unwrap()];
    let (backed_up, written) = (AtomicBool::new(false), AtomicBool::new(false));
    let last = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for round in 0_u64.. {
                let done = backed_up.load(Ordering::Acquire);
                let ops = [
                    op(2 * round + 1, &format!("r{round}"), "one", round),
                    op(2 * round + 2, &format!("r{round}"), "two", round),
                ];
                let answered = phone.sync(&server, json!({ "ops": ops }));
                assert_eq!(answered["answers"].as_object().unwrap().len(), 2);
                written.store(round > 5, Ordering::Release);
                if done {
                    return round;
                }
            }
            unreachable!()
        });
        while !written.load(Ordering::Acquire) {
            assert!(!writing.is_finished());
            std::thread::yield_now();
        }
        let backup = run_with(register, &to);
        // Said before it is looked at: whoever writes would wait for it for ever.
        backed_up.store(true, Ordering::Release);
        text(backup);
        writing.join().unwrap()
    });
    refused(run_with(register, &to), "is there already");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // The phone hears how far the backup holds its operations.
    let told = phone.sync(&server, json!({}));
    let kept = told["kept"]["0"].as_u64().unwrap();
    assert!(kept > 10 && kept <= 2 * (last + 1), "{kept} of {last}");

    let elsewhere = tempfile::tempdir().unwrap();
    let there = ["--data", elsewhere.path().to_str().unwrap()];
    let from = ["restore", "--from", file.to_str().unwrap()];
    let said = text(run_with(&there, &from));
    refused(run_with(&there, &from), "not empty");
    let restored = Server::start_with(&there, None);
    let (_, health) = restored.send("GET", "/v1/health", "", "");
    let (_, earlier) = server.send("GET", "/v1/health", "", "");
    assert_ne!(health["epoch"], earlier["epoch"]);
    assert!(said.contains(health["epoch"].as_str().unwrap()), "{said}");
    let page = phone.sync(&restored, json!({ "cursor": told["cursor"] }));
    assert_eq!(page["reset"], true);
    assert_eq!(page["seen"]["0"], kept);
    assert_eq!(page["states"].as_array().unwrap().len() as u64, kept);
    for round in 0..kept / 2 {
        let record = format!("r{round}");
        assert_eq!(values(&page, &record, "one"), values(&page, &record, "two"));
    }
}

#[test]
fn a_backup_of_a_file_in_use_is_of_one_moment_and_restores() {
    let folder = tempfile::tempdir().unwrap();
    let register = ["--data", folder.path().to_str().unwrap()];
    a_backup_is_of_one_moment_and_restores(&register, folder.path());
}

#[test]
fn a_backup_of_postgres_in_use_is_of_one_moment_and_restores() {
    let folder = tempfile::tempdir().unwrap();
    let database = database();
    a_backup_is_of_one_moment_and_restores(&["--database", &database], folder.path());
}

#[test]
fn a_database_is_restored_while_it_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    let database = database();
    let register = ["--database", database.as_str()];
    let server = Server::start_with(&register, None);
    let phone = server.enrol(&register, "d1");
    phone.sync(&server, json!({ "ops": [op(1, "r1", "name", "A")] }));
    text(run_with(
        &register,
        &["backup", "--to", file.to_str().unwrap()],
    ));
    let later = phone.sync(&server, json!({ "ops": [op(2, "r1", "name", "B")] }));
    text(run_with(
        &register,
        &["restore", "--replace", "--from", file.to_str().unwrap()],
    ));
    // The process that was there before speaks of the new epoch.
    let page = phone.sync(&server, json!({ "cursor": later["cursor"] }));
    assert_eq!(page["reset"], true);
    assert_eq!(values(&page, "r1", "name"), ["A"]);
    refused(
        run_with(&register, &["restore", "--replace", "--from", "/nowhere"]),
        "no file",
    );

    // A backup that is not whole leaves everything as it was.
    let whole = std::fs::read(&file).unwrap();
    for broken in [&whole[..whole.len() / 2], b"not a backup"] {
        std::fs::write(&file, broken).unwrap();
        let from = ["restore", "--replace", "--from", file.to_str().unwrap()];
        refused(run_with(&register, &from), "no backup");
        let page = phone.sync(&server, json!({}));
        assert_eq!(values(&page, "r1", "name"), ["A"]);
    }
    // What was replaced is a backup beside the one that was restored.
    let aside = files_of(folder.path(), "backup.replaced-");
    text(run_with(
        &register,
        &["restore", "--replace", "--from", aside[0].to_str().unwrap()],
    ));
    let page = phone.sync(&server, json!({}));
    assert_eq!(values(&page, "r1", "name"), ["A", "B"]);
}

/// Whatever breaks off on the way, what was there stays.
async fn a_copy_that_breaks_off_changes_nothing(store: &dyn Store) {
    let before = inventory(store).await.unwrap();
    let (send, mut receive) = mpsc::channel(64);
    store.copy_out(send).await.unwrap();
    let (pass, broken_off) = mpsc::channel(64);
    while let Some(part) = receive.recv().await {
        if matches!(part, CopyPart::Rows(_)) {
            pass.send(part).await.unwrap();
        }
    }
    drop(pass);
    let taken = store.copy_in(broken_off, CopyMode::AsItIs).await;
    assert!(
        matches!(taken, Err(StoreError::Damaged(_))),
        "{:?}",
        taken.map(|taken| taken.all_rows())
    );
    assert!(inventory(store).await.unwrap() == before);
    assert!(before.rows_of("meta") > 0);
}

#[tokio::test]
async fn a_copy_that_breaks_off_changes_nothing_in_either_store() {
    let folder = tempfile::tempdir().unwrap();
    let randomness = Randomness::of_the_system();
    let sqlite = SqliteStore::open(folder.path(), &randomness).await.unwrap();
    a_copy_that_breaks_off_changes_nothing(&sqlite).await;
    let postgres = private_postgres::open(&private_postgres::database().await).await;
    a_copy_that_breaks_off_changes_nothing(&postgres).await;
}

/// `table.column` of everything that travels.
fn copied() -> BTreeSet<String> {
    let columns = |table: &endpoint::store::copy::TableSpec| {
        let name = table.name;
        let columns = table.columns.iter();
        columns
            .map(|column| format!("{name}.{}", column.name()))
            .collect::<Vec<_>>()
    };
    TABLES.iter().flat_map(columns).collect()
}

/// A copy is read in the order of its keys, and both databases have to know the same one.
#[tokio::test]
async fn every_key_sorts_by_its_bytes() {
    let database = private_postgres::database().await;
    private_postgres::open(&database).await;
    let mut connection = PgConnection::connect(&database).await.unwrap();
    for table in &TABLES {
        for column in table.columns[..table.key]
            .iter()
            .map(|column| column.name())
        {
            let collation: Option<String> = sqlx::query_scalar(
                "SELECT collation_name FROM information_schema.columns
                 WHERE table_name = $1 AND column_name = $2 AND data_type = 'text'",
            )
            .bind(table.name)
            .bind(column)
            .fetch_optional(&mut connection)
            .await
            .unwrap()
            .map(|collation: Option<String>| collation.unwrap_or_default());
            let sorts = collation.is_none_or(|collation| collation == "C");
            assert!(sorts, "{}.{column}", table.name);
        }
    }
}

#[tokio::test]
async fn a_copy_is_of_every_column_of_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), &Randomness::of_the_system()).await;
    store.unwrap().close().await;
    let file = format!("sqlite://{}", SqliteStore::file_in(folder.path()).display());
    let mut connection = SqliteConnection::connect(&file).await.unwrap();
    let there: Vec<String> = sqlx::query_scalar(
        "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT LIKE '_sqlx%'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(BTreeSet::from_iter(there), copied());

    let database = private_postgres::database().await;
    private_postgres::open(&database).await;
    let mut connection = PgConnection::connect(&database).await.unwrap();
    let there: Vec<String> = sqlx::query_scalar(
        "SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '_sqlx%'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(BTreeSet::from_iter(there), copied());
}
