//! The real binary as processes of their own. The tests of the simulation read
//! this file, too: where the binary is, each crate says itself.

use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A running endpoint process of a test, with its address.
pub struct Server {
    pub process: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    pub fn start(data: &Path) -> Self {
        let log = File::create(data.join("log")).unwrap();
        Self::start_with(&["--data", data.to_str().unwrap()], Some(log))
    }

    /// Over the register that the arguments name.
    pub fn start_with(register: &[&str], log: Option<File>) -> Self {
        let process = Command::new(crate::program())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--rate-per-minute", "1000000"])
            .args(register)
            .stdout(Stdio::piped())
            .stderr(log.map_or_else(Stdio::null, Stdio::from))
            .spawn()
            .unwrap();
        Self::of(process)
    }

    /// A process that says on its first line where it listens.
    pub fn of(mut process: Child) -> Self {
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().to_owned();
        Self { process, address }
    }

    /// Enrols one more official of commune 06541.
    pub fn enrol(&self, register: &[&str], device: &str) -> Client {
        self.enrol_by(&invite(register), device)
    }

    pub fn enrol_by(&self, code: &str, device: &str) -> Client {
        let claim = json!({
            "code": code, "device": device, "claim": "0123456789abcdef",
        });
        let (status, enrolled) = self.send("POST", "/v1/enrolments", "", &claim.to_string());
        assert_eq!(status, 200, "{enrolled}");
        Client {
            device: device.into(),
            token: enrolled["token"].as_str().unwrap().into(),
        }
    }

    pub fn send(&self, method: &str, path: &str, token: &str, body: &str) -> (u16, Value) {
        Self::ask(&self.address, method, path, token, body).unwrap()
    }

    /// Nothing if nobody answers.
    pub fn ask(
        address: &str,
        method: &str,
        path: &str,
        token: &str,
        body: &str,
    ) -> Option<(u16, Value)> {
        let answer = Said::new(method, path, token).ask(address, body.as_bytes())?;
        Some((answer.status, serde_json::from_slice(&answer.body).ok()?))
    }
}

/// The head of a request, as text.
pub struct Said(String);

/// The reply to a request: status, head and body.
pub struct Answered {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Said {
    pub fn new(method: &str, path: &str, token: &str) -> Self {
        Self(format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\n"
        ))
    }

    pub fn with(self, header: &str, value: &str) -> Self {
        Self(format!("{}{header}: {value}\r\n", self.0))
    }

    /// Begins a request with a body of so many bytes, which are still to come.
    pub fn begin(&self, address: &str, length: usize) -> Option<TcpStream> {
        let mut socket = TcpStream::connect(address).ok()?;
        self.say(&mut socket, length)?;
        Some(socket)
    }

    fn say(&self, socket: &mut TcpStream, length: usize) -> Option<()> {
        write!(socket, "{}Content-Length: {length}\r\n\r\n", self.0).ok()
    }

    /// Nothing if nobody answers.
    pub fn ask(&self, address: &str, body: &[u8]) -> Option<Answered> {
        self.ask_over(TcpStream::connect(address).ok()?, body)
    }

    /// Over a connection that is open already.
    pub fn ask_over(&self, mut socket: TcpStream, body: &[u8]) -> Option<Answered> {
        self.say(&mut socket, body.len())?;
        socket.write_all(body).ok()?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let head = String::from_utf8(answer[..end].to_vec()).ok()?;
        Some(Answered {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head,
            body: answer.split_off(end + 4),
        })
    }
}

impl Answered {
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let line = lines.find(|(header, _)| header.eq_ignore_ascii_case(name));
        line.unwrap_or_else(|| panic!("{name} in {}", self.head)).1
    }
}

/// A client that knows its token and nothing else.
pub struct Client {
    pub device: String,
    pub token: String,
}

impl Client {
    pub fn request(&self, scopes: Value) -> Value {
        json!({
            "protocol": 1, "schema": 1, "device": self.device, "digest": "", "limit": 1_000_000,
            "scopes": scopes,
        })
    }

    /// The scope's part of the reply to `members` of a scope of a request.
    #[track_caller]
    pub fn sync(&self, server: &Server, members: Value) -> Value {
        let mut scope = json!({ "scope": "06541" });
        scope
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        let request = self.request(json!([scope]));
        let (status, reply) = server.send("POST", "/v1/sync", &self.token, &request.to_string());
        assert_eq!(status, 200, "{reply}");
        reply["scopes"][0].clone()
    }
}

pub fn run(data: &Path, arguments: &[&str]) -> Output {
    run_with(&["--data", data.to_str().unwrap()], arguments)
}

pub fn run_with(register: &[&str], arguments: &[&str]) -> Output {
    Command::new(crate::program())
        .args(arguments)
        .args(register)
        .output()
        .unwrap()
}

#[track_caller]
pub fn text(output: Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
pub fn refused(output: Output, why: &str) {
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && error.contains(why), "{error}");
}

/// The code of an invitation of one more official of commune 06541.
pub fn invite(register: &[&str]) -> String {
    invite_as("communeOfficer", register)
}

/// As [`invite`], in another role of the commune.
pub fn invite_as(role: &str, register: &[&str]) -> String {
    let invite = [
        "invite",
        "--json",
        "--base-url",
        "https://so.example.vn",
        "--role",
        role,
        "--commune",
        "06541",
        "--name",
        "Nông Thị Lan",
    ];
    let printed: Value = serde_json::from_str(&text(run_with(register, &invite))).unwrap();
    printed["code"].as_str().unwrap().to_owned()
}
