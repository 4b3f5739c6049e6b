//! The real program under attack: what a small request costs it in memory, and
//! others in waiting.

use crate::process::{Client, Said, Server, invite_as};
use crate::world::{gzip, op};
use serde_json::{Value, json};
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpSocket;

/// What the program may take at the worst moment; at rest it takes some 30 MiB.
const MOST_MEMORY_KIB: u64 = 400 * 1024;
/// What it may take with all the connections of these tests open, which say nothing.
const MOST_OF_SILENT_KIB: u64 = 100 * 1024;
/// How long anybody else may wait for health or for an idle sync: not built for
/// speed, on a machine that has other work. It was 13 and 23 seconds.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// So many attack at once. (Twelve took 6 GiB.)
const CROWD: usize = 8;

const ATTACKER: &str = "127.0.0.1";
const BYSTANDER: &str = "127.0.0.2";

/// A program, one who means it ill, and one who only wants to work.
struct Scene {
    server: Server,
    data: TempDir,
    attacker: Client,
    bystander: Client,
}

impl Scene {
    fn new(limits: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let register = ["--data", data.path().to_str().unwrap()];
        let server = Server::start_with(&[&register, limits].concat(), None);
        Self::around(server, data)
    }

    fn around(server: Server, data: TempDir) -> Self {
        let register = ["--data", data.path().to_str().unwrap()];
        Self {
            attacker: server.enrol(&register, "attacker"),
            bystander: server.enrol(&register, "bystander"),
            server,
            data,
        }
    }

    /// The most memory that the program ever took, in KiB.
    fn memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.server.process.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let words = line.unwrap().split_whitespace().next();
        words.unwrap().parse().unwrap()
    }

    fn health(&self) -> u16 {
        let (status, _) = self.ask(&Said::new("GET", "/v1/health", ""), "");
        status
    }

    /// The status, and how long it took, as the bystander sees it.
    fn ask(&self, said: &Said, body: &str) -> (u16, Duration) {
        let begun = Instant::now();
        let socket = connect(BYSTANDER, &self.server.address);
        let answer = said.ask_over(socket, body.as_bytes()).unwrap();
        (answer.status, begun.elapsed())
    }

    /// How long the bystander waits.
    fn wait(&self) -> Duration {
        let health = self.ask(&Said::new("GET", "/v1/health", ""), "");
        let said = Said::new("POST", "/v1/sync", &self.bystander.token);
        let idle = self.ask(&said, &self.bystander.request(json!([])).to_string());
        assert_eq!((health.0, idle.0), (200, 200));
        health.1.max(idle.1)
    }

    #[track_caller]
    fn takes_less_than(&self, kib: u64) {
        assert!(self.memory() < kib, "{} KiB", self.memory());
    }

    /// Nobody waits long, and little memory is taken, while many do this at once.
    #[track_caller]
    fn stands(&self, attack: impl Fn() + Sync) {
        let longest = std::thread::scope(|threads| {
            let crowd: Vec<_> = (0..CROWD).map(|_| threads.spawn(&attack)).collect();
            let mut longest = self.wait();
            while !crowd.iter().all(|one| one.is_finished()) {
                longest = longest.max(self.wait());
            }
            crowd.into_iter().for_each(|one| one.join().unwrap());
            longest
        });
        println!("waited {longest:?}, took {} KiB", self.memory());
        assert!(longest < LONGEST_WAIT, "waited {longest:?}");
        self.takes_less_than(MOST_MEMORY_KIB);
    }

    /// What the attacker is answered to a packed body.
    fn attack(&self, packed: &[u8]) -> (u16, Value) {
        self.attack_as(&self.attacker, packed)
    }

    fn attack_as(&self, who: &Client, packed: &[u8]) -> (u16, Value) {
        let said = Said::new("POST", "/v1/sync", &who.token);
        let said = said.with("Content-Encoding", "gzip");
        let answer = said.ask(&self.server.address, packed).unwrap();
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }
}

/// A connection from one of this machine's addresses.
fn connect(from: &str, to: &str) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let socket = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
        socket.connect(to.parse().unwrap()).await.unwrap()
    });
    let socket = socket.into_std().unwrap();
    socket.set_nonblocking(false).unwrap();
    socket
}

/// A request whose one operation holds this where the word `HERE` is.
fn packed(scene: &Scene, operation: Value, here: &str) -> Vec<u8> {
    let scopes = json!([{ "scope": "06541", "ops": [operation] }]);
    let request = scene.attacker.request(scopes).to_string();
    gzip(&request.replace("\"HERE\"", here))
}

