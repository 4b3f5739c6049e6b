//! Fields that are typed. The text belongs to the person until the field is
//! left: it is kept as typed, right or wrong, and never rewritten before.

use super::field::{Note, Spot};
use super::sheet::Seed;
use crate::platform::{self, sleep};
use crate::text;
use crate::ui::{Tone, described_by, grow};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::Name;
use register::field_value;
use register::form::FieldType;
use replica::{Edit, Typing};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// How long after a keystroke the text is on the phone's storage, about.
const KEEP_AFTER: i32 = 100;

/// What is in a field right now.
struct Pen {
    spot: Spot,
    note: RwSignal<Option<Note>>,
    scope: String,
    seed: Seed,
    text: RefCell<String>,
    /// What was held in the field when its value was put on the screen.
    shown: RefCell<Vec<Name>>,
    /// The person has changed the text and it is not saved.
    dirty: Cell<bool>,
    /// Counts the changes, and which of them is being saved.
    changes: Cell<u32>,
    saving: Cell<Option<u32>>,
    /// The text has changed since it was last kept.
    unkept: Cell<bool>,
    keeping: Cell<bool>,
}

impl Pen {
    /// Takes up what was typed and not saved, or what is there.
    fn new(spot: Spot, note: RwSignal<Option<Note>>) -> Rc<Self> {
        let sheet = spot.sheet;
        let key = (sheet.scope(), spot.id.clone(), spot.field.key.clone());
        let typed = sheet
            .session
            .typings
            .with_untracked(|typings| typings.get(&key).cloned());
        let (text, held, at) = match typed {
            Some(typing) => (typing.text, typing.replaces, Some(typing.at)),
            None => {
                let value = untrack(|| spot.value());
                let held = untrack(|| sheet.held(&spot.id, &spot.field.key));
                (field_value::to_input(&spot.field, &value), held, None)
            }
        };
        let pen = Rc::new(Self {
            spot,
            note,
            scope: key.0,
            seed: sheet.seed(),
            text: RefCell::new(text),
            shown: RefCell::new(held),
            dirty: Cell::new(at.is_some()),
            changes: Cell::new(0),
            saving: Cell::new(None),
            unkept: Cell::new(false),
            keeping: Cell::new(false),
        });
        if let Some(at) = at {
            let when = platform::moment_text(at);
            let typed = pen.text.borrow();
            let note = match field_value::parse_input(&pen.spot.field, &typed) {
                Ok(_) => (Tone::Info, text::found_again(&when)),
                Err(problem) => (Tone::Bad, text::found_wrong(&when, &problem.message)),
            };
            drop(typed);
            pen.note.set(Some(note));
        }
        pen
    }

    fn typed(self: &Rc<Self>, text: String) {
        *self.text.borrow_mut() = text;
        self.dirty.set(true);
        self.changes.set(self.changes.get() + 1);
        self.unkept.set(true);
        if self.keeping.replace(true) {
            return;
        }
        let pen = self.clone();
        spawn_local(async move {
            while pen.unkept.get() {
                sleep(KEEP_AFTER).await;
                pen.keep().await;
            }
            pen.keeping.set(false);
        });
    }

    async fn keep(&self) {
        if !self.unkept.replace(false) {
            return;
        }
        let spot = &self.spot;
        let typing = Typing {
            scope: self.scope.clone(),
            record: spot.id.clone(),
            kind: spot.kind.clone(),
            field: spot.field.key.clone(),
            text: self.text.borrow().clone(),
            replaces: self.shown.borrow().clone(),
            at: platform::now(),
        };
        self.seed.sprout(spot.sheet.session).await;
        spot.sheet.session.keep_typing(typing).await;
    }

    /// The field is left: its text becomes an operation, or stays as typed
    /// with the reason under it.
    fn leave(self: &Rc<Self>) {
        let change = self.changes.get();
        if !self.dirty.get() || self.saving.get() == Some(change) {
            return;
        }
        let spot = &self.spot;
        let text = self.text.borrow().clone();
        let value = match field_value::parse_input(&spot.field, &text) {
            Ok(value) => value,
            Err(problem) => {
                self.note.try_set(Some((Tone::Bad, problem.message)));
                let pen = self.clone();
                spawn_local(async move { pen.keep().await });
                return;
            }
        };
        self.note.try_set(None);
        self.unkept.set(false);
        let edit = Edit {
            scope: self.scope.clone(),
            record: spot.id.clone(),
            kind: spot.kind.clone(),
            field: spot.field.key.clone(),
            value,
            replaces: self.shown.borrow().clone(),
        };
        self.saving.set(Some(change));
        let pen = self.clone();
        spawn_local(async move {
            let saved = pen.seed.save(pen.spot.sheet.session, vec![edit]).await;
            if pen.saving.get() == Some(change) {
                pen.saving.set(None);
            }
            let Ok(names) = saved else { return };
            pen.shown.borrow_mut().extend(names.into_iter().flatten());
            if pen.changes.get() == change {
                pen.dirty.set(false);
            }
        });
    }

