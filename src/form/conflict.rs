//! Two people wrote in one field without knowing of each other: both values
//! side by side, with who and when; a person decides.

use super::draft::{Text, draft};
use super::field::FieldContext;
use super::typed::read;
use crate::session::Session;
use crate::ui::{Button, ButtonKind, Choice, Later, RadioRows, facts, later};
use crate::{platform, text};
use client::text_field::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::{Candidate, FieldView};
use protocol::OpId;
use register::field_value;
use register::form::{Field, FieldType};
use replica::{Author, Edit, Typing};
use serde_json::Value;
use sorted::SortedMap;
use std::rc::Rc;

const OTHER: &str = "other";

/// The chooser in the place of a field's control.
pub fn field_conflict(spot: FieldContext) -> AnyView {
    let Some(view) = untrack(|| spot.sheet.view(&spot.id, &spot.field.key)) else {
        return ().into_any();
    };
    let edit = spot.sheet.edit(
        &spot.id,
        &spot.kind,
        &spot.field.key,
        Value::Null,
        Vec::new(),
    );
    let id = spot.control_id();
    view! {
        <ConflictChooser id=id session=spot.sheet.session field=Some(spot.field) view=view edit=edit />
    }
    .into_any()
}

/// Big rows, one a value, and «Ghi khác…».
#[component]
pub fn ConflictChooser(
    /// Where a way to the field comes to.
    #[prop(optional)]
    id: Option<String>,
    session: Session,
    /// How its values are shown; as they are, if the form does not know it.
    field: Option<Field>,
    /// The values before the person's eyes, and all that is held.
    view: FieldView,
    /// Where the decision goes; its value and what it replaces are set here.
    edit: Edit,
) -> AnyView {
    let known = known_authors(session);
    if !session.may_save(std::slice::from_ref(&edit)) {
        return shown_values(id, session, field.unwrap_or_default(), view, known);
    }
    let begin = begin_of(field.as_ref(), &view);
    let (draft, found) = draft(session, place_of(&edit, &view), begin);
    let written = draft.text();
    let can_write = field.as_ref().is_none_or(is_written);
    let chosen = RwSignal::new((found && can_write).then(|| OTHER.to_owned()));
    let name = format!("c-{}-{}", edit.record, edit.field);
    let other_id = format!("{name}-{OTHER}");
    let is_other = Memo::new(move |_| chosen.with(|chosen| chosen.as_deref() == Some(OTHER)));
    let to_focus = other_id.clone();
    Effect::new(move |before: Option<bool>| {
        let is_other = is_other.get();
        if is_other && before == Some(false) {
            platform::focus_soon(&to_focus);
        }
        is_other
    });
    let draft = StoredValue::new_local(draft);
    let problem = RwSignal::new(String::new());
    let conflict = OpenConflict {
        session,
        field: StoredValue::new(field.unwrap_or_default()),
        candidates: StoredValue::new(view.candidates),
        can_write,
        chosen,
        draft,
        problem,
        held: StoredValue::new(view.held),
        edit: StoredValue::new(edit),
    };
    view! {
        <div class="conflict" id=id tabindex="-1">
            {move || rows(conflict, known, name.clone())}
            <textarea
                class="input"
                id=other_id
                rows="3"
                aria-label=text::WRITE_OTHER
                hidden=move || !is_other.get()
                prop:value=written
                on:input=move |event| draft.with_value(|draft| draft.post(Event::Typed(event_target_value(&event))))
            ></textarea>
            <p class="problem" role="alert" hidden=move || problem.with(String::is_empty)>
                {move || problem.get()}
            </p>
            <Button kind=ButtonKind::Main on_click=move |()| decide(conflict) wide=true>{text::USE_THIS}</Button>
        </div>
    }
    .into_any()
}

/// A conflict that the person decides: what there is to choose from, what is chosen and written.
#[derive(Clone, Copy)]
struct OpenConflict {
    session: Session,
    field: StoredValue<Field>,
    candidates: StoredValue<Vec<Candidate>>,
    /// Whether something else than the values may be written.
    can_write: bool,
    chosen: RwSignal<Option<String>>,
    draft: StoredValue<Rc<Text>, LocalStorage>,
    problem: RwSignal<String>,
    held: StoredValue<Vec<OpId>>,
    edit: StoredValue<Edit>,
}

/// Who writes under which device, and this phone's own, as soon as it is known.
#[derive(Clone, Copy)]
struct KnownAuthors {
    authors: RwSignal<SortedMap<String, Author>>,
    own: RwSignal<String>,
}

fn known_authors(session: Session) -> KnownAuthors {
    let authors: RwSignal<SortedMap<String, Author>> = RwSignal::default();
    let own = RwSignal::new(String::new());
    spawn_local(async move {
        let phone = session.phone();
        if let Ok(device) = phone.device().await {
            own.try_set(device);
        }
        if let Ok(known) = phone.authors().await {
            authors.try_set(known);
        }
    });
    KnownAuthors { authors, own }
}