#[test]
fn a_value_of_five_million_empty_lists_costs_nobody_anything() {
    let scene = Scene::new(&[]);
    let lists = format!("[{}[]]", "[],".repeat(5_000_000));
    let body = packed(&scene, op(1, "r1", "a", "HERE"), &lists);
    assert!(body.len() < 40_000, "{}", body.len());
    scene.stands(|| {
        let (status, answer) = scene.attack(&body);
        assert_eq!(
            (status, &answer["error"]["code"]),
            (413, &json!("tooLarge"))
        );
    });
}

#[test]
fn as_much_as_may_be_sent_costs_little() {
    let scene = Scene::new(&[]);
    let objects = format!("[{}0]", r#"{"":0},"#.repeat(60_000));
    let names: Vec<String> = (1..=250_000)
        .rev()
        .map(|n| format!("\"0.{n}.abcd\""))
        .collect();
    let mut replacing = op(2, "r1", "a", 1);
    replacing["replaces"] = json!("HERE");
    let bodies = [
        packed(&scene, op(1, "r1", "a", "HERE"), &objects),
        packed(&scene, replacing, &format!("[{}]", names.join(","))),
    ];
    for body in bodies {
        scene.stands(|| {
            let (status, reply) = scene.attack(&body);
            assert_eq!(status, 200, "{reply}");
            let answers = reply["scopes"][0]["answers"].as_object().unwrap();
            assert!(
                answers.values().all(|answer| answer == "tooLarge"),
                "{reply}"
            );
        });
    }
}

#[test]
fn a_table_of_devices_without_end_is_refused_at_once() {
    let scene = Scene::new(&[]);
    let mut request = scene.attacker.request(json!([]));
    let devices = (0..200_000).rev().map(|n| format!("device-{n}"));
    request["devices"] = devices.collect();
    let body = gzip(&request.to_string());
    scene.stands(|| {
        let (status, answer) = scene.attack(&body);
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!("badRequest"))
        );
    });
}

#[test]
fn few_ids_are_claimed_by_a_request_and_the_other_operations_wait() {
    let scene = Scene::new(&[]);
    let devices: Vec<String> = (0..4_000).map(|n| format!("device-{n}")).collect();
    let ops: Vec<Value> = (0..devices.len())
        .map(|by| {
            let mut op = op(1, &format!("r{by}"), "a", 1);
            op["by"] = json!(by);
            op
        })
        .collect();
    let mut request = scene
        .attacker
        .request(json!([{ "scope": "06541", "ops": ops }]));
    request["devices"] = json!(devices);
    let (status, reply) = scene.attack(&gzip(&request.to_string()));
    assert_eq!(status, 200, "{reply}");
    let answered = reply["scopes"][0]["answers"].as_object().unwrap().len();
    assert_eq!(answered, 64);
    let mut bystander = scene.bystander;
    bystander.device = "device-3999".to_owned();
    bystander.sync(&scene.server, json!({}));
}

/// Opens connections that say no more than the beginning of a request.
fn half_open(scene: &Scene, from: &str, count: usize) -> Vec<TcpStream> {
    (0..count)
        .map(|_| {
            let mut socket = connect(from, &scene.server.address);
            // One that is over the bound is closed already.
            let _ = write!(socket, "POST /v1/sync HTTP/1.1\r\nHost:");
            socket
        })
        .collect()
}

#[test]
fn whoever_opens_connections_and_says_nothing_locks_nobody_out() {
    let scene = Scene::new(&["--connections", "64", "--connections-per-address", "16"]);
    let mut opened = half_open(&scene, ATTACKER, 100);
    let waited = scene.wait();
    assert!(waited < LONGEST_WAIT, "one address had all: {waited:?}");
    // Now from many: all places are taken, for a while.
    for address in 10..20 {
        opened.extend(half_open(&scene, &format!("127.0.0.{address}"), 16));
    }
    let waited = scene.wait();
    assert!(waited < Duration::from_secs(60), "{waited:?}");
    for mut socket in opened {
        socket
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let closed = match socket.read(&mut [0; 1024]) {
            Ok(_) => true,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        };
        assert!(closed, "it was kept open");
    }
    scene.takes_less_than(MOST_OF_SILENT_KIB);
}