    /// What is there now, if it should be put on the screen: not while the
    /// person is in the field or has changed it.
    fn news(&self, is_focused: bool) -> Option<String> {
        let value = self.spot.value();
        let view = self.spot.sheet.view(&self.spot.id, &self.spot.field.key);
        if self.dirty.get() || is_focused || view.as_ref().is_some_and(|view| view.is_conflict()) {
            return None;
        }
        *self.shown.borrow_mut() = view.map(|view| view.held).unwrap_or_default();
        let text = field_value::to_input(&self.spot.field, &value);
        let differs = text != *self.text.borrow();
        differs.then(|| {
            self.text.borrow_mut().clone_from(&text);
            text
        })
    }
}

type Held = StoredValue<Rc<Pen>, LocalStorage>;

/// A control that is taken away while the keyboard is in it says that it was left, when its pen
/// has been put down already.
fn with(pen: Held, act: impl FnOnce(&Rc<Pen>)) {
    pen.try_with_value(act);
}

/// The pen of a control, and the text that the control begins with.
fn take_up(spot: Spot, note: RwSignal<Option<Note>>) -> (Held, String) {
    let id = spot.control_id();
    let pen = Pen::new(spot, note);
    // Going elsewhere does not always make a browser say that a field was left.
    let leaving = StoredValue::new_local(pen.clone());
    on_cleanup(move || {
        if let Some(pen) = leaving.try_get_value() {
            pen.leave();
        }
    });
    let begin = pen.text.borrow().clone();
    let pen: Held = StoredValue::new_local(pen);
    Effect::new(move |_| {
        let focused = document().active_element().is_some_and(|it| it.id() == id);
        if let Some(text) = pen.with_value(|pen| pen.news(focused))
            && let Some(control) = document().get_element_by_id(&id)
        {
            // A textarea has a value as well.
            control
                .unchecked_into::<HtmlInputElement>()
                .set_value(&text);
        }
    });
    (pen, begin)
}

/// A field of one line.
pub fn line_view(spot: Spot, note: RwSignal<Option<Note>>) -> AnyView {
    let id = spot.control_id();
    let input_mode = match spot.field.field_type {
        FieldType::Number | FieldType::Money => "decimal",
        FieldType::Phone => "tel",
        _ => "text",
    };
    let capitals = if is_name(&spot.field.key) {
        "words"
    } else {
        "sentences"
    };
    let required = spot.aria_required();
    let (pen, begin) = take_up(spot, note);
    view! {
        <input
            class="input"
            id=id.clone()
            type="text"
            inputmode=input_mode
            autocomplete="off"
            autocapitalize=capitals
            spellcheck="false"
            aria-describedby=described_by(&id)
            aria-required=required
            aria-invalid=move || is_wrong(note)
            prop:value=begin
            on:input=move |event| with(pen, |pen| pen.typed(event_target_value(&event)))
            on:change=move |_| with(pen, Pen::leave)
            on:blur=move |event| settle(pen, &event_target(&event))
        />
    }
    .into_any()
}

/// A field of several lines, which grows with its text.
pub fn long_view(spot: Spot, note: RwSignal<Option<Note>>) -> AnyView {
    let id = spot.control_id();
    let required = spot.aria_required();
    let (pen, begin) = take_up(spot, note);
    view! {
        <textarea
            class="input"
            id=id.clone()
            rows="4"
            autocapitalize="sentences"
            spellcheck="false"
            aria-describedby=described_by(&id)
            aria-required=required
            aria-invalid=move || is_wrong(note)
            prop:value=begin
            on:input=move |event| {
                grow(&event_target(&event));
                with(pen, |pen| pen.typed(event_target_value(&event)));
            }
            on:change=move |_: ev::Event| with(pen, Pen::leave)
            on:blur=move |_| with(pen, Pen::leave)
        ></textarea>
    }
    .into_any()
}

/// The person has left the field: what was understood is shown as it is
/// written officially («05/03/1965»), what was not stays as typed.
fn settle(pen: Held, input: &HtmlInputElement) {
    with(pen, |pen| {
        pen.leave();
        let text = pen.text.borrow().clone();
        if let Ok(value) = field_value::parse_input(&pen.spot.field, &text) {
            let official = field_value::to_input(&pen.spot.field, &value);
            if official != text {
                input.set_value(&official);
                *pen.text.borrow_mut() = official;
            }
        }
    });
}

fn is_name(key: &str) -> bool {
    key.ends_with("Name") || key == "name" || key == "householdHead"
}

fn is_wrong(note: RwSignal<Option<Note>>) -> Option<&'static str> {
    let wrong = |note: &Option<Note>| note.as_ref().is_some_and(|(tone, _)| *tone == Tone::Bad);
    note.with(wrong).then_some("true")
}
