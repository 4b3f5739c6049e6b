//! Runs the sync machine over a real phone: takes its actions, does its steps with the store and
//! the network, and tells it how they ended. It decides nothing about when to sync.

use super::{
    Action, Event, HttpError, LAST_SYNC, NOT_KNOWN, Outcome, Proof, ReplySummary, Step, Sync,
    SyncState,
};
use crate::Moment;
use crate::enrolment::Enrolment;
use merge::Existence;
use protocol::wire::{Reply, Request, WireGrant};
use register::kind;
use replica::{
    About, ApplyOutcome, File, Outgoing, PIECE, Replica, SendOutcome, Store, StoreError,
};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Small enough to arrive within the time limit on a line of 40 kbit/s.
const PART: usize = 64 * 1024;
/// The code of a file whose bytes are not those that its hash was made of.
const HASH_DIFFERS: &str = "hashDiffers";

/// The phone that a [`Driver`] runs on: its store, network, clock and fresh ids, and the screens to
/// tell. The app implements it in a browser, the simulation under its scheduler.
pub trait Host: 'static {
    type Store: Store + 'static;
    type About: About;
    /// Held while it is this tab's turn; dropping it gives it on.
    type Turn;

    fn replica(&self) -> Rc<Replica<Self::Store, Self::About>>;
    fn now(&self) -> Moment;
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
    /// Waits some milliseconds between these.
    async fn pause(&self, least: u32, most: u32);
    async fn turn(&self) -> Self::Turn;
    /// An id to write under from now on.
    async fn fresh_device(&self) -> String;
    /// [`Enrolment::grants_digest`] of the person here; nothing asks for no news of roles.
    fn grants_digest(&self) -> Option<String>;
    /// Nothing as long as the phone cannot sign.
    async fn proof(&self) -> Option<Proof>;

    async fn send(&self, request: &Request) -> Result<Reply, HttpError>;
    /// How much of a file the endpoint has.
    async fn create_upload(&self, file: &File) -> Result<u64, HttpError>;
    /// The same, after a part of it from an offset on.
    async fn send_part(&self, file: &File, offset: u64, part: &[u8]) -> Result<u64, HttpError>;
    /// Whether files are to be sent later.
    fn files_later(&self) -> bool;
    fn leave(&self, request: Option<&Request>);

    fn show(&self, state: SyncState);
    fn show_files(&self, files: &[(File, bool)]);
    fn show_sent(&self, bytes: u64);
    /// The store has changed.
    async fn changed(&self, news: ReplyChanges<Self::About>);
    fn rights_changed(&self);
    /// The person's roles are others than before.
    fn enrolment_changed(&self, enrolment: Enrolment);
    fn reached(&self);
    /// The register on this phone is closed: nothing of it may be shown any more.
    fn locked(&self);
}

/// The changes that a reply made in the store, for the tab's memory and screens. [`Host::changed`]
/// gets it after the transaction.
#[derive(Debug, Default)]
pub struct ReplyChanges<A> {
    pub lines: Vec<replica::Summary<A>>,
    /// Some of this person's changes could not enter.
    pub refused: bool,
    /// Others have told what stood in the register before it was set back.
    pub reported: bool,
}

/// Carries out what a [`Sync`] decides. Events that come while it decides wait in a queue.
pub struct Driver<H: Host> {
    host: H,
    machine: RefCell<Sync>,
    events: RefCell<VecDeque<Event>>,
    deciding: Cell<bool>,
    turn: RefCell<Option<H::Turn>>,
}

impl<H: Host> Driver<H> {
    pub fn new(host: H, machine: Sync) -> Rc<Self> {
        Rc::new(Self {
            host,
            machine: RefCell::new(machine),
            events: RefCell::default(),
            deciding: Cell::new(false),
            turn: RefCell::new(None),
        })
    }

    pub fn host(&self) -> &H {
        &self.host
    }

    pub fn state(&self) -> SyncState {
        self.machine.borrow().state()
    }

    pub fn post(self: &Rc<Self>, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.deciding.replace(true) {
            return;
        }
        loop {
            // Not while the queue is borrowed: what follows may post.
            let next = self.events.borrow_mut().pop_front();
            let Some(event) = next else { break };
            let actions = self.machine.borrow_mut().on(event, self.host.now());
            for action in actions {
                self.act(action);
            }
        }
        self.deciding.set(false);
    }

    fn act(self: &Rc<Self>, action: Action) {
        let driver = Rc::clone(self);
        match action {
            Action::Later { least, most, event } => self.host.spawn(async move {
                if most > 0 {
                    driver.host.pause(least, most).await;
                }
                driver.post(event);
            }),
            Action::Step(number, step) => self.host.spawn(async move {
                let outcome = driver.take(step).await;
                driver.post(Event::Ended(number, Box::new(outcome)));
            }),
            Action::GiveTurn => drop(self.turn.take()),
            Action::Leave(outgoing) => self.host.leave(outgoing.as_ref().map(|one| &one.request)),
            Action::Show(state) => self.host.show(state),
            Action::ShowSent(bytes) => self.host.show_sent(bytes),
            Action::RightsChanged => self.host.rights_changed(),
            Action::Reached => self.host.reached(),
            Action::Locked => self.host.locked(),
        }
    }

