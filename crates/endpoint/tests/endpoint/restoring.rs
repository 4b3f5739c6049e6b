//! What `endpoint restore` and `endpoint backup verify` believe: a register is
//! not destroyed by a wrong word, and not by a wrong file.

use crate::process::{Client, Server, refused, run, run_with, text};
use crate::world::{op, values};
use endpoint::backups::unpack;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, SqliteConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A register with one record that says A, and a backup of it.
struct Register {
    folder: tempfile::TempDir,
    phone: Client,
}

const BACKUP: &str = "a.backup";

impl Register {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let data = ["--data", data.to_str().unwrap()];
        let server = Server::start_with(&data, None);
        let phone = server.enrol(&data, "d1");
        phone.sync(&server, json!({ "ops": [op(1, "r1", "name", "A")] }));
        drop(server);
        let register = Self { folder, phone };
        text(register.backup(BACKUP));
        register
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn backup(&self, name: &str) -> Output {
        let to = self.file(name);
        run(&self.data(), &["backup", "--to", to.to_str().unwrap()])
    }

    fn restore(&self, name: &str, words: &[&str]) -> Output {
        let from = self.file(name);
        let restore = ["restore", "--from", from.to_str().unwrap()];
        run(&self.data(), &[&restore[..], words].concat())
    }

    fn verify(&self, name: &str) -> Output {
        let file = self.file(name);
        run_with(&[], &["backup", "verify", file.to_str().unwrap()])
    }

    /// What the record says to its phone, which edits it once more if asked.
    fn says(&self, edits: &[Value]) -> Vec<String> {
        let server = Server::start_with(&["--data", self.data().to_str().unwrap()], None);
        let page = self.phone.sync(&server, json!({ "ops": edits }));
        let values = values(&page, "r1", "name").into_iter();
        values.map(|value| value.as_str().unwrap().into()).collect()
    }

    fn names(&self) -> Vec<String> {
        names_in(&self.data())
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names = Vec::from_iter(names);
    names.sort();
    names
}

/// A backup without its last line, as versions before marks wrote it.
fn without_mark(backup: &[u8]) -> &[u8] {
    let sign = b"\nso-thi-dua-backup ";
    let at = backup.windows(sign.len()).rposition(|bytes| bytes == sign);
    &backup[..at.unwrap()]
}

fn another_sqlite_file(file: &Path, tables: &'static str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        connection.execute(tables).await.unwrap();
        connection.close().await.unwrap();
    });
}

#[test]
fn a_file_that_is_no_backup_replaces_nothing() {
    let register = Register::new();
    let whole = fs::read(register.file(BACKUP)).unwrap();
    let check = |name: &str, words: &[&str], why: &str| {
        let words = [&["--replace"], words].concat();
        refused(register.restore(name, &words), why);
    };
    let write = |name: &str, bytes: &[u8]| fs::write(register.file(name), bytes).unwrap();
    write("empty", b"");
    write("words", "Danh sách thôn".as_bytes());
    write("half", &whole[..whole.len() / 2]);
    write("no mark", without_mark(&whole));
    write("half, no mark", &without_mark(&whole)[..16 * 1024]);
    another_sqlite_file(&register.file("another"), "CREATE TABLE note (text)");
    for name in [
        "empty",
        "words",
        "half",
        "no mark",
        "half, no mark",
        "another",
    ] {
        check(name, &[], "no backup");
        refused(register.verify(name), "no backup");
    }
    for name in ["words", "half", "half, no mark"] {
        check(name, &["--unmarked"], "");
    }
    for name in ["empty", "another"] {
        check(name, &["--unmarked"], "no register");
    }
    // Every part of it, its mark too, is proved.
    for at in (0..whole.len())
        .step_by(whole.len() / 40)
        .chain(whole.len() - 250..whole.len())
    {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        write("flipped", &flipped);
        let verified = unpack(&register.file("flipped"), &mut std::io::sink());
        assert!(verified.is_err(), "byte {at} of {}", whole.len());
    }
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    write("flipped", &flipped);
    check("flipped", &[], "damaged");
    check("flipped", &["--unmarked"], "damaged");
    assert_eq!(register.says(&[]), ["A"]);
    let names = register.names();
    let is_left = |name: &String| name.starts_with("register.sqlite.");
    assert!(!names.iter().any(is_left), "{names:?}");
}

