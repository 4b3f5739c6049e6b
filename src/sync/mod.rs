//! When to sync and what to tell the person; nothing else touches the
//! network but the invitation and the app's own files.
//!
//! At start, on reconnecting, after an edit, on returning to the app and on
//! opening a record, and at a falling pace while it fails. Offline is not an error.

pub mod files;
mod send;

pub use send::knows;

use crate::enrolment::NOT_KNOWN;
use crate::platform::http::HttpError;
use crate::platform::{self, Turn, listen, now, sleep};
use crate::session::{Link, Pull, Session, SyncState};
use crate::settings;
use crate::signing_key;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sorted::SortedSet;
use std::cell::{Cell, RefCell};

/// How long an edit waits for the next one of the same moment.
const AFTER_EDIT: i32 = 800;
/// How long until others' changes are asked for, while the app is before the eyes.
const QUIET: i32 = 60_000;
/// So long what was asked for counts as new, in milliseconds.
const FRESH: i64 = 10_000;
/// The first and the longest pause after a failure.
const FIRST_PAUSE: i32 = 2_000;
const LONGEST_PAUSE: i32 = 300_000;
/// How far the phone's clock may be off before it is said, in milliseconds.
const CLOCK_OFF: i64 = 10 * 60_000;

thread_local! {
    static CONTROL: Control = Control::default();
}

/// One tab's worth of sync.
#[derive(Default)]
struct Control {
    running: Cell<bool>,
    wanted: Cell<bool>,
    /// When the endpoint was last asked, by the phone's clock.
    asked_at: Cell<i64>,
    failures: Cell<u32>,
    /// Whether a request is left with the service worker, if that is known.
    left: Cell<Option<bool>>,
    /// The scopes in which the person has no right any more.
    lost: RefCell<SortedSet<String>>,
    /// Which of the planned runs is the newest; older ones do nothing.
    plan: Cell<u64>,
    started: RefCell<Option<Session>>,
}

/// Begins to sync for the person at this phone.
pub fn start(session: Session) {
    CONTROL.with(|control| *control.started.borrow_mut() = Some(session));
    let window = platform::window();
    listen(&window, "online", move || now_or_soon(session));
    listen(&document(), "visibilitychange", move || {
        if platform::is_visible() {
            look(session);
        }
    });
    plan(session, 0);
    spawn_local(session.look_for_rules());
    if session.missed.get_value() {
        spawn_local(session.read_again());
    } else {
        spawn_local(session.look_at_told());
    }
}

/// Syncs soon: somebody has edited. A round that is under way may have been
/// put together before the edit: another one follows it.
pub fn after_edit(session: Session) {
    let pause = CONTROL.with(|control| {
        control.wanted.set(true);
        if control.failures.get() > 0 {
            FIRST_PAUSE
        } else {
            AFTER_EDIT
        }
    });
    plan(session, pause);
}

/// Syncs if it was not done a moment ago: a person looks, and others may have written.
pub fn look(session: Session) {
    let ago = CONTROL.with(|control| now() - control.asked_at.get());
    if !(0..FRESH).contains(&ago) {
        now_or_soon(session);
    }
}

/// Syncs now: the person asked, or the network is back.
pub fn now_or_soon(session: Session) {
    CONTROL.with(|control| {
        control.wanted.set(true);
        control.failures.set(0);
    });
    plan(session, 0);
}

fn plan(session: Session, pause: i32) {
    let mine = CONTROL.with(|control| {
        control.plan.set(control.plan.get() + 1);
        control.plan.get()
    });
    spawn_local(async move {
        if pause > 0 {
            sleep(pause).await;
        }
        if CONTROL.with(|control| control.plan.get() == mine) {
            run(session).await;
        }
    });
}

async fn run(session: Session) {
    let begun = CONTROL.with(|control| {
        control.wanted.set(true);
        control.asked_at.set(now());
        !control.running.replace(true)
    });
    if !begun {
        return;
    }
    let mut outcome = Ok(());
    let turn = Turn::of(&settings::current_store().unwrap_or_default()).await;
    while outcome.is_ok() && CONTROL.with(|control| control.wanted.replace(false)) {
        set_link(session, Link::Busy);
        outcome = rounds(session).await;
        if outcome.is_ok() {
            outcome = files::send(session).await;
        }
    }
    drop(turn);
    CONTROL.with(|control| control.running.set(false));
    match outcome {
        Ok(()) | Err(Problem::Revoked) => note_known(session, true).await,
        Err(Problem::NotKnown) => note_known(session, false).await,
        Err(_) => {}
    }
    match outcome {
        Ok(()) => {
            CONTROL.with(|control| control.failures.set(0));
            // After a start it is not known what was left before.
            if CONTROL.with(|control| control.left.replace(Some(false))) != Some(false) {
                send::leave("", None);
            }
            let scope = &session.enrolment().scope;
            let lost = CONTROL.with(|control| control.lost.borrow().contains(scope));
            set_link(session, if lost { Link::Revoked } else { Link::Reached });
            if session.rules_untracked().id.is_empty() {
                spawn_local(session.look_for_rules());
            }
            plan(session, QUIET);
        }
        Err(Problem::Revoked | Problem::NotKnown) => set_link(session, Link::Revoked),
        Err(problem) => {
            set_link(
                session,
                if problem == Problem::Away {
                    Link::Away
                } else {
                    Link::Trouble
                },
            );
            let failures =
                CONTROL.with(|control| control.failures.replace(control.failures.get() + 1));
            plan(session, pause_after(failures));
        }
    }
}