    async fn take(&self, step: Step) -> Outcome {
        let host = &self.host;
        match step {
            Step::TakeTurn => {
                let turn = host.turn().await;
                self.turn.replace(Some(turn));
                Outcome::Turn
            }
            Step::Build(proof) => {
                let mut outgoing = host.replica().request().await.ok();
                if let Some(outgoing) = &mut outgoing {
                    outgoing.request.grants = host.grants_digest();
                    (outgoing.request.key, outgoing.request.proof) = proof.unzip();
                }
                Outcome::Built(outgoing.map(Rc::new))
            }
            Step::Send(outgoing) => {
                let reply = host.send(&outgoing.request).await;
                Outcome::Replied(reply.map(Box::new))
            }
            Step::Apply(outgoing, reply) => Outcome::Applied(self.apply(&outgoing, *reply).await),
            Step::Rename => {
                let fresh = host.fresh_device().await;
                Outcome::Renamed(host.replica().set_device(&fresh).await.is_ok())
            }
            Step::Prove => Outcome::Proved(host.proof().await),
            Step::Lock(epoch) => Outcome::Locked(
                Enrolment::lock(&host.replica(), &epoch, host.now().wall)
                    .await
                    .is_ok(),
            ),
            Step::NoteKnown(known) => Outcome::Noted(self.note_known(known).await.is_ok()),
            Step::ListFiles => Outcome::Listed {
                files: self.list_files().await.unwrap_or_default(),
                later: host.files_later(),
            },
            Step::CreateUpload(file) => Outcome::Offset(host.create_upload(&file).await),
            Step::SendPart(file, offset) => Outcome::Offset(self.send_part(&file, offset).await),
            Step::NoteFile { file, refused } => {
                let fate = refused
                    .as_deref()
                    .map_or(SendOutcome::Sent, SendOutcome::Refused);
                let replica = host.replica();
                let noted = replica.note_file(&file.scope, &file.sha256, fate).await;
                Outcome::FileNoted(noted.is_ok())
            }
        }
    }

    async fn apply(&self, outgoing: &Outgoing, mut reply: Reply) -> Option<ReplySummary> {
        let host = &self.host;
        let replica = host.replica();
        let told = reply.scopes.iter().any(|scope| scope.told.is_some());
        let at = reply.now;
        if let Some(grants) = reply.grants.take() {
            self.note_grants(grants).await;
        }
        let fresh = host.fresh_device().await;
        let applied = replica.apply(outgoing, reply, &fresh).await.ok()?;
        let ApplyOutcome {
            summaries: lines,
            refused,
            again,
            wants_key,
            ..
        } = applied;
        let refused = refused > 0;
        host.changed(ReplyChanges {
            lines,
            refused,
            reported: told,
        })
        .await;
        drop(replica.keep(LAST_SYNC, &at).await);
        Some(ReplySummary {
            at,
            again,
            wants_key,
            pull: replica.pulled().await.ok().map(Into::into),
            lost: replica.lost().await.ok(),
        })
    }

    /// The person's roles are others than the phone knew. What is not kept is said again.
    async fn note_grants(&self, grants: Vec<WireGrant>) {
        let replica = self.host.replica();
        let Ok(Some(enrolment)) = Enrolment::kept(&replica).await else {
            return;
        };
        let enrolment = enrolment.with_grants(grants);
        if enrolment.keep(&replica).await.is_ok() {
            self.host.enrolment_changed(enrolment);
        }
    }

    async fn note_known(&self, known: bool) -> Result<(), StoreError> {
        let replica = self.host.replica();
        if !known {
            let lines = replica.is_not_known().await?;
            let (refused, told) = (false, false);
            self.host
                .changed(ReplyChanges {
                    lines,
                    refused,
                    reported: told,
                })
                .await;
        }
        // What is not kept is found out again.
        drop(replica.keep(NOT_KNOWN, &!known).await);
        Ok(())
    }

    async fn list_files(&self) -> Result<Vec<(File, bool)>, StoreError> {
        let wanted = wanted_files(&self.host.replica()).await?;
        self.host.show_files(&wanted);
        Ok(wanted)
    }

    async fn send_part(&self, file: &File, offset: u64) -> Result<u64, HttpError> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let piece = self.host.replica().piece(&file.sha256, from / PIECE).await;
        let piece = piece.ok().flatten().unwrap_or_default();
        let rest = piece.get(from % PIECE..).unwrap_or_default();
        let part = &rest[..rest.len().min(PART)];
        if part.is_empty() {
            return Err(HttpError::Status(460, HASH_DIFFERS.to_owned()));
        }
        self.host.send_part(file, offset, part).await
    }
}

/// The files on the phone that the endpoint has (`true`), and those that are to be sent.
///
/// # Errors
/// If the store fails.
pub async fn wanted_files<S: Store, A: About>(
    replica: &Replica<S, A>,
) -> Result<Vec<(File, bool)>, StoreError> {
    let mut wanted = Vec::new();
    for (file, there) in replica.files().await? {
        if there || is_wanted(replica, &file).await {
            wanted.push((file, there));
        }
    }
    Ok(wanted)
}

/// Whether the record that the file was put to still refers to it.
async fn is_wanted<S: Store, A: About>(replica: &Replica<S, A>, file: &File) -> bool {
    let Ok(tree) = replica.tree(&file.scope, &file.record).await else {
        return false;
    };
    tree.records.iter().any(|line| {
        let value = line.fields.get("file").map(|field| field.value());
        let sha256 = value
            .and_then(|value| value.get("sha256"))
            .and_then(Value::as_str);
        line.kind == kind::ATTACHMENT
            && !matches!(line.existence, Existence::Deleted { .. })
            && sha256 == Some(file.sha256.as_str())
    })
}
