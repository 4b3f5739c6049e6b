//! A phone in a world that stands still until it is waited for, and an endpoint that answers as a
//! test has it.

use async_lock::{Mutex, MutexGuardArc};
use client::Moment;
use client::enrolment::Enrolment;
use client::sync::{Driver, Event, Host, HttpError, Proof, ReplyChanges, Sync, SyncState};
use client::testing::{Scheduler, StepStore};
use protocol::wire::{Devices, FieldState, Reply, Request, ScopeReply, WireEntry, digest};
use replica::{Edit, File, MemoryStore, Replica, ready};
use sorted::SortedMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

pub const SCOPE: &str = "xa";
const DEVICE: &str = "0192f000-0000-7000-8000-000000000001";
pub const EPOCH: &str = "e1";
/// As much of a file as any test sends, in bytes.
const MOST: u64 = 1 << 20;

/// The network's answer to one request of a test: a reply, a failure, a late reply, or none.
pub enum Answer {
    Reply(Reply),
    No(HttpError),
    /// It comes, so many milliseconds late.
    Late(i64, Reply),
    /// Nothing ever comes.
    Never,
}

type Answering = Box<dyn Fn(&Request) -> Answer>;
/// How much of a file is there, by how much should be.
type Uploading = Box<dyn Fn(u64) -> Result<u64, HttpError>>;

/// The scripted network of a test's phone: the answers to come, and the requests that were made.
pub struct Network {
    answer: RefCell<Answering>,
    pub offset: RefCell<Uploading>,
    /// When something was asked, in milliseconds since the start.
    pub asked: RefCell<Vec<i64>>,
    pub parts: RefCell<Vec<u64>>,
    under_way: Cell<u32>,
    pub most_at_once: Cell<u32>,
}

/// A record of all that the sync told this phone to show and to do, for a test to look at.
#[derive(Default)]
pub struct Told {
    pub states: Vec<SyncState>,
    pub left: Vec<Option<Request>>,
    pub lines: usize,
    pub rights_changed: usize,
    pub enrolments: Vec<Enrolment>,
    pub reached: usize,
    pub locked: usize,
    pub renamed: usize,
    pub proved: usize,
    pub sent: Vec<u64>,
}

/// A test's phone: a slow store under a scheduler, a scripted network, and what the phone was told.
pub struct Phone {
    pub scheduler: Scheduler,
    tab: u32,
    replica: Rc<Replica<StepStore, ()>>,
    pub network: Rc<Network>,
    turn: Arc<Mutex<()>>,
    pub told: RefCell<Told>,
    pub later: Cell<bool>,
    pub clock_off: Cell<i64>,
}

impl Host for Phone {
    type Store = StepStore;
    type About = ();
    type Turn = MutexGuardArc<()>;

    fn replica(&self) -> Rc<Replica<StepStore, ()>> {
        Rc::clone(&self.replica)
    }