/// Twice as long each time, less a random part, so that a valley of phones
/// does not knock all at once when the mast is back.
fn pause_after(failures: u32) -> i32 {
    let longest = FIRST_PAUSE
        .saturating_mul(1 << failures.min(8))
        .min(LONGEST_PAUSE);
    longest / 2 + (js_sys::Math::random() * f64::from(longest / 2)) as i32
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Away,
    Revoked,
    /// There is no such enrolment.
    NotKnown,
    Trouble,
}

/// The code of a request whose device id is of another enrolment.
const DEVICE_OF_ANOTHER: &str = "deviceOfAnother";
/// Of one whose device id is made from a key that the endpoint does not know.
const DEVICE_NOT_PROVED: &str = "deviceNotProved";
/// What is said of the device id, and not of the enrolment.
const OF_THE_DEVICE: [&str; 3] = [DEVICE_OF_ANOTHER, DEVICE_NOT_PROVED, "tooManyDevices"];

async fn rounds(session: Session) -> Result<(), Problem> {
    let phone = session.phone();
    let token = session.token().await;
    let (mut key, mut renamed, mut proved) = (None, false, false);
    loop {
        let mut outgoing = phone.request().await.map_err(|_| Problem::Trouble)?;
        (outgoing.request.key, outgoing.request.proof) = key.take().unzip();
        let has_work = outgoing
            .request
            .scopes
            .iter()
            .any(|scope| !scope.ops.is_empty() || !scope.relayed.is_empty());
        let sent = send::sync(&token, &outgoing.request).await;
        if let Err(HttpError::Status(403, code)) = &sent
            && code == DEVICE_OF_ANOTHER
            && !std::mem::replace(&mut renamed, true)
        {
            // Somebody was first to write under this id: the phone goes on under another.
            let fresh = signing_key::fresh_device(session).await;
            let set = phone.set_device(&fresh).await;
            set.map_err(|_| Problem::Trouble)?;
            continue;
        }
        if let Err(HttpError::Status(403, code)) = &sent
            && code == DEVICE_NOT_PROVED
            && !std::mem::replace(&mut proved, true)
        {
            key = signing_key::proof(session).await;
            continue;
        }
        let reply = sent.map_err(|problem| match problem {
            HttpError::Away => {
                if has_work {
                    send::leave(&token, Some(&outgoing.request));
                    CONTROL.with(|control| control.left.set(Some(true)));
                }
                Problem::Away
            }
            HttpError::Status(_, code) if OF_THE_DEVICE.contains(&code.as_str()) => {
                Problem::Trouble
            }
            HttpError::Status(401, _) => Problem::NotKnown,
            HttpError::Status(403, _) => Problem::Revoked,
            HttpError::Status(..) => Problem::Trouble,
        })?;
        let told_something = reply.scopes.iter().any(|scope| scope.told.is_some());
        let said = reply.now;
        let applied = phone
            .apply(&outgoing, reply, &signing_key::fresh_device(session).await)
            .await
            .map_err(|_| Problem::Trouble)?;
        note_time(session, said);
        let (again, wants_key) = (applied.again, applied.wants_key);
        if !applied.summaries.is_empty() {
            session.changed(applied.summaries);
            session.tell_tabs();
        }
        note_pull(session).await;
        if let Ok(lost) = phone.lost().await
            && CONTROL.with(|control| control.lost.replace(lost.clone()) != lost)
        {
            session.show_again().await;
        }
        if applied.refused > 0 {
            session.look_at_refused().await;
        }
        if session.carried.get_untracked() > 0 {
            session.look_at_carried().await;
        }
        if told_something || session.told.get_untracked() > 0 {
            session.look_at_told().await;
        }
        drop(phone.keep("lastSync", &said).await);
        if !again && wants_key {
            key = signing_key::proof(session).await;
        }
        if !again && key.is_none() {
            return Ok(());
        }
    }
}

/// What the endpoint has of a phone that it does not know waits again.
async fn note_known(session: Session, known: bool) {
    if session.sync.with_untracked(|sync| sync.not_known) != known {
        return;
    }
    let phone = session.phone();
    if !known {
        let Ok(summaries) = phone.is_not_known().await else {
            return;
        };
        session.changed(summaries);
        session.tell_tabs();
    }
    drop(phone.keep(NOT_KNOWN, &!known).await);
    session.sync.update(|sync| sync.not_known = !known);
}

fn note_time(session: Session, said: i64) {
    let off = now() - said;
    session.sync.update(|state| {
        state.last = Some(said);
        state.clock_off = (off.abs() > CLOCK_OFF).then_some(off);
    });
}

/// How far the first pull is. Once all was here, what comes later is news.
async fn note_pull(session: Session) {
    let is_whole = session
        .sync
        .with_untracked(|state| state.pull == Pull::Whole);
    if !is_whole && let Ok(pulled) = session.phone().pulled().await {
        session.sync.update(|state| state.pull = pulled.into());
    }
}

fn set_link(session: Session, link: Link) {
    let is_failure = matches!(link, Link::Away | Link::Revoked | Link::Trouble);
    let changed = |state: &SyncState| {
        let stops = is_failure && state.pull != Pull::Whole;
        SyncState {
            link,
            pull: if stops {
                Pull::Stopped(link)
            } else {
                state.pull
            },
            ..*state
        }
    };
    let state = session.sync.with_untracked(changed);
    if session.sync.with_untracked(|before| *before != state) {
        session.sync.set(state);
    }
}
