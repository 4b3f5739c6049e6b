//! How many edits a second the endpoint takes in, durably, from 1, 16 and 64
//! phones in batches of 100, on this machine: over its store alone, and over HTTP
//! on real sockets with the phones in the same process.
//!
//! `cargo run --release -p endpoint --example throughput [seconds] [folder]`
//!
//! On SQLite in the folder, and on the PostgreSQL that `DATABASE_URL` names, or
//! one of its own in a temporary folder.

#[path = "../tests/endpoint/private_postgres.rs"]
#[expect(clippy::unwrap_used, reason = "of the tests")]
mod private_postgres;

use endpoint::api::{Settings, router};
use endpoint::app_files::AppFiles;
use endpoint::clock::{now, system_clock};
use endpoint::invitations::{Hashing, InvitationDraft};
use endpoint::model::Member;
use endpoint::secrets::{self, Randomness};
use endpoint::store::sqlite::SqliteStore;
use endpoint::store::{EnrolmentAttempt, EnrolmentOutcome, Store};
use endpoint::sync::{Endpoint, Request};
use futures_util::future::join_all;
use register::role::Role;
use serde_json::json;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const BATCH: u64 = 100;
/// PostgreSQL, too, has what it confirms on the disk.
const FSYNC: &str = "on";

/// What is measured.
#[derive(Clone, Copy)]
struct Trial {
    phones: usize,
    scopes: usize,
    over_http: bool,
}

const fn trial(phones: usize, scopes: usize, over_http: bool) -> Trial {
    Trial {
        phones,
        scopes,
        over_http,
    }
}

const TRIALS: [Trial; 5] = [
    trial(1, 1, true),
    trial(16, 16, true),
    trial(64, 64, true),
    trial(64, 8, true),
    trial(64, 64, false),
];

type Failure = Box<dyn Error + Send + Sync>;

struct Phone {
    device: String,
    token: String,
    member: Member,
    scope: String,
    next: u64,
    cursor: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let span = Duration::from_secs(seconds);
    for (number, trial) in TRIALS.into_iter().enumerate() {
        let folder = folder.join(format!("throughput-{}-{number}", std::process::id()));
        let store = SqliteStore::open(&folder, &Randomness::of_the_system()).await?;
        measure("SQLite", Arc::new(store), trial, span).await?;
        std::fs::remove_dir_all(&folder)?;
    }
    for trial in TRIALS {
        let address = match std::env::var("DATABASE_URL") {
            Ok(address) => address,
            Err(_) => private_postgres::database().await,
        };
        let store = private_postgres::open(&address).await;
        measure("PostgreSQL", Arc::new(store), trial, span).await?;
    }
    Ok(())
}

async fn measure(
    kind: &str,
    store: Arc<dyn Store>,
    trial: Trial,
    span: Duration,
) -> Result<(), Failure> {
    let Trial {
        phones: count,
        scopes,
        over_http,
    } = trial;
    let endpoint = Arc::new(Endpoint::new(store, Randomness::of_the_system()));
    let mut phones = Vec::with_capacity(count);
    for number in 0..count {
        phones.push(enrol(&endpoint, format!("06541/village-{}", number % scopes)).await?);
    }
    let address = serve(Arc::clone(&endpoint)).await?;
    let taken = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let work = phones.into_iter().map(|mut phone| {
        let endpoint = Arc::clone(&endpoint);
        let taken = Arc::clone(&taken);
        tokio::spawn(async move {
            let mut socket = TcpStream::connect(address).await?;
            socket.set_nodelay(true)?;
            let mut durations = Vec::new();
            while begun.elapsed() < span {
                let asked = Instant::now();
                let body = phone.batch().to_string();
                phone.cursor = if over_http {
                    exchange(&mut socket, &phone.token, &body).await?
                } else {
                    let request: Request = serde_json::from_str(&body)?;
                    let reply = endpoint.sync(&phone.member, &request, now()).await?;
                    reply
                        .scopes
                        .into_iter()
                        .next()
                        .map(|scope| scope.cursor)
                        .ok_or("no scope")?
                };
                phone.next += BATCH;
                taken.fetch_add(BATCH, Ordering::Relaxed);
                durations.push(asked.elapsed());
            }
            Ok::<_, Failure>(durations)
        })
    });
    let mut durations = Vec::new();
    for outcome in join_all(work).await {
        durations.extend(outcome??);
    }
    durations.sort_unstable();
    let rate = taken.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    let at = |share: usize| {
        durations
            .get(durations.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "  {kind}, {count} phones in {scopes} scopes, {}: {rate:.0} edits/s{}; \
         a batch of {BATCH}: median {:.1?}, 99 of 100 within {:.1?}",
        if over_http {
            "over HTTP"
        } else {
            "without HTTP"
        },
        if kind == "SQLite" && count == 64 {
            " (budget 20000)"
        } else {
            ""
        },
        at(50),
        at(99),
    );
    Ok(())
}

async fn serve(endpoint: Arc<Endpoint>) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router(
        endpoint,
        system_clock(),
        AppFiles::None,
        &Settings::default(),
    );
    tokio::spawn(async move { axum::serve(listener, service).await });
    Ok(address)
}

