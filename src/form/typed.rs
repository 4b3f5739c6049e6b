//! Fields that are typed. The text belongs to the person until the field is
//! left: it is kept as typed, right or wrong, and never rewritten before.

use super::draft::{Text, writing};
use super::field::{FieldContext, Note};
use super::open_record::UnsavedRecord;
use super::out::advice;
use crate::platform;
use crate::text;
use crate::ui::{Tone, described_by, grow};
use client::text_field::{Event, TextField};
use leptos::ev;
use leptos::prelude::*;
use protocol::{OpId, OperationProblem};
use register::field_value;
use register::form::{Field, FieldType};
use register::number::NumberProblem;
use replica::{Edit, Typing};
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The saving of a text field when its control is left: where to, and where problems are shown.
pub struct OnLeaving {
    spot: FieldContext,
    note: RwSignal<Option<Note>>,
    scope: String,
}

/// Takes up what was typed and not saved, or what is there.
fn text_of(spot: FieldContext, note: RwSignal<Option<Note>>) -> Rc<Text> {
    let sheet = spot.sheet;
    let value = untrack(|| spot.value());
    let place = untrack(|| spot.place());
    let begin = field_value::to_input(&spot.field, &value);
    let found = sheet.session.typing(&place);
    if let Some(found) = &found {
        // Only another can have written here since: one's own saving forgets what was typed.
        let is_new = |name: &OpId| !found.predecessors.contains(name);
        let others = place.predecessors.iter().any(is_new).then(|| {
            let shown = sheet.session.display(&spot.field, &value);
            text::settled_meanwhile(if shown.is_empty() {
                text::CLEARED
            } else {
                &shown
            })
        });
        note.set(Some(found_again(&spot, found, others)));
    }
    let field = TextField::new(place, found.as_ref(), begin);
    let saving = OnLeaving {
        scope: sheet.scope(),
        spot,
        note,
    };
    writing(sheet.session, sheet.seed(), field, Some(saving))
}

/// The field is left: its text becomes an operation, or stays as typed
/// with the reason under it.
fn leave(text: &Rc<Text>) {
    if let Some(OnLeaving { spot, .. }) = &text.control().field
        && text.is_dirty()
    {
        text.post(Event::Left(read(&spot.field, &text.text())));
    }
}

impl OnLeaving {
    pub fn say(&self, problem: Option<String>) {
        self.note
            .try_set(problem.map(|problem| (Tone::Bad, problem)));
    }

    /// The names that the saving got, or why it failed.
    pub async fn save(
        &self,
        seed: &UnsavedRecord,
        value: Value,
        replaces: Vec<OpId>,
    ) -> Result<Vec<OpId>, String> {
        let edit = Edit {
            scope: self.scope.clone(),
            record: self.spot.id.clone(),
            kind: self.spot.kind.clone(),
            field: self.spot.field.key.clone(),
            value,
            predecessors: replaces,
        };
        let saved = seed.save(self.spot.sheet.session, vec![edit]).await;
        // Also said here: what is typed is kept, and with that the bar has nothing to say.
        let saved = saved.map_err(|problem| advice(&problem).to_owned())?;
        Ok(saved.into_iter().flatten().collect())
    }

    pub fn rewrite(&self, text: &str) {
        if let Some(control) = document().get_element_by_id(&self.spot.control_id()) {
            // A textarea has a value as well.
            control.unchecked_into::<HtmlInputElement>().set_value(text);
        }
    }
}

/// What is there now may have to be put on the screen.
fn look(text: &Rc<Text>) {
    let Some(OnLeaving { spot, .. }) = &text.control().field else {
        return;
    };
    let value = spot.value();
    let view = spot.sheet.view(&spot.id, &spot.field.key);
    let is_disputed = view.as_ref().is_some_and(|view| view.is_conflict());
    let focused = document().active_element();
    let is_focused = focused.is_some_and(|it| it.id() == spot.control_id());
    text.post(Event::Seen {
        text: field_value::to_input(&spot.field, &value),
        held: view.map(|view| view.held).unwrap_or_default(),
        is_kept_out: is_focused || is_disputed,
    });
}

/// What is said of a text that was found again, and of what another wrote in its field meanwhile.
fn found_again(spot: &FieldContext, found: &Typing, others: Option<String>) -> Note {
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
    match protocol::check_value(&value) {
        Ok(()) => Ok(value),
        Err(OperationProblem::TooLarge) => Err(text::too_long(protocol::LONGEST_VALUE)),
        Err(_) => Err(NumberProblem::TooLarge.to_string()),
    }
}

type TextHandle = StoredValue<Rc<Text>, LocalStorage>;

/// A control that is taken away while the keyboard is in it says that it was left, when its text
/// has been put down already.
fn with(held: TextHandle, act: impl FnOnce(&Rc<Text>)) {
    held.try_with_value(act);
}

fn typed(held: TextHandle, text: String) {
    with(held, |held| held.post(Event::Typed(text)));
}

/// The text of a control, and what the control begins with.
fn take_up(spot: FieldContext, note: RwSignal<Option<Note>>) -> (TextHandle, String) {
    let text = text_of(spot, note);
    let begin = text.text();
    // Going elsewhere does not always make a browser say that a field was left.
    let leaving = StoredValue::new_local(text.clone());
    on_cleanup(move || {
        leaving.try_with_value(leave);
    });
    let held: TextHandle = StoredValue::new_local(text);
    Effect::new(move |_| held.with_value(look));
    (held, begin)
}

/// A field of one line.
pub fn line_view(spot: FieldContext, note: RwSignal<Option<Note>>) -> AnyView {
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
    let (held, begin) = take_up(spot, note);
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
            on:input=move |event| typed(held, event_target_value(&event))
            on:change=move |_| with(held, leave)
            on:blur=move |_| settle(held)
        />
    }
    .into_any()
}

/// A field of several lines, which grows with its text.
pub fn long_view(spot: FieldContext, note: RwSignal<Option<Note>>) -> AnyView {
    let id = spot.control_id();
    let required = spot.aria_required();
    let (held, begin) = take_up(spot, note);
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
                typed(held, event_target_value(&event));
            }
            on:change=move |_: ev::Event| with(held, leave)
            on:blur=move |_| with(held, leave)
        ></textarea>
    }
    .into_any()
}

/// The person has left the field: what was understood is shown as it is
/// written officially («05/03/1965»), what was not stays as typed.
fn settle(held: TextHandle) {
    with(held, |text| {
        leave(text);
        let Some(OnLeaving { spot, .. }) = &text.control().field else {
            return;
        };
        let field = &spot.field;
        if let Ok(value) = read(field, &text.text()) {
            text.post(Event::Understood(field_value::to_input(field, &value)));
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
