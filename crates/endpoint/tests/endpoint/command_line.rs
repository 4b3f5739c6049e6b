//! The real binary: a server on a real socket, and commands beside it.

use crate::process::{Server, run, text};
use endpoint::clock::{Moment, now};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};

#[test]
fn a_person_is_invited_enrols_writes_and_is_revoked_while_the_server_runs() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let nobody = |command: &'static str| text(run(data.path(), &[command]));
    assert_eq!(nobody("devices"), "nobody is enrolled yet\n");
    assert_eq!(nobody("invitations"), "nobody was invited yet\n");
    let invite = [
        "invite",
        "--base-url",
        "https://so.example.vn/",
        "--role",
        "villageHead",
        "--commune",
        "06541",
        "--village",
        "Bản Pò Mã",
        "--name",
        "Nông Thị Lan",
    ];
    let shown = text(run(data.path(), &invite));
    assert!(
        shown.contains("https://so.example.vn/moi/") && shown.contains('▀'),
        "{shown}"
    );
    let whom = "Nông Thị Lan\nTrưởng thôn, tổ trưởng tổ dân phố\nBản Pò Mã, Xã Mẫu Sơn\n";
    assert!(shown.starts_with(whom), "{shown}");
    let until = Moment::of(now() + 7 * 24 * 60 * 60 * 1000).in_words();
    let day = until.split_once(", ").unwrap().1;
    let until = shown
        .lines()
        .find(|line| line.starts_with("Dùng được đến "));
    assert!(until.is_some_and(|line| line.ends_with(day)), "{shown}");
    let printed = text(run(data.path(), &[&invite[..], &["--json"]].concat()));
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let code = printed["code"].as_str().unwrap();
    let link = format!("https://so.example.vn/moi/{}", code.replace('-', ""));
    assert_eq!(printed["link"], link);

    let claim = json!({ "code": code, "device": "d1", "claim": "0123456789abcdef" }).to_string();
    let (status, enrolled) = server.send("POST", "/v1/enrolments", "", &claim);
    assert_eq!(status, 200, "{enrolled}");
    assert_eq!(enrolled["village"]["name"], "Bản Pò Mã");
    let token = enrolled["token"].as_str().unwrap();
    let village = enrolled["scope"].as_str().unwrap();
    let request = json!({
        "protocol": 1, "schema": 1, "device": "d1", "digest": "",
        "scopes": [
            { "scope": village, "ops": [{
                "n": 1, "record": "r1", "kind": "person", "field": "fullName", "value": "A", "at": 1,
            }] },
            { "scope": "06541/all" },
        ],
    });
    let (status, reply) = server.send("POST", "/v1/sync", token, &request.to_string());
    assert_eq!(status, 200, "{reply}");
    let own = reply["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["scope"] == village)
        .unwrap();
    assert_eq!(
        own["answers"]
            .as_object()
            .unwrap()
            .values()
            .collect::<Vec<_>>(),
        ["ok"]
    );
    assert!(reply.to_string().contains("lang-son-2026"), "{reply}");

    let listed = text(run(data.path(), &["devices", "--json"]));
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["person"]["name"], "Nông Thị Lan");
    assert_eq!(
        listed[0]["roles"],
        json!([{ "scope": village, "role": "villageHead", "place": "Bản Pò Mã, Xã Mẫu Sơn" }])
    );
    let role = [
        "--device",
        "d1",
        "--role",
        "villageHead",
        "--scope",
        village,
    ];
    let said = |command: &'static str| text(run(data.path(), &[&[command], &role[..]].concat()));
    let (asked, own) = (&request.to_string(), json!(village));
    for (command, lost) in [("withdraw", true), ("grant", false), ("grant", false)] {
        said(command);
        let (status, reply) = server.send("POST", "/v1/sync", token, asked);
        assert_eq!(status, 200, "{reply}");
        let is_lost = reply["lost"]
            .as_array()
            .is_some_and(|lost| lost.contains(&own));
        assert_eq!(is_lost, lost, "{command}: {reply}");
    }
    let revoked = text(run(data.path(), &["revoke", "--device", "d1"]));
    let id = listed[0]["person"]["id"].as_str().unwrap();
    assert_eq!(revoked, format!("revoked: d1 of Nông Thị Lan ({id})\n"));
    let (status, refused) = server.send("POST", "/v1/sync", token, &request.to_string());
    assert_eq!(
        (status, &refused["error"]["code"]),
        (403, &json!("revoked"))
    );
    let listed = text(run(data.path(), &["devices"]));
    let place = format!("villageHead of Bản Pò Mã, Xã Mẫu Sơn ({village})  revoked");
    assert!(listed.contains(&place), "{listed}");
    let lost = text(run(data.path(), &["revoke", "--device", "d1", "--lost"]));
    assert_eq!(
        lost,
        format!("revoked as lost: d1 of Nông Thị Lan ({id})\n")
    );
    let (status, refused) = server.send("POST", "/v1/sync", token, &request.to_string());
    let error = &refused["error"];
    assert_eq!((status, &error["how"]), (403, &json!("lost")));
    let listed = text(run(data.path(), &["devices"]));
    assert!(listed.contains(&format!("{place} as lost")), "{listed}");
    let back = run(data.path(), &["revoke", "--device", "d1"]);
    assert!(!back.status.success(), "what is lost stays so");
}