    fn now(&self) -> Moment {
        Moment {
            wall: self.scheduler.now() + self.clock_off.get(),
            monotonic: self.scheduler.now(),
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.scheduler.spawn(self.tab, task);
    }

    async fn pause(&self, least: u32, most: u32) {
        let more = self.scheduler.random().below((most - least) as usize + 1);
        self.scheduler.sleep(i64::from(least) + more as i64).await;
    }

    async fn turn(&self) -> MutexGuardArc<()> {
        self.turn.lock_arc().await
    }

    async fn fresh_device(&self) -> String {
        self.told.borrow_mut().renamed += 1;
        "0192f000-0000-7000-8000-00000000000f".to_owned()
    }

    fn grants_digest(&self) -> Option<String> {
        let told = self.told.borrow();
        told.enrolments.last().map(Enrolment::grants_digest)
    }

    async fn proof(&self) -> Option<Proof> {
        self.told.borrow_mut().proved += 1;
        Some(("key".to_owned(), "proof".to_owned()))
    }

    async fn send(&self, request: &Request) -> Result<Reply, HttpError> {
        let network = &self.network;
        network.asked.borrow_mut().push(self.scheduler.now());
        let _counted = Counted::begin(network);
        self.scheduler.step().await;
        let answer = (network.answer.borrow())(request);
        match answer {
            Answer::Reply(reply) => Ok(reply),
            Answer::No(problem) => Err(problem),
            Answer::Late(by, reply) => {
                self.scheduler.sleep(by).await;
                Ok(reply)
            }
            Answer::Never => std::future::pending().await,
        }
    }

    async fn create_upload(&self, _: &File) -> Result<u64, HttpError> {
        self.scheduler.step().await;
        let so_far = self.network.parts.borrow().iter().sum();
        (self.network.offset.borrow())(so_far)
    }

    async fn send_part(&self, _: &File, offset: u64, part: &[u8]) -> Result<u64, HttpError> {
        self.scheduler.step().await;
        let answer = (self.network.offset.borrow())(offset + part.len() as u64);
        if answer.is_ok() {
            self.network.parts.borrow_mut().push(part.len() as u64);
        }
        answer
    }

    fn files_later(&self) -> bool {
        self.later.get()
    }

    fn leave(&self, request: Option<&Request>) {
        self.told.borrow_mut().left.push(request.cloned());
    }

    fn show(&self, state: SyncState) {
        self.told.borrow_mut().states.push(state);
    }

    fn show_files(&self, _: &[(File, bool)]) {}

    fn show_sent(&self, bytes: u64) {
        self.told.borrow_mut().sent.push(bytes);
    }

    async fn changed(&self, news: ReplyChanges<()>) {
        self.told.borrow_mut().lines += news.lines.len();
    }

    fn rights_changed(&self) {
        self.told.borrow_mut().rights_changed += 1;
    }

    fn enrolment_changed(&self, enrolment: Enrolment) {
        self.told.borrow_mut().enrolments.push(enrolment);
    }

    fn reached(&self) {
        self.told.borrow_mut().reached += 1;
    }

    fn locked(&self) {
        self.told.borrow_mut().locked += 1;
    }
}

struct Counted<'a>(&'a Network);

