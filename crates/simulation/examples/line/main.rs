//! The endpoint's program as a process: how much memory it takes, and how long a
//! phone takes to fetch 500 changes over a slow line.
//!
//! `SO_THI_DUA_ENDPOINT=<program> cargo run --release -p simulation --example line`
#![expect(clippy::unwrap_used, reason = "a measurement that breaks off says so")]

#[path = "../../../endpoint/tests/endpoint/process.rs"]
#[expect(dead_code, reason = "the endpoint's own tests need more of it")]
mod process;
mod proxy;

use endpoint::secrets::Randomness;
use flate2::read::GzDecoder;
use process::{Server, invite};
use proxy::Line;
use serde_json::{Value, json};
use simulation::{COMMUNE, KIND, Key, Phone, SimulatedEnrolment};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

const LINE: Line = Line {
    bits_per_second: 40_000,
    round_trip: Duration::from_millis(700),
    lost: 5,
};
const CHANGES: usize = 500;
const CATCH_UPS: u64 = 5;
const PHONES: usize = 64;
const BATCHES: u64 = 10;
const BATCH: u64 = 100;

fn program() -> PathBuf {
    let told = std::env::var_os("SO_THI_DUA_ENDPOINT");
    told.unwrap_or_else(|| panic!("SO_THI_DUA_ENDPOINT says where the endpoint's program is"))
        .into()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let data = ["--data", folder.path().to_str().unwrap()];
    let server = Server::start_with(&data, None);
    let address: SocketAddr = server.address.parse().unwrap();
    let process = server.process.id();
    println!("  memory of the endpoint: {} at rest", held(process));
    slow_line(&server, &data, address);
    memory(&server, &data, address);
}

/// Each of some phones has everything, then fetches the same changes.
fn slow_line(server: &Server, data: &[&str], address: SocketAddr) {
    let ids = Rc::new(Randomness::of_the_system());
    let author = enrol(server, data, &ids);
    let phones: Vec<Phone> = (0..CATCH_UPS).map(|_| enrol(server, data, &ids)).collect();
    author.edit("r0", "name", "Thôn Lặp Pịa").unwrap();
    sync(&author, address);
    for phone in &phones {
        sync(phone, address);
    }
    for i in 0..CHANGES {
        let record = ids.id(1_795_150_800_000 + i64::try_from(i).unwrap() * 61_234);
        let edited = author.edit(&record, "name", format!("Trường Tiểu học Mẫu Sơn {i}"));
        edited.unwrap();
    }
    sync(&author, address);
    let all = author.listed().unwrap().len();
    let mut told = Vec::new();
    for (seed, phone) in (1..).zip(&phones) {
        let line = proxy::start(address, LINE, seed).unwrap();
        let begun = Instant::now();
        let (exchanges, bytes) = sync(phone, line);
        told.push((begun.elapsed(), exchanges, bytes));
        assert_eq!(phone.listed().unwrap().len(), all);
    }
    told.sort_unstable();
    let (took, exchanges, bytes) = told[told.len() / 2];
    println!(
        "  a phone's catch-up of {CHANGES} changes over {} kbit/s, {} ms, {} % of segments lost: \
         median {:.1} s, slowest {:.1} s of {CATCH_UPS} ({exchanges} exchanges, {bytes} B received)",
        LINE.bits_per_second / 1000,
        LINE.round_trip.as_millis(),
        LINE.lost,
        took.as_secs_f64(),
        told[told.len() - 1].0.as_secs_f64(),
    );
}

