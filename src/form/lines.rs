//! Tables as cards: each line a record of its own under its parent, so that
//! two people adding a line never collide.

use super::OpenRecord;
use super::field::{FieldContext, field_view};
use crate::links::control_id;
use crate::ui::{Button, IconName, Later, LineCard, LineLabels, LineMove, by_key, later};
use crate::{history, platform, text};
use leptos::prelude::*;
use register::form::LinesTable;
use register::record::{ORDER_FIELD, Record, order_key_between};
use serde_json::Value;
use std::sync::Arc;

fn lines(sheet: OpenRecord, parent: &str, kind: &str) -> Vec<Record> {
    let prefix = format!("{parent}.");
    sheet.record.with(|record| {
        let of_kind = record.lines_of(kind).into_iter();
        of_kind
            .filter(|line| line.id.starts_with(&prefix))
            .cloned()
            .collect()
    })
}

pub fn table_view(spot: FieldContext) -> AnyView {
    let Some(table) = spot.field.table.clone().map(Arc::new) else {
        return ().into_any();
    };
    let (sheet, parent) = (spot.sheet, StoredValue::new(spot.id.clone()));
    let kind = StoredValue::new(table.kind.clone());
    let may_write = sheet.may_write(&table.kind, ORDER_FIELD);
    let ids = Memo::new(move |_| {
        let lines = lines(sheet, &parent.get_value(), &kind.get_value());
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    });
    let for_cards = table.clone();
    let card = move |id: String| card_view(sheet, for_cards.clone(), id, ids);
    let add_label = table.add_label.clone();
    let hint = spot.field.hint.clone().filter(|_| may_write);
    let required = spot.required();
    let none = move || !ids.with(Vec::is_empty) || may_write && !required.get();
    let ask = match may_write {
        true => text::at_least_one(&text::within(&table.item_label)),
        false => text::no_line(&text::within(&table.item_label)),
    };
    let add = move |()| add_line(sheet, &parent.get_value(), &table);
    view! {
        <div class="table-field" id=spot.control_id() tabindex="-1">
            {hint.map(|hint| view! { <p class="hint">{hint}</p> }.into_any())}
            <p class="quiet-text" hidden=none>{ask}</p>
            <ol class="stack">
                {by_key(move || ids.get(), card)}
            </ol>
            {may_write
                .then(|| {
                    view! {
                        <Button on_click=add icon=IconName::Add wide=true>
                            {add_label}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

fn card_view(
    sheet: OpenRecord,
    table: Arc<LinesTable>,
    id: String,
    ids: Memo<Vec<String>>,
) -> AnyView {
    let place = {
        let id = id.clone();
        Memo::new(move |_| {
            ids.with(|ids| ids.iter().position(|one| *one == id))
                .unwrap_or(0)
        })
    };
    let name = {
        let (id, table) = (id.clone(), table.clone());
        Memo::new(move |_| name_of(sheet, &table, &id))
    };
    let item = table.item_label.clone();
    let title = {
        let item = item.clone();
        move || text::line_title(&item, place.get() + 1, name.get())
    };
    let said = |verb: &'static str| {
        let item = item.clone();
        Signal::derive(move || text::of_line(verb, &item, place.get() + 1, name.get()))
    };
    let labels = LineLabels {
        up: said(text::MOVE_UP),
        down: said(text::MOVE_DOWN),
        delete: said(text::DELETE_LINE),
    };
    let may_write = sheet.may_write(&table.kind, ORDER_FIELD);
    let moving = {
        let (id, kind) = (id.clone(), table.kind.clone());
        move |direction: LineMove| match direction {
            LineMove::Up => move_line(sheet, &id, &kind, ids, place.get_untracked(), -1),
            LineMove::Down => move_line(sheet, &id, &kind, ids, place.get_untracked(), 1),
            LineMove::Delete => Some(delete_line(sheet, &id, &item)),
        }
    };
    let visible = {
        let (id, table) = (id.clone(), table.clone());
        Memo::new(move |_| visible_fields(sheet, &table, &id))
    };
    // A new line is written in at once.
    let first = table
        .fields
        .first()
        .map(|first| control_id(&id, &first.key));
    if first.is_some_and(|first| sheet.focus.with_untracked(|wanted| *wanted == first)) {
        platform::focus_soon(&sheet.focus.get_untracked());
        sheet.focus.set(String::new());
    }
    let child = move |key: String| {
        let Some(field) = table.fields.iter().find(|field| field.key == key).cloned() else {
            return ().into_any();
        };
        field_view(FieldContext {
            sheet,
            id: id.clone(),
            kind: table.kind.clone(),
            field,
        })
    };
    view! {
        <LineCard
            title=Signal::derive(title)
            first=Signal::derive(move || place.get() == 0)
            last=Signal::derive(move || ids.with(Vec::len) == place.get() + 1)
            labels=labels
            on_move=may_write.then(|| moving.into())
        >
            {by_key(move || visible.get(), child)}
        </LineCard>
    }
    .into_any()
}

/// What the line is called on paper, if one of its fields is its title.
fn name_of(sheet: OpenRecord, table: &LinesTable, id: &str) -> Option<String> {
    let key = table.title_field.as_ref()?;
    let field = table.fields.iter().find(|field| field.key == *key)?;
    sheet.on_paper.with(|record| {
        let line = record.lines.iter().find(|line| line.id == id)?;
        Some(sheet.session.display(field, line.value(key)?))
    })
}

/// The keys of the fields that the line has as it is filled in now.
fn visible_fields(sheet: OpenRecord, table: &LinesTable, id: &str) -> Vec<String> {
    let Some(holder) = sheet.holder(id) else {
        return Vec::new();
    };
    let fields = table
        .fields
        .iter()
        .filter(|field| field.is_visible(&holder));
    fields.map(|field| field.key.clone()).collect::<Vec<_>>()
}

fn delete_line(sheet: OpenRecord, id: &str, item: &str) -> Later {
    let (id, item) = (id.to_owned(), item.to_owned());
    let (session, scope, root) = (sheet.session, sheet.scope(), sheet.root());
    let at = history::here();
    platform::leave_field();
    later(async move {
        let text = text::deleted(&text::within(&item));
        session.delete(&scope, &root, &id, text, at).await;
    })
}

fn order_of(sheet: OpenRecord, id: &str) -> Option<String> {
    untrack(|| sheet.holder(id)).and_then(|line| line.text(ORDER_FIELD).map(str::to_owned))
}

fn add_line(sheet: OpenRecord, parent: &str, table: &LinesTable) -> Later {
    let present = untrack(|| lines(sheet, parent, &table.kind));
    let last = present.last().and_then(|line| line.text(ORDER_FIELD));
    let id = format!("{parent}.{}", platform::fresh_line_part());
    let order = (
        ORDER_FIELD.to_owned(),
        Value::from(order_key_between(last, None)),
    );
    let values = std::iter::once(order).chain(table.defaults()).collect();
    let rest = sheet.choose(&id, &table.kind, values);
    if let Some(first) = table.fields.first() {
        sheet.focus.set(control_id(&id, &first.key));
    }
    rest
}

fn move_line(
    sheet: OpenRecord,
    id: &str,
    kind: &str,
    ids: Memo<Vec<String>>,
    place: usize,
    by: isize,
) -> Option<Later> {
    let mut others = ids.get_untracked();
    others.retain(|one| one != id);
    let target = place
        .checked_add_signed(by)
        .filter(|target| *target <= others.len())?;
    let before = target.checked_sub(1).and_then(|at| others.get(at));
    let before = before.and_then(|id| order_of(sheet, id));
    let after = others.get(target).and_then(|id| order_of(sheet, id));
    let order = order_key_between(before.as_deref(), after.as_deref());
    Some(sheet.choose(id, kind, vec![(ORDER_FIELD.to_owned(), Value::from(order))]))
}