#[test]
fn an_empty_backup_does_not_replace_a_register() {
    let register = Register::new();
    let other = register.file("other");
    let there = ["--data", other.to_str().unwrap()];
    drop(Server::start_with(&there, None));
    let to = register.file("nothing.backup");
    text(run_with(&there, &["backup", "--to", to.to_str().unwrap()]));
    let restored = register.restore("nothing.backup", &["--replace"]);
    refused(restored, "the backup is empty");
    assert_eq!(register.says(&[]), ["A"]);
}

#[test]
fn what_a_backup_replaces_is_kept_aside() {
    let register = Register::new();
    assert_eq!(register.says(&[op(2, "r1", "name", "B")]), ["A", "B"]);
    refused(register.restore(BACKUP, &[]), "not empty");
    let said = text(register.restore(BACKUP, &["--replace"]));
    assert!(said.contains("2 records of 7 fields"), "{said}");
    assert_eq!(register.says(&[]), ["A"]);
    let names = register.names();
    let aside: Vec<&String> = names
        .iter()
        .filter(|name| name.starts_with("register.sqlite.replaced-"))
        .collect();
    assert!(aside.len() == 1 && said.contains(aside[0]), "{said}");
    // It is the register that it was.
    fs::rename(
        register.data().join(aside[0]),
        register.data().join("register.sqlite"),
    )
    .unwrap();
    assert_eq!(register.says(&[]), ["A", "B"]);
}

#[test]
fn what_is_to_be_done_by_hand_is_said_after_a_restore() {
    let register = Register::new();
    let data = register.data();
    let invite = |words: &str| {
        // No id has a plus.
        let words = Vec::from_iter(words.split(' ').map(|word| word.replace('+', " ")));
        let mut all = vec!["invite", "--json", "--base-url", "https://so.example.vn"];
        all.extend(words.iter().map(String::as_str));
        let printed: Value = serde_json::from_str(&text(run(&data, &all))).unwrap();
        printed["code"].as_str().unwrap().to_owned()
    };
    let bo = "--role viewer --commune 06541 --name Bo";
    let (cancelled, used) = (invite(bo), invite(bo));
    text(register.backup("b.backup"));
    // After the backup come the head of a new village, somebody by an older invitation, and
    // somebody who is revoked; who was there gets a new phone for one that is lost; an invitation
    // is cancelled.
    let head = "--role villageHead --commune 06541 --village Bản+Pò+Mã --name Lý+Văn+'Ân'";
    let server = Server::start_with(&["--data", data.to_str().unwrap()], None);
    for (code, device) in [(&invite(head), "d2"), (&used, "d3"), (&invite(bo), "d4")] {
        server.enrol_by(code, device);
    }
    drop(server);
    let first = text(run(&data, &["devices", "--json"]));
    let first: Vec<Value> = serde_json::from_str(&first).unwrap();
    let first = first[0]["person"]["id"].as_str().unwrap();
    let server = Server::start_with(&["--data", data.to_str().unwrap()], None);
    server.enrol_by(&invite(&format!("--person {first}")), "d5");
    drop(server);
    text(run(&data, &["revoke", "--device", "d4"]));
    text(run(&data, &["revoke", "--device", "d1", "--lost"]));
    text(run(&data, &["invitations", "cancel", &cancelled]));
    let devices = text(run(&data, &["devices", "--json"]));
    let devices: Vec<Value> = serde_json::from_str(&devices).unwrap();
    let of = |device: &str| devices.iter().find(|one| one["device"] == device).unwrap();
    let [an, bo] = ["d2", "d3"].map(|device| of(device)["person"]["id"].as_str().unwrap());
    let village = of("d2")["roles"][0]["scope"].as_str().unwrap();
    let village = village.trim_start_matches("06541/");
    let said = text(register.restore("b.backup", &["--replace"]));
    let [cancelled, used] = [&cancelled, &used].map(|code| &code[..4]);
    for expected in [
        &format!(
            r"
    endpoint invite --person {an} --name 'Lý Văn '\''Ân'\''' --role villageHead --commune 06541 --village-id {village} --village 'Bản Pò Mã'
"
        ),
        &format!("\n    endpoint invite --person {bo} --name 'Bo' --role viewer --commune 06541\n"),
        &format!("\n    endpoint invite --person {first}   # Nông Thị Lan\n"),
        &format!("\n    endpoint invitations cancel {used}   # Bo, viewer, was used\n"),
        "is good again (endpoint revoke): nothing\n",
        "roles that were granted after the backup",
        "that were made after the backup",
        "phones tell what they had seen until 20",
    ] {
        assert!(said.contains(expected), "{expected} not in {said}");
    }
    let commands = said.lines().filter(|line| line.starts_with("    "));
    assert_eq!(commands.count(), 4, "{said}");
    assert!(!said.contains(cancelled), "{said}");
    // Nobody is lost any more, and what is open was so before.
    let said = text(register.restore("b.backup", &["--replace"]));
    assert_eq!(said.matches(": nothing\n").count(), 3, "{said}");

    // Nothing is known of what cannot be read.
    fs::write(data.join("register.sqlite"), "not a database any more").unwrap();
    let said = text(register.restore("b.backup", &["--replace"]));
    assert!(said.contains("endpoint invite --person …"), "{said}");
    assert_eq!(
        said.matches("endpoint invitations cancel").count(),
        1,
        "{said}"
    );
    assert_eq!(said.matches(": nothing\n").count(), 0, "{said}");
}

