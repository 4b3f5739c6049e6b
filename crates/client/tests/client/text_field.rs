//! A text that is typed, left, saved, found again. Whatever happens in between, and in whatever
//! order the store does what it is asked to.

use crate::host::{RECORD, SCOPE, edit};
use client::Moment;
use client::testing::{Random, Scheduler, StepStore};
use client::text_field::{Control, Event, TextDriver, TextField};
use client::writer::Writer;
use proptest::prelude::*;
use protocol::OpId;
use replica::{Edit, MemoryStore, Replica, Typing, ready};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

type Store = Replica<StepStore, ()>;

/// What a control does, and what a person may count on.
struct Hand {
    scheduler: Scheduler,
    page: u32,
    replica: Rc<Store>,
    writer: Rc<Writer<StepStore, ()>>,
    seen: Rc<Seen>,
}

#[derive(Default)]
struct Seen {
    screen: RefCell<String>,
    problem: RefCell<Option<String>>,
    /// How often something was put on the screen while the person was in the control.
    rewritten: Cell<usize>,
    focused: Cell<bool>,
    /// The number of each text, and the newest that was certain to be found again.
    numbers: RefCell<BTreeMap<String, usize>>,
    certain: Cell<usize>,
}

impl Seen {
    fn number(&self, text: &str) -> usize {
        self.numbers.borrow().get(text).copied().unwrap_or_default()
    }

    fn is_certain(&self, text: &str) {
        self.certain.set(self.certain.get().max(self.number(text)));
    }
}

impl Control for Hand {
    fn now(&self) -> Moment {
        let now = self.scheduler.now();
        Moment {
            wall: now,
            monotonic: now,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.scheduler.spawn(self.page, task);
    }

    async fn pause(&self, milliseconds: u32) {
        self.scheduler.sleep(i64::from(milliseconds)).await;
    }

    fn remember(&self, _: Typing) {}

    async fn keep(&self, typing: Typing) -> bool {
        let text = typing.text.clone();
        let kept = self.writer.turn().await.keep_typing(typing).await.is_ok();
        if kept {
            self.seen.is_certain(&text);
        }
        kept
    }

    fn stayed(&self) {}

    fn say(&self, problem: Option<String>) {
        self.seen.problem.replace(problem);
    }

    async fn save(&self, value: Value, replaces: Vec<OpId>) -> Result<Vec<OpId>, String> {
        let text = value.as_str().unwrap_or_default().to_owned();
        let edit = Edit {
            value,
            predecessors: replaces,
            ..edit("")
        };
        let saved = self.writer.turn().await.save(vec![edit], 0).await;
        let saved = saved.map_err(|problem| problem.to_string())?;
        self.seen.is_certain(&text);
        Ok(saved.names.into_iter().flatten().collect())
    }

    fn rewrite(&self, text: &str) {
        self.seen.screen.replace(text.to_owned());
        let told = self.seen.rewritten.get() + usize::from(self.seen.focused.get());
        self.seen.rewritten.set(told);
    }
}

struct Page {
    scheduler: Scheduler,
    store: StepStore,
    seen: Rc<Seen>,
    pages: u32,
    text: Rc<TextDriver<Hand>>,
}

fn place() -> Typing {
    let Edit {
        scope,
        record,
        kind,
        field,
        ..
    } = edit("");
    Typing {
        scope,
        record,
        kind,
        field,
        ..Typing::default()
    }
}

/// Not every text is understood.
fn read(text: &str) -> Result<Value, String> {
    if text.ends_with('?') {
        return Err("không hiểu".to_owned());
    }
    Ok(text.into())
}

impl Page {
    fn new(seed: u64) -> Self {
        let scheduler = Scheduler::new(seed);
        let rows = MemoryStore::default();
        let enrolled: Replica<_, ()> = Replica::new(rows.clone(), |_, _| ());
        let device = "0192f000-0000-7000-8000-000000000001";
        assert_eq!(ready(enrolled.set_device(device)), Ok(()));
        let store = StepStore::new(rows, scheduler.clone());
        Self::open(scheduler, store, Rc::default(), 0)
    }

