//! A tab of a phone that runs the loops that ship: the sync, the writer, the text fields.

mod host;
mod ledger;
mod network;

pub use client::writer::FieldKey;
pub use ledger::Ledger;
pub use network::Network;

use crate::{KIND, LINE_KIND, Phone, World};
use async_lock::Mutex;
use client::Moment;
use client::sync::{Driver, Event, Sync, SyncState};
use client::testing::{Scheduler, StepStore};
use client::text_field::{self, Control, TextDriver, TextField};
use client::writer::{Writer, typing_key};
use host::PhoneHost;
use merge::Tree;
use protocol::OpId;
use replica::{Edit, Replica, StoreError, Typing};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

type TabText = TextDriver<FieldControl>;

/// A phone in a person's hand, and what is around it: the same for all of its tabs.
#[derive(Clone)]
pub struct TabContext {
    pub scheduler: Scheduler,
    pub world: Rc<World>,
    pub network: Rc<Network>,
    pub phone: Rc<Phone>,
    pub store: StepStore,
    /// Whose turn it is to sync.
    pub turn: Arc<Mutex<()>>,
    pub ledger: Rc<Ledger>,
}

/// What the parts of a tab share.
struct TabPage {
    group: u32,
    at: TabContext,
    replica: Rc<Replica<StepStore, ()>>,
    writer: Writer<StepStore, ()>,
    /// What was typed and not saved, at hand.
    typings: RefCell<BTreeMap<FieldKey, Typing>>,
    texts: RefCell<BTreeMap<FieldKey, Rc<TabText>>>,
    focus: RefCell<Option<FieldKey>>,
    driver: RefCell<Option<Rc<Driver<PhoneHost>>>>,
}

/// An open tab of a simulated phone, with the app's loops running. Dropping it closes it, wherever
/// it was.
pub struct Tab(Rc<TabPage>);

impl Drop for Tab {
    fn drop(&mut self) {
        self.0.at.scheduler.kill(self.0.group);
        self.0.at.ledger.is_closed(self.0.group);
        self.0.texts.borrow_mut().clear();
        self.0.driver.take();
    }
}

impl Tab {
    /// Opens a tab of a phone; `group` is no other tab's. It fills, and begins to sync.
    pub fn open(group: u32, at: &TabContext) -> Self {
        let replica = Rc::new(Replica::new(at.store.clone(), |_, _| ()));
        // What was typed is read before the first control is drawn.
        let found = at.phone.typings().unwrap_or_default();
        let page = Rc::new(TabPage {
            group,
            writer: Writer::new(Rc::clone(&replica), found.iter()),
            at: at.clone(),
            replica,
            typings: RefCell::new(
                found
                    .into_iter()
                    .map(|one| (typing_key(&one), one))
                    .collect(),
            ),
            texts: RefCell::default(),
            focus: RefCell::new(None),
            driver: RefCell::new(None),
        });
        let opening = Rc::clone(&page);
        page.spawn(async move { opening.begin().await });
        Self(page)
    }

    /// The person types into a field, for which it is left, whatever the focus was in.
    pub fn type_in(&self, of: &FieldKey, text: String) {
        let page = &self.0;
        if page.focus.borrow().as_ref() != Some(of) {
            self.leave();
        }
        if let Some(field) = page.texts.borrow().get(of) {
            page.focus.replace(Some(of.clone()));
            let now = page.at.scheduler.now();
            page.at.ledger.is_typed(of, &text, page.group, now);
            field.post(text_field::Event::Typed(text));
        }
    }

    /// Whether the field's control is there.
    pub fn shows(&self, of: &FieldKey) -> bool {
        self.0.texts.borrow().contains_key(of)
    }

    /// What is in the control, and whether it is still to be saved.
    pub fn text(&self, of: &FieldKey) -> Option<(String, bool)> {
        let texts = self.0.texts.borrow();
        texts.get(of).map(|text| (text.text(), text.is_dirty()))
    }

