//! What is in a control that a person types into. The text belongs to the person until the control
//! is left: it is kept as typed, right or wrong, and never rewritten before.
//!
//! ```text
//!              typed                       left, understood
//!   Clean ─────────────▶ Dirty ───────────────────────────────▶ Saving ──▶ Clean
//!     ▲ rewritten          │ ▲                                    │ │
//!     └─ by others         │ └── could not be saved, or typed on ─┘ │
//!                          └── left, not understood: stays Dirty ◀──┘
//! ```
//!
//! Beside that, a text that has changed is kept in the store some 100 ms later, again and again
//! until it is saved. Invariants:
//! - Only a clean text that nobody is in is rewritten, and not by the values of a conflict.
//! - What is saved replaces what was held in the field when its text was put on the screen, and
//!   this person's own savings from there since; nothing that came from others meanwhile.
//! - A saving that is overtaken by more typing leaves the text dirty.
//! - What could not be kept is tried again, until it is kept or saved.

use crate::Moment;
use crate::rule::{Rule, holds};
use protocol::OpId;
use replica::Typing;
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// How long after a keystroke the text is on the phone's storage, about, in milliseconds.
const KEEP_AFTER: u32 = 100;
/// The same, after the store could not keep it.
const KEEP_AGAIN_AFTER: u32 = 5_000;

/// Something that happened to a control's text: typed, kept, left, saved, or changed from outside.
/// [`TextDriver`] tells it to the [`TextField`].
#[derive(Clone, Debug)]
pub enum Event {
    Typed(String),
    /// The pause before keeping is over.
    Due,
    /// Whether what was to be kept is.
    Kept(bool),
    /// The same, of a text that stays as it is.
    Stayed(bool),
    /// The control is left with what it holds understood, or not: why.
    Left(Result<Value, String>),
    /// A saving has come to its end: the names it got, or why it failed.
    Saved(u32, Result<Vec<OpId>, String>),
    /// What stands in the field now.
    Seen {
        text: String,
        held: Vec<OpId>,
        /// It must not be put on the screen: the person is in the control, or it is disputed.
        is_kept_out: bool,
    },
    /// What was understood, as it is written officially.
    Understood(String),
    /// The text is saved elsewhere, or thrown away on purpose: it need not be kept any more.
    LetGo,
    /// It could not be saved there.
    TakenBack,
}

/// An order of a [`TextField`] to its driver: keep, save, show. The driver does them in the order
/// in which they come.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Have it at hand: another control of the same field may be drawn before it is kept.
    Remember(Typing),
    /// Then [`Event::Due`], after so many milliseconds.
    KeepSoon(u32),
    /// Keep it in the store; then [`Event::Kept`].
    Keep(Typing),
    /// What is typed stays as it is: keep what has changed of it, and then tell whoever lists what
    /// is unfinished; then [`Event::Stayed`].
    Stay(Option<Typing>),
    /// Say under the control what is wrong; nothing, if nothing is.
    Say(Option<String>),
    /// Then [`Event::Saved`] with this number.
    Save {
        change: u32,
        value: Value,
        replaces: Vec<OpId>,
    },
    /// Put a text on the screen.
    Rewrite(String),
}

/// A control's text, from when it is drawn until it is taken away.
#[derive(Clone, Debug)]
pub struct TextField {
    /// Where it belongs.
    place: Typing,
    text: String,
    /// What was held in the field when its text was put on the screen.
    shown: Vec<OpId>,
    /// The person has changed the text and it is not saved.
    dirty: bool,
    /// Counts the changes, and which of them is being saved.
    change: u32,
    saving: Option<u32>,
    /// The text has changed since it was last kept.
    unkept: bool,
    keeping: bool,
}

