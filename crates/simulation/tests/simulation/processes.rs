//! A restore with real processes: the endpoint's own program on a real socket,
//! killed and restored, and the phones that people use, without their screens.

use crate::process::{Server, invite, run_with, text};
use endpoint::secrets::Randomness;
use protocol::wire::Reply;
use serde_json::{Value, json};
use simulation::{COMMUNE, Key, Phone, SimulatedEnrolment};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::OnceLock;

/// The endpoint's program beside this one, built if it is not yet.
pub fn program() -> &'static Path {
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

fn enrol(server: &Server, data: &[&str], ids: &Rc<Randomness>, device: &str) -> Phone {
    let claim = json!({ "code": invite(data), "device": device, "claim": "0123456789abcdef" });
    let (status, enrolled) = server.send("POST", "/v1/enrolments", "", &claim.to_string());
    assert_eq!(status, 200, "{enrolled}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let enrolment = SimulatedEnrolment {
        person: text(&enrolled["person"]["id"]),
        device: device.to_owned(),
        token: text(&enrolled["token"]),
        scope: COMMUNE.to_owned(),
        key: Key::new(ids),
    };
    Phone::new(enrolment, Rc::clone(ids))
}

fn sync(server: &Server, phone: &Phone) {
    for _ in 0..50 {
        let outgoing = phone.request().unwrap();
        let request = serde_json::to_string(&outgoing.request).unwrap();
        let (status, reply) = server.send("POST", "/v1/sync", &phone.enrolment().token, &request);
        assert_eq!(status, 200, "{reply}");
        let reply: Reply = serde_json::from_value(reply).unwrap();
        if !phone.deliver(&outgoing, reply).unwrap().again {
            return;
        }
    }
    panic!("the sync asks for ever");
}

#[test]
fn nothing_confirmed_is_lost_by_a_restore_from_an_older_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let backup = folder.path().join("backup");
    let ids = Rc::new(Randomness::of_the_system());
    let register = ["--data", data.to_str().unwrap()];
    let server = Server::start_with(&register, None);
    let [lan, minh, an] = ["lan", "minh", "an"].map(|name| enrol(&server, &register, &ids, name));
    let mut confirmed: BTreeMap<String, String> = BTreeMap::new();
    let mut write = |phone: &Phone, record: String, value: &str| {
        phone.edit(&record, "name", value).unwrap().unwrap();
        sync(&server, phone);
        assert_eq!(phone.waiting().unwrap(), []);
        confirmed.insert(record, value.to_owned());
    };
    for number in 0..20 {
        write(&lan, format!("held{number}"), "of Lan");
        write(&minh, format!("replaced{number}"), "of Minh, before");
    }
    sync(&server, &an);
    text(run_with(
        &register,
        &["backup", "--to", backup.to_str().unwrap()],
    ));

    for number in 0..20 {
        write(&an, format!("own{number}"), "of An");
        write(&minh, format!("new{number}"), "of Minh");
        write(&minh, format!("new{number}"), "of Minh, again");
        sync(&server, &lan);
        write(
            &lan,
            format!("replaced{number}"),
            "of Lan, after the backup",
        );
    }
    sync(&server, &an);
    // Nobody had pulled this one: its author's phone has it.
    write(&minh, "last".to_owned(), "of Minh alone");
    lan.edit("unsent", "name", "of Lan, unsent").unwrap();
    drop(server);
    // An lives and has pulled all that Lan wrote; Lan's phone is in the river.
    drop(lan);

    let restore = ["restore", "--replace", "--from", backup.to_str().unwrap()];
    text(run_with(&register, &restore));
    let server = Server::start_with(&register, None);
    an.edit("later", "name", "of An, after the restore")
        .unwrap();
    confirmed.insert("later".to_owned(), "of An, after the restore".to_owned());
    let newcomer = enrol(&server, &register, &ids, "newcomer");
    for phone in [&an, &minh, &newcomer, &an] {
        sync(&server, phone);
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
