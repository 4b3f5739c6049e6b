//! A whole endpoint on a real SQLite file, and phones that speak to it.

use crate::private_postgres;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use endpoint::api::{RateLimit, Settings, router};
use endpoint::app_files::AppFiles;
use endpoint::clock::Clock;
use endpoint::invitations::{Hashing, InvitationDraft};
use endpoint::lasting_acts::ACTS;
use endpoint::secrets::{Randomness, hash};
use endpoint::store::sqlite::SqliteStore;
use endpoint::sync::Endpoint;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http_body_util::BodyExt;
use protocol::wire::{Devices, WireOperation};
use register::rights::Grant;
use register::role::Role;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

/// Noon of 20 November 2026, in milliseconds.
pub const NOON: i64 = 1_795_150_800_000;
pub const HOUR: i64 = 60 * 60 * 1000;
pub const COMMUNE: &str = "06541";
/// Where the endpoint is reached.
pub const HOST: &str = "so.example.vn";

/// A whole endpoint in a test: a folder with its SQLite file, a clock to set, and the router that
/// requests go to.
pub struct World {
    pub folder: TempDir,
    pub endpoint: Arc<Endpoint>,
    pub clock: Arc<AtomicI64>,
    pub router: Router,
    devices: AtomicU64,
}

/// The HTTP answer to one request of a test: status, headers and bytes.
pub struct HttpAnswer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// As sent.
    pub bytes: Vec<u8>,
}

impl HttpAnswer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.plain()).unwrap()
    }

    /// Unpacked.
    #[track_caller]
    pub fn plain(&self) -> Vec<u8> {
        let encoding = self
            .headers
            .get("content-encoding")
            .map(|v| v.to_str().unwrap());
        match encoding {
            Some("gzip") => {
                let mut plain = Vec::new();
                GzDecoder::new(&*self.bytes)
                    .read_to_end(&mut plain)
                    .unwrap();
                plain
            }
            None => self.bytes.clone(),
            other => panic!("encoding {other:?}"),
        }
    }

    #[track_caller]
    pub fn check_error(&self, status: u16, code: &str) {
        let body = self.json();
        assert_eq!(
            (self.status.as_u16(), &body["error"]["code"]),
            (status, &json!(code)),
            "{body}"
        );
        let again = [
            "rateLimited",
            "unavailable",
            "tooSlow",
            "offsetDiffers",
            "hashDiffers",
            "tooMuch",
            "deviceNotProved",
        ];
        let fatal = !again.contains(&code);
        assert_eq!(body["error"]["fatal"], fatal);
        assert!(body["error"]["detail"].is_string());
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub fn often() -> Settings {
    Settings {
        rate_limit: RateLimit::per_minute(NonZeroU32::new(1_000_000).unwrap()),
        base_url: Some(format!("https://{HOST}")),
        hashing: Hashing::Quick,
        ..Settings::default()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(AppFiles::None, &often()).await
    }

    pub async fn with(files: AppFiles, settings: &Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let endpoint = open(folder.path()).await;
        Self::around(folder, endpoint, files, settings)
    }

    /// The same seed makes the same ids, marks and tokens.
    pub async fn seeded(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let randomness = Randomness::seeded(seed);
        let store = SqliteStore::open(folder.path(), &randomness).await.unwrap();
        let endpoint = Arc::new(Endpoint::new(Arc::new(store), randomness));
        Self::around(folder, endpoint, AppFiles::None, &often())
    }

    /// Over the register that is in a folder.
    pub async fn over(folder: TempDir) -> Self {
        let endpoint = open(folder.path()).await;
        Self::around(folder, endpoint, AppFiles::None, &often())
    }

    /// Over a database of PostgreSQL.
    pub async fn on_postgres(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(private_postgres::open(database).await);
        let endpoint = Arc::new(Endpoint::new(store, Randomness::of_the_system()));
        Self::around(folder, endpoint, AppFiles::None, &often())
    }

    fn around(
        folder: TempDir,
        endpoint: Arc<Endpoint>,
        files: AppFiles,
        settings: &Settings,
    ) -> Self {
        let clock = Arc::new(AtomicI64::new(NOON));
        let hands = Arc::clone(&clock);
        let ticking: Clock = Arc::new(move || hands.load(Ordering::Relaxed));
        let settings = Settings {
            acts: Some(folder.path().join(ACTS)),
            ..settings.clone()
        };
        let router = router(Arc::clone(&endpoint), ticking, files, &settings);
        Self {
            folder,
            endpoint,
            clock,
            router,
            devices: AtomicU64::new(1),
        }
    }

    pub fn pass(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    pub async fn send(&self, request: Request<Body>) -> HttpAnswer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        HttpAnswer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    pub async fn get(&self, path: &str) -> HttpAnswer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn invite(&self, role: Role, scope: &str, name: &str) -> String {
        let inviting = InvitationDraft {
            person: None,
            person_name: name.into(),
            role,
            scope: scope.into(),
            invited_by: "Hoàng Thị Ánh".into(),
            expires_at: self.now() + 168 * HOUR,
        };
        self.endpoint
            .invite(inviting, Hashing::Quick)
            .await
            .unwrap()
            .to_string()
    }

    pub async fn enrol(&self, code: &str, device: &str, claim: &str) -> HttpAnswer {
        let body = json!({ "code": code, "device": device, "claim": claim }).to_string();
        self.send(Request::post("/v1/enrolments").body(body.into()).unwrap())
            .await
    }

    pub async fn phone(&self, role: Role, scope: &str) -> Phone<'_> {
        let number = self.devices.fetch_add(1, Ordering::Relaxed);
        let device = format!("phone-{number}");
        let code = self.invite(role, scope, &format!("Người {number}")).await;
        let answer = self.enrol(&code, &device, "0123456789abcdef").await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        Phone {
            world: self,
            token: answer.json()["token"].as_str().unwrap().into(),
            device,
        }
    }

    /// Of somebody who has this role and no other, also where nobody is enrolled by an invitation.
    pub async fn holding(&self, role: Role, scope: &str) -> Phone<'_> {
        let first = "02701";
        let phone = self.phone(Role::Viewer, first).await;
        let held = |role, scope: &str, held| {
            let scope = scope.to_owned();
            let store = self.endpoint.store();
            store.set_role(&phone.device, Grant { scope, role }, held)
        };
        assert!(held(role, scope, true).await.unwrap());
        if (role, scope) != (Role::Viewer, first) {
            assert!(held(Role::Viewer, first, false).await.unwrap());
        }
        phone
    }

    pub async fn officer(&self) -> Phone<'_> {
        self.phone(Role::CommuneOfficer, COMMUNE).await
    }
}

