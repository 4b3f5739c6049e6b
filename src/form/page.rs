//! A record's form: its sections, one section, and what to check before paper.

use super::OpenRecord;
use super::check::{check_page, unsaved_fields};
use super::deletion::deletion;
use super::file_page::file_page;
use super::files::files_part;
use super::out;
use super::section::section_page;
use crate::platform;
use crate::routes::{self, Route};
use crate::session::Session;
use crate::text::{self, history as words};
use crate::ui::{
    ActionBar, Button, ButtonKind, EmptyState, IconName, Later, LinkButton, ListRow, Notice, Row,
    Rows, SavedState, Section as Part, Tone, TopBar, by_key, later, rows_of,
};
use leptos::prelude::*;
use merge::Existence;
use register::form::Section;
use register::progress::{SectionState, progress};
use replica::Edit;

/// The form of a record: at its sections, at one of them, or at the check.
pub fn record_page(session: Session, record: &str, seed: Vec<Edit>, here: Memo<Route>) -> AnyView {
    let record = record.to_owned();
    let begun = seed
        .first()
        .map(|edit| (edit.scope.clone(), edit.kind.clone()));
    // It may still be on its way from the shared register.
    let opened = Memo::new(move |_| {
        let (scope, kind) = match session.line(&record) {
            Some(line) => (line.scope.clone(), line.kind.clone()),
            None => begun.clone()?,
        };
        let known = session.rules().form_of_kind(&kind).is_some();
        known.then(|| ((scope, record.clone()), kind))
    });
    let page = move || {
        let Some((place, kind)) = opened.get() else {
            return not_here();
        };
        let Some(form) = untrack(|| session.form(&kind)) else {
            return not_here();
        };
        let sheet = OpenRecord::open(session, place, form, seed.clone());
        let page = move || match here.get() {
            Route::Section(_, section) => section_page(sheet, &section),
            Route::Check(_) => check_page(sheet),
            Route::File(_, part) => file_page(sheet, &part),
            _ => overview(sheet),
        };
        page.into_any()
    };
    page.into_any()
}

/// Instead of a page where something is made, for whoever may not.
pub fn may_not_make(title: &'static str, back: &Route) -> AnyView {
    view! {
        <TopBar title=title back=back.path() back_label=text::BACK />
        <main>
            <EmptyState icon=IconName::Register title=text::MAY_NOT_MAKE text=text::ASK_FOR_A_RIGHT />
        </main>
    }
    .into_any()
}

