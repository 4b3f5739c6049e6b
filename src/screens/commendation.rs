//! The tab «Khen thưởng»: drafts of nominations, and the page that begins one with its subject.

use super::initial_sync::{arrival, coming};
use super::list::{common_badges, line_row, where_to};
use super::listing::{Filter, ListDisplay, listing, nothing_yet};
use super::top::first_screen_top;
use crate::form::{Offer, may_not_make, offers};
use crate::history;
use crate::links::way_to_documents;
use crate::platform;
use crate::records::{self, draft_badge_words, named};
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text;
use crate::ui::{
    Badge, Busy, Button, ButtonKind, Chips, IconName, Later, LinkButton, ListRow, Rows,
    SearchField, Tone, TopBar, gone, later, rows_of,
};
use client::lines::{Line, is_complete};
use client::records::{known_of_subject, record_of};
use leptos::prelude::*;
use register::kind;
use register::text::nfc;
use serde_json::Value;
use std::sync::Arc;

const FILTERS: [Filter; 2] = [
    (text::MISSING_PARTS, |_, line| !is_complete(line)),
    (text::COMPLETE_DRAFTS, |_, line| is_complete(line)),
];

/// What a draft still lacks.
pub fn draft_badge(line: &Line) -> Badge {
    let tone = if is_complete(line) {
        Tone::Good
    } else {
        Tone::Warn
    };
    (tone, draft_badge_words(line))
}

fn may_nominate(session: Session) -> bool {
    session.enrolment().may_write(kind::NOMINATION, "award")
}

