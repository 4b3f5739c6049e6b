//! A restore with real processes: the endpoint's own program on a real socket,
//! killed and restored, and the phones that people use, without their screens.

#![expect(clippy::unwrap_used, reason = "what breaks off has failed")]

use endpoint::secrets::Randomness;
use merge::wire::Reply;
use serde_json::{Value, json};
use simulation::{Enrolment, Phone};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::rc::Rc;
use std::sync::OnceLock;

/// The endpoint's program beside this one, built if it is not yet.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let own = std::env::current_exe().unwrap();
        let profile = own.ancestors().nth(2).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "build",
            "--quiet",
            "--package",
            "endpoint",
            "--bin",
            "endpoint",
        ]);
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        cargo.arg("--target-dir").arg(profile.parent().unwrap());
        assert!(cargo.status().unwrap().success());
        profile.join("endpoint")
    })
}

struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    /// Without a word, as when the current fails.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut process = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().to_owned();
        Self { process, address }
    }

    fn post(&self, path: &str, token: &str, body: &str) -> String {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        write!(
            socket,
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        body.to_owned()
    }

    fn enrol(&self, data: &Path, ids: &Rc<Randomness>, device: &str) -> Phone {
        let invite = [
            "invite",
            "--json",
            "--base-url",
            "https://so.example.vn",
            "--role",
            "communeOfficer",
            "--commune",
            "06541",
            "--name",
            "Nông Thị Lan",
        ];
        let printed: Value = serde_json::from_str(&run(data, &invite)).unwrap();
        let claim = json!({
            "code": printed["code"], "device": device, "claim": "0123456789abcdef",
        });
        let enrolled = self.post("/v1/enrolments", "", &claim.to_string());
        let enrolled: Value = serde_json::from_str(&enrolled).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let enrolment = Enrolment {
            person: text(&enrolled["person"]["id"]),
            device: device.to_owned(),
            token: text(&enrolled["token"]),
        };
        Phone::new(enrolment, Rc::clone(ids))
    }

    fn sync(&self, phone: &Phone) {
        for _ in 0..50 {
            let outgoing = phone.request().unwrap();
            let request = serde_json::to_string(&outgoing.request).unwrap();
            let reply = self.post("/v1/sync", &phone.enrolment().token, &request);
            let reply: Reply = serde_json::from_str(&reply).unwrap();
            if !phone.deliver(&outgoing, reply).unwrap().again {
                return;
            }
        }
        panic!("the sync asks for ever");
    }
}

#[track_caller]
fn run(data: &Path, arguments: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(program())
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[test]
fn nothing_confirmed_is_lost_by_a_restore_from_an_older_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let backup = folder.path().join("backup");
    let ids = Rc::new(Randomness::of_the_system());
    let server = Server::start(&data);
    let [lan, minh, an] = ["lan", "minh", "an"].map(|name| server.enrol(&data, &ids, name));
    let mut confirmed: BTreeMap<String, String> = BTreeMap::new();
    let mut write = |phone: &Phone, record: String, value: &str| {
        phone.edit(&record, "name", value).unwrap().unwrap();
        server.sync(phone);
        assert_eq!(phone.waiting().unwrap(), []);
        confirmed.insert(record, value.to_owned());
    };
    for number in 0..20 {
        write(&lan, format!("held{number}"), "of Lan");
        write(&minh, format!("replaced{number}"), "of Minh, before");
    }
    server.sync(&an);
    run(&data, &["backup", "--to", backup.to_str().unwrap()]);

    for number in 0..20 {
        write(&an, format!("own{number}"), "of An");
        write(&minh, format!("new{number}"), "of Minh");
        write(&minh, format!("new{number}"), "of Minh, again");
        server.sync(&lan);
        write(
            &lan,
            format!("replaced{number}"),
            "of Lan, after the backup",
        );
    }
    server.sync(&an);
    // Nobody had pulled this one: its author's phone has it.
    write(&minh, "last".to_owned(), "of Minh alone");
    lan.edit("unsent", "name", "of Lan, unsent").unwrap();
    drop(server);
    // An lives and has pulled all that Lan wrote; Lan's phone is in the river.
    drop(lan);

    run(
        &data,
        &["restore", "--replace", "--from", backup.to_str().unwrap()],
    );
    let server = Server::start(&data);
    an.edit("later", "name", "of An, after the restore")
        .unwrap();
    confirmed.insert("later".to_owned(), "of An, after the restore".to_owned());
    let newcomer = server.enrol(&data, &ids, "newcomer");
    for phone in [&an, &minh, &newcomer, &an] {
        server.sync(phone);
    }
    for phone in [&an, &minh, &newcomer] {
        assert_eq!(phone.waiting().unwrap(), []);
        assert!(phone.refused().unwrap().is_empty());
        for (record, value) in &confirmed {
            let stands = phone.values(record, "name").unwrap();
            assert_eq!(stands, [value.as_str()], "{record}");
        }
    }
}