impl<'a> Counted<'a> {
    fn begin(network: &'a Network) -> Self {
        network.under_way.set(network.under_way.get() + 1);
        let most = network.most_at_once.get().max(network.under_way.get());
        network.most_at_once.set(most);
        Self(network)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

impl Network {
    /// From now on it answers so.
    pub fn answers(&self, answer: impl Fn(&Request) -> Answer + 'static) {
        *self.answer.borrow_mut() = Box::new(answer);
    }

    pub fn is(&self, problem: HttpError) {
        self.answers(move |_| Answer::No(problem.clone()));
    }

    pub fn works(&self) {
        self.answers(|request| Answer::Reply(reply(request)));
    }

    pub fn count(&self) -> usize {
        self.asked.borrow().len()
    }
}

/// One tab of a phone on a network that works.
pub fn phone(seed: u64) -> Rc<Driver<Phone>> {
    let scheduler = Scheduler::new(seed);
    let network = Rc::new(Network {
        answer: RefCell::new(Box::new(|request| Answer::Reply(reply(request)))),
        offset: RefCell::new(Box::new(Ok)),
        asked: RefCell::default(),
        parts: RefCell::default(),
        under_way: Cell::new(0),
        most_at_once: Cell::new(0),
    });
    let rows = MemoryStore::default();
    let enrolled: Replica<_, ()> = Replica::new(rows.clone(), |_, _| ());
    assert_eq!(ready(enrolled.set_device(DEVICE)), Ok(()));
    let store = StepStore::new(rows, scheduler.clone());
    tab(scheduler, store, network, Arc::default(), 0)
}

/// Another tab of the same phone.
pub fn second_tab(first: &Rc<Driver<Phone>>) -> Rc<Driver<Phone>> {
    let host = first.host();
    let store = host.replica.store().clone();
    let (scheduler, network) = (host.scheduler.clone(), Rc::clone(&host.network));
    tab(scheduler, store, network, Arc::clone(&host.turn), 1)
}

fn tab(
    scheduler: Scheduler,
    store: StepStore,
    network: Rc<Network>,
    turn: Arc<Mutex<()>>,
    tab: u32,
) -> Rc<Driver<Phone>> {
    let phone = Phone {
        scheduler,
        tab,
        replica: Rc::new(Replica::new(store, |_, _| ())),
        network,
        turn,
        told: RefCell::default(),
        later: Cell::new(false),
        clock_off: Cell::new(0),
    };
    let state = SyncState::starting(None, None, false);
    Driver::new(phone, Sync::new(SCOPE.to_owned(), state))
}

/// Takes all that is sent, and has nothing to say.
pub fn reply(request: &Request) -> Reply {
    let cursor = format!("{EPOCH}.1");
    let devices = Devices::new(request.devices.iter().cloned());
    let scopes = request.scopes.iter().map(|asked| {
        let (mut answers, mut states) = (SortedMap::new(), Vec::new());
        for one in &asked.ops {
            let operation = devices.unpack(one.clone()).expect("an operation");
            let name = operation.name(&asked.scope);
            let short = Devices::new(request.devices.iter().cloned()).shorten(&name);
            answers.insert(short.clone(), "ok".to_owned());
            states.push(FieldState {
                record: one.record.clone(),
                kind: one.kind.clone(),
                field: one.field.clone(),
                live: vec![WireEntry(short, one.value.clone(), one.at, one.at)],
                ..FieldState::default()
            });
        }
        ScopeReply {
            scope: asked.scope.clone(),
            cursor: cursor.clone(),
            answers,
            states,
            ..ScopeReply::default()
        }
    });
    let mut heads = SortedMap::new();
    heads.insert(SCOPE.to_owned(), cursor.clone());
    Reply {
        epoch: EPOCH.to_owned(),
        minimum_app: 1,
        now: 1_795_150_800_000,
        scopes: scopes.collect(),
        devices: request
            .devices
            .iter()
            .map(|id| protocol::wire::Device {
                id: id.clone(),
                person: None,
            })
            .collect(),
        heads: (request.digest != digest([(SCOPE, &*cursor)])).then_some(heads),
        ..Reply::default()
    }
}

impl Phone {
    /// Somebody writes.
    pub fn write(driver: &Rc<Driver<Self>>, value: &str) {
        let (task, edit) = (Rc::clone(driver), edit(value));
        driver.host().spawn(async move {
            let saved = task.host().replica().save(&[edit], 0).await;
            assert!(saved.is_ok());
            task.post(Event::Edited);
        });
    }

    pub fn replica_store(&self) -> &StepStore {
        self.replica.store()
    }

    /// How many operations wait.
    pub fn waiting(&self) -> usize {
        let rows = self.wait_for(async |replica| replica.waiting().await);
        rows.map_or(0, |rows| rows.len())
    }

    /// What the store says, in the scheduler's own time.
    pub fn wait_for<T: 'static>(
        &self,
        ask: impl AsyncFn(Rc<Replica<StepStore, ()>>) -> T + 'static,
    ) -> T {
        let said: Rc<RefCell<Option<T>>> = Rc::default();
        let (slot, replica) = (Rc::clone(&said), self.replica());
        self.spawn(async move {
            let found = ask(replica).await;
            slot.replace(Some(found));
        });
        let is_there = || said.borrow().is_some();
        assert!(self.scheduler.run_until(1_000_000, is_there));
        said.take().expect("an answer")
    }

    /// Keeps a file of so many bytes at a record that refers to it.
    pub fn keep_file(&self, size: u64) {
        assert!(size <= MOST);
        let sha256 = "s".repeat(43);
        let file = File {
            scope: SCOPE.to_owned(),
            record: RECORD.to_owned(),
            sha256: sha256.clone(),
            size,
            media_type: "image/jpeg".to_owned(),
            ..File::default()
        };
        let bytes = vec![7; usize::try_from(size).expect("a size")];
        let attachment = Edit {
            record: format!("{RECORD}.a1"),
            kind: register::kind::ATTACHMENT.to_owned(),
            field: "file".to_owned(),
            value: serde_json::json!({ "sha256": sha256, "size": size, "type": "image/jpeg" }),
            ..edit("")
        };
        let kept = self.wait_for(async move |replica| {
            let saved = replica.save(&[edit("Thôn"), attachment.clone()], 0).await;
            saved.is_ok() && replica.keep_file(&file, &bytes).await.is_ok()
        });
        assert!(kept);
    }
}

pub const RECORD: &str = "0192f000-0000-7000-8000-0000000000aa";

pub fn edit(value: &str) -> Edit {
    Edit {
        scope: SCOPE.to_owned(),
        record: RECORD.to_owned(),
        kind: register::kind::VILLAGE.to_owned(),
        field: "name".to_owned(),
        value: value.into(),
        predecessors: Vec::new(),
    }
}
