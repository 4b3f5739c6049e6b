//! A record's form: its sections, one section, and what to check before paper.

use super::Sheet;
use super::field::{Spot, control_id, control_of_finding, field_view, way_to_typed};
use crate::platform;
use crate::routes::{self, Route};
use crate::session::Session;
use crate::text;
use crate::ui::{
    ActionBar, Button, ButtonKind, EmptyState, IconName, LinkButton, Notice, Progress, Row, Rows,
    SavedState, Section as Part, Tone, TopBar, badge, facts,
};
use crate::way::{self, DONE, TURN};
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::Existence;
use register::finding::{SectionState, Severity, progress};
use register::form::{Field, Form, Section};
use register::record::Record;
use replica::{Edit, StoreError, Typing};

/// The form of a record: at its sections, at one of them, or at the check.
pub fn record_page(session: Session, record: &str, here: Memo<Route>) -> AnyView {
    let record = record.to_owned();
    // It may still be on its way from the shared register.
    let opened = Memo::new(move |_| {
        let line = session.line(&record)?;
        let known = session.rules().form_of_kind(&line.kind).is_some();
        known.then(|| ((line.scope.clone(), line.record.clone()), line.kind.clone()))
    });
    let page = move || {
        let Some((place, kind)) = opened.get() else {
            return not_here();
        };
        let Some(form) = untrack(|| session.form(&kind)) else {
            return not_here();
        };
        let sheet = Sheet::open(session, place, form);
        let page = move || match here.get() {
            Route::Section(_, section) => section_page(sheet, &section),
            Route::Check(_) => check_page(sheet),
            _ => overview(sheet),
        };
        page.into_any()
    };
    page.into_any()
}

fn not_here() -> AnyView {
    view! {
        <TopBar title=text::NOT_HERE back=Route::Home.path() back_label=text::BACK />
        <main>
            <EmptyState icon=IconName::Register title=text::NOT_HERE text=text::NOT_HERE_WHY>
                <LinkButton href=Route::Home.path() wide=true>{text::TAB_HOME}</LinkButton>
            </EmptyState>
        </main>
    }
    .into_any()
}

/// What a record is called.
fn title_of(sheet: Sheet) -> String {
    let root = sheet.root();
    let line = sheet.session.line(&root);
    match line.map(|line| line.about.title.clone()) {
        Some(title) if !title.is_empty() => title,
        _ => sheet.form().title.clone(),
    }
}

fn top(sheet: Sheet, back: String) -> AnyView {
    let form = sheet.form();
    view! {
        <TopBar
            title=Signal::derive(move || title_of(sheet))
            over=form.title.clone()
            back=back
            back_label=text::BACK
        />
    }
    .into_any()
}

/// The words of «Đã lưu trên máy», or what to do when it could not be.
pub fn saved_words(session: Session) -> String {
    match session.failure.get() {
        Some(StoreError::Full) => text::STORAGE_FULL.into(),
        Some(_) => text::NOT_SAVED.into(),
        None => match session.saved_at.get() {
            Some(at) => text::saved_at(&platform::second_text(at)),
            None => text::SAVES_ITSELF.into(),
        },
    }
}

pub fn saved_state(session: Session) -> SavedState {
    match session.failure.get() {
        Some(_) => SavedState::Failed,
        None => SavedState::Saved,
    }
}

fn overview(sheet: Sheet) -> AnyView {
    let kind = sheet.form().kind.clone();
    let rows = move || {
        // Which sections there are is known with the record: rows must not move under a finger.
        if sheet.tree.with(Option::is_none) {
            return Vec::new();
        }
        let (form, root) = (sheet.form(), sheet.root());
        let states = sheet.record.with(|record| progress(&form, record));
        let row = |section: Section| {
            let state = states.iter().find(|state| state.key == section.key);
            let mark = match state.map(|state| (state.state, state.missing)) {
                Some((SectionState::Complete, _)) => badge(Tone::Good, text::COMPLETE),
                Some((SectionState::Partial, missing)) => badge(Tone::Warn, text::missing(missing)),
                _ if section.optional => badge(Tone::Plain, text::OPTIONAL),
                _ => badge(Tone::Warn, text::NOT_BEGUN),
            };
            let href = Route::Section(root.clone(), section.key.clone()).path();
            view! { <Row href=href title=section.heading.clone() badges=vec![mark] /> }.into_any()
        };
        sheet
            .sections()
            .into_iter()
            .map(row)
            .collect::<Vec<AnyView>>()
    };
    let check = Route::Check(sheet.root()).path();
    view! {
        {top(sheet, routes::list_of(&kind))}
        <main>
            {move || dispute(sheet)}
            {source_notice(sheet)}
            <Part heading=text::SECTIONS>
                <Rows>{rows}</Rows>
            </Part>
            {deletion(sheet)}
            <ActionBar
                saved=Signal::derive(move || saved_words(sheet.session))
                saved_state=Signal::derive(move || saved_state(sheet.session))
            >
                <LinkButton href=check kind=ButtonKind::Main>{text::CHECK}</LinkButton>
            </ActionBar>
        </main>
    }
    .into_any()
}

