//! Which documents there are of a record or of the year.

use super::file::ReadyFile;
use super::findings::open_places;
use super::gather::Gathered;
use super::{Answer, chosen, not_made, stops_when_left, working};
use crate::handover::typed_notice;
use crate::records::named_fully;
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text::{self as common, documents as text};
use crate::ui::{EmptyState, IconName, Row, Rows, Section, Tone, TopBar, badge};
use leptos::prelude::*;
use leptos::task::spawn_local;
use worker_messages::documents::CatalogEntry;

/// A calendar's file: every phone opens it with its own calendar.
const CALENDAR: &str = "text/calendar";

/// Where documents are asked for from.
fn home_of(of: &DocumentSource) -> String {
    match of {
        DocumentSource::Record(record) => Route::Record(record.to_owned()).path(),
        DocumentSource::Nominations => Route::Commendation.path(),
        DocumentSource::Registrations => Route::Emulation.path(),
        DocumentSource::Year | DocumentSource::Stage => Route::More.path(),
    }
}

fn row(session: Session, of: &DocumentSource, known: CatalogEntry) -> AnyView {
    let mut badges = Vec::new();
    let is_dossier = !known.files.is_empty();
    let in_files: usize = known.files.iter().map(|file| file.open).sum();
    badges.push(match open_places(session, of, &known).len() + in_files {
        0 => badge(Tone::Good, text::COMPLETE),
        count => badge(Tone::Warn, text::blanks(count)),
    });
    if known.is_reference {
        badges.push(badge(Tone::Info, text::REFERENCE));
    }
    let detail = if is_dossier {
        text::dossier_of(known.files.len(), known.copies)
    } else {
        String::new()
    };
    let href = if is_dossier {
        Route::Dossier(of.clone(), known.key).path()
    } else {
        Route::Paper(of.clone(), known.key).path()
    };
    view! { <Row href=href title=known.name detail=detail badges=badges /> }.into_any()
}

/// The documents of a record, or of the year.
pub fn papers_page(session: Session, of: DocumentSource) -> AnyView {
    let answer: Answer<Vec<CatalogEntry>> = RwSignal::new(None);
    let back = home_of(&of);
    let calendar: RwSignal<Option<ReadyFile>, LocalStorage> = RwSignal::new_local(None);
    let asked = StoredValue::new(of.clone());
    // Asked anew while an answer is on its way: only the last one counts.
    let asking = StoredValue::new(0_u32);
    let ask = move || {
        asking.update_value(|asking| *asking += 1);
        let this = asking.get_value();
        answer.set(None);
        spawn_local(async move {
            let of = asked.get_value();
            let gathered = Gathered::of(session, &of).await;
            let known = match &gathered {
                Ok(gathered) => gathered.known().await,
                Err(problem) => Err(problem.clone()),
            };
            if asking.try_get_value() != Some(this) {
                return;
            }
            if let (Ok(gathered), DocumentSource::Year) = (&gathered, &of)
                && let Ok(bytes) = gathered.calendar().await
            {
                let file = ReadyFile::of(text::CALENDAR, &gathered.whose, "ics", CALENDAR, &bytes);
                calendar.try_set(file);
            }
            answer.try_set(Some(known));
        });
    };
    ask();
    stops_when_left(move || answer.try_with_untracked(Option::is_some).unwrap_or(true));
    let is_of_none = move || {
        asked.with_value(|of| *of == DocumentSource::Nominations)
            && chosen::taken_in(session).is_empty()
    };
    let list_of = of.clone();
    let stop = back.clone();
    let body = move || match answer.get() {
        None => working(stop.clone()),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok(_)) if is_of_none() => view! {
            <EmptyState icon=IconName::Award title=text::NONE_TAKEN text=text::NONE_TAKEN_WHY />
        }
        .into_any(),
        Some(Ok(all)) if all.is_empty() => view! {
            <EmptyState icon=IconName::Register title=text::NONE text=text::NONE_WHY />
        }
        .into_any(),
        Some(Ok(all)) => all_rows(session, &list_of, all),
    };
    let choice = (of == DocumentSource::Nominations).then(|| chosen::chooser(session, ask));
    let is_of_year = of == DocumentSource::Year;
    // Under the documents, and so not before them: it would move away under a finger.
    let of_year = move || {
        let is_there = is_of_year && answer.with(Option::is_some);
        is_there.then(|| of_year(calendar))
    };
    let heading = match &of {
        DocumentSource::Record(record) => whose(session, record),
        _ => text::of_year(session.year.get_untracked()),
    };
    view! {
        <TopBar title=text::PAPERS back=back back_label=common::BACK />
        <main>
            <div>
                <h2 class="label" hidden=heading.is_empty()>{heading.clone()}</h2>
                <p class="quiet-text">{if is_of_year { text::YEAR_WHY } else { text::WHY }}</p>
            </div>
            {typed_notice(session, text::still_typed)}
            {choice}
            {move || body()}
            {move || of_year()}
        </main>
    }
    .into_any()
}

/// The documents, and the dossiers under their heading.
fn all_rows(session: Session, of: &DocumentSource, all: Vec<CatalogEntry>) -> AnyView {
    let (dossiers, papers): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|known| !known.files.is_empty());
    let rows = |all: Vec<CatalogEntry>| all.into_iter().map(|known| row(session, of, known));
    let papers: Vec<AnyView> = rows(papers).collect();
    let dossiers: Vec<AnyView> = rows(dossiers).collect();
    let dossiers = (!dossiers.is_empty()).then(|| {
        view! {
            <Section heading=text::DOSSIERS>
                <Rows>{dossiers}</Rows>
            </Section>
        }
    });
    view! { <Rows>{papers}</Rows> {dossiers} }.into_any()
}

/// «Bản Pò Mã · năm 2026»
fn whose(session: Session, record: &str) -> String {
    let line = untrack(|| session.line(record));
    line.map_or_else(String::new, |line| named_fully(session, &line))
}

/// What else the year has: its calendar, and the backdrop for its conference.
fn of_year(calendar: RwSignal<Option<ReadyFile>, LocalStorage>) -> AnyView {
    let file = move || {
        calendar.with(|file| {
            let file = file.as_ref()?;
            Some(file.buttons(text::SAVE_CALENDAR, text::SHARE_CALENDAR))
        })
    };
    view! {
        <Section heading=text::CALENDAR>
            <p class="quiet-text">{text::CALENDAR_WHY}</p>
            <div class="actions-row">{move || file()}</div>
        </Section>
        <Section heading=text::CONFERENCE>
            <Rows>
                <Row href=Route::Stage.path() title=text::STAGE detail=text::STAGE_WHY />
            </Rows>
        </Section>
    }
    .into_any()
}
