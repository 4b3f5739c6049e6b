//! Fields that are chosen: their control always shows what is.

use super::field::FieldContext;
use crate::text;
use crate::ui::{CheckRows, Choice, RadioRows, described_by};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::form::FieldType;
use serde_json::Value;

/// So many choices fit a phone as big rows.
const FEW: usize = 5;

fn options(spot: &FieldContext) -> Vec<register::form::Choice> {
    let rules = spot.sheet.session.rules();
    spot.sheet
        .holder(&spot.id)
        .map(|holder| rules.choices(&spot.field, &holder))
        .unwrap_or_default()
}

/// Whether the choices are few enough to be all seen at once.
pub fn fits_rows(spot: &FieldContext) -> bool {
    spot.field.field_type == FieldType::Choice
        && spot.field.choices_where.is_none()
        && (1..=FEW).contains(&untrack(|| options(spot)).len())
}

fn set(spot: &FieldContext, value: Value) {
    let values = vec![(spot.field.key.clone(), value)];
    spawn_local(spot.sheet.choose(&spot.id, &spot.kind, values));
}

/// One of a few, as big rows.
pub fn rows_view(spot: FieldContext) -> AnyView {
    let listed = untrack(|| options(&spot)).into_iter();
    let rows = listed.map(|choice| Choice {
        value: choice.code,
        title: choice.label,
        detail: String::new(),
    });
    let chosen = RwSignal::new(None::<String>);
    let (reader, writer) = (spot.clone(), spot.clone());
    Effect::new(move |_| {
        let now = reader.value().as_str().map(str::to_owned);
        if !reader.sheet.is_behind() && chosen.get_untracked() != now {
            chosen.set(now);
        }
    });
    Effect::new(move |before: Option<()>| {
        let wanted = chosen.get();
        let now = untrack(|| writer.value().as_str().map(str::to_owned));
        if before.is_some() && wanted.is_some() && wanted != now {
            set(&writer, wanted.map(Value::from).unwrap_or_default());
        }
    });
    view! {
        <div id=spot.control_id() tabindex="-1">
            <RadioRows
                name=spot.control_id()
                legend=spot.field.label.clone()
                hint=spot.field.hint.clone().unwrap_or_default()
                required=spot.required()
                options=rows.collect()
                chosen=chosen
            />
        </div>
    }
    .into_any()
}

/// One of many, as the phone's own list.
pub fn select_view(spot: FieldContext) -> AnyView {
    let id = spot.control_id();
    let (reader, lister) = (spot.clone(), spot.clone());
    let current = Memo::new(move |_| reader.value().as_str().unwrap_or_default().to_owned());
    let rows = move || {
        let now = current.get();
        let mut choices = options(&lister);
        // What an older rule set offered is still shown where it was chosen.
        if !now.is_empty() && choices.iter().all(|choice| choice.code != now) {
            let label = lister
                .sheet
                .session
                .rules()
                .choice_label(&lister.field, &now);
            choices.push(register::form::Choice {
                code: now.clone(),
                label,
            });
        }
        let option = |choice: register::form::Choice| {
            let selected = choice.code == now;
            view! { <option value=choice.code prop:selected=selected>{choice.label}</option> }
                .into_any()
        };
        choices.into_iter().map(option).collect::<Vec<AnyView>>()
    };
    view! {
        <select
            class="input"
            id=id.clone()
            aria-describedby=described_by(&id)
            aria-required=spot.aria_required()
            on:change=move |event| {
                let code = event_target_value(&event);
                set(&spot, if code.is_empty() { Value::Null } else { Value::from(code) });
            }
        >
            <option value="" prop:selected=move || current.with(String::is_empty)>
                {text::NOT_CHOSEN}
            </option>
            {move || rows()}
        </select>
    }
    .into_any()
}

/// Any of several.
pub fn many_view(spot: FieldContext) -> AnyView {
    let listed = untrack(|| options(&spot)).into_iter();
    let rows = listed.map(|choice| Choice {
        value: choice.code,
        title: choice.label,
        detail: String::new(),
    });
    let codes = |value: Value| -> Vec<String> {
        let items = value.as_array().cloned().unwrap_or_default();
        items
            .iter()
            .filter_map(|code| code.as_str().map(str::to_owned))
            .collect()
    };
    let chosen: RwSignal<Vec<String>> = RwSignal::default();
    let (reader, writer) = (spot.clone(), spot.clone());
    Effect::new(move |_| {
        let now = codes(reader.value());
        if !reader.sheet.is_behind() && chosen.get_untracked() != now {
            chosen.set(now);
        }
    });
    Effect::new(move |before: Option<()>| {
        let wanted = chosen.get();
        let now = untrack(|| codes(writer.value()));
        if before.is_some() && wanted != now {
            set(&writer, wanted.into_iter().map(Value::from).collect());
        }
    });
    view! {
        <div id=spot.control_id() tabindex="-1">
            <CheckRows
                legend=spot.field.label.clone()
                hint=spot.field.hint.clone().unwrap_or_default()
                options=rows.collect()
                chosen=chosen
            />
        </div>
    }
    .into_any()
}