#[test]
fn logs_say_what_happened_and_nothing_of_anybody() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let invite = [
        "invite",
        "--json",
        "--base-url",
        "https://x",
        "--role",
        "villageHead",
        "--commune",
        "06541",
        "--village",
        "Bản Pò Mã",
        "--name",
        "Nông Thị Lan",
        "--invited-by",
        "Ánh",
    ];
    let printed: Value = serde_json::from_str(&text(run(data.path(), &invite))).unwrap();
    let code = printed["code"].as_str().unwrap();
    let compact = code.replace('-', "");
    let claim = |code: &str| {
        json!({ "code": code, "device": "device-of-lan", "claim": "claim-secret-of-lan" })
            .to_string()
    };
    server.send("GET", &format!("/v1/invitations/{compact}"), "", "");
    server.send("GET", &format!("/moi/{compact}"), "", "");
    server.send("POST", "/v1/enrolments", "", &claim("0000000000"));
    let (_, enrolled) = server.send("POST", "/v1/enrolments", "", &claim(code));
    let token = enrolled["token"].as_str().unwrap();
    let person = enrolled["person"]["id"].as_str().unwrap();
    let village = enrolled["scope"].as_str().unwrap();
    let edit = |n: u64, record: &str, kind: &str, at: Value| {
        json!({
            "n": n, "record": record, "kind": kind, "field": "note", "value": "Giá trị bí mật", "at": at,
        })
    };
    let request = json!({
        "protocol": 1, "schema": 1, "device": "device-of-lan", "digest": "", "scopes": [
            { "scope": "06541", "ops": [edit(1, "record-id", "person", json!(1))] },
            { "scope": village, "ops": [
                edit(1, "record-id", "person", json!(1)),
                edit(2, "record-two", "commune", json!(1)),
                edit(3, "record-id", "person", json!("Giá trị bí mật")),
                "Giá trị bí mật",
            ] },
        ],
    });
    assert_eq!(
        server
            .send("POST", "/v1/sync", token, &request.to_string())
            .0,
        200
    );
    let odd = json!({ "protocol": 1, "device": ["Giá trị bí mật"] }).to_string();
    assert_eq!(server.send("POST", "/v1/sync", token, &odd).0, 400);
    drop(server);

    let log = fs::read_to_string(data.path().join("log")).unwrap();
    for secret in [
        "Nông",
        "Lan",
        "Ánh",
        "Pò Mã",
        "bí mật",
        "record-",
        "device-of-lan",
        "claim-secret",
        &compact,
        code,
        &compact[..4],
        token,
        person,
        "\"note\"",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    for line in log.lines() {
        let _: Value = serde_json::from_str(line).expect("every line is JSON");
    }
    let scope = format!("\"scope\":\"{village}\"");
    for expected in [
        r#""route":"/v1/sync","status":200"#,
        r#""code":"badRequest""#,
        r#""duration_ms""#,
        &scope,
        r#""operations":3"#,
        r#""codes":"malformed noRight""#,
        r#""code":"invitationUnknown""#,
    ] {
        assert!(log.contains(expected), "{expected} not in {log}");
    }
}

