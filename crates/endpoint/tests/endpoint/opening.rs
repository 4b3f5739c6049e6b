//! A register is opened: who founds it, who waits, who may read it, and what a
//! program does with one that is newer than itself.

use crate::private_postgres;
use crate::process::{Server, refused, run, run_with, text};
use crate::world::op;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const INVITE: [&str; 9] = [
    "invite",
    "--base-url",
    "https://so.example.vn",
    "--role",
    "communeOfficer",
    "--commune",
    "06541",
    "--name",
    "Nông Thị Lan",
];

fn init() -> Vec<&'static str> {
    [&INVITE[..], &["--init"]].concat()
}

#[test]
fn a_folder_that_was_mistyped_is_no_new_register() {
    let folder = tempfile::tempdir().unwrap();
    let (typo, to) = (folder.path().join("so-thi-dau"), folder.path().join("to"));
    let to = to.to_str().unwrap();
    let device = ["--device", "d1"];
    for command in [
        &["devices"][..],
        &["invitations"],
        &["revoke", device[0], device[1]],
        &["backup", "--to", to],
        &INVITE,
    ] {
        refused(run(&typo, command), "no register in");
        assert!(!typo.exists(), "{command:?}");
    }
    let database = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(private_postgres::database());
    let empty = ["--database", database.as_str()];
    refused(run_with(&empty, &["backup", "--to", to]), "no register in");
    let both = [&["--data", typo.to_str().unwrap()], &empty[..]].concat();
    let migrate = ["migrate", "--from", "sqlite", "--to", "postgres"];
    refused(run_with(&both, &migrate), "no register in");
    assert!(!typo.exists() && !Path::new(to).exists());
    text(run(&typo, &init()));
    text(run(&typo, &INVITE));
    text(run_with(&empty, &init()));
    text(run_with(&empty, &INVITE));
}

#[test]
fn of_processes_that_begin_a_register_at_once_none_fails() {
    for _ in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let begin = |words: &[&str]| {
            Command::new(crate::program())
                .args(words)
                .args(["--data", folder.path().to_str().unwrap()])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let begun: Vec<_> = (0..6).map(|_| begin(&init())).collect();
        let server = Server::start_with(&["--data", folder.path().to_str().unwrap()], None);
        for process in begun {
            text(process.wait_with_output().unwrap());
        }
        let listed = text(run(folder.path(), &["invitations"]));
        assert_eq!(listed.lines().count(), 1 + 6, "{listed}");
        drop(server);
    }
}

#[cfg(unix)]
mod readable {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Every file in the folder, while it is served.
    fn check_private(data: &Path) {
        assert_eq!(mode(data), 0o700);
        let files = fs::read_dir(data).unwrap();
        let files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
        for file in files {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }

    #[test]
    fn a_register_is_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let register = ["--data", data.to_str().unwrap()];
        let served = || {
            let server = Server::start_with(&register, None);
            let phone = server.enrol(&register, "d1");
            phone.sync(&server, json!({ "ops": [op(1, "r1", "name", "A")] }));
            assert!(data.join("register.sqlite-wal").exists());
            check_private(&data);
        };
        served();
        let backup = folder.path().join("backup");
        text(run(&data, &["backup", "--to", backup.to_str().unwrap()]));
        assert_eq!(mode(&backup), 0o600);

        // As an earlier version left it.
        set_mode(&data, 0o755);
        set_mode(&data.join("register.sqlite"), 0o644);
        set_mode(&backup, 0o644);
        text(run(
            &data,
            &["restore", "--replace", "--from", backup.to_str().unwrap()],
        ));
        check_private(&data);
        fs::remove_dir_all(&data).unwrap();
        fs::create_dir(&data).unwrap();
        set_mode(&data, 0o755);
        served();
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("other"), "").unwrap();
        set_mode(folder.path(), 0o755);
        text(run(folder.path(), &init()));
        assert_eq!(mode(folder.path()), 0o755);
        assert_eq!(mode(&folder.path().join("register.sqlite")), 0o600);
    }
}

/// What a newer program would have noted.
const NEWER: &str = "INSERT INTO _sqlx_migrations
    (version, description, installed_on, success, checksum, execution_time)
    VALUES (9000, 'what is to come', CURRENT_TIMESTAMP, true, '', 0)";

#[test]
fn a_newer_register_is_refused_in_words_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    text(run(folder.path(), &init()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let file = folder.path().join("register.sqlite");
    runtime.block_on(async {
        let url = format!("sqlite://{}", file.display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        connection.execute(NEWER).await.unwrap();
        connection.close().await.unwrap();
    });
    let before = fs::read(&file).unwrap();
    let to = folder.path().join("to");
    let commands = [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["devices"],
        &INVITE,
        &["backup", "--to", to.to_str().unwrap()],
    ];
    for command in commands {
        refused(run(folder.path(), command), "newer version of this program");
        assert_eq!(fs::read(&file).unwrap(), before, "{command:?}");
    }
    assert!(!to.exists());

    let database = runtime.block_on(private_postgres::database());
    let register = ["--database", database.as_str()];
    text(run_with(&register, &init()));
    runtime.block_on(async {
        let mut connection = PgConnection::connect(&database).await.unwrap();
        connection.execute(NEWER).await.unwrap();
    });
    for command in commands {
        refused(
            run_with(&register, command),
            "newer version of this program",
        );
    }
}