async fn enrol(endpoint: &Endpoint, scope: String) -> Result<Phone, Failure> {
    let inviting = InvitationDraft {
        person: None,
        person_name: "Lan".into(),
        role: Role::CommuneOfficer,
        scope: scope.clone(),
        invited_by: "Ánh".into(),
        expires_at: now() + 1_000_000,
    };
    let code = endpoint.invite(inviting, Hashing::Quick).await?;
    let device = endpoint.randomness().id(now());
    let token = endpoint.randomness().token();
    let enrolled = endpoint
        .store()
        .enrol(EnrolmentAttempt {
            key: None,
            public_id: code.public_id().to_owned(),
            device: device.clone(),
            claim_hash: vec![1],
            token_hash: secrets::hash(&token),
            person: endpoint.randomness().id(now()),
            enrolment: endpoint.randomness().id(now()),
            now: now(),
            again_since: 0,
        })
        .await?;
    if !matches!(enrolled, EnrolmentOutcome::Done(_)) {
        return Err("not enrolled".into());
    }
    let member = endpoint
        .store()
        .member(&secrets::hash(&token))
        .await?
        .ok_or("no member")?;
    Ok(Phone {
        device,
        token,
        member,
        scope,
        next: 1,
        cursor: String::new(),
    })
}

impl Phone {
    /// One field of a hundred records: each batch of ten fills in another.
    fn batch(&self) -> serde_json::Value {
        let ops: Vec<_> = (self.next..self.next + BATCH)
            .map(|n| {
                let record = format!(
                    "{}{:08}",
                    &self.device[..14],
                    n / (BATCH * 10) * BATCH + n % BATCH
                );
                let field = format!("field{}", n / BATCH % 10);
                json!({
                    "n": n, "record": record, "kind": "collective", "field": field,
                    "value": "Trường Tiểu học Mẫu Sơn", "at": now(), "save": self.next,
                })
            })
            .collect();
        json!({
            "protocol": 1, "schema": 1, "device": self.device, "digest": "", "limit": 16_384,
            "scopes": [{ "scope": self.scope, "cursor": self.cursor, "ops": ops }],
        })
    }
}

/// One request on a connection that is kept; gives the scope's new cursor.
async fn exchange(socket: &mut TcpStream, token: &str, body: &str) -> Result<String, Failure> {
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Accept-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await?;
    socket.write_all(body.as_bytes()).await?;
    let (mut answer, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    // A packed reply is sent in chunks and ends with an empty one.
    while !answer.ends_with(b"\r\n0\r\n\r\n") {
        let length = socket.read(&mut piece).await?;
        if length == 0 {
            return Err("the connection ended".into());
        }
        answer.extend_from_slice(&piece[..length]);
    }
    let start = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("no head")?
        + 4;
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(String::from_utf8_lossy(&answer[..start])
            .into_owned()
            .into());
    }
    let mut packed = Vec::new();
    let mut rest = &answer[start..];
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end])?, 16)?;
        packed.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 2 + length + 2..];
        if length == 0 {
            break;
        }
    }
    let reply: protocol::wire::Reply =
        serde_json::from_reader(flate2::read::GzDecoder::new(&*packed))?;
    Ok(reply
        .scopes
        .into_iter()
        .next()
        .map(|scope| scope.cursor)
        .ok_or("no scope")?)
}