pub async fn open(folder: &std::path::Path) -> Arc<Endpoint> {
    let randomness = Randomness::of_the_system();
    let store = SqliteStore::open(folder, &randomness).await.unwrap();
    Arc::new(Endpoint::new(Arc::new(store), randomness))
}

/// A client of a test that knows its token and its device id, without a replica.
pub struct Phone<'w> {
    pub world: &'w World,
    pub token: String,
    pub device: String,
}

impl Phone<'_> {
    /// A key of its enrolment is known, as of every phone that has said one.
    pub async fn with_key(self) -> Self {
        let store = self.world.endpoint.store();
        let member = store.member(&hash(&self.token)).await.unwrap().unwrap();
        store
            .claim_key(&member.enrolment, &self.device)
            .await
            .unwrap();
        self
    }

    pub fn request(&self, scopes: Value) -> Value {
        json!({ "protocol": 1, "schema": 1, "device": self.device, "digest": "", "scopes": scopes })
    }

    pub async fn send(&self, body: impl Into<Body>) -> HttpAnswer {
        let request = Request::post("/v1/sync")
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-encoding", "gzip")
            .body(body.into())
            .unwrap();
        self.world.send(request).await
    }

    pub async fn sync(&self, request: Value) -> Value {
        let answer = self.send(request.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    /// Pushes to one scope and gives the whole reply.
    pub async fn push(&self, scope: &str, ops: impl Into<Vec<Value>>) -> Value {
        let ops: Vec<Value> = ops.into();
        self.sync(self.request(json!([{ "scope": scope, "ops": ops }])))
            .await
    }

    /// What this one operation is answered.
    pub async fn answer(&self, scope: &str, op: Value) -> String {
        let short = self.short(scope, &op);
        let reply = self.push(scope, [op]).await;
        let answers = &reply["scopes"][0]["answers"];
        answers[long_to_short(&reply, &short)]
            .as_str()
            .unwrap_or("nothing")
            .into()
    }

    pub async fn pull(&self, scope: &str, cursor: &str, limit: u64) -> Value {
        let mut request = self.request(json!([{ "scope": scope, "cursor": cursor }]));
        request["limit"] = json!(limit);
        self.sync(request).await["scopes"][0].clone()
    }

    /// The operation's name, `device.number.hash`.
    pub fn short(&self, scope: &str, op: &Value) -> String {
        let wire: WireOperation = serde_json::from_value(op.clone()).unwrap();
        let table = Devices::new([self.device.clone()]);
        table.unpack(wire).unwrap().name(scope).to_string()
    }
}

/// A name as the reply's table of devices shortens it.
pub fn long_to_short(reply: &Value, name: &str) -> String {
    let (device, rest) = name.split_once('.').unwrap();
    let devices = reply["devices"].as_array().unwrap();
    let place = devices
        .iter()
        .position(|known| known["id"] == device)
        .unwrap();
    format!("{place}.{rest}")
}

/// `n`, `record`, `field` and `value` of a collective.
pub fn op(n: u64, record: &str, field: &str, value: impl Into<Value>) -> Value {
    let value = value.into();
    json!({ "n": n, "record": record, "kind": "collective", "field": field, "value": value, "at": 7 })
}

pub fn with(mut op: Value, key: &str, value: impl Into<Value>) -> Value {
    op[key] = value.into();
    op
}

/// The values that stand in a field, as a scope's reply states it.
pub fn values<'r>(scope: &'r Value, record: &str, field: &str) -> Vec<&'r Value> {
    let states = scope["states"].as_array().into_iter().flatten();
    states
        .filter(|state| state["record"] == record && state["field"] == field)
        .flat_map(|state| state["live"].as_array().unwrap())
        .map(|entry| &entry[1])
        .collect()
}

pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