/// «Chưa đối chiếu với văn bản hiện hành», where nobody has checked the form.
fn source_notice(sheet: Sheet) -> Option<AnyView> {
    (sheet.form().checked == Some(false))
        .then(|| view! { <p class="quiet-text unchecked">{text::UNCHECKED}</p> }.into_any())
}

/// One deleted it and another, not knowing, went on: a person decides.
fn dispute(sheet: Sheet) -> Option<AnyView> {
    let tree = sheet.tree.get()?;
    let scope = sheet.scope();
    let view = tree.root()?.clone();
    match &view.existence {
        Existence::Present => None,
        Existence::Deleted { .. } => {
            let back = Edit::restore(&scope, &view);
            let restore = move |()| save(sheet.session, back.clone());
            Some(
                view! {
                    <Notice tone=Tone::Warn word=text::IS_DELETED text=text::IS_DELETED_WHY>
                        <Button on_click=restore>{text::RESTORE}</Button>
                    </Notice>
                }
                .into_any(),
            )
        }
        Existence::Disputed { .. } => {
            let keep = Edit::restore(&scope, &view);
            let delete = Edit::delete(&scope, &tree, &view);
            let (keep_it, delete_it) = (
                move |()| save(sheet.session, keep.clone()),
                move |()| save(sheet.session, delete.clone()),
            );
            Some(
                view! {
                    <Notice tone=Tone::Warn word=text::DISPUTED text=text::DISPUTED_WHY>
                        <Button on_click=delete_it>{text::DELETE_ALL_THE_SAME}</Button>
                        <Button kind=ButtonKind::Main on_click=keep_it>{text::KEEP_IT}</Button>
                    </Notice>
                }
                .into_any(),
            )
        }
    }
}

fn save(session: Session, edit: Edit) {
    spawn_local(async move { drop(session.save(vec![edit]).await) });
}

fn deletion(sheet: Sheet) -> Option<AnyView> {
    let kind = sheet.form().kind.clone();
    if !routes::may_be_deleted(&kind) || !sheet.may_write(&kind, merge::DELETION) {
        return None;
    }
    let delete = move |()| {
        let (session, scope, root) = (sheet.session, sheet.scope(), sheet.root());
        let text = text::deleted(&untrack(|| title_of(sheet)));
        platform::leave_field();
        way::done(&routes::list_of(&kind));
        spawn_local(async move { session.delete(&scope, &root, &root, text).await });
    };
    Some(
        view! {
            <div class="stack apart">
                <Button kind=ButtonKind::Danger on_click=delete icon=IconName::Delete>
                    {text::DELETE}
                </Button>
            </div>
        }
        .into_any(),
    )
}

fn section_page(sheet: Sheet, key: &str) -> AnyView {
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
        <main>{body}</main>
    }
    .into_any()
}

fn one_section(sheet: Sheet, section: &Section, place: usize, keys: &[String]) -> AnyView {
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
            field_view(Spot {
                sheet,
                id,
                kind,
                field: field.clone(),
            })
        }
        None => ().into_any(),
    };
    // A form of one page is its own overview.
    let alone = keys.len() == 1;
    let section_path = |key: &String| Route::Section(root.clone(), key.clone()).path();
    let (back, back_word) = match place.checked_sub(1).and_then(|before| keys.get(before)) {
        Some(before) => (section_path(before), text::PART_BEFORE),
        None => (Route::Record(root.clone()).path(), text::SECTIONS),
    };
    let (next, word, way) = match keys.get(place + 1) {
        Some(after) => (section_path(after), text::GO_ON, TURN),
        None if alone => (routes::list_of(&sheet.form().kind), text::DONE, DONE),
        None => (Route::Check(root.clone()).path(), text::CHECK, TURN),
    };
    let heading = section.heading.clone();
    view! {
        {(!alone).then(|| view! { <Progress done=place + 1 total=keys.len() title=heading /> })}
        {section.part.clone().map(|part| view! { <p class="label part">{part}</p> }.into_any())}
        {section.hint.clone().map(|hint| view! { <p class="quiet-text">{hint}</p> }.into_any())}
        {move || dispute(sheet)}
        <div class="fields">
            <For each=move || visible.get() key=Clone::clone children=child />
        </div>
        {alone.then(|| deletion(sheet))}
        <ActionBar
            saved=Signal::derive(move || saved_words(sheet.session))
            saved_state=Signal::derive(move || saved_state(sheet.session))
        >
            {(!alone).then(|| view! { <LinkButton href=back way=TURN>{back_word}</LinkButton> })}
            <LinkButton href=next kind=ButtonKind::Main way=way>{word}</LinkButton>
        </ActionBar>
    }
    .into_any()
}

