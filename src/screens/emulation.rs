//! The tab «Thi đua»: who has registered for the year, and the dialog that begins a registration.

use super::initial_sync::{arrival, coming};
use super::list::{common_badges, is_signed, registration_badges};
use super::listing::{Filter, ListDisplay, listing, nothing_yet};
use super::top::first_screen_top;
use crate::history;
use crate::links::way_to_documents;
use crate::platform;
use crate::records::{self, RegistrationPrompt, named};
use crate::routes::DocumentSource;
use crate::session::Session;
use crate::text;
use crate::ui::{Busy, Button, Dialog, IconName, Later, ListRow, Rows, gone, later, rows_of};
use client::lines::Line;
use client::records::{
    copied_registration, record_of, registration_id, registration_in as registration_in_year,
};
use leptos::prelude::*;
use register::kind;
use register::summary::Summary as About;
use replica::Edit;
use std::sync::Arc;

/// The registration of a subject in the year before the person's eyes, if it has been begun.
pub fn registration_of(session: Session, of: &Line) -> Option<Arc<Line>> {
    registration_in(session, of, session.year.get())
}

fn registration_in(session: Session, of: &Line, year: i32) -> Option<Arc<Line>> {
    { session.lines }.with(|lines| registration_in_year(lines, of, year))
}

/// How many of those that register have begun, in words.
pub fn how_many(session: Session) -> String {
    let all = records::registrants(session);
    let begun = all
        .iter()
        .filter(|of| registration_of(session, of).is_some());
    text::registered(begun.count(), all.len())
}

fn is_partial(about: &About) -> bool {
    !is_signed(about) && about.sections_done < about.sections
}

const FILTERS: [Filter; 4] = [
    (text::NOT_REGISTERED, |session, of| {
        registration_of(session, of).is_none()
    }),
    (text::INCOMPLETE, |session, of| {
        registration_of(session, of).is_some_and(|line| is_partial(&line.about))
    }),
    (text::COMPLETE_UNSIGNED, |session, of| {
        registration_of(session, of)
            .is_some_and(|line| !is_partial(&line.about) && !is_signed(&line.about))
    }),
    (text::PLEDGE_SIGNED, |session, of| {
        registration_of(session, of).is_some_and(|line| is_signed(&line.about))
    }),
];

/// Who has registered for the year, who is incomplete, who has signed.
pub fn emulation_page(session: Session) -> AnyView {
    let beginning = RegistrationPrompt::default();
    let all = Memo::new(move |_| records::registrants(session));
    let row = move |of: &Line| registrant_row(session, of, named(of), of.about.detail.clone());
    let drawn = ListDisplay {
        row: Box::new(row),
        does: beginning.asked(session),
    };
    let unknown =
        move || !arrival(session).may_make() && session.lines_of(kind::VILLAGE).is_empty();
    let nowhere = || ().into_any();
    let wait = move || unknown().then(|| coming(session, nowhere, nowhere));
    let may_add = records::may_add_villages(session);
    let why = if may_add { text::NO_VILLAGES_WHY } else { "" };
    let empty = nothing_yet(IconName::Emulation, text::NO_VILLAGES, why);
    view! {
        {first_screen_top(session, text::TAB_EMULATION)}
        <main>
            <div>
                <h2 class="label">{move || text::registration_of(session.year.get())}</h2>
                <p class="quiet-text" hidden=unknown>{move || how_many(session)}</p>
            </div>
            {listing(session, all, kind::SEARCH_VILLAGE, &FILTERS, drawn, empty)}
            {move || wait()}
            {begin_dialog(session, beginning)}
            <div class="actions">
                <div class="actions-row">{move || way_to_documents(session, &DocumentSource::Registrations)}</div>
            </div>
        </main>
    }
    .into_any()
}

/// The way to a registration, or to beginning it.
pub fn registrant_row(session: Session, of: &Line, title: String, detail: String) -> ListRow {
    let line = registration_of(session, of);
    let mut badges = line.as_deref().map(common_badges).unwrap_or_default();
    badges.extend(registration_badges(line.as_deref()));
    let begun =
        |line: Arc<Line>| records::path_of(session, kind::EMULATION_REGISTRATION, &line.record);
    ListRow {
        of: of.record.clone(),
        href: line.map(begun),
        title,
        detail,
        badges,
        ..ListRow::default()
    }
}

