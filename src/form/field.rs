//! One field on the screen with all that stands around it: label, hint, control, findings, or the
//! chooser of a conflict. Controls of typed text are in `typed.rs`, the record itself in
//! `open_record.rs`.

use super::{OpenRecord, choose, conflict, lines, refer, typed};
use crate::links::control_id;
use crate::text;
use crate::ui::{FieldShell, Tone, note_below};
use leptos::prelude::*;
use register::finding::{Context, DISPUTED, MISSING, Severity};
use register::form::{Field, FieldType};
use register::{computed, field_value};
use replica::Typing;
use serde_json::Value;

/// A field and where it stands: in the record itself or in one of its lines.
#[derive(Clone)]
pub struct FieldContext {
    pub sheet: OpenRecord,
    /// The id of the record or line.
    pub id: String,
    pub kind: String,
    pub field: Field,
}

impl FieldContext {
    /// The `id` of its control on the page.
    pub fn control_id(&self) -> String {
        control_id(&self.id, &self.field.key)
    }

    pub fn value(&self) -> Value {
        self.sheet.value(&self.id, &self.field.key)
    }

    /// Where what is typed here is kept, and what is held here now.
    pub fn place(&self) -> Typing {
        Typing {
            scope: self.sheet.scope(),
            record: self.id.clone(),
            kind: self.kind.clone(),
            field: self.field.key.clone(),
            predecessors: self.sheet.held(&self.id, &self.field.key),
            ..Typing::default()
        }
    }

    /// Whether the person may write here.
    pub fn may_write(&self) -> bool {
        self.sheet.may_write(&self.kind, &self.field.key)
    }

    /// Whether it has to be filled in, as the record is now.
    pub fn required(&self) -> Signal<bool> {
        let spot = self.clone();
        Signal::derive(move || {
            let holder = spot.sheet.holder(&spot.id);
            holder.is_some_and(|holder| spot.field.is_required(&holder))
        })
    }

    /// The same, for a screen reader.
    pub fn aria_required(&self) -> Signal<Option<&'static str>> {
        let required = self.required();
        Signal::derive(move || required.get().then_some("true"))
    }

    fn in_conflict(&self) -> bool {
        let view = self.sheet.view(&self.id, &self.field.key);
        view.is_some_and(|view| view.is_conflict())
    }

    fn finding_key(&self) -> String {
        if self.id == self.sheet.root() {
            self.field.key.clone()
        } else {
            format!("{}/{}", self.id, self.field.key)
        }
    }

    /// What the rules say of it; what is merely missing only when asked.
    fn finding(&self) -> Option<Note> {
        let (key, asked) = (self.finding_key(), self.sheet.asked.get());
        let finding = self.sheet.findings.with(|findings| {
            let said = findings.iter().find(|finding| {
                // The chooser in its place says it.
                finding.about.field == key
                    && finding.code != DISPUTED
                    && (asked || !matches!(finding.code, MISSING | "emptyLine"))
            });
            said.cloned()
        })?;
        let tone = if finding.severity == Severity::Error {
            Tone::Bad
        } else {
            Tone::Warn
        };
        Some((tone, finding.message))
    }

    /// Whose phone it is from, while that is not its author's own.
    fn told(&self) -> Option<Note> {
        let told = self.sheet.reported_by(&self.id, &self.field.key)?;
        Some((Tone::Info, told))
    }
}

/// The `id` of the control of a finding's field.
pub fn control_of_finding(root: &str, field: &str) -> String {
    match field.split_once('/') {
        Some((line, key)) => control_id(line, key),
        None => control_id(root, field),
    }
}

/// What is said under a field of what is in it right now.
pub type Note = (Tone, String);