    /// The page is loaded: what was typed is found, or what stands there.
    fn open(scheduler: Scheduler, store: StepStore, seen: Rc<Seen>, pages: u32) -> Self {
        let replica = Rc::new(Replica::new(store.clone(), |_, _| ()));
        let found = wait_for(&scheduler, pages, {
            let replica = Rc::clone(&replica);
            async move {
                let found = replica.typings().await.expect("a store").pop();
                let tree = replica.tree(SCOPE, RECORD).await.expect("a store");
                let view = tree.record(RECORD).and_then(|one| one.fields.get("name"));
                let held = view.map(|view| view.held.clone()).unwrap_or_default();
                let value = view.map(|view| view.value().clone()).unwrap_or_default();
                (found, value.as_str().unwrap_or_default().to_owned(), held)
            }
        });
        let (found, begin, replaces) = found;
        let place = Typing {
            predecessors: replaces,
            ..place()
        };
        let field = TextField::new(place, found.as_ref(), begin);
        seen.screen.replace(field.text().to_owned());
        seen.focused.set(false);
        let hand = Hand {
            scheduler: scheduler.clone(),
            page: pages,
            writer: Rc::new(Writer::new(Rc::clone(&replica), found.iter())),
            replica,
            seen: Rc::clone(&seen),
        };
        Self {
            scheduler,
            store,
            seen,
            pages,
            text: TextDriver::new(hand, field),
        }
    }

    fn reload(self) -> Self {
        self.scheduler.kill(self.pages);
        Self::open(self.scheduler, self.store, self.seen, self.pages + 1)
    }

    fn type_in(&self, text: String) {
        let number = self.seen.numbers.borrow().len() + 1;
        self.seen.numbers.borrow_mut().insert(text.clone(), number);
        self.seen.focused.set(true);
        self.seen.screen.replace(text.clone());
        self.text.post(Event::Typed(text));
    }

    fn leave(&self) {
        if self.text.is_dirty() {
            self.text.post(Event::Left(read(&self.text.text())));
        }
        self.seen.focused.set(false);
    }

    /// What stands in the store is put before the control, as after every change.
    fn look(&self) {
        let replica = Rc::clone(&self.text.control().replica);
        let text = Rc::clone(&self.text);
        let seen = Rc::clone(&self.seen);
        self.scheduler.spawn(self.pages, async move {
            let tree = replica.tree(SCOPE, RECORD).await.expect("a store");
            let Some(view) = tree.record(RECORD).and_then(|one| one.fields.get("name")) else {
                return;
            };
            text.post(Event::Seen {
                text: view.value().as_str().unwrap_or_default().to_owned(),
                held: view.held.clone(),
                is_kept_out: seen.focused.get() || view.is_conflict(),
            });
        });
    }

    /// The texts that stand in the field: more than one is a conflict.
    fn stored(&self) -> Vec<String> {
        let replica = Rc::clone(&self.text.control().replica);
        wait_for(&self.scheduler, self.pages, async move {
            let tree = replica.tree(SCOPE, RECORD).await.expect("a store");
            let view = tree.record(RECORD).and_then(|one| one.fields.get("name"));
            let all = view.map(|view| view.candidates.clone()).unwrap_or_default();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            all.iter().map(|one| text(&one.value)).collect()
        })
    }

    fn kept(&self) -> Option<String> {
        let replica = Rc::clone(&self.text.control().replica);
        wait_for(&self.scheduler, self.pages, async move {
            replica.typings().await.expect("a store").pop()
        })
        .map(|typing| typing.text)
    }
}

fn wait_for<T: 'static>(
    scheduler: &Scheduler,
    group: u32,
    ask: impl Future<Output = T> + 'static,
) -> T {
    let said: Rc<RefCell<Option<T>>> = Rc::default();
    let slot = Rc::clone(&said);
    scheduler.spawn(group, async move {
        let found = ask.await;
        slot.replace(Some(found));
    });
    assert!(scheduler.run_until(1_000_000, || said.borrow().is_some()));
    said.take().expect("an answer")
}

