//! The pages of documents.

use super::gather::{Known, has_papers, known, made};
use super::{NOMINATIONS, words};
use crate::handover::typed_notice;
use crate::platform::{self, Address, NotDone};
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self as common, papers as text};
use crate::ui::{
    ActionBar, Button, ButtonKind, EmptyState, IconName, LinkButton, Notice, Row, Rows, Section,
    Tone, TopBar, badge,
};
use leptos::prelude::*;
use leptos::{html, task::spawn_local};
use wasm_bindgen::JsCast;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const TABLE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The documents that are a table, worth a spreadsheet of their own.
const TABLES: [&str; 1] = ["achievementSummary"];

/// What the second module has said, once it has.
type Answer<T> = RwSignal<Option<Result<T, NotDone>>>;

/// Where the documents of a record, or of the year, are asked for from.
fn home_of(of: &str) -> String {
    match of {
        NOMINATIONS => Route::Commendation.path(),
        record => Route::Record(record.to_owned()).path(),
    }
}

/// The way from a record, or from all of the year, to their documents; nothing where there are none.
pub fn way_to_papers(of: &str, kind: &str) -> Option<AnyView> {
    has_papers(kind).then(|| {
        let href = Route::Papers(of.to_owned()).path();
        view! {
            <LinkButton href=href icon=IconName::Register wide=true>{text::MAKE_PAPERS}</LinkButton>
        }
        .into_any()
    })
}

fn not_made(problem: &NotDone) -> AnyView {
    view! { <Notice tone=Tone::Warn word=text::NOT_MADE text=words(problem) live=true /> }
        .into_any()
}

fn working() -> AnyView {
    view! { <p class="quiet-text" role="status">{text::WORKING}</p> }.into_any()
}

/// Which documents there are of a record or of the year.
pub fn papers_page(session: Session, of: String) -> AnyView {
    let answer: Answer<Vec<Known>> = RwSignal::new(None);
    let back = home_of(&of);
    let asked = of.clone();
    spawn_local(async move {
        let all = known(session, &asked).await;
        answer.try_set(Some(all));
    });
    let row = move |known: Known| {
        let mut badges = vec![match known.findings.len() {
            0 => badge(Tone::Good, text::COMPLETE),
            count => badge(Tone::Warn, text::blanks(count)),
        }];
        if known.is_reference {
            badges.push(badge(Tone::Info, text::REFERENCE));
        }
        let href = Route::Paper(of.clone(), known.key).path();
        view! { <Row href=href title=known.name badges=badges /> }.into_any()
    };
    let body = move || match answer.get() {
        None => working(),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok(all)) if all.is_empty() => view! {
            <EmptyState icon=IconName::Register title=text::NONE text=text::NONE_WHY />
        }
        .into_any(),
        Some(Ok(all)) => {
            let rows: Vec<AnyView> = all.into_iter().map(&row).collect();
            view! { <Rows>{rows}</Rows> }.into_any()
        }
    };
    view! {
        <TopBar title=text::PAPERS back=back back_label=common::BACK />
        <main>
            <p class="quiet-text">{text::WHY}</p>
            {typed_notice(session)}
            {move || body()}
        </main>
    }
    .into_any()
}