#[test]
fn a_register_that_cannot_be_read_is_replaced_and_kept_aside() {
    let register = Register::new();
    let file = register.data().join("register.sqlite");
    fs::write(&file, "not a database any more").unwrap();
    refused(register.restore(BACKUP, &[]), "not empty");
    text(register.restore(BACKUP, &["--replace"]));
    assert_eq!(register.says(&[]), ["A"]);
}

#[test]
fn a_backup_of_before_marks_is_taken_if_one_says_so() {
    let register = Register::new();
    let whole = fs::read(register.file(BACKUP)).unwrap();
    fs::write(register.file("old"), without_mark(&whole)).unwrap();
    assert_eq!(register.says(&[op(2, "r1", "name", "B")]), ["A", "B"]);
    refused(register.restore("old", &["--replace"]), "--unmarked");
    text(register.restore("old", &["--replace", "--unmarked"]));
    assert_eq!(register.says(&[]), ["A"]);
    assert_eq!(
        fs::read(register.file("old")).unwrap(),
        without_mark(&whole)
    );
}

#[test]
fn a_backup_says_what_it_is_of() {
    let register = Register::new();
    let said = text(register.verify(BACKUP));
    for expected in [
        "is whole",
        "2 records of 7 fields, 7 operations, 0 files",
        "epoch",
        "(Vietnam)",
    ] {
        assert!(said.contains(expected), "{expected} not in {said}");
    }
    refused(register.verify("nowhere"), "cannot be read");
}

/// Files of this process cannot grow past so many bytes, as on a full disk.
fn on_a_full_disk(words: &[&str]) -> Output {
    let shell = "trap '' XFSZ; ulimit -f 100; exec \"$@\"";
    let program = crate::program().to_str().unwrap();
    let words = [&["-c", shell, "sh", program], words].concat();
    Command::new("sh").args(words).output().unwrap()
}

#[test]
fn a_backup_that_finds_no_room_leaves_nothing_and_says_so() {
    let register = Register::new();
    let (to, data) = (register.file("b.backup"), register.data());
    let words = [
        "backup",
        "--to",
        to.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ];
    let before = names_in(register.folder.path());
    refused(on_a_full_disk(&words), "no backup was made");
    assert_eq!(names_in(register.folder.path()), before);
    text(register.backup("b.backup"));
    text(register.verify("b.backup"));
}