#[test]
fn what_is_refused_with_gaps_makes_nobodys_reply_long() {
    let scene = Scene::new(&[]);
    let register = ["--data", scene.data.path().to_str().unwrap()];
    let code = invite_as("viewer", &register);
    let viewer = scene.server.enrol_by(&code, "viewer");
    let reply = || {
        let reply = scene.bystander.sync(&scene.server, json!({}));
        reply.to_string().len()
    };
    let (before, requests) = (reply(), AtomicU64::new(0));
    scene.stands(|| {
        // All over the numbers, each with a gap after it.
        let first = requests.fetch_add(1, Ordering::Relaxed);
        let numbers = (0..2_000).map(|n| 2 + 2 * (first + 100 * n));
        let flood: Vec<Value> = numbers.map(|n| op(n, "r1", "name", n)).collect();
        let flood = json!([{ "scope": "06541", "ops": flood }]);
        let body = gzip(&viewer.request(flood).to_string());
        let (status, answered) = scene.attack_as(&viewer, &body);
        assert_eq!(status, 200, "{answered}");
        let answers = answered["scopes"][0]["answers"].as_object().unwrap();
        assert!(answers.values().all(|answer| answer == "noRight"));
        assert!(reply() < before + 200, "{before} became {}", reply());
    });
}

#[test]
fn whoever_does_not_finish_a_request_does_not_hold_up_a_stop() {
    let mut scene = Scene::new(&[]);
    let _half = half_open(&scene, ATTACKER, 3);
    let said = Said::new("POST", "/v1/sync", &scene.attacker.token);
    let mut slow = said.begin(&scene.server.address, 1_000).unwrap();
    slow.write_all(b"{").unwrap();
    assert_eq!(scene.health(), 200);
    scene.takes_less_than(MOST_OF_SILENT_KIB);
    let id = scene.server.process.id().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(told.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = scene.server.process.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
}

/// Nothing may be written by the program any more, or everything again.
fn fill_disk(scene: &Scene, full: bool) {
    let size = if full { "0" } else { "unlimited" };
    let limited = Command::new("prlimit")
        .args(["--pid", &scene.server.process.id().to_string()])
        .arg(format!("--fsize={size}:unlimited"))
        .status();
    assert!(limited.unwrap().success());
}

#[track_caller]
fn until_health_is(scene: &Scene, status: u16) {
    let begun = Instant::now();
    while scene.health() != status {
        assert!(begun.elapsed() < Duration::from_secs(60), "never {status}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_full_disk_is_said_and_whoever_reads_goes_on() {
    let data = tempfile::tempdir().unwrap();
    // What is over the limit of a file's size is an error then, and no signal.
    let process = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(crate::program())
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let scene = Scene::around(Server::of(process), data);
    let written = scene
        .attacker
        .sync(&scene.server, json!({ "ops": [op(1, "r1", "a", "b")] }));
    assert_eq!(written["states"][0]["live"][0][1], "b");
    // As if it had not been heard of for long, so that this would be noted.
    seen_long_ago(&scene);

    fill_disk(&scene, true);
    until_health_is(&scene, 503);
    let read = scene.bystander.sync(&scene.server, json!({}));
    assert_eq!(read["states"][0]["live"][0][1], "b");
    let renamed = Client {
        device: "bystander-2".to_owned(),
        token: scene.bystander.token.clone(),
    };
    let read = renamed.sync(&scene.server, json!({}));
    assert_eq!(read["states"][0]["live"][0][1], "b", "under a new id, too");
    let lost = scene
        .attacker
        .sync(&scene.server, json!({ "ops": [op(2, "r1", "c", "d")] }));
    assert_eq!(
        lost,
        Value::Null,
        "nothing is confirmed that is not on disk"
    );

    fill_disk(&scene, false);
    until_health_is(&scene, 200);
    let written = scene
        .attacker
        .sync(&scene.server, json!({ "ops": [op(2, "r1", "c", "d")] }));
    assert_eq!(written["states"].as_array().unwrap().len(), 2);
}

fn seen_long_ago(scene: &Scene) {
    use sqlx::{Connection, Executor, SqliteConnection};
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let file = scene.data.path().join("register.sqlite");
        let mut register = SqliteConnection::connect(&format!("sqlite://{}", file.display()))
            .await
            .unwrap();
        let done = register
            .execute("UPDATE enrolment SET last_seen_at = 0")
            .await
            .unwrap();
        assert_eq!(done.rows_affected(), 2);
    });
}