    /// Goes out of the field that the keyboard is in.
    pub fn leave(&self) {
        let of = self.0.focus.take();
        let texts = self.0.texts.borrow();
        if let Some(text) = of.and_then(|of| texts.get(&of)) {
            text.post(left(text));
        }
    }

    /// All controls are left.
    pub fn leave_all(&self) {
        self.0.focus.take();
        for text in self.0.texts.borrow().values() {
            text.post(left(text));
        }
    }

    /// Opens the control of a field.
    pub fn show(&self, of: FieldKey) {
        let page = Rc::clone(&self.0);
        self.0.spawn(async move {
            if page.texts.borrow().contains_key(&of) {
                return;
            }
            let Ok(tree) = page.tree(&of).await else {
                return;
            };
            let (text, replaces, _) = seen_in(&tree, &of);
            let found = page.typings.borrow().get(&of).cloned();
            let typing = Typing {
                predecessors: replaces,
                ..place(&of)
            };
            let field = TextField::new(typing, found.as_ref(), text);
            let control = FieldControl {
                page: Rc::clone(&page),
                of: of.clone(),
            };
            page.texts
                .borrow_mut()
                .insert(of, TextDriver::new(control, field));
        });
    }

    /// The person chooses a value on a control that shows what is.
    pub fn choose(&self, of: FieldKey, text: String) {
        let page = Rc::clone(&self.0);
        self.0.spawn(async move {
            let Ok(tree) = page.tree(&of).await else {
                return;
            };
            let (_, replaces, _) = seen_in(&tree, &of);
            page.at.ledger.sees_all(&text);
            drop(page.save(&of, text.into(), replaces).await);
        });
    }

    /// The person deletes a record, or takes its deletion back.
    pub fn delete(&self, of: FieldKey, back: bool) {
        let page = Rc::clone(&self.0);
        self.0.spawn(async move {
            let mut turn = page.writer.turn().await;
            let Ok(tree) = page.tree(&of).await else {
                return;
            };
            let Some(view) = tree.record(&of.1) else {
                return;
            };
            let edits = if back {
                vec![Edit::restore(&of.0, view)]
            } else {
                Edit::delete(&of.0, &tree, view)
            };
            drop(turn.save(edits, page.at.scheduler.now()).await);
            page.edited();
        });
    }

    /// The person asks for the shared register, or the network is back.
    pub fn ask(&self) {
        self.0.post(Event::Asked);
    }

    /// How the sync stands, once it has begun.
    pub fn state(&self) -> Option<SyncState> {
        self.0.driver.borrow().as_ref().map(|driver| driver.state())
    }
}

fn left(text: &TabText) -> text_field::Event {
    text_field::Event::Left(Ok(text.text().into()))
}