/// The drafts of nominations.
pub fn commendation_page(session: Session) -> AnyView {
    let all = Memo::new(move |_| session.lines_of(kind::NOMINATION));
    let row = move |line: &Line| {
        let mut badges = common_badges(line);
        badges.push(draft_badge(line));
        line_row(session, line, named(line), badges)
    };
    let may_add = may_nominate(session);
    let new = move || {
        may_add.then(|| {
            view! {
                <LinkButton
                    href=Route::NewNomination.path()
                    kind=ButtonKind::Main
                    icon=IconName::Add
                    wide=true
                >
                    {text::NEW_NOMINATION}
                </LinkButton>
            }
        })
    };
    let why = if may_add {
        text::NO_NOMINATIONS_WHY
    } else {
        ""
    };
    let empty = nothing_yet(IconName::Award, text::NO_NOMINATIONS, why);
    view! {
        {first_screen_top(session, text::TAB_COMMENDATION)}
        <main>
            <h2 class="label">{text::NOMINATIONS}</h2>
            {listing(session, all, kind::SEARCH_PERSON, &FILTERS, ListDisplay { row: Box::new(row), does: None }, empty)}
            <div class="actions">
                <div class="actions-row">
                    {move || way_to_documents(session, &DocumentSource::Nominations)}
                    {move || new()}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// The three kinds of subject, and the kinds of record that each may be.
const SUBJECTS: [(&str, &str, &[&str]); 3] = [
    (
        "collective",
        text::FOR_COLLECTIVE,
        &[kind::COLLECTIVE, kind::VILLAGE],
    ),
    ("individual", text::FOR_INDIVIDUAL, &[kind::PERSON]),
    ("family", text::FOR_FAMILY, &[kind::FAMILY]),
];

/// The kinds of record among which a subject is looked for: those of a chip, or all.
fn kinds_of(chip: usize) -> Vec<String> {
    let chosen = chip.checked_sub(1);
    let subjects = SUBJECTS.iter().enumerate();
    let chosen = subjects.filter(|(place, _)| chosen.is_none_or(|chosen| chosen == *place));
    let kinds = chosen.flat_map(|(_, (.., kinds))| kinds.iter());
    kinds.map(|kind| (*kind).to_owned()).collect()
}

/// What a nomination of a kind of record is one of: its code and its word.
fn subject_of(kind: &str) -> (&'static str, &'static str) {
    let of = SUBJECTS.iter().find(|(.., kinds)| kinds.contains(&kind));
    of.map_or(("", ""), |(code, word, _)| (code, word))
}

/// What stands under a subject's name: what it is, and what else tells it from others.
fn described(offer: &Offer) -> String {
    let (_, subject) = subject_of(&offer.kind);
    let what = if offer.kind == kind::VILLAGE {
        text::village_as(subject)
    } else {
        subject.to_owned()
    };
    match offer.detail.as_str() {
        "" => what,
        detail => format!("{what} · {detail}"),
    }
}

/// What a subject is looked for by, and what is to be made of a name that is not found.
#[derive(Clone, Copy)]
struct SubjectSearch {
    chip: RwSignal<usize>,
    search: RwSignal<String>,
    /// Where to is being asked.
    asking: RwSignal<bool>,
    /// The kind of record that is to be made.
    making: RwSignal<&'static str>,
}

/// A nomination begins with its subject: found in the register or new to it.
pub fn new_nomination_page(session: Session) -> AnyView {
    if !may_nominate(session) {
        return may_not_make(text::NEW_NOMINATION, &Route::Commendation);
    }
    let (chip, search) = (RwSignal::new(0_usize), RwSignal::new(String::new()));
    let (asking, making) = (RwSignal::new(false), RwSignal::new(""));
    let sought = SubjectSearch {
        chip,
        search,
        asking,
        making,
    };
    let chips = Signal::derive(|| {
        let subjects = SUBJECTS.iter().enumerate();
        subjects
            .map(|(place, (_, label, _))| (place + 1, *label, 0))
            .collect::<Vec<_>>()
    });
    let offered = Memo::new(move |_| offers(session, &kinds_of(chip.get()), &search.get(), 30));
    let begun = Busy::default();
    let rows = move || {
        let row = |offer: Offer| ListRow {
            detail: described(&offer),
            of: offer.record,
            title: offer.title,
            ..ListRow::default()
        };
        offered.get().into_iter().map(row).collect()
    };
    let nominate = begun.act(move |of: String| {
        let offers = offered.get_untracked().into_iter();
        let offer = { offers }.find(|offer| offer.record == of)?;
        Some(begin(session, offer, Vec::new()))
    });
    let make_in = move |scope: String| begin_new(session, sought, scope);
    // What is not found may be on its way: made anew, it would be there twice.
    let nowhere = || ().into_any();
    let may_make = Memo::new(move |_| arrival(session).may_make());
    let make = move || match may_make.get() {
        true => make_buttons(session, sought, begun).into_any(),
        false => coming(session, nowhere, nowhere),
    };
    let hint = move || {
        (offered.with(Vec::is_empty) && search.with(String::is_empty))
            .then(|| view! { <p class="quiet-text">{text::TYPE_A_NAME}</p> })
    };
    view! {
        <TopBar
            title=text::NEW_NOMINATION
            back=Route::Commendation.path()
            back_label=text::BACK
        />
        <main>
            <h2 class="label">{text::WHO_IS_IT}</h2>
            <SearchField
                label=text::SEARCH
                placeholder=text::SEARCH_SUBJECT
                clear_label=text::CLEAR
                on_search=move |typed| search.set(typed)
            />
            <Chips label=text::FILTERS all=text::ALL chips=chips chosen=chip />
            {move || hint()}
            <div hidden=move || offered.with(Vec::is_empty)>
                <Rows>{rows_of(rows, Some(nominate))}</Rows>
            </div>
            {move || make()}
            {where_to(session, asking, begun.act(make_in))}
        </main>
    }
    .into_any()
}

/// The buttons that make a new subject of the name that is looked for, one a kind.
fn make_buttons(session: Session, sought: SubjectSearch, begun: Busy) -> Vec<AnyView> {
    let SubjectSearch { chip, search, .. } = sought;
    // A village is made in its list, with its head and its households.
    let name = nfc(&search.get());
    let new = SUBJECTS
        .iter()
        .enumerate()
        .filter(|(place, _)| !name.is_empty() && (chip.get() == 0 || chip.get() == place + 1));
    let button = |kind: &'static str| {
        let act = begun.act(move |()| {
            sought.making.set(kind);
            if session.enrolment().is_of_village()
                || untrack(|| session.lines_of(kind::VILLAGE).is_empty())
            {
                return Some(begin_new(session, sought, session.own_scope()));
            }
            sought.asking.set(true);
            None
        });
        let label = text::make_new(kind, &name);
        view! { <Button on_click=act icon=IconName::Add wide=true>{label}</Button> }.into_any()
    };
    let kinds = new.filter_map(|(_, (.., kinds))| kinds.first());
    kinds.map(|kind| button(kind)).collect()
}

/// Makes a new subject in a scope, by the name that was looked for, and a nomination of it.
fn begin_new(session: Session, sought: SubjectSearch, scope: String) -> Later {
    let (kind, name) = (
        sought.making.get_untracked(),
        nfc(&sought.search.get_untracked()),
    );
    let record = platform::fresh_id();
    let values = vec![(kind::naming_field(kind), Value::from(name.clone()))];
    let edits = records::new_record(session, &scope, &record, kind, values);
    let offer = Offer {
        record,
        scope,
        kind: kind.to_owned(),
        title: name,
        detail: String::new(),
    };
    begin(session, offer, edits)
}

/// Makes a nomination of a subject, after the edits that make the subject itself, and opens it.
fn begin(session: Session, offer: Offer, mut edits: Vec<replica::Edit>) -> Later {
    let (subject_kind, _) = subject_of(&offer.kind);
    let record = platform::fresh_id();
    let year = session.year.get_untracked();
    later(async move {
        let mut values = known_of(session, &offer).await;
        values.extend([
            ("subjectKind", Value::from(subject_kind)),
            ("subject", Value::from(offer.record)),
            ("subjectName", Value::from(offer.title)),
            ("year", Value::from(year)),
        ]);
        edits.extend(records::new_record(
            session,
            &offer.scope,
            &record,
            kind::NOMINATION,
            values,
        ));
        if session.save(edits).await.is_ok() {
            history::replace(&records::path_of(session, kind::NOMINATION, &record));
            gone().await;
        }
    })
}

/// What the register knows of a subject already.
async fn known_of(session: Session, subject: &Offer) -> Vec<(&'static str, Value)> {
    let tree = session
        .phone()
        .tree(&subject.scope, &subject.record)
        .await
        .unwrap_or_default();
    let record = record_of(&subject.scope, &tree).unwrap_or_default();
    known_of_subject(&record, &subject.kind, &subject.title)
}

/// The nominations that lack something, for the home screen.
pub fn incomplete(session: Session) -> Vec<Arc<Line>> {
    session
        .lines_of(kind::NOMINATION)
        .into_iter()
        .filter(|line| !is_complete(line))
        .collect()
}
