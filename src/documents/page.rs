//! One document: what to look at before it is signed, its pages, and how to have it.

use super::file::{ReadyFile, TABLE, WORD};
use super::findings::to_look_at;
use super::gather::{Gathered, gone};
use super::{Answer, not_made, stops_when_left, working};
use crate::handover::typed_notice;
use crate::platform::WorkerError;
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text::{self as common, documents as text};
use crate::ui::{ActionBar, Busy, Button, ButtonKind, Section, TopBar, later};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use worker_messages::documents::CatalogEntry;

/// The document's findings and pages as soon as they are known, then its files.
async fn made(
    session: Session,
    of: &DocumentSource,
    key: &str,
    marks: RwSignal<bool>,
    answer: Answer<(CatalogEntry, String)>,
    files: RwSignal<Vec<ReadyFile>, LocalStorage>,
    whose: RwSignal<String>,
) -> Result<(), WorkerError> {
    let gathered = Gathered::marked(session, of, marks.get_untracked()).await?;
    let known = gathered.one(key).await?;
    let pages = gathered.made(key, "html").await?;
    let pages = String::from_utf8(pages.to_vec()).map_err(|_| gone())?;
    let (name, is_table) = (known.name.clone(), known.is_table);
    whose.try_set(gathered.whose.clone());
    answer.try_set(Some(Ok((known, pages))));
    for (format, kind) in [("docx", WORD), ("xlsx", TABLE)] {
        if format == "xlsx" && !is_table {
            continue;
        }
        let bytes = gathered.made(key, format).await?;
        let file = ReadyFile::of(&name, &gathered.whose, format, kind, &bytes);
        files.try_update(|files| files.extend(file));
    }
    Ok(())
}

pub fn paper_page(session: Session, of: DocumentSource, key: String) -> AnyView {
    let answer: Answer<(CatalogEntry, String)> = RwSignal::new(None);
    let files: RwSignal<Vec<ReadyFile>, LocalStorage> = RwSignal::new_local(Vec::new());
    let is_done = RwSignal::new(false);
    stops_when_left(move || is_done.try_get_untracked().unwrap_or(true));
    let back = Route::Papers(of.clone()).path();
    let whose = RwSignal::new(String::new());
    // «Mẫu tham khảo» on the paper, too.
    let marks = RwSignal::new(false);
    let asked = StoredValue::new((of.clone(), key));
    let make = move || {
        is_done.set(false);
        answer.set(None);
        files.update(Vec::clear);
        later(async move {
            let (of, key) = asked.get_value();
            if let Err(problem) = made(session, &of, &key, marks, answer, files, whose).await {
                answer.try_set(Some(Err(problem)));
            }
            is_done.try_set(true);
        })
    };
    let making = Busy::default();
    making.act(move |()| make()).run(());
    let title = move || {
        answer.with(|answer| match answer {
            Some(Ok((known, _))) => known.name.clone(),
            _ => text::PAPERS.to_owned(),
        })
    };
    let frame: NodeRef<html::Iframe> = NodeRef::new();
    let stop = back.clone();
    let body = move || match answer.get() {
        None => working(stop.clone()),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok((known, pages))) => {
            // Not while the files of the other are still being made.
            let mark = known.is_reference.then(|| {
                let turn = making.act(move |()| {
                    marks.update(|marks| *marks = !*marks);
                    make()
                });
                let word = if marks.get_untracked() {
                    text::UNMARK
                } else {
                    text::MARK
                };
                view! { <Button on_click=turn wide=true>{word}</Button> }
            });
            view! {
                {to_look_at(session, &of, known)}
                {mark}
                {preview(pages, frame)}
            }
            .into_any()
        }
    };
    let actions = move || {
        let all = files.with(|files| files.iter().map(ReadyFile::of_document).collect::<Vec<_>>());
        let may_print = answer.with(|answer| matches!(answer, Some(Ok(_))));
        view! {
            {all}
            <div hidden=!may_print>
                <Button kind=ButtonKind::Main on_click=move |()| print(frame)>{text::PRINT}</Button>
            </div>
        }
    };
    view! {
        <TopBar title=Signal::derive(title) back=back back_label=common::BACK />
        <main>
            <h2 class="label" hidden=move || whose.with(String::is_empty)>{whose}</h2>
            {typed_notice(session, text::still_typed)}
            {move || body()}
            <ActionBar>{move || actions()}</ActionBar>
        </main>
    }
    .into_any()
}

/// Prints the pages that stand in their frame.
fn print(frame: NodeRef<html::Iframe>) {
    let window = frame.get_untracked();
    if let Some(window) = window.and_then(|frame| frame.content_window()) {
        drop(window.print());
    }
}

/// The pages: as wide as the screen, or so large that the letters can be read.
fn preview(pages: String, frame: NodeRef<html::Iframe>) -> AnyView {
    let is_large = RwSignal::new(false);
    let fit = move || {
        if let Some(frame) = frame.get_untracked() {
            fit(&frame, is_large.get_untracked());
        }
    };
    let turn = move |()| {
        is_large.update(|large| *large = !*large);
        fit();
    };
    let word = move || {
        if is_large.get() {
            text::SMALLER
        } else {
            text::LARGER
        }
    };
    view! {
        <Section heading=text::PREVIEW>
            <Button on_click=turn wide=true>{move || word()}</Button>
            <div class="paper" tabindex="0" role="group" aria-label=text::PREVIEW>
                <iframe
                    node_ref=frame
                    title=text::PREVIEW
                    srcdoc=pages
                    on:load=move |_| fit()
                ></iframe>
            </div>
        </Section>
    }
    .into_any()
}

/// The pages in their frame, as high as they are.
fn fit(frame: &web_sys::HtmlIFrameElement, is_large: bool) {
    let pages = frame
        .content_document()
        .and_then(|pages| pages.document_element());
    let (Some(pages), Some(place)) = (pages, frame.parent_element()) else {
        return;
    };
    let set = |element: &web_sys::Element, name: &str, value: &str| {
        let element: &web_sys::HtmlElement = element.unchecked_ref();
        drop(element.style().set_property(name, value));
    };
    let (width, height) = (pages.scroll_width().max(1), pages.scroll_height());
    let share = f64::from(place.client_width()) / f64::from(width);
    let share = if is_large { 1.0 } else { share.min(1.0) };
    set(frame, "width", &format!("{width}px"));
    set(frame, "height", &format!("{height}px"));
    set(frame, "transform", &format!("scale({share:.3})"));
    if is_large {
        // At the letters, not at the margin.
        let first = pages.query_selector(".page > *").ok().flatten();
        let left = first.map_or(0.0, |first| first.get_bounding_client_rect().left());
        place.set_scroll_left((left - 8.0) as i32);
    }
    let height = f64::from(height) * share;
    set(&place, "height", &format!("{height:.0}px"));
}
