//! Files outlive connections, processes and databases: with the real binary.

use crate::private_postgres;
use crate::process::{Answered, Client, Said, Server, run_with, text};
use crate::uploads::{Held, PIECE, document, photograph};
use crate::world::{COMMUNE, op, values};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use endpoint::store::sqlite::SqliteStore;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::fs;
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::thread::yield_now;

impl Client {
    fn tus(&self, method: &str, address: &str) -> Said {
        Said::new(method, address, &self.token).with("Tus-Resumable", "1.0.0")
    }

    fn create(&self, server: &Server, file: &Held) {
        let said = self
            .tus("POST", "/v1/files")
            .with("Upload-Length", &file.bytes.len().to_string())
            .with("Upload-Metadata", &file.metadata());
        assert_eq!(said.ask(&server.address, b"").unwrap().status, 201);
    }

    fn take_over(&self, server: &Server, file: &Held, from: &str) {
        let metadata = format!("{},from {}", file.metadata(), STANDARD.encode(from));
        let said = self
            .tus("POST", "/v1/files")
            .with("Upload-Length", &file.bytes.len().to_string())
            .with("Upload-Metadata", &metadata);
        let answer = said.ask(&server.address, b"").unwrap();
        assert_eq!(answer.header("upload-offset"), file.bytes.len().to_string());
    }

    fn arrived(&self, server: &Server, file: &Held) -> usize {
        let said = self.tus("HEAD", &file.address());
        let answer = said.ask(&server.address, b"").unwrap();
        answer.header("upload-offset").parse().unwrap()
    }

    fn wait_for(&self, server: &Server, file: &Held, expected: usize) {
        for _ in 0..100_000 {
            match self.arrived(server, file) {
                arrived if arrived == expected => return,
                arrived => assert!(arrived < expected, "{arrived} of {expected}"),
            }
            yield_now();
        }
        panic!("{expected} bytes never arrive");
    }

    fn patch(&self, file: &Held, offset: usize) -> Said {
        self.tus("PATCH", &file.address())
            .with("Content-Type", "application/offset+octet-stream")
            .with("Upload-Offset", &offset.to_string())
    }

    /// Says that all of the file comes, sends some of it, and no more.
    fn begin(&self, server: &Server, file: &Held, count: usize) -> TcpStream {
        let said = self.patch(file, 0);
        let mut socket = said.begin(&server.address, file.bytes.len()).unwrap();
        socket.write_all(&file.bytes[..count]).unwrap();
        socket
    }

    /// Sends what is not there.
    fn go_on(&self, server: &Server, file: &Held) {
        let offset = self.arrived(server, file);
        let said = self.patch(file, offset);
        let answer = said.ask(&server.address, &file.bytes[offset..]).unwrap();
        assert_eq!(answer.status, 204);
        assert_eq!(answer.header("upload-offset"), file.bytes.len().to_string());
    }

    fn fetch(&self, server: &Server, file: &Held) -> Answered {
        let said = Said::new("GET", &file.address(), &self.token);
        said.ask(&server.address, b"").unwrap()
    }

    fn check_whole(&self, server: &Server, file: &Held) {
        let answer = self.fetch(server, file);
        assert!(answer.status == 200 && answer.body == file.bytes);
    }
}

fn database() -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(private_postgres::database())
}

fn on_sqlite(behaviour: fn(&[&str], &Path)) {
    let folder = tempfile::tempdir().unwrap();
    behaviour(&["--data", folder.path().to_str().unwrap()], folder.path());
}

fn on_postgres(behaviour: fn(&[&str], &Path)) {
    let folder = tempfile::tempdir().unwrap();
    behaviour(&["--database", &database()], folder.path());
}

fn what_arrived_before_a_connection_was_cut_stays(register: &[&str], _: &Path) {
    let server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    let file = photograph(COMMUNE, 3 * PIECE + 5_000);
    phone.create(&server, &file);
    let socket = phone.begin(&server, &file, PIECE + 1_000);
    // The piece is on disk while the rest is still on its way.
    phone.wait_for(&server, &file, PIECE);
    // Meanwhile nobody is held up.
    let answered = phone.sync(&server, json!({ "ops": [op(1, "r1", "name", "A")] }));
    assert_eq!(answered["states"][0]["record"], "r1");
    socket.shutdown(Shutdown::Both).unwrap();
    drop(socket);
    phone.wait_for(&server, &file, PIECE + 1_000);
    phone.go_on(&server, &file);
    phone.check_whole(&server, &file);
}

#[test]
fn what_arrived_before_a_connection_was_cut_stays_on_sqlite() {
    on_sqlite(what_arrived_before_a_connection_was_cut_stays);
}

#[test]
fn what_arrived_before_a_connection_was_cut_stays_on_postgres() {
    on_postgres(what_arrived_before_a_connection_was_cut_stays);
}

fn what_was_confirmed_before_a_kill_stays(register: &[&str], _: &Path) {
    let mut server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    let file = photograph(COMMUNE, 4 * PIECE);
    phone.create(&server, &file);
    let _socket = phone.begin(&server, &file, 2 * PIECE + 1_000);
    phone.wait_for(&server, &file, 2 * PIECE);
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    let server = Server::start_with(register, None);
    assert_eq!(phone.arrived(&server, &file), 2 * PIECE);
    phone.go_on(&server, &file);
    phone.check_whole(&server, &file);
}

#[test]
fn what_was_confirmed_before_a_kill_stays_on_sqlite() {
    on_sqlite(what_was_confirmed_before_a_kill_stays);
}