/// What was typed in this record and is not saved.
fn typings(sheet: Sheet) -> Vec<Typing> {
    let (scope, root) = (sheet.scope(), sheet.root());
    sheet.session.typings.with(|typings| {
        let here =
            |typing: &&Typing| typing.scope == scope && merge::root_of(&typing.record) == root;
        typings.values().filter(here).cloned().collect()
    })
}

/// The `id`s of the controls where text stands that is not saved: it is said
/// of them, and not that they are empty.
fn unsaved_fields(sheet: Sheet) -> Vec<String> {
    let typed = typings(sheet);
    typed
        .iter()
        .map(|typing| control_id(&typing.record, &typing.field))
        .collect()
}

fn typed_rows(sheet: Sheet) -> Vec<AnyView> {
    let row = |typing: Typing| {
        let (href, label) = way_to_typed(sheet.session, &typing)?;
        let begun: String = typing.text.chars().take(60).collect();
        Some(
            view! {
                <Row
                    href=href
                    title=format!("{label}: “{begun}”")
                    detail=text::NOT_YET_TYPED
                    badges=vec![badge(Tone::Bad, text::TO_MEND)]
                />
            }
            .into_any(),
        )
    };
    typings(sheet).into_iter().filter_map(row).collect()
}

fn check_page(sheet: Sheet) -> AnyView {
    let body = move || {
        if sheet.tree.with(Option::is_none) {
            return ().into_any();
        }
        let (root, form) = (sheet.root(), sheet.form());
        let findings = sheet.findings();
        let row = |finding: register::finding::Finding| {
            let (tone, word) = match finding.severity {
                Severity::Error => (Tone::Bad, text::TO_MEND),
                Severity::Warning => (Tone::Warn, text::TO_NOTE),
            };
            let href = Route::Section(root.clone(), finding.section.clone()).path();
            let control = control_of_finding(&root, &finding.field);
            let href = format!("{href}?loi=1#{control}");
            // A source document's own number says nothing to a person.
            let clause = finding
                .source
                .as_ref()
                .map(|source| source.document.clone());
            let clause = clause.filter(|document| document.chars().count() > 2);
            view! {
                <Row
                    href=href
                    title=finding.message
                    detail=clause.unwrap_or_default()
                    badges=vec![badge(tone, word)]
                />
            }
            .into_any()
        };
        let mut rows = typed_rows(sheet);
        let unsaved = unsaved_fields(sheet);
        let findings = findings
            .into_iter()
            .filter(|finding| !unsaved.contains(&control_of_finding(&root, &finding.field)));
        rows.extend(findings.map(row));
        let count = rows.len();
        let verdict = if count == 0 {
            view! { <Notice tone=Tone::Good word=text::NOTHING_MISSING text=text::NOTHING_MISSING_WHY /> }
                .into_any()
        } else {
            view! {
                <Part heading=text::to_look_at(count)>
                    <Rows>{rows}</Rows>
                </Part>
            }
            .into_any()
        };
        let written = sheet
            .record
            .with(|record| all_facts(&form, record, sheet.session));
        view! { {verdict}{written} }.into_any()
    };
    view! {
        {top(sheet, Route::Record(sheet.root()).path())}
        <main>
            {body}
            <ActionBar
                saved=Signal::derive(move || saved_words(sheet.session))
                saved_state=Signal::derive(move || saved_state(sheet.session))
            >
                <LinkButton href=Route::Record(sheet.root()).path() way=TURN>{text::SECTIONS}</LinkButton>
                <LinkButton href=routes::list_of(&sheet.form().kind) kind=ButtonKind::Main way=DONE>
                    {text::DONE}
                </LinkButton>
            </ActionBar>
        </main>
    }
    .into_any()
}

/// Everything that is written, section by section, to read once more.
fn all_facts(form: &Form, record: &Record, session: Session) -> Vec<AnyView> {
    let shown = |field: &Field, holder: &Record| {
        // Beside the name as it was signed, the reference says it twice.
        let name = field
            .reference
            .as_ref()
            .and_then(|reference| reference.name_field.as_ref());
        if name.is_some_and(|name| holder.value(name).is_some()) {
            return String::new();
        }
        let value = holder.value(&field.key);
        value
            .map(|value| session.display(field, value))
            .unwrap_or_default()
    };
    let of_section = |section: &Section| {
        let mut pairs = Vec::new();
        for field in section.visible_fields(record) {
            let Some(table) = &field.table else {
                let value = shown(field, record);
                if !value.is_empty() || field.is_required(record) {
                    pairs.push((field.label.clone(), value));
                }
                continue;
            };
            for (place, line) in record.lines_of(&table.kind).into_iter().enumerate() {
                let parts = table.fields.iter().map(|field| shown(field, line));
                let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
                let title = format!("{} {}", table.item_label, place + 1);
                pairs.push((title, parts.join(" · ")));
            }
        }
        let heading = section.heading.clone();
        (!pairs.is_empty()).then(|| {
            view! { <Part heading=heading>{facts(pairs, text::NOT_WRITTEN)}</Part> }.into_any()
        })
    };
    form.visible_sections(record)
        .filter_map(of_section)
        .collect()
}
