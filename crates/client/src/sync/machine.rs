//! The sync machine: decides when to sync and what follows from each reply. `mod.rs` draws its
//! states and lists its invariants; [`Driver`](super::Driver) runs it.
//!
//! Two pairs of types are easily mixed up:
//! - An [`Event`] is told to the machine at any time; an [`Action`] is the machine's order to its
//!   driver.
//! - A [`Step`] is the action that is work. Its end comes back as an [`Outcome`] in
//!   [`Event::Ended`], under the step's number: the step's own outcome, or [`Outcome::TimedOut`].
//!
//! A *run* begins with the turn among the tabs and ends when records and files have gone, or when
//! something failed (`RoundFailure`). Its `Round` is its requests for records, one after the other:
//! as many as it takes.

use super::uploads::{Next, Uploads};
use super::{HttpError, Link, PullProgress, SyncState};
use crate::Moment;
use crate::rule::{Rule, holds};
use protocol::wire::Reply;
use replica::{File, Outgoing};
use sorted::SortedSet;
use std::rc::Rc;

/// How long an edit waits for the next one of the same moment, in milliseconds.
const AFTER_EDIT: u32 = 800;
/// How long until others' changes are asked for.
const QUIET: u32 = 60_000;
/// So long what was asked for counts as new.
const FRESH: i64 = 10_000;
/// The first and the longest pause after a failure.
const FIRST_PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 300_000;
/// No request is waited for longer than this, whatever becomes of it; the network gives up before.
const LIMIT: u32 = 60_000;
/// How far the phone's clock may be off before it is said.
const CLOCK_OFF: i64 = 10 * 60_000;

/// The code of a request whose device id is of another enrolment.
const DEVICE_OF_ANOTHER: &str = "deviceOfAnother";
/// Of one whose device id is made from a key that the endpoint does not know.
const DEVICE_NOT_PROVED: &str = "deviceNotProved";
/// What is said of the device id, and not of the enrolment.
const OF_THE_DEVICE: [&str; 3] = [DEVICE_OF_ANOTHER, DEVICE_NOT_PROVED, "tooManyDevices"];

/// An enrolment's public key, and what proves to the endpoint that it is its own.
pub type Proof = (String, String);

/// Something that happened and that the sync may follow from. The app's screens, the timer and the
/// [`Driver`](super::Driver) tell it to [`Sync::on`].
#[derive(Debug)]
pub enum Event {
    /// The app was opened, the network is back, or the person asks.
    Asked,
    /// Somebody has written on this phone.
    Edited,
    /// A person looks, and others may have written.
    Looked,
    /// The pause before a planned run is over.
    Due(u64),
    /// A step has come to its end.
    Ended(u64, Box<Outcome>),
}

/// An order to the driver. Steps and pauses take time and come back as an [`Event`]; all others are
/// done at once.
#[derive(Debug)]
pub enum Action {
    /// Post the event after some milliseconds between these: a planned run is due, or a step that has
    /// not ended is given up.
    Later {
        least: u32,
        most: u32,
        event: Event,
    },
    /// Then [`Event::Ended`].
    Step(u64, Step),
    GiveTurn,
    /// Leave what did not come through where the browser may send it with the app closed; nothing,
    /// when all has come through.
    Leave(Option<Rc<Outgoing>>),
    Show(SyncState),
    /// So many bytes of the file that is being sent are there.
    ShowSent(u64),
    /// The scopes that the person may read have changed.
    RightsChanged,
    /// The endpoint was reached, and nothing is left to say.
    Reached,
    /// The register on this phone is closed.
    Locked,
}

/// The work of a run that takes time: wait, build, send, apply. The driver does one at a time and
/// answers with an [`Outcome`].
#[derive(Debug)]
pub enum Step {
    /// Wait until no other tab asks.
    TakeTurn,
    /// Put a request together.
    Build(Option<Proof>),
    Send(Rc<Outgoing>),
    Apply(Rc<Outgoing>, Box<Reply>),
    /// Go on under another device id.
    Rename,
    Prove,
    /// Lock what is here: the endpoint says so, in this epoch.
    Lock(String),
    /// Keep whether the endpoint knows this enrolment; what it has of one that it does not know
    /// waits again.
    NoteKnown(bool),
    ListFiles,
    /// Ask how much of a file the endpoint has.
    CreateUpload(Rc<File>),
    SendPart(Rc<File>, u64),
    /// Note that the endpoint has a file, or the code of why it does not take it.
    NoteFile {
        file: Rc<File>,
        refused: Option<String>,
    },
}

