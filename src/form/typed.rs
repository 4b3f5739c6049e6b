//! Fields that are typed. The text belongs to the person until the field is
//! left: it is kept as typed, right or wrong, and never rewritten before.

use super::draft::Draft;
use super::field::{Note, Spot};
use super::out::advice;
use super::sheet::Seed;
use crate::platform;
use crate::text;
use crate::ui::{Tone, described_by, grow};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::{Name, OperationProblem};
use register::field_value;
use register::form::{Field, FieldType};
use register::number::NumberProblem;
use replica::{Edit, Typing};
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What is in a field right now.
struct Pen {
    spot: Spot,
    note: RwSignal<Option<Note>>,
    scope: String,
    seed: Seed,
    draft: Rc<Draft>,
    /// The person has changed the text and it is not saved.
    dirty: Cell<bool>,
    /// Counts the changes, and which of them is being saved.
    changes: Cell<u32>,
    saving: Cell<Option<u32>>,
}

impl Pen {
    /// Takes up what was typed and not saved, or what is there.
    fn new(spot: Spot, note: RwSignal<Option<Note>>) -> Rc<Self> {
        let sheet = spot.sheet;
        let value = untrack(|| spot.value());
        let place = untrack(|| spot.place());
        let now = place.replaces.clone();
        let begin = field_value::to_input(&spot.field, &value);
        let (draft, found) = Draft::new(sheet.session, sheet.seed(), place, begin);
        if let Some(found) = &found {
            // Only another can have written here since: one's own saving forgets what was typed.
            let is_new = |name: &Name| !found.replaces.contains(name);
            let others = now.iter().any(is_new).then(|| {
                let shown = sheet.session.display(&spot.field, &value);
                text::settled_meanwhile(if shown.is_empty() {
                    text::CLEARED
                } else {
                    &shown
                })
            });
            note.set(Some(found_again(&spot, found, others)));
        }
        Rc::new(Self {
            scope: sheet.scope(),
            seed: sheet.seed(),
            draft: Rc::new(draft),
            dirty: Cell::new(found.is_some()),
            changes: Cell::new(0),
            saving: Cell::new(None),
            spot,
            note,
        })
    }

    fn typed(&self, text: String) {
        self.dirty.set(true);
        self.changes.set(self.changes.get() + 1);
        self.draft.typed(text);
    }

    /// The field is left: its text becomes an operation, or stays as typed
    /// with the reason under it.
    fn leave(self: &Rc<Self>) {
        let change = self.changes.get();
        if !self.dirty.get() || self.saving.get() == Some(change) {
            return;
        }
        let spot = &self.spot;
        let text = self.draft.text.borrow().clone();
        let value = match read(&spot.field, &text) {
            Ok(value) => value,
            Err(problem) => {
                self.note.try_set(Some((Tone::Bad, problem)));
                let (draft, session) = (self.draft.clone(), spot.sheet.session);
                spawn_local(async move {
                    draft.keep().await;
                    session.typings.notify();
                });
                return;
            }
        };
        self.note.try_set(None);
        self.draft.let_go();
        let edit = Edit {
            scope: self.scope.clone(),
            record: spot.id.clone(),
            kind: spot.kind.clone(),
            field: spot.field.key.clone(),
            value,
            replaces: self.draft.shown.borrow().clone(),
        };
        self.saving.set(Some(change));
        let pen = self.clone();
        spawn_local(async move {
            let saved = pen.seed.save(pen.spot.sheet.session, vec![edit]).await;
            if pen.saving.get() == Some(change) {
                pen.saving.set(None);
            }
            let names = match saved {
                Ok(names) => names,
                Err(problem) => {
                    // Here, too: what is typed is kept, and with that the bar has nothing to say.
                    let said = (Tone::Bad, advice(&problem).to_owned());
                    pen.note.try_set(Some(said));
                    return pen.draft.take_back().await;
                }
            };
            let names = names.into_iter().flatten();
            pen.draft.shown.borrow_mut().extend(names);
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
        *self.draft.shown.borrow_mut() = view.map(|view| view.held).unwrap_or_default();
        let text = field_value::to_input(&self.spot.field, &value);
        let differs = text != *self.draft.text.borrow();
        differs.then(|| {
            self.draft.text.borrow_mut().clone_from(&text);
            text
        })
    }
}

/// What is said of a text that was found again, and of what another wrote in its field meanwhile.
fn found_again(spot: &Spot, found: &Typing, others: Option<String>) -> Note {
    let when = platform::moment_text(found.at);
    let (tone, words) = match read(&spot.field, &found.text) {
        Ok(_) if others.is_some() => (Tone::Warn, text::found_again(&when)),
        Ok(_) => (Tone::Info, text::found_again(&when)),
        Err(problem) => (Tone::Bad, text::found_wrong(&when, &problem)),
    };
    (tone, others.unwrap_or_default() + &words)
}

/// What was typed, as it is stored; or why it cannot be, for a person.
pub fn read(field: &Field, typed: &str) -> Result<Value, String> {
    let value = field_value::parse_input(field, typed).map_err(|problem| problem.message)?;
    match merge::check_value(&value) {
        Ok(()) => Ok(value),
        Err(OperationProblem::TooLarge) => Err(text::too_long(merge::LONGEST_VALUE)),
        Err(_) => Err(NumberProblem::TooLarge.to_string()),
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
    let begin = pen.draft.text.borrow().clone();
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
        let text = pen.draft.text.borrow().clone();
        if let Ok(value) = read(&pen.spot.field, &text) {
            let official = field_value::to_input(&pen.spot.field, &value);
            if official != text {
                input.set_value(&official);
                *pen.draft.text.borrow_mut() = official;
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