/// A registration begins empty, from last year's, or from another's.
pub fn begin_dialog(session: Session, prompt: RegistrationPrompt) -> AnyView {
    let RegistrationPrompt {
        of: beginning,
        asking,
    } = prompt;
    let begun = Busy::default();
    let begin = move |from: Option<Arc<Line>>| -> Option<Later> {
        let of = beginning.get_untracked()?;
        asking.set(false);
        let year = session.year.get_untracked();
        Some(later(async move {
            let mut edits = brought_back(session, &of, year).await;
            edits.extend(records::new_registration(session, &of, year));
            if let Some(from) = from {
                edits.extend(copied(session, &from, &of, year).await);
            }
            if session.save(edits).await.is_ok() {
                let record = registration_id(&of.record, year);
                let path = records::path_of(session, kind::EMULATION_REGISTRATION, &record);
                history::go(&path);
                gone().await;
            }
        }))
    };
    // From nothing, or from a registration by its id.
    let act = begun.act(move |from: String| match from.is_empty() {
        true => begin(None),
        false => begin(Some(untrack(|| session.line(&from))?)),
    });
    let title = move || {
        let of = beginning.with(|of| of.as_deref().map(named));
        text::begin(&of.unwrap_or_default(), session.year.get())
    };
    let rows = move || ways_to_begin(session, prompt);
    view! {
        <Dialog open=asking title=Signal::derive(title)>
            <div class="dialog-list">
                <Rows>{rows_of(rows, Some(act))}</Rows>
            </div>
            <div class="dialog-actions">
                <Button on_click=move |()| asking.set(false)>{text::CANCEL}</Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// What a registration may begin from, a row each; none while nobody asks.
fn ways_to_begin(
    session: Session,
    RegistrationPrompt {
        of: beginning,
        asking,
    }: RegistrationPrompt,
) -> Vec<ListRow> {
    let Some(of) = beginning.get().filter(|_| asking.get()) else {
        return Vec::new();
    };
    let year = session.year.get();
    let row = |title: String, detail: String, from: Option<&Line>| ListRow {
        of: from.map(|from| from.record.clone()).unwrap_or_default(),
        title,
        detail,
        ..ListRow::default()
    };
    let mut rows = vec![row(text::BEGIN_EMPTY.into(), String::new(), None)];
    // Whether something of it could be taken over.
    let has = |line: &Line, own: bool| {
        let mut copied = kind::all().iter().filter(|row| !row.copied.is_empty());
        copied.any(|row| {
            (own || row.is_copied_from_others) && line.about.extra.contains_key(row.kind)
        })
    };
    let last = registration_in(session, &of, year - 1);
    if let Some(last) = last.filter(|last| has(last, true)) {
        rows.push(row(
            text::begin_from_year(year - 1),
            text::results_of_year(year - 1),
            Some(&last),
        ));
    }
    let others = session.lines_of(kind::EMULATION_REGISTRATION).into_iter();
    let others = others.filter(|line| {
        line.about.year == Some(year)
            && line.about.subject.as_ref() != Some(&of.record)
            && has(line, false)
    });
    rows.extend(others.take(20).map(|line| {
        let title = format!("{} {}", text::BEGIN_FROM_OTHER, line.about.title);
        row(title, line.about.detail.clone(), Some(&line))
    }));
    rows
}

/// A registration that was deleted comes back when it is begun again: there is
/// one of a subject and a year.
async fn brought_back(session: Session, of: &Line, year: i32) -> Vec<Edit> {
    let id = registration_id(&of.record, year);
    let place = (of.scope.clone(), id);
    if session
        .lines
        .with_untracked(|lines| lines.get(&place).is_none_or(|line| !line.deleted))
    {
        return Vec::new();
    }
    let tree = session
        .phone()
        .tree(&place.0, &place.1)
        .await
        .unwrap_or_default();
    tree.root()
        .map(|root| Edit::restore(&place.0, root))
        .into_iter()
        .collect()
}

/// What a registration takes over from another.
async fn copied(session: Session, from: &Line, to: &Line, year: i32) -> Vec<Edit> {
    let Ok(tree) = session.phone().tree(&from.scope, &from.record).await else {
        return Vec::new();
    };
    let Some(record) = record_of(&from.scope, &tree) else {
        return Vec::new();
    };
    let own = from.about.subject.as_ref() == Some(&to.record);
    let target = registration_id(&to.record, year);
    let to = (to.scope.as_str(), target.as_str());
    copied_registration(&record, own, to, &platform::fresh_line_part)
}