/// The end of a [`Step`], told by the driver. A store that fails says no more than `None` or
/// `false`.
#[derive(Debug)]
pub enum Outcome {
    Turn,
    Built(Option<Rc<Outgoing>>),
    Replied(Result<Box<Reply>, HttpError>),
    Applied(Option<ReplySummary>),
    Renamed(bool),
    Proved(Option<Proof>),
    Locked(bool),
    Noted(bool),
    Listed {
        /// Each, and whether the endpoint has it.
        files: Vec<(File, bool)>,
        /// The person wants them to be sent later.
        later: bool,
    },
    Offset(Result<u64, HttpError>),
    FileNoted(bool),
    TimedOut,
}

/// The parts of an applied reply that the machine decides by: the endpoint's time, what to ask
/// next, and lost scopes. The driver makes it.
#[derive(Debug, Default)]
pub struct ReplySummary {
    /// The endpoint's time.
    pub at: i64,
    pub again: bool,
    pub wants_key: bool,
    /// As far as the store could say.
    pub pull: Option<PullProgress>,
    pub lost: Option<SortedSet<String>>,
}

/// The reason why a run ended early. It decides the link that is shown and whether a run is planned
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoundFailure {
    Away,
    Revoked,
    /// There is no such enrolment.
    NotKnown,
    Trouble,
}

/// One run's requests.
#[derive(Debug, Default)]
struct Round {
    /// What is under way.
    outgoing: Option<Rc<Outgoing>>,
    renamed: bool,
    /// The endpoint has refused a request for want of the key.
    key_demanded: bool,
}

#[derive(Debug)]
enum Phase {
    Idle,
    Turn,
    Records(Round),
    Files(Uploads),
    Noting(Result<(), RoundFailure>),
    /// The register here is closed, and nothing more is asked.
    Locked,
}

/// The sync of one tab, as a machine without I/O: [`Sync::on`] takes an event and gives the actions
/// that follow. A [`Driver`](super::Driver) owns it.
#[derive(Debug)]
pub struct Sync {
    /// The scope of the person's own role.
    scope: String,
    state: SyncState,
    phase: Phase,
    step: u64,
    plan: u64,
    wanted: bool,
    failures: u32,
    /// When the endpoint was last asked, by the monotonic clock.
    asked_at: Option<i64>,
    /// Whether a request is left with the browser, if that is known.
    left: Option<bool>,
    /// The scopes in which the person has no right any more.
    lost: SortedSet<String>,
    sent: u64,
    actions: Vec<Action>,
}

impl Sync {
    pub fn new(scope: String, state: SyncState) -> Self {
        Self {
            scope,
            state,
            phase: Phase::Idle,
            step: 0,
            plan: 0,
            wanted: false,
            failures: 0,
            asked_at: None,
            left: None,
            lost: SortedSet::new(),
            sent: 0,
            actions: Vec::new(),
        }
    }

    pub fn state(&self) -> SyncState {
        self.state
    }

    /// What follows from an event, in this order.
    pub fn on(&mut self, event: Event, now: Moment) -> Vec<Action> {
        let before = self.state;
        match event {
            Event::Asked => self.ask(),
            Event::Edited => {
                self.wanted = true;
                let pause = if self.failures > 0 {
                    FIRST_PAUSE
                } else {
                    AFTER_EDIT
                };
                self.plan(pause, pause);
            }
            Event::Looked => {
                let is_fresh = |at: i64| now.monotonic - at < FRESH;
                if !self.asked_at.is_some_and(is_fresh) {
                    self.ask();
                }
            }
            Event::Due(plan) if plan == self.plan || !holds(Rule::OnePlanStands) => self.run(now),
            Event::Ended(step, outcome)
                if step == self.step || !holds(Rule::LateRepliesAreDropped) =>
            {
                self.ended(*outcome, now);
            }
            Event::Due(_) | Event::Ended(..) => {}
        }
        if self.state != before {
            self.actions.push(Action::Show(self.state));
        }
        std::mem::take(&mut self.actions)
    }

    fn ask(&mut self) {
        self.wanted = true;
        self.failures = 0;
        self.plan(0, 0);
    }

    fn plan(&mut self, least: u32, most: u32) {
        self.plan += 1;
        let event = Event::Due(self.plan);
        self.actions.push(Action::Later { least, most, event });
    }

