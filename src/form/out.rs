//! A form as plain text, to be taken off a phone that cannot keep it.

use super::open_record::OpenRecord;
use crate::platform;
use crate::session::SaveFailure;
use crate::text;
use crate::ui::Button;
use leptos::prelude::*;
use register::form::{Field, FieldType};
use register::record::Record;
use replica::StoreError;
use std::fmt::Write;

/// While nothing can be kept: the way out.
pub fn way_out(sheet: OpenRecord) -> AnyView {
    let take = move |()| {
        platform::leave_field();
        platform::save_file("so-thi-dua-phieu.txt", &untrack(|| as_text(sheet)));
    };
    let button = move || {
        let failure = sheet.session.failure.get();
        failure.filter(|why| *why != SaveFailure::NoRight).map(|_| {
            view! { <Button on_click=take wide=true>{text::TAKE_FORM_OUT}</Button> }
        })
    };
    button.into_any()
}

/// What to do when it could not be kept.
pub fn advice(failure: &SaveFailure) -> &'static str {
    match failure {
        SaveFailure::NoRight => text::MAY_NOT_WRITE,
        SaveFailure::Store(StoreError::Full) => text::STORAGE_FULL,
        SaveFailure::Store(StoreError::Gone) => text::STORE_CLEARED,
        SaveFailure::Store(StoreError::Newer) => text::STORE_NEWER,
        SaveFailure::Store(_) => text::NOT_SAVED,
    }
}

fn as_text(sheet: OpenRecord) -> String {
    let (form, record) = (sheet.form(), sheet.record.get());
    let mut out = form.title.clone();
    for section in form.visible_sections(&record) {
        let _ = write!(out, "\n\n{}\n", section.heading);
        for field in section.visible_fields(&record) {
            add(sheet, &mut out, &record, field);
            let Some(table) = &field.table else { continue };
            for line in record.lines_of(&table.kind) {
                let _ = writeln!(out, "- {}", table.item_label);
                for field in &table.fields {
                    add(sheet, &mut out, line, field);
                }
            }
        }
    }
    out
}

/// «Số hộ: 64», as it is on the screen: what is being typed before what was kept.
fn add(sheet: OpenRecord, out: &mut String, holder: &Record, field: &Field) {
    if field.field_type == FieldType::Table {
        return;
    }
    let key = (sheet.scope(), holder.id.clone(), field.key.clone());
    let typed = sheet
        .session
        .typings
        .with(|typings| typings.get(&key).map(|t| t.text.clone()));
    let value = typed.or_else(|| Some(sheet.session.display(field, holder.value(&field.key)?)));
    let _ = writeln!(out, "{}: {}", field.label, value.unwrap_or_default());
}
