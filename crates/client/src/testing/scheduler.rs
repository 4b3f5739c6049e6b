//! One thread of tasks under a seed and a clock of its own, so that a test can replay every order
//! of events. It takes the place of the browser's event loop; nothing here waits for real time.

use super::Random;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Some time in November 2026, in milliseconds since 1970.
const START: i64 = 1_795_150_800_000;
/// Now and then somebody waits so long for a step that a pause goes by, in milliseconds.
const LONGEST_STEP: i64 = 5_000;

/// Tasks that can go on, in the order in which they were woken.
type Awake = Arc<Mutex<VecDeque<u64>>>;

struct Waking {
    task: u64,
    awake: Awake,
}

impl Wake for Waking {
    fn wake(self: Arc<Self>) {
        let mut awake = self.awake.lock().unwrap_or_else(PoisonError::into_inner);
        if !awake.contains(&self.task) {
            awake.push_back(self.task);
        }
    }
}

struct Task {
    /// Who dies together: a tab.
    group: u32,
    waker: Waker,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

struct Timer {
    at: i64,
    waker: Waker,
}

struct Inner {
    random: Random,
    now: Cell<i64>,
    next: Cell<u64>,
    awake: Awake,
    tasks: RefCell<BTreeMap<u64, Task>>,
    timers: RefCell<Vec<Timer>>,
    /// Whoever waits for something outside: a store, a network.
    outside: RefCell<Vec<(Rc<Cell<bool>>, Waker)>>,
}

/// Runs tasks on one thread as a browser does: those that can go on go on in their order; what
/// comes from outside comes in any, as the seed has it. Clones are the same scheduler.
#[derive(Clone)]
pub struct Scheduler(Rc<Inner>);

impl Scheduler {
    pub fn new(seed: u64) -> Self {
        Self(Rc::new(Inner {
            random: Random::new(seed),
            now: Cell::new(START),
            next: Cell::new(0),
            awake: Awake::default(),
            tasks: RefCell::default(),
            timers: RefCell::default(),
            outside: RefCell::default(),
        }))
    }

    pub fn random(&self) -> &Random {
        &self.0.random
    }

    /// In milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.0.now.get()
    }

    pub fn spawn(&self, group: u32, task: impl Future<Output = ()> + 'static) {
        let number = self.0.next.get();
        self.0.next.set(number + 1);
        let waking = Waking {
            task: number,
            awake: Arc::clone(&self.0.awake),
        };
        let waker = Waker::from(Arc::new(waking));
        waker.wake_by_ref();
        let task = Task {
            group,
            waker,
            future: Box::pin(task),
        };
        self.0.tasks.borrow_mut().insert(number, task);
    }

    /// The tasks of a group are gone, wherever they were; what they had not committed is undone.
    pub fn kill(&self, group: u32) {
        let is_dead = |_: &u64, task: &mut Task| task.group == group;
        let dead: Vec<Task> = {
            let mut tasks = self.0.tasks.borrow_mut();
            tasks
                .extract_if(.., is_dead)
                .map(|(_, task)| task)
                .collect()
        };
        // What they held may say so when it goes.
        drop(dead);
    }

    /// Waits for something outside: others may come first.
    pub async fn step(&self) {
        let done = Rc::new(Cell::new(false));
        std::future::poll_fn(|context| {
            if done.get() {
                return Poll::Ready(());
            }
            let waits = (Rc::clone(&done), context.waker().clone());
            self.0.outside.borrow_mut().push(waits);
            Poll::Pending
        })
        .await;
    }

    pub async fn sleep(&self, milliseconds: i64) {
        let at = self.now() + milliseconds;
        std::future::poll_fn(|context| {
            if self.now() >= at {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            self.0.timers.borrow_mut().push(Timer { at, waker });
            Poll::Pending
        })
        .await;
    }

    /// Runs until `done`, or for so many milliseconds of its clock; whether it is done.
    ///
    /// # Panics
    /// If tasks go round for ever without waiting for the clock.
    pub fn run_until(&self, milliseconds: i64, done: impl Fn() -> bool) -> bool {
        let end = self.now() + milliseconds;
        let (mut steps, mut at) = (0, self.now());
        while !done() {
            if !self.run_one() && !self.happen(end) {
                self.0.now.set(end);
                return done();
            }
            steps = if self.now() > at { 0 } else { steps + 1 };
            at = self.now();
            assert!(steps < 1_000_000, "tasks go round for ever");
        }
        true
    }

    pub fn run_for(&self, milliseconds: i64) {
        self.run_until(milliseconds, || false);
    }

    /// So many things happen.
    pub fn run_steps(&self, steps: usize) {
        for _ in 0..steps {
            if !self.run_one() {
                self.happen(self.now());
            }
        }
    }

    /// The next task goes on until it waits; whether there was one.
    fn run_one(&self) -> bool {
        let next = {
            let mut awake = self.0.awake.lock().unwrap_or_else(PoisonError::into_inner);
            awake.pop_front()
        };
        let Some(number) = next else { return false };
        let task = self.0.tasks.borrow_mut().remove(&number);
        if let Some(mut task) = task {
            let waker = task.waker.clone();
            let ended = task.future.as_mut().poll(&mut Context::from_waker(&waker));
            if ended.is_pending() {
                self.0.tasks.borrow_mut().insert(number, task);
            }
        }
        true
    }

    /// Something comes from outside, or the clock goes on to where the next pause ends; nothing
    /// after `end`.
    fn happen(&self, end: i64) -> bool {
        let inner = &self.0;
        let count = inner.outside.borrow().len();
        if count == 0 {
            return self.ring(end);
        }
        let soon = end.min(self.now() + LONGEST_STEP);
        if inner.random.once_in(16) && self.ring(soon) {
            return true;
        }
        let place = inner.random.below(count);
        let (done, waker) = inner.outside.borrow_mut().swap_remove(place);
        done.set(true);
        waker.wake();
        true
    }

    /// Wakes whose pause ends next; nothing if that is after `end`.
    fn ring(&self, end: i64) -> bool {
        let mut timers = self.0.timers.borrow_mut();
        let next = (0..timers.len()).min_by_key(|place| timers[*place].at);
        match next.filter(|place| timers[*place].at <= end) {
            Some(place) => {
                let timer = timers.swap_remove(place);
                self.0.now.set(self.now().max(timer.at));
                timer.waker.wake();
                true
            }
            None => false,
        }
    }
}