#[test]
fn what_was_confirmed_before_a_kill_stays_on_postgres() {
    on_postgres(what_was_confirmed_before_a_kill_stays);
}

/// Makes a register one of the version before files.
const BEFORE_FILES: &str = "DROP TABLE file_piece; DROP TABLE file;
    DELETE FROM _sqlx_migrations WHERE description = 'files'";

fn a_register_of_before_takes_files_in(register: &[&str], folder: &Path) {
    let server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    phone.sync(&server, json!({ "ops": [op(1, "r1", "name", "A")] }));
    drop(server);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        if register[0] == "--data" {
            let file = format!("sqlite://{}", SqliteStore::file_in(folder).display());
            let mut connection = SqliteConnection::connect(&file).await.unwrap();
            connection.execute(BEFORE_FILES).await.unwrap();
            connection.close().await.unwrap();
        } else {
            let mut connection = PgConnection::connect(register[1]).await.unwrap();
            connection.execute(BEFORE_FILES).await.unwrap();
        }
    });
    let server = Server::start_with(register, None);
    let page = phone.sync(&server, json!({}));
    assert_eq!(values(&page, "r1", "name"), ["A"]);
    let file = photograph(COMMUNE, 1_000);
    phone.create(&server, &file);
    phone.go_on(&server, &file);
    phone.check_whole(&server, &file);
}

#[test]
fn a_register_of_before_takes_files_in_on_sqlite() {
    on_sqlite(a_register_of_before_takes_files_in);
}

#[test]
fn a_register_of_before_takes_files_in_on_postgres() {
    on_postgres(a_register_of_before_takes_files_in);
}

/// A file that is whole, the same as another scope took it over, and one that is not whole.
fn some_files(server: &Server, phone: &Client) -> ([Held; 2], Held) {
    let whole = photograph(COMMUNE, 5 * PIECE + 1);
    phone.create(server, &whole);
    phone.go_on(server, &whole);
    let taken = Held {
        scope: "06541/all".to_owned(),
        ..whole.clone()
    };
    phone.take_over(server, &taken, COMMUNE);
    let begun = document("06541/village", 2 * PIECE);
    phone.create(server, &begun);
    drop(phone.begin(server, &begun, PIECE));
    phone.wait_for(server, &begun, PIECE);
    ([whole, taken], begun)
}

fn files_are_in_a_backup(register: &[&str], folder: &Path) {
    let server = Server::start_with(register, None);
    let phone = server.enrol(register, "d1");
    let (whole, begun) = some_files(&server, &phone);
    let backup = folder.join("backup.sqlite");
    let said = text(run_with(
        register,
        &["backup", "--to", backup.to_str().unwrap()],
    ));
    assert!(said.contains("3 files"), "{said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let there = ["--data", elsewhere.path().to_str().unwrap()];
    let said = text(run_with(
        &there,
        &["restore", "--from", backup.to_str().unwrap()],
    ));
    assert!(said.contains("3 files"), "{said}");
    let restored = Server::start_with(&there, None);
    for file in &whole {
        phone.check_whole(&restored, file);
    }
    assert_eq!(phone.arrived(&restored, &begun), PIECE);
    phone.go_on(&restored, &begun);
    phone.check_whole(&restored, &begun);
    assert_eq!(phone.fetch(&server, &begun).status, 404);
}

#[test]
fn files_are_in_a_backup_of_sqlite() {
    on_sqlite(files_are_in_a_backup);
}

#[test]
fn files_are_in_a_backup_of_postgres() {
    on_postgres(files_are_in_a_backup);
}

#[test]
fn files_move_from_one_database_to_the_other_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (data, database) = (folder.path().to_str().unwrap(), database());
    let both = ["--data", data, "--database", &database];
    let server = Server::start(folder.path());
    let phone = server.enrol(&["--data", data], "d1");
    let (whole, begun) = some_files(&server, &phone);
    drop(server);

    let to_postgres = ["migrate", "--from", "sqlite", "--to", "postgres"];
    let moved = text(run_with(&both, &to_postgres));
    assert!(moved.contains("3 files"), "{moved}");
    let server = Server::start_with(&["--database", &database], None);
    for file in &whole {
        phone.check_whole(&server, file);
    }
    assert_eq!(phone.arrived(&server, &begun), PIECE);
    phone.go_on(&server, &begun);
    drop(server);

    let to_sqlite = ["migrate", "--from", "postgres", "--to", "sqlite"];
    text(run_with(&both, &to_sqlite));
    let server = Server::start(folder.path());
    for file in whole.iter().chain([&begun]) {
        phone.check_whole(&server, file);
    }
}

#[test]
fn the_log_says_how_much_and_not_what() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let phone = server.enrol(&["--data", folder.path().to_str().unwrap()], "d1");
    let (whole, begun) = some_files(&server, &phone);
    phone.check_whole(&server, &whole[0]);
    drop(server);
    let log = fs::read_to_string(folder.path().join("log")).unwrap();
    for secret in [&whole[0].sha256, &begun.sha256, "image/jpeg"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    for expected in [
        r#""route":"/v1/files/{sha256}","status":204"#,
        r#""message":"file","scope":"06541","bytes":1310721,"pieces":6,"whole":true"#,
        r#""scope":"06541/village","bytes":262144,"pieces":1,"whole":false"#,
    ] {
        assert!(log.contains(expected), "{expected} not in {log}");
    }
}