/// Many phones at once: each pushes, then fetches all that the others did.
fn memory(server: &Server, data: &[&str], address: SocketAddr) {
    let process = server.process.id();
    println!(
        "  memory of the endpoint: {} after enrolling {} phones",
        held(process),
        CATCH_UPS + 1
    );
    let clients: Vec<_> = (0..PHONES)
        .map(|number| server.enrol(data, &format!("phone-{number}")))
        .collect();
    thread::scope(|scope| {
        for client in &clients {
            scope.spawn(move || {
                for batch in 0..BATCHES {
                    let ops: Vec<Value> = (batch * BATCH + 1..=(batch + 1) * BATCH)
                        .map(|n| {
                            json!({ "n": n, "record": format!("{}-{}", client.device, n % 250),
                                "kind": KIND, "field": format!("f{}", n / 250), "at": n,
                                "value": "Trường Tiểu học Mẫu Sơn" })
                        })
                        .collect();
                    let scopes = json!([{ "scope": COMMUNE, "ops": ops }]);
                    ask(address, &client.token, &request(&client.device, scopes));
                }
                let mut cursor = json!("");
                loop {
                    let scopes = json!([{ "scope": COMMUNE, "cursor": cursor }]);
                    let (reply, _) = ask(address, &client.token, &request(&client.device, scopes));
                    let reply: Value = serde_json::from_slice(&reply).unwrap();
                    cursor = reply["scopes"][0]["cursor"].clone();
                    if reply["scopes"][0]["more"] != true {
                        break;
                    }
                }
            });
        }
    });
    println!(
        "  memory of the endpoint: {} after {PHONES} phones at once pushed {} edits and fetched them all",
        held(process),
        PHONES as u64 * BATCHES * BATCH,
    );
}

fn request(device: &str, scopes: Value) -> String {
    json!({ "protocol": 1, "schema": 1, "device": device, "digest": "", "scopes": scopes })
        .to_string()
}

/// What a process holds and held at most, as Linux says it.
fn held(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let megabytes = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map_or("?".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
    };
    format!(
        "{} MB, at most {} MB",
        megabytes("VmRSS:"),
        megabytes("VmHWM:")
    )
}

fn enrol(server: &Server, data: &[&str], ids: &Rc<Randomness>) -> Phone {
    let device = ids.id(0);
    let claim = json!({ "code": invite(data), "device": device, "claim": "0123456789abcdef" });
    let (status, enrolled) = server.send("POST", "/v1/enrolments", "", &claim.to_string());
    assert_eq!(status, 200, "{enrolled}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let enrolment = SimulatedEnrolment {
        person: text(&enrolled["person"]["id"]),
        device,
        token: text(&enrolled["token"]),
        scope: COMMUNE.to_owned(),
        key: Key::new(ids),
    };
    Phone::new(enrolment, Rc::clone(ids))
}

/// Syncs until there is nothing more: how many exchanges and bytes received.
fn sync(phone: &Phone, address: SocketAddr) -> (usize, usize) {
    let (mut exchanges, mut bytes) = (0, 0);
    loop {
        let outgoing = phone.request().unwrap();
        let body = serde_json::to_string(&outgoing.request).unwrap();
        let (reply, received) = ask(address, &phone.enrolment().token, &body);
        exchanges += 1;
        bytes += received;
        let reply = serde_json::from_slice(&reply).unwrap();
        if !phone.deliver(&outgoing, reply).unwrap().again {
            return (exchanges, bytes);
        }
    }
}

/// One request on a connection of its own: the reply unpacked, and how many
/// bytes came.
fn ask(address: SocketAddr, token: &str, body: &str) -> (Vec<u8>, usize) {
    let mut socket = TcpStream::connect(address).unwrap();
    // In HTTP/1.0 the reply ends with the connection.
    let head = format!(
        "POST /v1/sync HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Accept-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all((head + body).as_bytes()).unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(
        head.starts_with("http/1.0 200") || head.starts_with("http/1.1 200"),
        "{head}"
    );
    let mut plain = Vec::new();
    if head.contains("content-encoding: gzip") {
        GzDecoder::new(&answer[end..])
            .read_to_end(&mut plain)
            .unwrap();
    } else {
        plain.extend_from_slice(&answer[end..]);
    }
    (plain, answer.len())
}