pub fn not_here() -> AnyView {
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
pub fn title_of(sheet: OpenRecord) -> String {
    let root = sheet.root();
    let line = sheet.session.line(&root);
    match line.map(|line| line.about.title.clone()) {
        Some(title) if !title.is_empty() => title,
        _ => sheet.form().title.clone(),
    }
}

pub fn top(sheet: OpenRecord, back: String) -> AnyView {
    let form = sheet.form();
    let over = move || {
        let title = title_of(sheet);
        let year = sheet.record.with(|record| record.int("year"));
        let village = sheet.session.village_of(&sheet.scope());
        let known = [Some(form.title.clone()), year.map(text::in_year), village];
        let mut words: Vec<String> = known.into_iter().flatten().collect();
        words.retain(|word| *word != title);
        words.join(" · ")
    };
    view! {
        <TopBar
            title=Signal::derive(move || title_of(sheet))
            over=Signal::derive(over)
            back=back
            back_label=text::BACK
        />
    }
    .into_any()
}

/// In how many fields text stands that is not in the record. The one that is being written in says
/// so itself once it is left.
fn unsaved(sheet: OpenRecord) -> usize {
    let fields = unsaved_fields(sheet);
    let active = document().active_element();
    let written = active.filter(|it| it.get_attribute("aria-invalid").is_none());
    let written = written.map(|it| it.id()).unwrap_or_default();
    fields.into_iter().filter(|field| *field != written).count()
}

/// The bar at the thumb, under «Đã lưu trên máy» or what to do when it could not be.
pub fn saved_bar(sheet: OpenRecord, buttons: AnyView) -> AnyView {
    let session = sheet.session;
    // What was kept last is told first: a letter in a field tells nobody else.
    let unsaved = move || {
        session.saved.track();
        unsaved(sheet)
    };
    let saved = move || match session.failure.get() {
        Some(failure) => out::advice(&failure).into(),
        None if sheet.is_read_only() => String::new(),
        None if unsaved() > 0 => text::still_typed(unsaved()),
        None => match session.saved.get() {
            Some((record, at)) if record == sheet.root() => {
                text::saved_at(&platform::second_text(at))
            }
            _ if sheet.is_there() => text::SAVED.into(),
            _ => text::SAVES_ITSELF.into(),
        },
    };
    let state = move || match session.failure.get() {
        Some(_) => SavedState::Failed,
        None if unsaved() > 0 => SavedState::Typing,
        None => SavedState::Saved,
    };
    view! {
        <ActionBar saved=Signal::derive(saved) saved_state=Signal::derive(state)>
            {out::way_out(sheet)}
            {buttons}
        </ActionBar>
    }
    .into_any()
}

fn overview(sheet: OpenRecord) -> AnyView {
    let kind = sheet.form().kind.clone();
    let parts = Memo::new(move |_| {
        // Which sections there are is known with the record: rows must not move under a finger.
        match sheet.tree.with(Option::is_none) {
            true => Vec::new(),
            false => parts_of(sheet),
        }
    });
    let drawn = move |place: String| {
        let place = place.parse().unwrap_or(usize::MAX);
        let at = move || {
            parts
                .with(|parts| parts.get(place).cloned())
                .unwrap_or_default()
        };
        let rows = rows_of(move || at().1, None);
        view! { <Part heading=Signal::derive(move || at().0)><Rows>{rows}</Rows></Part> }.into_any()
    };
    let places = move || {
        (0..parts.with(Vec::len))
            .map(|place| place.to_string())
            .collect()
    };
    let check = Route::Check(sheet.root()).path();
    view! {
        {top(sheet, routes::list_of(&kind))}
        <main>
            {only_read(sheet)}
            {move || dispute(sheet)}
            {source_notice(sheet)}
            {by_key(places, drawn)}
            {files_part(sheet)}
            {history_way(sheet)}
            {deletion(sheet)}
            {saved_bar(sheet, view! {
                <LinkButton href=check kind=ButtonKind::Main>{text::CHECK}</LinkButton>
            }.into_any())}
        </main>
    }
    .into_any()
}

/// The way to what happened to the record, once it is there.
pub fn history_way(sheet: OpenRecord) -> AnyView {
    let href = Route::History(sheet.root()).path();
    let row = move || {
        sheet.is_there().then(|| {
            let href = href.clone();
            view! {
                <Rows>
                    <Row href=href title=words::HISTORY detail=words::HISTORY_WHY icon=IconName::Clock />
                </Rows>
            }
        })
    };
    row.into_any()
}

/// The sections and how far each is, under the document's own headings, which number anew below each.
fn parts_of(sheet: OpenRecord) -> Vec<(String, Vec<ListRow>)> {
    let (form, root) = (sheet.form(), sheet.root());
    let rules = sheet.session.rules();
    let states = sheet.record.with(|record| progress(&rules, &form, record));
    let row = |section: &Section| {
        let state = states.iter().find(|state| state.key == section.key);
        let mark = state.and_then(|one| match (one.state, one.missing) {
            (SectionState::Open, _) => None,
            (SectionState::Written, _) => Some((Tone::Plain, text::WRITTEN.to_owned())),
            (SectionState::Empty, _) => Some((Tone::Warn, text::NOT_BEGUN.to_owned())),
            (SectionState::Partial, 0) => Some((Tone::Bad, text::TO_MEND.to_owned())),
            (SectionState::Partial, missing) => Some((Tone::Warn, text::missing(missing))),
            (SectionState::Complete, _) => Some((Tone::Good, text::COMPLETE.to_owned())),
        });
        let href = Route::Section(root.clone(), section.key.clone()).path();
        ListRow {
            badges: mark.into_iter().collect(),
            ..ListRow::to(href, section.heading.clone())
        }
    };
    let mut parts: Vec<(String, Vec<ListRow>)> = Vec::new();
    for section in sheet.sections() {
        let in_part = parts.iter().any(|(heading, _)| heading != text::SECTIONS);
        let own = if in_part {
            text::FURTHER
        } else {
            text::SECTIONS
        };
        let heading = section.part.clone().unwrap_or_else(|| own.to_owned());
        match parts.last_mut().filter(|(last, _)| *last == heading) {
            Some((_, rows)) => rows.push(row(&section)),
            None => parts.push((heading, vec![row(&section)])),
        }
    }
    parts
}

/// «Chưa đối chiếu với văn bản hiện hành», where nobody has checked the form.
fn source_notice(sheet: OpenRecord) -> Option<AnyView> {
    (sheet.form().checked == Some(false))
        .then(|| view! { <p class="quiet-text unchecked">{text::UNCHECKED}</p> }.into_any())
}

/// Who may not write is told once, instead of by each control.
pub fn only_read(sheet: OpenRecord) -> Option<AnyView> {
    sheet
        .is_read_only()
        .then(|| view! { <p class="quiet-text">{text::ONLY_READ}</p> }.into_any())
}

/// One deleted it and another, not knowing, went on: a person decides, who may.
pub fn dispute(sheet: OpenRecord) -> Option<AnyView> {
    let tree = sheet.tree.get()?;
    let scope = sheet.scope();
    let view = tree.root()?.clone();
    let decides = sheet.may_delete();
    let said = |word: &'static str, why: &'static str| {
        Some(view! { <Notice tone=Tone::Warn word=word text=why /> }.into_any())
    };
    match &view.existence {
        Existence::Present => None,
        Existence::Deleted { .. } if !decides => said(text::IS_DELETED, ""),
        Existence::Disputed { .. } if !decides => said(text::DISPUTED, text::OTHERS_DECIDE),
        Existence::Deleted { .. } => {
            let back = Edit::restore(&scope, &view);
            let restore = move |()| save(sheet.session, vec![back.clone()]);
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
                move |()| save(sheet.session, vec![keep.clone()]),
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

fn save(session: Session, edits: Vec<Edit>) -> Later {
    later(async move { drop(session.save(edits).await) })
}
