//! One section of a record's form: its fields, and the way on.

use super::OpenRecord;
use super::check::first_to_mend;
use super::deletion::deletion;
use super::field::{FieldContext, field_view};
use super::files::files_part;
use super::page::{dispute, history_way, not_here, only_read, saved_bar, top};
use crate::history::{self, REPLACE};
use crate::platform;
use crate::routes::{self, Route};
use crate::text;
use crate::ui::{Button, ButtonKind, Later, LinkButton, Progress, by_key, gone, later};
use leptos::prelude::*;
use register::form::{Field, Section};

pub fn section_page(sheet: OpenRecord, key: &str) -> AnyView {
    let location = platform::window().location();
    let asked = location.search().unwrap_or_default().contains("loi=");
    sheet.asked.set(asked);
    let key = key.to_owned();
    let named = location.hash().unwrap_or_default();
    let keys = Memo::new(move |_| {
        sheet
            .sections()
            .into_iter()
            .map(|section| section.key)
            .collect::<Vec<_>>()
    });
    // Fields are drawn when the record is there: a control begins with its value.
    let there = Memo::new(move |_| sheet.tree.with(Option::is_some));
    let body = move || {
        let keys = keys.get();
        if !there.get() {
            return ().into_any();
        }
        let form = sheet.form();
        let place = keys.iter().position(|one| *one == key);
        match (place, form.section(&key)) {
            (Some(place), Some(section)) => {
                platform::focus_soon(named.trim_start_matches('#'));
                one_section(sheet, section, place, &keys)
            }
            _ => not_here(),
        }
    };
    let back = if sheet.form().sections.len() == 1 {
        routes::list_of(&sheet.form().kind)
    } else {
        Route::Record(sheet.root()).path()
    };
    view! {
        {top(sheet, back)}
        <main>{move || body()}</main>
    }
    .into_any()
}

fn one_section(sheet: OpenRecord, section: &Section, place: usize, keys: &[String]) -> AnyView {
    let root = sheet.root();
    let visible = {
        let section = section.clone();
        Memo::new(move |_| {
            sheet.record.with(|record| {
                section
                    .visible_fields(record)
                    .map(|field| field.key.clone())
                    .collect::<Vec<_>>()
            })
        })
    };
    let kind = sheet.form().kind.clone();
    let fields = section.fields.clone();
    let id = root.clone();
    let child = move |key: String| match fields.iter().find(|field| field.key == key) {
        Some(field) => {
            let (id, kind) = (id.clone(), kind.clone());
            field_view(FieldContext {
                sheet,
                id,
                kind,
                field: field.clone(),
            })
        }
        None => ().into_any(),
    };
    let mut asked = section.fields.iter();
    let asks = !sheet.is_read_only() && asked.any(Field::may_be_required);
    // A form of one page is its own overview.
    let alone = keys.len() == 1;
    let section_path = |key: &String| Route::Section(root.clone(), key.clone()).path();
    let (back, back_word) = match place.checked_sub(1).and_then(|before| keys.get(before)) {
        Some(before) => (section_path(before), text::PART_BEFORE),
        None => (Route::Record(root.clone()).path(), text::SECTIONS),
    };
    let (next, word) = match keys.get(place + 1) {
        Some(after) => (section_path(after), text::GO_ON),
        None => (Route::Check(root.clone()).path(), text::CHECK),
    };
    let on = match alone {
        true => view! {
            <Button kind=ButtonKind::Main on_click=move |()| done(sheet)>{text::DONE}</Button>
        }
        .into_any(),
        false => view! {
            <LinkButton href=next kind=ButtonKind::Main way=REPLACE>{word}</LinkButton>
        }
        .into_any(),
    };
    let heading = section.heading.clone();
    view! {
        {(!alone).then(|| view! { <Progress
            word=text::SECTION
            done=place + 1
            total=keys.len()
            title=heading
        /> })}
        {section.part.clone().map(|part| view! { <p class="label part">{part}</p> }.into_any())}
        {section.hint.clone().filter(|_| !sheet.is_read_only()).map(|hint| view! { <p class="quiet-text">{hint}</p> }.into_any())}
        {only_read(sheet)}
        {move || dispute(sheet)}
        <p class="quiet-text" hidden=!asks>{text::REQUIRED_MARK}</p>
        <div class="fields">
            {by_key(move || visible.get(), child)}
        </div>
        {alone.then(|| files_part(sheet))}
        {alone.then(|| history_way(sheet))}
        {alone.then(|| deletion(sheet))}
        {saved_bar(sheet, view! {
            {(!alone).then(|| view! { <LinkButton href=back way=REPLACE>{back_word}</LinkButton> })}
            {on}
        }.into_any())}
    }
    .into_any()
}

/// Leaves a form of one page. It has no page to check: what is missing or wrong is said here, at
/// its field.
fn done(sheet: OpenRecord) -> Later {
    let list = routes::list_of(&sheet.form().kind);
    platform::leave_field();
    later(async move {
        if !sheet.settled().await {
            return;
        }
        if let Some(control) = untrack(|| first_to_mend(sheet)) {
            sheet.asked.set(true);
            platform::focus_soon(&control);
            return;
        }
        history::dismiss(&list);
        gone().await;
    })
}
