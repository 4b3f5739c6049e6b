//! Administrators' phones, which sign what they ask for.

use crate::relay::Key;
use crate::world::{COMMUNE, HttpAnswer, NOON, Phone, World, op, with};
use axum::body::Body;
use axum::http::Request;
use endpoint::secrets::hash;
use register::role::Role;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

pub const VILLAGE: &str = "06541/v1";

/// A phone whose key the endpoint knows.
pub struct Admin<'w> {
    pub phone: Phone<'w>,
    pub key: Key,
    /// Of the enrolment and of its person.
    pub enrolment: String,
    pub person: String,
    /// The register's.
    pub epoch: String,
    nonces: AtomicU64,
}

/// An act that is signed.
#[derive(Clone)]
pub struct Signed {
    pub text: String,
    pub sig: String,
}

impl Signed {
    pub fn body(&self) -> String {
        json!({ "act": self.text, "sig": self.sig }).to_string()
    }
}

pub async fn admin<'w>(world: &'w World, role: Role, scope: &str, key: u8) -> Admin<'w> {
    Admin::of(world.phone(role, scope).await, key).await
}

impl<'w> Admin<'w> {
    pub async fn of(phone: Phone<'w>, key: u8) -> Self {
        let key = Key::new(key);
        phone.tell_key(&key).await;
        let store = phone.world.endpoint.store();
        let member = store.member(&hash(&phone.token)).await.unwrap().unwrap();
        Self {
            phone,
            key,
            enrolment: member.enrolment,
            person: member.person.id,
            epoch: store.epoch().await.unwrap(),
            nonces: AtomicU64::new(1),
        }
    }

    pub fn nonce(&self) -> String {
        format!("{:022}", self.nonces.fetch_add(1, Ordering::Relaxed))
    }

    /// An act of now, by the page and not by the code that reads it.
    pub fn signed(&self, word: &str, members: Value) -> Signed {
        let nonce = self.nonce();
        self.sign(&json!([
            "act",
            self.epoch,
            nonce,
            self.phone.world.now(),
            word,
            members
        ]))
    }

    pub fn sign(&self, act: &Value) -> Signed {
        let text = act.to_string();
        let sig = self.key.sign(&text);
        Signed { text, sig }
    }

    pub async fn send(&self, signed: &Signed) -> HttpAnswer {
        let request = Request::post("/v1/acts")
            .header("authorization", format!("Bearer {}", self.phone.token))
            .body(signed.body().into())
            .unwrap();
        self.phone.world.send(request).await
    }

    pub async fn act(&self, word: &str, members: Value) -> HttpAnswer {
        self.send(&self.signed(word, members)).await
    }

    #[track_caller]
    pub fn done(&self, answer: &HttpAnswer) -> Value {
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    pub async fn does(&self, word: &str, members: Value) -> Value {
        let answer = self.act(word, members).await;
        self.done(&answer)
    }

    pub async fn ask(&self, query: &str) -> HttpAnswer {
        let request = Request::get(format!("/v1/people{query}"))
            .header("authorization", format!("Bearer {}", self.phone.token))
            .body(Body::empty())
            .unwrap();
        self.phone.world.send(request).await
    }

    pub async fn people(&self) -> Value {
        let answer = self.ask(&format!("?scope={COMMUNE}")).await;
        self.done(&answer)
    }

    /// As the list has the person of an id.
    pub async fn listed(&self, person: &str) -> Value {
        let listed = self.people().await["people"].clone();
        let found = { listed.as_array().unwrap() }
            .iter()
            .find(|one| one["id"] == person);
        found.cloned().unwrap_or(Value::Null)
    }

    pub fn invites(&self, name: &str) -> Value {
        json!({ "role": "villageHead", "scope": VILLAGE, "personName": name })
    }
}

/// An officer in a commune that has a village.
pub async fn officer(world: &World) -> Admin<'_> {
    let officer = admin(world, Role::CommuneOfficer, COMMUNE, 1).await;
    let village =
        |field: &str, value: &str, n: u64| with(op(n, "v1", field, value), "kind", "village");
    let ops = [
        village("name", "Pò Mã", 1),
        village("villageKind", "ban", 2),
    ];
    officer.phone.push(VILLAGE, ops).await;
    officer
}

/// How somebody enrols by a code; the answer.
pub async fn enrol(world: &World, code: &Value, device: &str) -> HttpAnswer {
    let code = code.as_str().unwrap();
    world.enrol(code, device, "0123456789abcdef").await
}

pub fn member(answer: &HttpAnswer, device: &str) -> (String, String) {
    assert_eq!(answer.status, 200, "{} {device}", answer.json());
    let enrolled = answer.json();
    let of = |value: &Value| value.as_str().unwrap().to_owned();
    (of(&enrolled["token"]), of(&enrolled["person"]["id"]))
}

pub const TOMORROW: i64 = NOON + 24 * 60 * 60 * 1000;