/// One field with all that stands around it.
pub fn field_view(spot: FieldContext) -> AnyView {
    match spot.field.field_type {
        FieldType::Table => return lines::table_view(spot),
        _ if !spot.may_write() => return shown_field(spot),
        FieldType::Many => return rows(spot, choose::many_view),
        FieldType::Choice if choose::fits_rows(&spot) => return rows(spot, choose::rows_view),
        _ => {}
    }
    let note = RwSignal::new(None::<Note>);
    let shell_spot = spot.clone();
    let said = move || {
        let found = || shell_spot.finding().or_else(|| shell_spot.told());
        note.get().or_else(found)
    };
    let field = &spot.field;
    view! {
        <FieldShell
            for_id=spot.control_id()
            label=field.label.clone()
            required=spot.required()
            hint=Signal::stored(field.hint.clone().unwrap_or_default())
            unit=unit_beside(&spot)
            problem=Signal::derive(said)
        >
            {guarded(spot, move |spot| control(spot, note))}
        </FieldShell>
    }
    .into_any()
}

/// The unit behind a number that is written; what is only read has it in its words.
fn unit_beside(spot: &FieldContext) -> Signal<String> {
    let is_written = spot.field.field_type != FieldType::Computed;
    let unit = spot.field.unit.clone().filter(|_| is_written);
    let spot = spot.clone();
    let unit = unit.unwrap_or_default();
    Signal::derive(move || match spot.in_conflict() {
        true => String::new(),
        false => unit.clone(),
    })
}

/// A field that is the person's to read: what stands in it, and nothing of how to fill it in.
fn shown_field(spot: FieldContext) -> AnyView {
    let told = spot.clone();
    view! {
        <FieldShell
            for_id=spot.control_id()
            label=spot.field.label.clone()
            problem=Signal::derive(move || told.told())
        >
            {guarded(spot, shown)}
        </FieldShell>
    }
    .into_any()
}

/// Choices that are seen all at once, with their own legend.
fn rows(spot: FieldContext, control: fn(FieldContext) -> AnyView) -> AnyView {
    let told = spot.clone();
    view! {
        <div class="field">
            {guarded(spot, control)}
            {note_below(String::new(), Signal::derive(move || told.told()))}
        </div>
    }
    .into_any()
}

/// The control, or the chooser where two people wrote without knowing.
fn guarded(
    spot: FieldContext,
    control: impl Fn(FieldContext) -> AnyView + Send + 'static,
) -> AnyView {
    let watched = spot.clone();
    let in_conflict = Memo::new(move |_| watched.in_conflict());
    let view = move || {
        if in_conflict.get() {
            conflict::field_conflict(spot.clone())
        } else {
            control(spot.clone())
        }
    };
    view.into_any()
}

fn control(spot: FieldContext, note: RwSignal<Option<Note>>) -> AnyView {
    match spot.field.field_type {
        FieldType::Choice => choose::select_view(spot),
        FieldType::Reference => refer::reference_view(spot),
        FieldType::Computed => computed_view(spot),
        FieldType::LongText => typed::long_view(spot, note),
        FieldType::Attachment | FieldType::Unknown => shown(spot),
        _ => typed::line_view(spot, note),
    }
}

fn shown(spot: FieldContext) -> AnyView {
    let id = spot.control_id();
    let words = Memo::new(move |_| spot.sheet.session.display(&spot.field, &spot.value()));
    let is_empty = move || words.with(String::is_empty);
    let words = move || match words.get() {
        empty if empty.is_empty() => text::NOT_WRITTEN.to_owned(),
        words => words,
    };
    view! { <output class="shown" class:missing=is_empty id=id>{move || words()}</output> }
        .into_any()
}

fn computed_view(spot: FieldContext) -> AnyView {
    let id = spot.control_id();
    let shown = move || {
        let context = Context {
            today: Some(crate::platform::today()),
        };
        let holder = spot.sheet.holder(&spot.id)?;
        let value = computed::compute(&spot.field, &holder, &context)?;
        Some(field_value::display(
            &spot.field,
            &Value::from(value),
            &spot.sheet.session.rules(),
        ))
    };
    view! { <output class="shown" id=id>{move || shown()}</output> }.into_any()
}