/// What a person, the phone and others do.
#[derive(Clone, Debug)]
enum Deed {
    /// Some keys; also halves of a composed letter, which look no different from here.
    Type(u8, bool),
    Leave,
    Look,
    Wait(u16),
    Reload,
    /// One commit of so many fails from now on.
    Fail(u8),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        6 => (any::<u8>(), prop::bool::weighted(0.2)).prop_map(|(key, odd)| Deed::Type(key, odd)),
        3 => Just(Deed::Leave),
        3 => Just(Deed::Look),
        5 => (0..400u16).prop_map(Deed::Wait),
        1 => Just(Deed::Reload),
        1 => (0..4u8).prop_map(Deed::Fail),
    ];
    prop::collection::vec(deed, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_is_lost_or_rewritten_under_the_hand(seed: u64, deeds in deeds()) {
        let mut page = Page::new(seed);
        let mut typed = String::new();
        for (place, deed) in deeds.into_iter().enumerate() {
            match deed {
                Deed::Type(key, odd) => {
                    let end = if odd { "?" } else { "" };
                    typed = format!("{place} {key}{end}");
                    page.type_in(typed.clone());
                }
                Deed::Leave => page.leave(),
                Deed::Look => page.look(),
                Deed::Wait(time) => page.scheduler.run_for(i64::from(time)),
                Deed::Reload => {
                    page = page.reload();
                    typed.clone_from(&page.seen.screen.borrow());
                    // What was kept or saved once is found again, or what was typed after it.
                    let found = page.seen.number(&typed);
                    prop_assert!(found >= page.seen.certain.get(), "{typed} was found");
                }
                Deed::Fail(one_of) => page.store.set_fails(usize::from(one_of)),
            }
            prop_assert_eq!(page.seen.rewritten.get(), 0);
        }
        // In the end all is quiet, and the store works.
        page.store.set_fails(0);
        page.scheduler.run_for(60_000);
        page.leave();
        page.scheduler.run_for(60_000);
        page.look();
        page.scheduler.run_for(60_000);
        let (stored, kept) = (page.stored(), page.kept());
        if !typed.is_empty() {
            let is_saved = stored == [typed.clone()] && kept.is_none();
            let is_kept = kept.as_ref() == Some(&typed) && read(&typed).is_err();
            prop_assert!(is_saved || is_kept, "{typed}: stored {stored:?}, kept {kept:?}");
            let screen = page.seen.screen.borrow().clone();
            prop_assert_eq!(screen, typed);
        }
        // A person never disagrees with himself.
        prop_assert!(stored.len() <= 1, "{stored:?}");
    }
}

#[test]
fn a_text_that_is_not_understood_stays_with_the_reason_under_it() {
    let page = Page::new(1);
    page.type_in("ba mươi?".to_owned());
    page.leave();
    page.scheduler.run_for(1_000);
    assert_eq!(*page.seen.problem.borrow(), Some("không hiểu".to_owned()));
    assert_eq!(page.kept().as_deref(), Some("ba mươi?"));
    let page = page.reload();
    assert_eq!(*page.seen.screen.borrow(), "ba mươi?");
    page.type_in("30".to_owned());
    page.leave();
    page.scheduler.run_for(1_000);
    assert_eq!(*page.seen.problem.borrow(), None);
    assert_eq!((page.stored(), page.kept()), (vec!["30".to_owned()], None));
}

#[test]
fn a_saving_that_fails_is_said_and_the_text_can_be_saved_again() {
    let page = Page::new(2);
    page.store.set_fails(1);
    page.type_in("Nà Lốc".to_owned());
    page.leave();
    page.scheduler.run_for(1_000);
    assert!(page.seen.problem.borrow().is_some());
    page.store.set_fails(0);
    page.leave();
    page.scheduler.run_for(1_000);
    assert_eq!(*page.seen.problem.borrow(), None);
    assert_eq!(page.stored(), ["Nà Lốc"]);
}

#[test]
fn the_same_seed_is_the_same_world() {
    let numbers = |seed| {
        let random = Random::new(seed);
        [random.next(), random.next(), random.next()]
    };
    assert_eq!(numbers(5), numbers(5));
    assert_ne!(numbers(5), numbers(6));
}

/// What is let go, or is being saved, is not kept again because an earlier keeping has failed.
#[test]
fn a_keeping_that_fails_too_late_keeps_nothing() {
    let now = Moment::default();
    let typed = || {
        let mut field = TextField::new(place(), None, String::new());
        field.on(Event::Typed("Nà Lốc".to_owned()), now);
        field.on(Event::Due, now);
        field
    };
    let mut thrown_away = typed();
    thrown_away.on(Event::LetGo, now);
    thrown_away.on(Event::Kept(false), now);
    assert_eq!(thrown_away.on(Event::Due, now), []);
    let mut saved = typed();
    saved.on(Event::Left(Ok("Nà Lốc".into())), now);
    saved.on(Event::Kept(false), now);
    saved.on(Event::Saved(1, Ok(Vec::new())), now);
    assert_eq!(saved.on(Event::Due, now), []);
    // But what could not be saved is.
    let mut taken_back = typed();
    taken_back.on(Event::LetGo, now);
    let kept = taken_back.on(Event::TakenBack, now);
    assert!(matches!(
        &kept[..],
        [client::text_field::Action::Stay(Some(_))]
    ));
}