impl TextField {
    /// What was written at `place` and not saved, with what its saving replaces; or `begin`, and
    /// what is held there now (`place.predecessors`).
    pub fn new(place: Typing, found: Option<&Typing>, begin: String) -> Self {
        let (text, shown) = match found {
            Some(typing) => (typing.text.clone(), typing.predecessors.clone()),
            None => (begin, place.predecessors.clone()),
        };
        Self {
            place,
            text,
            shown,
            dirty: found.is_some(),
            change: 0,
            saving: None,
            unkept: false,
            keeping: false,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether leaving the control has anything to save.
    pub fn is_dirty(&self) -> bool {
        self.dirty && self.saving != Some(self.change)
    }

    /// What follows from an event.
    pub fn on(&mut self, event: Event, now: Moment) -> Vec<Action> {
        match event {
            Event::Typed(text) => self.typed(text, now),
            Event::Due => match self.take_unkept(now) {
                Some(typing) => vec![Action::Keep(typing)],
                None => self.rest(),
            },
            Event::Kept(true) if self.unkept => vec![Action::KeepSoon(KEEP_AFTER)],
            Event::Kept(true) => self.rest(),
            Event::Kept(false) => {
                self.unkept = self.is_dirty();
                vec![Action::KeepSoon(KEEP_AGAIN_AFTER)]
            }
            Event::Stayed(true) => Vec::new(),
            Event::Stayed(false) => {
                self.unkept = self.is_dirty();
                self.begin_take_unkept(KEEP_AGAIN_AFTER)
            }
            Event::Left(read) => self.left(read, now),
            Event::Saved(change, result) => self.saved(change, result, now),
            Event::Seen {
                text,
                held,
                is_kept_out,
            } => self.seen(text, held, is_kept_out),
            Event::Understood(text) if text != self.text => {
                self.text.clone_from(&text);
                vec![Action::Rewrite(text)]
            }
            Event::Understood(_) => Vec::new(),
            Event::LetGo => {
                (self.dirty, self.unkept) = (false, false);
                Vec::new()
            }
            Event::TakenBack => {
                self.dirty = true;
                vec![self.take_back(now)]
            }
        }
    }

    fn typed(&mut self, text: String, now: Moment) -> Vec<Action> {
        self.text = text;
        self.dirty = true;
        self.change += 1;
        self.unkept = true;
        let mut actions = vec![Action::Remember(self.typing(now))];
        actions.extend(self.begin_take_unkept(KEEP_AFTER));
        actions
    }

    fn begin_take_unkept(&mut self, after: u32) -> Vec<Action> {
        if std::mem::replace(&mut self.keeping, true) {
            return Vec::new();
        }
        vec![Action::KeepSoon(after)]
    }

    fn typing(&self, now: Moment) -> Typing {
        Typing {
            text: self.text.clone(),
            predecessors: self.shown.clone(),
            at: now.wall,
            ..self.place.clone()
        }
    }

    /// What is to be kept, if it has changed.
    fn take_unkept(&mut self, now: Moment) -> Option<Typing> {
        std::mem::take(&mut self.unkept).then(|| self.typing(now))
    }

    fn rest(&mut self) -> Vec<Action> {
        self.keeping = false;
        Vec::new()
    }

    fn left(&mut self, read: Result<Value, String>, now: Moment) -> Vec<Action> {
        if !self.is_dirty() {
            return Vec::new();
        }
        match read {
            Ok(value) => {
                self.unkept = false;
                self.saving = Some(self.change);
                let save = Action::Save {
                    change: self.change,
                    value,
                    replaces: self.shown.clone(),
                };
                vec![Action::Say(None), save]
            }
            Err(problem) => vec![
                Action::Say(Some(problem)),
                Action::Stay(self.take_unkept(now)),
            ],
        }
    }

    fn saved(
        &mut self,
        change: u32,
        result: Result<Vec<OpId>, String>,
        now: Moment,
    ) -> Vec<Action> {
        if self.saving == Some(change) {
            self.saving = None;
        }
        match result {
            Ok(names) => {
                self.shown.extend(names);
                self.dirty &= self.change != change;
                Vec::new()
            }
            // A newer text is saved already, or on its way: that has its own end.
            Err(_) if !self.is_dirty() => Vec::new(),
            Err(problem) => vec![Action::Say(Some(problem)), self.take_back(now)],
        }
    }

    fn take_back(&mut self, now: Moment) -> Action {
        self.unkept = holds(Rule::UnsavedIsKept);
        Action::Stay(self.take_unkept(now))
    }

    fn seen(&mut self, text: String, held: Vec<OpId>, is_kept_out: bool) -> Vec<Action> {
        if (self.dirty || is_kept_out) && holds(Rule::TextBelongsToThePerson) {
            return Vec::new();
        }
        self.shown = held;
        if text == self.text {
            return Vec::new();
        }
        self.text.clone_from(&text);
        vec![Action::Rewrite(text)]
    }
}

/// The control of a text field and the phone behind it, as [`TextDriver`] needs them: clock, store,
/// screen. The app and the simulation implement it.
pub trait Control: 'static {
    fn now(&self) -> Moment;
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
    /// Waits some milliseconds.
    async fn pause(&self, milliseconds: u32);
    /// Has it at hand: another control of the same field may be drawn before it is kept.
    fn remember(&self, typing: Typing);
    /// Whether it is kept.
    async fn keep(&self, typing: Typing) -> bool;
    /// What was typed stays as it is: whoever lists what is unfinished looks again.
    fn stayed(&self);
    /// Says under the control what is wrong; nothing, if nothing is.
    fn say(&self, problem: Option<String>);
    /// The names that the saving got, or why it failed.
    async fn save(&self, value: Value, replaces: Vec<OpId>) -> Result<Vec<OpId>, String>;
    fn rewrite(&self, text: &str);
}

/// Carries out what a [`TextField`] decides, by its control.
pub struct TextDriver<C> {
    control: C,
    field: RefCell<TextField>,
}

impl<C: Control> TextDriver<C> {
    pub fn new(control: C, field: TextField) -> Rc<Self> {
        Rc::new(Self {
            control,
            field: RefCell::new(field),
        })
    }

    pub fn control(&self) -> &C {
        &self.control
    }

    pub fn text(&self) -> String {
        self.field.borrow().text().to_owned()
    }

    /// Whether leaving the control has anything to save.
    pub fn is_dirty(&self) -> bool {
        self.field.borrow().is_dirty()
    }

    pub fn post(self: &Rc<Self>, event: Event) {
        let actions = self.field.borrow_mut().on(event, self.control.now());
        for action in actions {
            self.act(action);
        }
    }

    fn act(self: &Rc<Self>, action: Action) {
        let control = &self.control;
        let driver = Rc::clone(self);
        match action {
            Action::Remember(typing) => control.remember(typing),
            Action::KeepSoon(after) => control.spawn(async move {
                driver.control.pause(after).await;
                driver.post(Event::Due);
            }),
            Action::Keep(typing) => control.spawn(async move {
                let kept = driver.control.keep(typing).await;
                driver.post(Event::Kept(kept));
            }),
            Action::Stay(typing) => control.spawn(async move {
                let kept = match typing {
                    Some(typing) => driver.control.keep(typing).await,
                    None => true,
                };
                driver.control.stayed();
                driver.post(Event::Stayed(kept));
            }),
            Action::Say(problem) => control.say(problem),
            Action::Save {
                change,
                value,
                replaces,
            } => control.spawn(async move {
                let saved = driver.control.save(value, replaces).await;
                driver.post(Event::Saved(change, saved));
            }),
            Action::Rewrite(text) => control.rewrite(&text),
        }
    }
}