/// The values for whoever may not decide between them.
fn shown_values(
    id: Option<String>,
    session: Session,
    field: Field,
    view: FieldView,
    known: KnownAuthors,
) -> AnyView {
    let each = move || {
        let (authors, own) = (known.authors.get(), known.own.get());
        let said = view.candidates.iter().map(|one| {
            let words = session.display(&field, &one.value);
            (said_by(one, &authors, &own), words)
        });
        facts(said.collect(), text::CLEARED)
    };
    view! {
        <div class="conflict" id=id tabindex="-1">
            <p class="hint">{text::BOTH_KEPT}" "{text::OTHERS_DECIDE}</p>
            {move || each()}
        </div>
    }
    .into_any()
}

/// Mostly it is one of the two, put right.
fn begin_of(field: Option<&Field>, view: &FieldView) -> String {
    let begin = view.candidates.first().map(|one| match field {
        Some(field) => field_value::to_input(field, &one.value),
        None => one.value.as_str().unwrap_or_default().to_owned(),
    });
    begin.unwrap_or_default()
}

/// What is written instead of both is kept as the text of their field.
fn place_of(edit: &Edit, view: &FieldView) -> Typing {
    Typing {
        scope: edit.scope.clone(),
        record: edit.record.clone(),
        kind: edit.kind.clone(),
        field: edit.field.clone(),
        predecessors: view.held.clone(),
        ..Typing::default()
    }
}

/// Whether a value of the field can be written as a text.
fn is_written(field: &Field) -> bool {
    !matches!(
        field.field_type,
        FieldType::Choice | FieldType::Many | FieldType::Reference
    )
}

/// A row for every value, and «Ghi khác…».
fn rows(conflict: OpenConflict, known: KnownAuthors, name: String) -> impl IntoView {
    let (authors, own) = (known.authors.get(), known.own.get());
    let (session, field) = (conflict.session, conflict.field);
    let option = |(place, candidate): (usize, &Candidate)| Choice {
        value: place.to_string(),
        title: match field.with_value(|f| session.display(f, &candidate.value)) {
            empty if empty.is_empty() => text::CLEARED.into(),
            shown => shown,
        },
        detail: said_by(candidate, &authors, &own),
    };
    let mut options: Vec<Choice> = conflict
        .candidates
        .with_value(|all| all.iter().enumerate().map(option).collect());
    if conflict.can_write {
        let (value, title) = (OTHER.into(), text::WRITE_OTHER.into());
        options.push(Choice {
            value,
            title,
            detail: String::new(),
        });
    }
    view! {
        <RadioRows
            name=name
            legend=text::CHOOSE_RIGHT
            hint=text::BOTH_KEPT
            options=options
            chosen=conflict.chosen
        />
    }
}

/// Saves what is chosen; what is written and is no value of the field is said to be none.
fn decide(conflict: OpenConflict) -> Option<Later> {
    let (session, draft, problem) = (conflict.session, conflict.draft, conflict.problem);
    let Some(choice) = conflict.chosen.get_untracked() else {
        problem.set(text::CHOOSE_ONE_FIRST.into());
        return None;
    };
    let value = if choice == OTHER {
        let draft = draft.get_value();
        draft.post(Event::LetGo);
        match conflict
            .field
            .with_value(|field| read(field, &draft.text()))
        {
            Ok(value) => value,
            Err(wrong) => {
                problem.set(wrong);
                draft.post(Event::TakenBack);
                return None;
            }
        }
    } else {
        let place: usize = choice.parse().unwrap_or_default();
        conflict
            .candidates
            .with_value(|all| all.get(place).map(|candidate| candidate.value.clone()))
            .unwrap_or_default()
    };
    let decision = Edit {
        value,
        predecessors: conflict.held.get_value(),
        ..conflict.edit.get_value()
    };
    let draft = (choice == OTHER).then(|| draft.get_value());
    Some(later(async move {
        if let (Err(_), Some(draft)) = (session.save(vec![decision]).await, draft) {
            draft.post(Event::TakenBack);
        }
    }))
}

/// Whose phone a device is, as far as it is known here.
pub fn called(authors: &SortedMap<String, Author>, device: &str) -> String {
    let author = authors.get(device);
    author.map_or_else(
        || text::ANOTHER_PHONE.to_owned(),
        |author| author.name.clone(),
    )
}

/// «Nông Thị Lan · máy này · 09:12».
/// Who said a value, and when.
pub fn said_by(candidate: &Candidate, authors: &SortedMap<String, Author>, own: &str) -> String {
    let each = candidate.said.iter().map(|said| {
        let name = authors
            .get(&said.name.device)
            .map(|author| author.name.as_str());
        let mine = said.name.device == own;
        let who = match (name, mine) {
            (Some(name), true) => format!("{name} · {}", text::THIS_PHONE),
            (Some(name), false) => name.to_owned(),
            (None, true) => text::THIS_PHONE.to_owned(),
            (None, false) => text::ANOTHER_PHONE.to_owned(),
        };
        let moment = platform::moment_text(said.at);
        match &said.reported_by {
            // Its author's own phone has not brought it since the register was set back.
            Some(reporter) => format!(
                "{who} · {} · {moment}",
                text::by_phone_of(&called(authors, reporter))
            ),
            None => format!("{who} · {moment}"),
        }
    });
    each.collect::<Vec<_>>().join("; ")
}