impl TabPage {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.at.scheduler.spawn(self.group, task);
    }

    async fn begin(self: &Rc<Self>) {
        let pulled = self.replica.pulled().await.unwrap_or_default();
        let state = SyncState::starting(None, pulled, false);
        let sync = Sync::new(self.at.phone.enrolment().scope.clone(), state);
        let driver = Driver::new(PhoneHost(Rc::clone(self)), sync);
        self.driver.replace(Some(Rc::clone(&driver)));
        driver.post(Event::Asked);
    }

    fn post(&self, event: Event) {
        let driver = self.driver.borrow().clone();
        if let Some(driver) = driver {
            driver.post(event);
        }
    }

    async fn tree(&self, (scope, record, _): &FieldKey) -> Result<Tree, StoreError> {
        let tree = self.replica.tree(scope, protocol::root_of(record)).await?;
        self.at.ledger.see(&tree);
        Ok(tree)
    }

    async fn save(
        self: &Rc<Self>,
        of: &FieldKey,
        value: Value,
        replaces: Vec<OpId>,
    ) -> Result<Vec<OpId>, StoreError> {
        let Typing {
            scope,
            record,
            kind,
            field,
            ..
        } = place(of);
        let text = value.as_str().unwrap_or_default().to_owned();
        let edit = Edit {
            scope,
            record,
            kind,
            field,
            value,
            predecessors: replaces,
        };
        let saved = {
            let mut turn = self.writer.turn().await;
            turn.save(vec![edit], self.at.scheduler.now()).await?
        };
        self.at.ledger.is_saved(of, &text);
        self.typings.borrow_mut().remove(of);
        self.edited();
        Ok(saved.names.into_iter().flatten().collect())
    }

    /// The sync is woken, and the screen follows.
    fn edited(self: &Rc<Self>) {
        self.post(Event::Edited);
        self.look();
    }

    /// What stands in the store is put before every control.
    fn look(self: &Rc<Self>) {
        let texts = self.texts.borrow();
        for (of, text) in texts.iter() {
            let (page, of, text) = (Rc::clone(self), of.clone(), Rc::clone(text));
            self.spawn(async move {
                let Ok(tree) = page.tree(&of).await else {
                    return;
                };
                let is_focused = page.focus.borrow().as_ref() == Some(&of);
                let (shown, held, is_disputed) = seen_in(&tree, &of);
                text.post(text_field::Event::Seen {
                    text: shown,
                    held,
                    is_kept_out: is_focused || is_disputed,
                });
            });
        }
    }
}

/// The text in a field, what is held there, and whether it is disputed.
fn seen_in(tree: &Tree, of: &FieldKey) -> (String, Vec<OpId>, bool) {
    let view = tree.record(&of.1).and_then(|one| one.fields.get(&of.2));
    let text = view.map(|view| view.value().as_str().unwrap_or_default().to_owned());
    let held = view.map(|view| view.held.clone()).unwrap_or_default();
    let is_disputed = view.is_some_and(|view| view.is_conflict());
    (text.unwrap_or_default(), held, is_disputed)
}

fn place((scope, record, field): &FieldKey) -> Typing {
    let kind = if record.contains('.') {
        LINE_KIND
    } else {
        KIND
    };
    Typing {
        scope: scope.clone(),
        record: record.clone(),
        kind: kind.to_owned(),
        field: field.clone(),
        ..Typing::default()
    }
}

struct FieldControl {
    page: Rc<TabPage>,
    of: FieldKey,
}

impl Control for FieldControl {
    fn now(&self) -> Moment {
        moment(&self.page.at.scheduler)
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.page.spawn(task);
    }

    async fn pause(&self, milliseconds: u32) {
        self.page.at.scheduler.sleep(i64::from(milliseconds)).await;
    }

    fn remember(&self, typing: Typing) {
        let mut typings = self.page.typings.borrow_mut();
        typings.insert(self.of.clone(), typing);
    }

    async fn keep(&self, typing: Typing) -> bool {
        let text = typing.text.clone();
        let kept = {
            let mut turn = self.page.writer.turn().await;
            turn.keep_typing(typing).await
        };
        let Ok(typing) = kept else { return false };
        self.page.at.ledger.is_kept(&self.of, &text);
        self.remember(typing);
        true
    }

    fn stayed(&self) {}

    fn say(&self, _: Option<String>) {}

    async fn save(&self, value: Value, replaces: Vec<OpId>) -> Result<Vec<OpId>, String> {
        let saved = self.page.save(&self.of, value, replaces).await;
        saved.map_err(|problem| problem.to_string())
    }

    fn rewrite(&self, _: &str) {
        if self.page.focus.borrow().as_ref() == Some(&self.of) {
            self.page
                .at
                .ledger
                .breaks("a text is rewritten under the hand");
        }
    }
}

fn moment(scheduler: &Scheduler) -> Moment {
    Moment {
        wall: scheduler.now(),
        monotonic: scheduler.now(),
    }
}
