//! All files of a dossier in one go.

use super::file::{ReadyFile, ZIP};
use super::gather::{Gathered, gone};
use super::{Answer, not_made, stops_when_left, working};
use crate::handover::typed_notice;
use crate::platform::WorkerError;
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text::{self as common, documents as text};
use crate::ui::{ActionBar, Notice, Row, Rows, Section, Tone, TopBar, badge};
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use worker_messages::documents::CatalogEntry;

/// The dossier's catalogue entry as soon as it is known, then its files, piece by piece, in one.
async fn made(
    session: Session,
    of: &DocumentSource,
    key: &str,
    answer: Answer<CatalogEntry>,
    done: RwSignal<usize>,
) -> Result<ReadyFile, WorkerError> {
    let gathered = Gathered::of(session, of).await?;
    let known = gathered.known().await?;
    let known = known.into_iter().find(|one| one.key == key);
    let known = known.ok_or_else(gone)?;
    answer.try_set(Some(Ok(known.clone())));
    let files = Array::new();
    for place in 0..known.files.len() {
        let piece = gathered.piece(key, place).await?;
        files.push(&piece);
        done.try_set(place + 1);
    }
    let names: Vec<&str> = known.files.iter().map(|file| file.name.as_str()).collect();
    let zip = gathered.zipped(&names, &files).await?;
    let ready = ReadyFile::of(&known.name, &gathered.whose, "zip", ZIP, &zip);
    ready.ok_or_else(gone)
}

pub fn dossier_page(session: Session, of: DocumentSource, key: String) -> AnyView {
    let answer: Answer<CatalogEntry> = RwSignal::new(None);
    let done = RwSignal::new(0_usize);
    let problem: RwSignal<Option<WorkerError>> = RwSignal::new(None);
    let file: RwSignal<Option<ReadyFile>, LocalStorage> = RwSignal::new_local(None);
    stops_when_left(move || {
        let failed = problem.try_with_untracked(Option::is_some).unwrap_or(true);
        failed || file.try_with_untracked(Option::is_some).unwrap_or(true)
    });
    let back = Route::Papers(of.clone()).path();
    let asked = of.clone();
    spawn_local(async move {
        match made(session, &asked, &key, answer, done).await {
            Ok(ready) => drop(file.try_set(Some(ready))),
            Err(not_done) => {
                if answer.try_with_untracked(Option::is_none) == Some(true) {
                    answer.try_set(Some(Err(not_done.clone())));
                }
                problem.try_set(Some(not_done));
            }
        }
    });
    let title = move || {
        answer.with(|answer| match answer {
            Some(Ok(known)) => known.name.clone(),
            _ => text::DOSSIERS.to_owned(),
        })
    };
    let stop = back.clone();
    let list = of.clone();
    let body = move || match answer.get() {
        None => working(stop.clone()),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok(known)) => contents(&list, known),
    };
    let total = move || {
        answer.with(|answer| match answer {
            Some(Ok(known)) => known.files.len(),
            _ => 0,
        })
    };
    let stop = back.clone();
    let progress = move || {
        let is_made = file.with(Option::is_some) || problem.with(Option::is_some);
        (!is_made && total() > 0).then(|| {
            view! {
                <label class="stack" role="status">
                    {text::files_made(done.get(), total())}
                    <progress max=total() value=done.get()></progress>
                </label>
                {working(stop.clone())}
            }
        })
    };
    let failed = move || {
        let is_known = answer.with(|answer| matches!(answer, Some(Ok(_))));
        problem.with(|problem| problem.as_ref().filter(|_| is_known).map(not_made))
    };
    let buttons = move || {
        file.with(|file| {
            let file = file.as_ref()?;
            Some(file.main_buttons(text::SAVE_DOSSIER, text::SHARE_DOSSIER))
        })
    };
    view! {
        <TopBar title=Signal::derive(title) back=back back_label=common::BACK />
        <main>
            {typed_notice(session, text::still_typed)}
            {move || progress()}
            {move || failed()}
            {move || body()}
            <ActionBar>{move || buttons()}</ActionBar>
        </main>
    }
    .into_any()
}

/// How many copies, what is not among the files, and the files in their order.
fn contents(of: &DocumentSource, known: CatalogEntry) -> AnyView {
    let copies = known.copies.map(|copies| {
        view! { <p class="quiet-text">{text::copies(copies)}</p> }
    });
    let missing = known.findings.into_iter().map(|finding| {
        view! { <Notice tone=Tone::Warn word=text::MISSING_PIECE text=finding.message /> }
    });
    let missing: Vec<_> = missing.collect();
    let rows = known.files.into_iter().enumerate().map(|(place, file)| {
        let open = match file.open {
            0 => badge(Tone::Good, text::COMPLETE),
            open => badge(Tone::Warn, text::blanks(open)),
        };
        let href = Route::Paper(of.clone(), format!("{}.{place}", known.key)).path();
        view! { <Row href=href title=file.title badges=vec![open] /> }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        {copies}
        {missing}
        <Section heading=text::FILES>
            <Rows>{rows}</Rows>
        </Section>
    }
    .into_any()
}