/// One document: what to look at before it is signed, its pages, and how to have it.
pub fn paper_page(session: Session, of: String, key: String) -> AnyView {
    let about: Answer<Known> = RwSignal::new(None);
    let pages: Answer<String> = RwSignal::new(None);
    let files: RwSignal<Vec<Ready>, LocalStorage> = RwSignal::new_local(Vec::new());
    let back = Route::Papers(of.clone()).path();
    spawn_local(async move {
        let all = known(session, &of).await;
        let one = all.and_then(|all| {
            let found = all.into_iter().find(|one| one.key == key);
            found.ok_or(NotDone::Problem("gone".to_owned()))
        });
        let name = one.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        about.try_set(Some(one));
        let html = made(session, &of, &key, "html").await;
        let html = html.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap_or_default());
        pages.try_set(Some(html));
        let line = untrack(|| session.line(&of));
        let year = line.as_ref().and_then(|line| line.about.year);
        let year = year.unwrap_or_else(|| session.year.get_untracked());
        let whose = line.map_or_else(
            || session.enrolment().commune.name.clone(),
            |line| line.about.title.clone(),
        );
        let whose = format!("{whose} - {year}");
        let formats = [("docx", WORD), ("xlsx", TABLE)];
        let is_table = TABLES.contains(&key.as_str());
        for (format, kind) in formats
            .into_iter()
            .filter(|one| is_table || one.0 == "docx")
        {
            if let Ok(bytes) = made(session, &of, &key, format).await {
                let file = Ready::of(&name, &whose, format, kind, &bytes);
                files.try_update(|files| files.extend(file));
            }
        }
    });
    let title = move || match about.get() {
        Some(Ok(known)) => known.name,
        _ => text::PAPERS.to_owned(),
    };
    let frame: NodeRef<html::Iframe> = NodeRef::new();
    let print = move |()| {
        if let Some(window) = frame
            .get_untracked()
            .and_then(|frame| frame.content_window())
        {
            drop(window.print());
        }
    };
    let looked_at = move || match about.get() {
        None => working(),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok(known)) => to_look_at(known),
    };
    let preview = move || match pages.get() {
        // What went wrong is said above.
        None | Some(Err(_)) => ().into_any(),
        Some(Ok(pages)) => view! {
            <Section heading=text::PREVIEW>
                <div class="paper">
                    <iframe
                        node_ref=frame
                        title=text::PREVIEW
                        srcdoc=pages
                        on:load=move |_| {
                            if let Some(frame) = frame.get_untracked() {
                                fit(&frame);
                            }
                        }
                    ></iframe>
                </div>
            </Section>
        }
        .into_any(),
    };
    let actions = move || {
        let all = files.with(|files| files.iter().map(Ready::buttons).collect::<Vec<_>>());
        let may_print = pages.with(|pages| matches!(pages, Some(Ok(_))));
        view! {
            {all}
            <div hidden=!may_print>
                <Button kind=ButtonKind::Main on_click=print>{text::PRINT}</Button>
            </div>
        }
    };
    view! {
        <TopBar title=Signal::derive(title) back=back back_label=common::BACK />
        <main>
            {typed_notice(session)}
            {move || looked_at()}
            {move || preview()}
            <ActionBar>{move || actions()}</ActionBar>
        </main>
    }
    .into_any()
}

fn to_look_at(known: Known) -> AnyView {
    let reference = known.is_reference.then(|| {
        view! { <Notice tone=Tone::Info word=text::REFERENCE text=text::REFERENCE_WHY /> }
    });
    let findings = if known.findings.is_empty() {
        view! { <Notice tone=Tone::Good word=text::COMPLETE text=text::NOTHING_BLANK /> }.into_any()
    } else {
        let items = known
            .findings
            .into_iter()
            .map(|one| view! { <li>{one}</li> });
        let items: Vec<_> = items.collect();
        view! {
            <details class="findings">
                <summary>{text::TO_LOOK_AT}" ("{items.len()}")"</summary>
                <ul>{items}</ul>
            </details>
        }
        .into_any()
    };
    view! { {reference}{findings} }.into_any()
}

/// The pages as wide as the screen, as high as they are.
fn fit(frame: &web_sys::HtmlIFrameElement) {
    let pages = frame
        .content_document()
        .and_then(|pages| pages.document_element());
    let (Some(pages), Some(place)) = (pages, frame.parent_element()) else {
        return;
    };
    let (width, height) = (pages.scroll_width().max(1), pages.scroll_height());
    let share = f64::from(place.client_width()) / f64::from(width);
    let share = share.min(1.0);
    let set = |element: &web_sys::Element, name: &str, value: String| {
        let element: &web_sys::HtmlElement = element.unchecked_ref();
        drop(element.style().set_property(name, &value));
    };
    set(frame, "width", format!("{width}px"));
    set(frame, "height", format!("{height}px"));
    set(frame, "transform", format!("scale({share:.3})"));
    set(
        &place,
        "height",
        format!("{:.0}px", f64::from(height) * share),
    );
}

/// A file that is ready to be saved or sent.
struct Ready {
    file: web_sys::File,
    address: Address,
    is_word: bool,
}

impl Ready {
    /// «To trinh - Xa Mau Son - 2026.docx»: letters that every system and mail takes.
    fn of(
        name: &str,
        whose: &str,
        format: &str,
        kind: &str,
        bytes: &js_sys::Uint8Array,
    ) -> Option<Self> {
        let name = register::text::file_name(&format!("{name} - {whose}.{format}"));
        Some(Self {
            file: platform::file(&name, bytes, kind)?,
            address: Address::of(&bytes.to_vec(), kind)?,
            is_word: kind == WORD,
        })
    }

    fn buttons(&self) -> AnyView {
        let label = if self.is_word {
            text::SAVE_WORD
        } else {
            text::SAVE_TABLE
        };
        let may_share = self.is_word && platform::may_share(&self.file);
        let file = StoredValue::new_local(self.file.clone());
        let share = move |()| file.with_value(platform::share);
        view! {
            <a class="button plain" href=self.address.0.clone() download=self.file.name()>{label}</a>
            <div hidden=!may_share>
                <Button on_click=share icon=IconName::Share>{text::SHARE}</Button>
            </div>
        }
        .into_any()
    }
}