    fn step(&mut self, phase: Phase, step: Step) {
        self.phase = phase;
        self.step += 1;
        let takes_network = matches!(
            step,
            Step::Send(_) | Step::CreateUpload(_) | Step::SendPart(..)
        );
        self.actions.push(Action::Step(self.step, step));
        if takes_network {
            let (least, most) = (LIMIT, LIMIT);
            let event = Event::Ended(self.step, Box::new(Outcome::TimedOut));
            self.actions.push(Action::Later { least, most, event });
        }
    }

    fn run(&mut self, now: Moment) {
        self.wanted = true;
        self.asked_at = Some(now.monotonic);
        if matches!(self.phase, Phase::Idle) || !holds(Rule::OneRequestAtATime) {
            self.step(Phase::Turn, Step::TakeTurn);
        }
    }

    fn begin(&mut self) {
        self.wanted = false;
        self.state.set_link(Link::Busy);
        self.step(Phase::Records(Round::default()), Step::Build(None));
    }

    fn ended(&mut self, outcome: Outcome, now: Moment) {
        match (std::mem::replace(&mut self.phase, Phase::Idle), outcome) {
            (Phase::Turn, Outcome::Turn) => self.begin(),
            (Phase::Records(round), outcome) => self.of_records(round, outcome, now),
            (Phase::Files(mut uploads), outcome) => match uploads.on(outcome, self.wanted) {
                Some(next) => self.follow(uploads, next),
                None => self.phase = Phase::Files(uploads),
            },
            (Phase::Noting(result), Outcome::Noted(done)) => {
                if done {
                    self.state.not_known = !self.state.not_known;
                }
                self.conclude(result);
            }
            // Nobody asked.
            (phase, _) => self.phase = phase,
        }
    }

    fn of_records(&mut self, mut round: Round, outcome: Outcome, now: Moment) {
        match outcome {
            Outcome::Built(Some(outgoing)) => {
                round.outgoing = Some(outgoing.clone());
                self.step(Phase::Records(round), Step::Send(outgoing));
            }
            Outcome::Replied(Ok(reply)) => match round.outgoing.take() {
                Some(outgoing) => self.step(Phase::Records(round), Step::Apply(outgoing, reply)),
                None => self.phase = Phase::Records(round),
            },
            Outcome::Replied(Err(problem)) => self.refused(round, problem),
            Outcome::TimedOut => self.refused(round, HttpError::Away),
            Outcome::Renamed(true) => self.step(Phase::Records(round), Step::Build(None)),
            Outcome::Proved(proof) if proof.is_some() || round.key_demanded => {
                self.step(Phase::Records(round), Step::Build(proof));
            }
            // The second module is not here; the key is told another time.
            Outcome::Proved(_) => self.follow(Uploads::default(), Uploads::begin()),
            Outcome::Applied(Some(answered)) => self.answered(round, answered, now),
            Outcome::Locked(true) => self.locked(),
            Outcome::Built(None)
            | Outcome::Applied(None)
            | Outcome::Locked(false)
            | Outcome::Renamed(false) => {
                self.finish(Err(RoundFailure::Trouble));
            }
            Outcome::Turn
            | Outcome::Noted(_)
            | Outcome::Listed { .. }
            | Outcome::Offset(_)
            | Outcome::FileNoted(_) => self.phase = Phase::Records(round),
        }
    }

    fn refused(&mut self, mut round: Round, problem: HttpError) {
        let problem = match problem {
            HttpError::Status(403, code)
                if code == DEVICE_OF_ANOTHER && !std::mem::replace(&mut round.renamed, true) =>
            {
                // Somebody was first to write under this id.
                return self.step(Phase::Records(round), Step::Rename);
            }
            HttpError::Status(403, code)
                if code == DEVICE_NOT_PROVED
                    && !std::mem::replace(&mut round.key_demanded, true) =>
            {
                return self.step(Phase::Records(round), Step::Prove);
            }
            HttpError::Away => {
                if let Some(outgoing) = round.outgoing.filter(|outgoing| has_work(outgoing)) {
                    self.left = Some(true);
                    self.actions.push(Action::Leave(Some(outgoing)));
                }
                RoundFailure::Away
            }
            HttpError::Lost(epoch) => {
                return self.step(Phase::Records(round), Step::Lock(epoch));
            }
            HttpError::Status(_, code) if OF_THE_DEVICE.contains(&&*code) => RoundFailure::Trouble,
            HttpError::Status(401, _) => RoundFailure::NotKnown,
            HttpError::Status(403, _) => RoundFailure::Revoked,
            HttpError::Status(..) => RoundFailure::Trouble,
        };
        self.finish(Err(problem));
    }

