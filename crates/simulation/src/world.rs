//! The real endpoint over a real SQLite file, with a clock that tests set: people enrol, requests
//! are answered, backups are made and restored.

use crate::{COMMUNE, Key, Phone, SimulatedEnrolment};
use axum::body::Body;
use axum::http::Request;
use endpoint::api::{Settings, router};
use endpoint::app_files::AppFiles;
use endpoint::clock::Clock;
use endpoint::enrolments::EnrolmentClaim;
use endpoint::invitations::{Hashing, InvitationDraft};
use endpoint::model::{Erasure, Revocation, refusal};
use endpoint::secrets::{self, Randomness};
use endpoint::store::ErasingMode;
use endpoint::store::copy::{CopyMode, CopyPart, StoredCell as Stored};
use endpoint::store::sqlite::SqliteStore;
use endpoint::sync::{Endpoint, SyncError};
use http_body_util::BodyExt;
use protocol::OpId;
use protocol::wire::{self, Devices, Reply};
use register::rights::Grant;
use register::role::Role;
use replica::{MemoryStore, Outgoing};
use serde_json::Value;
use std::cell::{Cell, Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use tower::ServiceExt;

/// Answers that say nothing of what becomes of an operation.
const TRACELESS: [&str; 5] = [
    refusal::SCOPE_LOST,
    refusal::NOT_YOUR_DEVICE,
    refusal::BAD_SIGNATURE,
    refusal::REVOKED,
    wire::HELD,
];
/// Noon of 20 November 2026, in milliseconds.
const NOON: i64 = 1_795_150_800_000;

/// The endpoint and its people, for phones to sync with.
pub struct World {
    // In this order, so that the file is closed before its folder goes.
    endpoint: Arc<Endpoint>,
    runtime: Runtime,
    _folder: TempDir,
    clock: Cell<i64>,
    enrolled: Cell<u64>,
    /// What people may do now, by device: no endpoint that is set back forgets it.
    grants: RefCell<BTreeMap<String, Option<Grant>>>,
    answers: RefCell<BTreeMap<OpId, String>>,
    set_back: Cell<bool>,
    by_hand: Cell<bool>,
    pub(crate) ids: Rc<Randomness>,
}

/// The endpoint's register at one moment, kept to set it back later.
#[derive(Clone)]
pub struct Backup(Vec<CopyPart>);

impl Backup {
    fn rows_of(&mut self, table: &str) -> impl Iterator<Item = &mut Vec<Vec<Stored>>> {
        self.0.iter_mut().filter_map(move |part| match part {
            CopyPart::Rows(rows) if rows.table.name == table => Some(&mut rows.rows),
            CopyPart::Rows(_) | CopyPart::End => None,
        })
    }
}

impl World {
    /// The same seed makes the same ids, marks and tokens.
    ///
    /// # Panics
    /// If the machine has no room for a file.
    #[expect(
        clippy::expect_used,
        reason = "without a file there is no world to simulate"
    )]
    pub fn new(seed: u64) -> Self {
        Self::in_folder(folder().expect("a folder"), seed)
    }

    /// Over a copy of a register's file.
    ///
    /// # Panics
    /// If the file cannot be copied, or is none.
    #[expect(clippy::expect_used, reason = "without its file there is no world")]
    pub fn over(register: &Path, seed: u64) -> Self {
        let folder = folder().expect("a folder");
        let name = register.file_name().expect("a file");
        std::fs::copy(register, folder.path().join(name)).expect("a copy");
        Self::in_folder(folder, seed)
    }

    #[expect(
        clippy::expect_used,
        reason = "without a file there is no world to simulate"
    )]
    fn in_folder(folder: TempDir, seed: u64) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let randomness = Randomness::seeded(seed);
        let store = runtime.block_on(SqliteStore::open(folder.path(), &randomness));
        let store = Arc::new(store.expect("a store"));
        let endpoint = Arc::new(Endpoint::new(store, randomness));
        Self {
            endpoint,
            runtime,
            _folder: folder,
            clock: Cell::new(NOON),
            enrolled: Cell::new(0),
            grants: RefCell::default(),
            answers: RefCell::default(),
            set_back: Cell::new(false),
            by_hand: Cell::new(false),
            // The phones' ids must not be the endpoint's.
            ids: Rc::new(Randomness::seeded(!seed)),
        }
    }

    /// A phone of a new person who has a role in the commune.
    pub fn phone(&self, role: Role) -> Phone {
        self.phone_in(COMMUNE, role)
    }

    /// A phone of a new person who has a role elsewhere.
    pub fn phone_in(&self, scope: &str, role: Role) -> Phone {
        let key = Key::new(&self.ids);
        self.new_phone(scope, role, key, true)
    }

    /// The phone whose storage this is.
    pub fn phone_of(&self, store: MemoryStore, enrolment: SimulatedEnrolment) -> Phone {
        Phone::over(store, enrolment, Rc::clone(&self.ids))
    }

    /// As an official's, and nobody has told the endpoint its key.
    pub fn without_key(&self) -> Phone {
        let key = Key::new(&self.ids);
        self.new_phone(COMMUNE, Role::CommuneOfficer, key, false)
    }

    /// The person of a phone enrols anew on it, with the key that it has.
    pub fn enrolled_again(&self, phone: &Phone) -> Phone {
        let SimulatedEnrolment { scope, key, .. } = phone.enrolment();
        self.new_phone(scope, Role::CommuneOfficer, key.clone(), true)
    }

    /// The person of a phone, whom the endpoint lost, enrols anew as the same one, and goes on
    /// in the storage that the phone has.
    pub fn goes_on(&self, phone: &Phone) -> Phone {
        let SimulatedEnrolment {
            person, scope, key, ..
        } = phone.enrolment();
        let person = Some(person.clone());
        let role = Role::CommuneOfficer;
        let enrolment = self.enrol(person, "Người cũ", scope, role, key.clone(), true);
        self.phone_of(phone.store().clone(), enrolment)
    }

    /// The person of a phone gets another one.
    pub fn another_phone(&self, phone: &Phone) -> Phone {
        let SimulatedEnrolment { person, scope, .. } = phone.enrolment();
        let (person, key) = (Some(person.clone()), Key::new(&self.ids));
        let role = Role::CommuneOfficer;
        let enrolment = self.enrol(person, "Người cũ", scope, role, key, true);
        Phone::new(enrolment, Rc::clone(&self.ids))
    }

    fn new_phone(&self, scope: &str, role: Role, key: Key, told: bool) -> Phone {
        let number = self.enrolled.get() + 1;
        self.enrolled.set(number);
        let enrolment = self.enrol(None, &format!("Người {number}"), scope, role, key, told);
        Phone::new(enrolment, Rc::clone(&self.ids))
    }

    /// A phone of an official, who may write everything.
    pub fn official(&self) -> Phone {
        self.phone(Role::CommuneOfficer)
    }

    /// The way of a real phone: an invitation, claimed.
    #[expect(clippy::expect_used, reason = "an invitation just made can be claimed")]
    fn enrol(
        &self,
        person: Option<String>,
        name: &str,
        scope: &str,
        role: Role,
        key: Key,
        told: bool,
    ) -> SimulatedEnrolment {
        let now = self.now();
        let inviting = InvitationDraft {
            person,
            person_name: name.to_owned(),
            role,
            scope: scope.to_owned(),
            invited_by: "Hoàng Thị Ánh".to_owned(),
            expires_at: now + 1,
        };
        let device = self.ids.id(now);
        let grant = Grant {
            scope: scope.to_owned(),
            role,
        };
        let mut grants = self.grants.borrow_mut();
        grants.insert(device.clone(), Some(grant));
        let proof = key.sign(&protocol::key_text(&device));
        self.runtime.block_on(async {
            let code = self
                .endpoint
                .invite(inviting, Hashing::Quick)
                .await
                .expect("a code");
            let claim = EnrolmentClaim {
                code: code.to_string(),
                from: std::net::IpAddr::from([127, 0, 0, 1]),
                device: device.clone(),
                secret: self.ids.token(),
                key: told.then(|| (key.public(), proof)),
            };
            let enrolment = self
                .endpoint
                .enrol(&claim, now)
                .await
                .expect("an enrolment");
            SimulatedEnrolment {
                person: enrolment.person.id,
                device,
                token: enrolment.token,
                scope: scope.to_owned(),
                key,
            }
        })
    }

    /// What the endpoint says when it has done something.
    pub(crate) fn wait_for<T>(&self, ask: impl AsyncFn(&Endpoint) -> T) -> T {
        self.runtime.block_on(ask(&self.endpoint))
    }

    /// From now on the person has this role in the commune, or none.
    pub fn set_role(&self, phone: &Phone, role: Option<Role>) {
        let grant = role.map(|role| Grant {
            scope: COMMUNE.to_owned(),
            role,
        });
        let device = phone.enrolment().device.clone();
        self.give(&device, grant.as_ref());
        self.grants.borrow_mut().insert(device, grant);
    }

    /// Nobody has two roles here.
    #[expect(clippy::expect_used, reason = "a store that works")]
    fn give(&self, device: &str, grant: Option<&Grant>) {
        let store = self.endpoint.store();
        self.runtime.block_on(async {
            for role in [
                Role::CommuneOfficer,
                Role::CommuneChair,
                Role::VillageHead,
                Role::Viewer,
            ] {
                let scope = COMMUNE.to_owned();
                let taken = store.set_role(device, Grant { scope, role }, false);
                taken.await.expect("a store");
            }
            if let Some(grant) = grant {
                let given = store.set_role(device, grant.clone(), true);
                given.await.expect("a store");
            }
        });
    }

    /// An administrator revokes the person's enrolment.
    #[expect(clippy::expect_used, reason = "an enrolment that is there")]
    pub fn revoke(&self, phone: &Phone, how: Revocation) {
        let revoked = self
            .endpoint
            .store()
            .revoke(&phone.enrolment().device, how, self.now());
        assert!(self.runtime.block_on(revoked).expect("a store"));
    }

    /// What the endpoint does with a request and says to it; everything crosses
    /// the wire as its JSON.
    ///
    /// # Errors
    /// If the request is refused as a whole.
    ///
    /// # Panics
    /// If one side cannot read the other, or the endpoint contradicts itself.
    #[expect(
        clippy::expect_used,
        reason = "these are the faults that a simulation is for"
    )]
    pub fn answer(&self, phone: &Phone, outgoing: &Outgoing) -> Result<Reply, SyncError> {
        let sent = serde_json::to_string(&outgoing.request).expect("a request as JSON");
        let request = serde_json::from_str(&sent).expect("a request that can be read");
        self.clock.set(self.clock.get() + 1000);
        let enrolment = phone.enrolment();
        let reply = self.runtime.block_on(async {
            let token = secrets::hash(&enrolment.token);
            let member = self.endpoint.store().member(&token).await?;
            let member = member.expect("an enrolled person");
            self.endpoint.sync(&member, &request, self.now()).await
        })?;
        let sent = serde_json::to_string(&reply).expect("a reply as JSON");
        let reply: Reply = serde_json::from_str(&sent).expect("a reply that can be read");
        self.note(&reply);
        Ok(reply)
    }

    /// What the endpoint replies over HTTP to the request of whoever has a token, or the status and
    /// the code with which it refuses.
    ///
    /// # Errors
    /// If the request is refused as a whole.
    ///
    /// # Panics
    /// If one side cannot read the other, or the endpoint contradicts itself.
    #[expect(
        clippy::expect_used,
        reason = "these are the faults that a simulation is for"
    )]
    pub fn post(&self, token: &str, request: &wire::Request) -> Result<Reply, (u16, String)> {
        let body = serde_json::to_vec(request).expect("a request as JSON");
        let http = Request::post("/v1/sync")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request");
        let (status, reply) = self.http(http);
        if status != 200 {
            let code = reply["error"]["code"].as_str().unwrap_or_default();
            return Err((status, code.to_owned()));
        }
        let reply: Reply = serde_json::from_value(reply).expect("a reply that can be read");
        self.note(&reply);
        Ok(reply)
    }

    /// A request over HTTP as it is: the status, and the reply's JSON.
    ///
    /// # Panics
    /// If the reply is no JSON.
    #[expect(clippy::expect_used, reason = "a reply that can be read")]
    pub fn http(&self, request: Request<Body>) -> (u16, Value) {
        self.clock.set(self.clock.get() + 1000);
        let now = self.now();
        let clock: Clock = Arc::new(move || now);
        let endpoint = Arc::clone(&self.endpoint);
        let service = router(endpoint, clock, AppFiles::None, &Settings::default());
        self.runtime.block_on(async {
            let reply = service.oneshot(request).await.expect("a reply");
            let status = reply.status().as_u16();
            let body = reply.into_body().collect().await.expect("its body");
            let json = serde_json::from_slice(&body.to_bytes());
            (status, json.expect("a reply as JSON"))
        })
    }

    /// Invites somebody, for a week; the code.
    ///
    /// # Panics
    /// If the store fails.
    #[expect(clippy::expect_used, reason = "a store that works")]
    pub fn invite(&self, name: &str, scope: &str, role: Role) -> String {
        let inviting = InvitationDraft {
            person: None,
            person_name: name.to_owned(),
            role,
            scope: scope.to_owned(),
            invited_by: "Hoàng Thị Ánh".to_owned(),
            expires_at: self.now() + 7 * 24 * 60 * 60 * 1000,
        };
        let code = self.endpoint.invite(inviting, Hashing::Quick);
        self.runtime.block_on(code).expect("a code").to_string()
    }

    /// A backup of this moment, of which phones hear.
    #[expect(clippy::expect_used, reason = "what is in memory can be read")]
    pub fn backup(&self) -> Backup {
        let mut backup = self.copy();
        for row in backup.rows_of("vector").flatten() {
            if let [
                Stored::Text(Some(scope)),
                Stored::Text(Some(device)),
                Stored::Integer(Some(seen)),
                ..,
            ] = row.as_slice()
            {
                let seen = [(device.clone(), *seen)];
                let noted = self.endpoint.store().note_kept(scope, &seen);
                self.runtime.block_on(noted).expect("a note");
            }
        }
        backup
    }

    #[expect(clippy::expect_used, reason = "what is in memory can be read")]
    fn copy(&self) -> Backup {
        let (send, mut receive) = mpsc::channel(4);
        let collect = async {
            let mut all = Vec::new();
            while let Some(rows) = receive.recv().await {
                all.push(rows);
            }
            Backup(all)
        };
        let read = self.endpoint.store().copy_out(send);
        let (read, backup) = self.runtime.block_on(async { tokio::join!(read, collect) });
        read.expect("a backup");
        backup
    }

    /// The endpoint is set back, in the way that it should be: a new epoch.
    pub fn restore(&self, backup: &Backup) {
        let epoch = self.ids.token()[..8].to_owned();
        let at = self.now();
        let mark = "acts".to_owned();
        let acts = Vec::new();
        let taking = CopyMode::Restored {
            epoch,
            at,
            mark,
            acts,
        };
        self.set_back(backup, taking);
    }

    /// Somebody copies the file back by hand: the endpoint does not know.
    pub fn put_back_by_hand(&self, backup: &Backup) {
        self.set_back(backup, CopyMode::AsItIs);
        self.by_hand.set(true);
    }

    #[expect(clippy::expect_used, reason = "what a store gave it takes")]
    fn set_back(&self, Backup(all): &Backup, taking: CopyMode) {
        let (send, receive) = mpsc::channel(all.len().max(1));
        for rows in all {
            send.try_send(rows.clone()).expect("room for all");
        }
        drop(send);
        let taken = self.endpoint.store().copy_in(receive, taking);
        self.runtime.block_on(taken).expect("a restore");
        self.set_back.set(true);
        for (device, grant) in self.grants.borrow().iter() {
            self.give(device, grant.as_ref());
        }
    }

    /// Time goes by.
    pub fn pass(&self, milliseconds: i64) {
        self.clock.set(self.clock.get() + milliseconds);
    }

    /// Nothing that stands in a scope can be read any more.
    pub fn damage(&self, damaged: &str) {
        let mut copy = self.copy();
        for row in copy.rows_of("field").flatten() {
            if let [
                Stored::Text(Some(scope)),
                ..,
                Stored::Text(Some(live)),
                Stored::Integer(_),
            ] = row.as_mut_slice()
                && scope == damaged
            {
                live.clear();
            }
        }
        self.put_back_by_hand(&copy);
    }

    /// An administrator erases a record, as its person wishes.
    ///
    /// # Panics
    /// If the store fails.
    #[expect(clippy::expect_used, reason = "a store that works")]
    pub fn erase(&self, scope: &str, record: &str) {
        let erasure = Erasure {
            scope: scope.to_owned(),
            record: record.to_owned(),
            at: self.now(),
            files: BTreeSet::new(),
        };
        let store = self.endpoint.store();
        let erased = store.erase(erasure, self.ids.mark(), ErasingMode::Erase);
        self.runtime.block_on(erased).expect("an erasure");
    }

    /// A field whose live set is another than what its log comes to.
    ///
    /// # Panics
    /// If the store fails.
    #[expect(clippy::expect_used, reason = "a store that works")]
    pub fn unproved_by_its_log(&self) -> Option<(String, String)> {
        let store = self.endpoint.store();
        self.runtime.block_on(async {
            for scope in store.scopes().await.expect("scopes") {
                let proof = store.prove_log(&scope).await.expect("a log");
                if let Some(field) = proof.unproved.into_iter().next() {
                    return Some(field);
                }
            }
            None
        })
    }

    /// Whether the endpoint was ever set back.
    pub fn was_set_back(&self) -> bool {
        self.set_back.get()
    }

    /// Whether that was ever done by hand.
    pub fn was_put_back_by_hand(&self) -> bool {
        self.by_hand.get()
    }

    /// Whatever was ever answered, by name: what the endpoint has committed,
    /// also where the reply is lost.
    pub fn answers(&self) -> Ref<'_, BTreeMap<OpId, String>> {
        self.answers.borrow()
    }

    pub fn now(&self) -> i64 {
        self.clock.get()
    }

    #[expect(
        clippy::expect_used,
        reason = "a short name that nothing explains is a fault"
    )]
    fn note(&self, reply: &Reply) {
        let devices = Devices::new(reply.devices.iter().map(|device| device.id.clone()));
        let mut answers = self.answers.borrow_mut();
        for (short, answer) in reply.scopes.iter().flat_map(|scope| scope.answers.iter()) {
            let name = devices.lengthen(short).expect("the name of an operation");
            // It leaves no trace, and its owner may say it yet.
            if TRACELESS.contains(&answer.as_str()) {
                continue;
            }
            // A second time, a fork is simply there.
            let answer = if answer == wire::FORKED {
                wire::OK
            } else {
                answer
            };
            let earlier = answers.get(&name).map(String::as_str);
            let is_same = earlier.is_none_or(|earlier| earlier == answer);
            // One that was set back does not remember what it had answered.
            assert!(
                is_same || self.was_set_back(),
                "{name} was answered {earlier:?} and then {answer}"
            );
            if earlier != Some(wire::OK) {
                answers.insert(name, answer.to_owned());
            }
        }
    }
}

/// In memory where the machine has a folder there: a run commits hundreds of
/// times, and what it proves does not depend on a disk.
fn folder() -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    }
}