#[test]
fn wrong_words_on_the_command_line_are_told() {
    let data = tempfile::tempdir().unwrap();
    let check = |arguments: &[&str], expected: &str| {
        let output = run(data.path(), arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && error.contains(expected),
            "{error}"
        );
    };
    let base = ["--base-url", "https://x", "--name", "Lan", "--init"];
    let invite = |rest: &[&'static str]| [&["invite"], &base[..], rest].concat();
    let officer = ["--role", "communeOfficer", "--commune", "06541"];
    let named = |key: &'static str, word: &'static str| {
        let mut words = invite(&officer);
        match words.iter().position(|known| *known == key) {
            Some(at) => words[at + 1] = word,
            None => words.extend([key, word]),
        }
        words
    };
    check(
        &named("--base-url", "javascript:alert(1)"),
        "not like https",
    );
    check(&named("--base-url", "so.example.vn"), "not like https");
    check(&named("--name", "Lan\nHoàng Thị Ánh"), "line break");
    check(&named("--name", " "), "empty");
    check(&named("--invited-by", "Ánh\rLan"), "line break");
    check(&named("--hours", "721"), "721");
    check(&named("--hours", "0"), "0 is not in 1..=720");
    check(&named("--hours", "-1"), "-1");
    check(
        &named("--hours", "99999999999999999999"),
        "99999999999999999999",
    );
    check(
        &["serve", "--listen", "127.0.0.1:0", "--app", "/missing"],
        "no app in /missing",
    );
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
    check(
        &invite(&["--role", "viewer", "--commune", "99999"]),
        "no commune of that code",
    );
    check(
        &invite(&["--role", "villageHead", "--commune", "06541"]),
        "needs --village",
    );
    check(
        &invite(&["--role", "king", "--commune", "06541"]),
        "invalid value",
    );
    check(&["revoke", "--device", "x"], "no such device");
    check(&["revoke", "--device", "x", "--lost"], "no such device");
    let role = ["--device", "x", "--role", "viewer", "--scope", "06541"];
    check(&[&["grant"], &role[..]].concat(), "no such device");
    check(&[&["withdraw"], &role[..]].concat(), "no such role");
    let role = ["--device", "x", "--role", "viewer", "--scope", "06541//"];
    check(&[&["grant"], &role[..]].concat(), "not a scope");
}

#[test]
fn an_administrator_says_how_long_phones_may_tell() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let tell = |arguments: &[&str]| text(run(data.path(), &[&["telling"], arguments].concat()));
    assert_eq!(tell(&[]), "the register was never put back\n");
    let backup = data.path().join("backup");
    let backup = backup.to_str().unwrap();
    text(run(data.path(), &["backup", "--to", backup]));
    drop(server);
    text(run(
        data.path(),
        &["restore", "--replace", "--from", backup],
    ));
    let check = |said: &str, days: i64| {
        let until = Moment::of(now() + days * 24 * 60 * 60 * 1000).to_string();
        let until = until.split_once(' ').unwrap().0;
        assert!(
            said.starts_with(&format!("phones may tell until {until} "))
                && said.ends_with(&format!(" (Vietnam): {days} days\n")),
            "{said}"
        );
    };
    check(&tell(&[]), 90);
    check(&tell(&["--days", "7"]), 7);
    check(&tell(&[]), 7);
    let over = &*tell(&["--end"]);
    let since = "what phones tell is not believed any more, since 20";
    assert!(over.starts_with(since), "{over}");
    assert_eq!(tell(&[]), over);
    for odd in [&["--days", "0"][..], &["--days", "7", "--end"]] {
        let said = run(data.path(), &[&["telling"], odd].concat());
        assert!(!said.status.success(), "{odd:?}");
    }
    assert_eq!(tell(&[]), over);
}

/// Nobody reads what a command says, as after `| head` has read enough.
#[test]
fn a_list_that_nobody_reads_to_its_end_is_no_failure() {
    let data = tempfile::tempdir().unwrap();
    let register = ["--data", data.path().to_str().unwrap()];
    let server = Server::start_with(&register, None);
    server.enrol(&register, "d1");
    for command in ["devices", "invitations", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let process = Command::new(crate::program())
            .arg(command)
            .args(register)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        assert_eq!(text(process.wait_with_output().unwrap()), "", "{command}");
    }
}