    /// Nothing follows: the register here is closed, and nothing waits beside it.
    fn locked(&mut self) {
        self.phase = Phase::Locked;
        self.actions.push(Action::GiveTurn);
        self.actions.push(Action::Leave(None));
        self.state.set_link(Link::Revoked);
        self.actions.push(Action::Locked);
    }

    fn answered(&mut self, round: Round, answered: ReplySummary, now: Moment) {
        let off = now.wall - answered.at;
        self.state.last = Some(answered.at);
        self.state.clock_off = (off.abs() > CLOCK_OFF).then_some(off);
        // Once all was here, what comes later is news.
        if self.state.pull != PullProgress::Whole
            && let Some(pull) = answered.pull
        {
            self.state.pull = pull;
        }
        if let Some(lost) = answered.lost
            && lost != self.lost
        {
            self.lost = lost;
            self.actions.push(Action::RightsChanged);
        }
        if answered.again {
            self.step(Phase::Records(round), Step::Build(None));
        } else if answered.wants_key {
            self.step(Phase::Records(round), Step::Prove);
        } else {
            self.follow(Uploads::default(), Uploads::begin());
        }
    }

    fn follow(&mut self, uploads: Uploads, next: Next) {
        if uploads.sent != self.sent {
            self.sent = uploads.sent;
            self.actions.push(Action::ShowSent(self.sent));
        }
        match next {
            Next::Step(step) => self.step(Phase::Files(uploads), step),
            Next::Failed(problem) => self.finish(Err(problem)),
            Next::Over => self.finish(Ok(())),
        }
    }

    fn finish(&mut self, result: Result<(), RoundFailure>) {
        self.actions.push(Action::GiveTurn);
        let known = match result {
            Ok(()) | Err(RoundFailure::Revoked) => Some(true),
            Err(RoundFailure::NotKnown) => Some(false),
            Err(RoundFailure::Away | RoundFailure::Trouble) => None,
        };
        match known.filter(|known| self.state.not_known == *known) {
            Some(known) => self.step(Phase::Noting(result), Step::NoteKnown(known)),
            None => self.conclude(result),
        }
    }

    fn conclude(&mut self, result: Result<(), RoundFailure>) {
        let problem = match result {
            Ok(()) => return self.reached(),
            Err(RoundFailure::Revoked | RoundFailure::NotKnown) => {
                return self.state.set_link(Link::Revoked);
            }
            Err(problem) => problem,
        };
        self.state.set_link(if problem == RoundFailure::Away {
            Link::Away
        } else {
            Link::Trouble
        });
        // What was written meanwhile was not in what failed.
        let longest = if self.wanted && holds(Rule::WrittenMeanwhileGoesAtOnce) {
            FIRST_PAUSE
        } else {
            pause_after(self.failures)
        };
        self.failures += 1;
        self.plan(longest / 2, longest);
    }

    fn reached(&mut self) {
        self.failures = 0;
        // After a start it is not known what was left before.
        if self.left.replace(false) != Some(false) {
            self.actions.push(Action::Leave(None));
        }
        let is_lost = self.lost.contains(&self.scope);
        self.state.set_link(if is_lost {
            Link::Revoked
        } else {
            Link::Reached
        });
        self.actions.push(Action::Reached);
        let soon = self.wanted && holds(Rule::WrittenMeanwhileGoesAtOnce);
        let pause = if soon { 0 } else { QUIET };
        self.plan(pause, pause);
    }
}

/// The longest pause: twice as long each time. Of it a random part is taken away, up to half, so
/// that a valley of phones does not knock all at once when the mast is back.
fn pause_after(failures: u32) -> u32 {
    if !holds(Rule::FailuresBackOff) {
        return 0;
    }
    FIRST_PAUSE
        .saturating_mul(1 << failures.min(8))
        .min(LONGEST_PAUSE)
}

fn has_work(outgoing: &Outgoing) -> bool {
    let mut scopes = outgoing.request.scopes.iter();
    scopes.any(|scope| !scope.ops.is_empty() || !scope.relayed.is_empty())
}
