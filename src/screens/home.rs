//! The home screen: what is due, what is unfinished, and whether the person's work is safe; one for
//! a commune, one for a village head. It is in the first load; its notices and unfinished rows come
//! with the deferred chunk.

use super::commendation::{draft_badge, incomplete};
use super::emulation::{how_many, registrant_row};
use super::initial_sync::{Arrival, arrival, coming};
use super::list::{common_badges, line_row};
use super::top::{status, year_chip};
use crate::links::way_to_typed;
use crate::loader::{self, ChunkState};
use crate::platform;
use crate::previous_enrolments;
use crate::records::{self, RegistrationPrompt, named, named_fully};
use crate::routes::{Route, lists_in};
use crate::session::Session;
use crate::settings;
use crate::text;
use crate::ui::{
    Act, Button, ButtonKind, EmptyState, IconName, LinkButton, ListRow, Notice, Rows, Section,
    Tone, TopBar, rows_of,
};
use client::lines::Line;
use leptos::prelude::*;
use register::kind::{self, NavigationPage};
use replica::Typing;
use serde_json::Value;
use sorted::{SortedMap, by_number};
use std::sync::Arc;

/// So many unfinished things are shown; the lists have the others.
const AT_ONCE: usize = 5;
/// So long without the shared register is long, in milliseconds.
const LONG_AWAY: i64 = 2 * 24 * 60 * 60 * 1000;

/// What is due, what is missing, is my work safe.
pub fn home_page(session: Session) -> AnyView {
    let enrolment = session.enrolment();
    let title = match &enrolment.village {
        Some(village) => village.name.clone(),
        None => enrolment.commune.name.clone(),
    };
    let body = if enrolment.is_of_village() {
        of_village(session)
    } else {
        of_commune(session)
    };
    view! {
        <TopBar title=title star=true>
            {year_chip(session)}
        </TopBar>
        {status(session)}
        <main>
            {loader::part(move |rest| (rest.notices)(session))}
            {body}
            {loader::part(move |rest| (rest.unfinished)(session))}
        </main>
    }
    .into_any()
}

/// What was found of an earlier phone's, a clock that is off, and how to install.
pub fn home_notices(session: Session) -> AnyView {
    view! {
        {previous_enrolments::notice(session)}
        {clock_notice(session)}
        {install_notice(session)}
    }
    .into_any()
}

fn clock_notice(session: Session) -> AnyView {
    let notice = move || {
        session.sync.with(|sync| sync.clock_off).map(|off| {
            view! {
                <Notice
                    tone=Tone::Warn
                    word=text::clock_off(off / 60_000)
                    text=text::CLOCK_OFF_WHY
                />
            }
        })
    };
    notice.into_any()
}

/// Why to put the app on the home screen, until it is there or put off.
fn install_notice(session: Session) -> AnyView {
    let shown = session.may_install;
    let is_iphone = platform::surroundings().is_iphone;
    let later = move |()| {
        settings::put_off_installing();
        shown.set(false);
    };
    let notice = move || {
        let shown = shown.get() && arrival(session) == Arrival::Here;
        shown.then(|| {
            let why = if is_iphone {
                format!("{} {}", text::INSTALL_WHY, text::INSTALL_IPHONE)
            } else {
                text::INSTALL_WHY.to_owned()
            };
            view! {
                <Notice tone=Tone::Info word=text::INSTALL text=why>
                    <Button kind=ButtonKind::Quiet on_click=later>{text::LATER}</Button>
                    {(!is_iphone)
                        .then(|| {
                            view! {
                                <Button on_click=move |()| settings::install()>
                                    {text::INSTALL_ACT}
                                </Button>
                            }
                        })}
                </Notice>
            }
        })
    };
    notice.into_any()
}

/// The names of the records in which something is to be reviewed.
fn of_what(session: Session) -> String {
    let names = session.lines.with(|lines| {
        let lines = lines.values().filter(|line| session.is_to_review(line));
        lines
            .take(AT_ONCE)
            .map(|line| named(line))
            .collect::<Vec<_>>()
    });
    names.join(", ")
}

/// The rows that everybody has: things to review, and what could not enter.
fn attention(session: Session) -> Vec<ListRow> {
    let mut rows = Vec::new();
    if session.conflicts() > 0 {
        rows.push(ListRow {
            detail: of_what(session),
            badges: vec![(Tone::Bad, text::REVIEW.into())],
            ..ListRow::to(
                Route::Review.path(),
                text::places_to_review(session.conflicts()),
            )
        });
    }
    if session.refused.get() > 0 {
        let title = text::could_not_enter(session.refused.get());
        rows.push(ListRow::to(Route::Waiting.path(), title));
    }
    // Another phone may come to where there is a signal sooner.
    let last = session.sync.with(|sync| sync.last);
    if session.waiting() > 0 && last.is_some_and(|last| platform::now() - last > LONG_AWAY) {
        let title = text::handover::waits_long(session.waiting());
        rows.push(ListRow {
            detail: text::handover::WAITS_LONG_WHY.into(),
            ..ListRow::to(Route::HandOver.path(), title)
        });
    }
    rows
}

/// What is to do, if anything is: nothing at all is only before the register is here.
fn to_do(
    rows: impl Fn() -> Vec<ListRow> + Send + Sync + 'static,
    does: Option<Act<String>>,
) -> AnyView {
    let rows = Memo::new(move |_| rows());
    view! {
        <div hidden=move || rows.with(Vec::is_empty)>
            <Section heading=text::TO_DO>
                <Rows>{rows_of(move || rows.get(), does)}</Rows>
            </Section>
        </div>
    }
    .into_any()
}

/// The nominations that lack something, for whoever goes on with them.
fn drafts(session: Session) -> impl Iterator<Item = ListRow> {
    let mut lines = incomplete(session);
    lines.retain(|line| session.enrolment().keeps(&line.kind));
    let lines = lines.into_iter().take(AT_ONCE);
    lines.map(move |line| {
        let title = text::nominate(&named(&line));
        line_row(session, &line, title, vec![draft_badge(&line)])
    })
}

fn of_commune(session: Session) -> AnyView {
    let rows = move || {
        let mut rows = attention(session);
        if !session.lines_of(kind::VILLAGE).is_empty() {
            let title = text::registration_of(session.year.get());
            rows.push(ListRow {
                detail: how_many(session),
                ..ListRow::to(Route::Emulation.path(), title)
            });
        }
        rows.extend(drafts(session));
        if arrival(session).may_make() {
            rows.extend(profile_row(session));
        }
        rows
    };
    let nothing = Memo::new(move |_| session.lines_of(kind::VILLAGE).is_empty());
    let may_add = records::may_add_villages(session);
    let begin = move || {
        if !may_add {
            return view! { <EmptyState icon=IconName::Place title=text::NO_VILLAGES text="" /> }
                .into_any();
        }
        view! {
            <EmptyState icon=IconName::Place title=text::NO_VILLAGES text=text::NO_VILLAGES_WHY>
                {way_to_paste(ButtonKind::Main)}
                <LinkButton href=Route::List("thon").path() icon=IconName::Add wide=true>
                    {kind::ADD_VILLAGE}
                </LinkButton>
            </EmptyState>
        }
        .into_any()
    };
    let paste = move || match may_add {
        true => way_to_paste(ButtonKind::Plain),
        false => ().into_any(),
    };
    let begin = move || nothing.get().then(|| coming(session, begin, paste));
    view! {
        {to_do(rows, None)}
        {move || begin()}
    }
    .into_any()
}

/// The way to many villages at once.
pub fn way_to_paste(kind: ButtonKind) -> AnyView {
    let href = Route::PasteVillages.path();
    view! {
        <LinkButton href=href kind=kind icon=IconName::Paste wide=true>
            {text::PASTE_LIST}
        </LinkButton>
    }
    .into_any()
}

/// The commune's profile, until it is complete.
fn profile_row(session: Session) -> Option<ListRow> {
    if !session.enrolment().keeps(kind::COMMUNE_PROFILE) {
        return None;
    }
    let record = records::profile_id(session);
    let line = session.line(&record);
    let about = line.as_ref().map(|line| &line.about);
    if about.is_some_and(|about| about.sections_done >= about.sections) {
        return None;
    }
    let mark = match about {
        Some(about) => text::sections(about.sections_done, about.sections),
        None => text::NOT_BEGUN.to_owned(),
    };
    let href = records::path_of(session, kind::COMMUNE_PROFILE, &record);
    Some(ListRow {
        detail: text::profile_first(session.rules().label("block")),
        badges: vec![(Tone::Warn, mark)],
        ..ListRow::to(href, text::PROFILE)
    })
}

/// What stands on a head's home until its date has passed, the next first.
fn announced(session: Session) -> Vec<ListRow> {
    let (year, month, day) = platform::today();
    let today = format!("{year}-{month:02}-{day:02}");
    let kinds = kind::all().iter();
    let kinds = kinds.filter_map(|row| Some((row.kind, row.on_home?)));
    let lines = kinds.flat_map(|(kind, date)| {
        let lines = session.lines_of_year(kind).into_iter();
        lines.map(move |line| {
            let due = line.about.extra.get(date).and_then(Value::as_str);
            (due.unwrap_or_default().to_owned(), line)
        })
    });
    // Of a month or a year it is only known that it ends.
    let is_to_come = |due: &str| today.get(..due.len()).is_none_or(|now| due >= now);
    let lines = lines.filter(|(due, _)| is_to_come(due)).collect();
    let lines: Vec<(String, Arc<Line>)> = by_number(lines, |(due, _)| {
        due.replace('-', "").parse().unwrap_or(i64::MAX)
    });
    let row = |(_, line): (String, Arc<Line>)| {
        line_row(session, &line, named(&line), common_badges(&line))
    };
    lines.into_iter().map(row).collect()
}

/// A village head's home: his village's registration, people and nominations.
fn of_village(session: Session) -> AnyView {
    let beginning = RegistrationPrompt::default();
    let begin = beginning.asked(session);
    let rows = move || {
        let mut rows = attention(session);
        let title = text::registration_of(session.year.get());
        for of in records::registrants(session) {
            rows.push(registrant_row(session, &of, title.clone(), named(&of)));
        }
        rows.extend(announced(session));
        rows.extend(drafts(session));
        rows
    };
    let nothing = Memo::new(move |_| records::registrants(session).is_empty());
    let wait = move || {
        let none = || ().into_any();
        nothing.get().then(|| coming(session, none, none))
    };
    let mine = move || {
        let count = |of: &str| session.lines_of(of).len().to_string();
        let villages = session.lines_of(kind::VILLAGE);
        let village = |line: &Arc<Line>| ListRow {
            detail: line.about.detail.clone(),
            icon: Some(IconName::Place),
            ..ListRow::to(
                records::path_of(session, kind::VILLAGE, &line.record),
                named(line),
            )
        };
        let mut rows: Vec<ListRow> = villages.iter().map(village).collect();
        let lists = lists_in(NavigationPage::Places).filter(|(row, _)| row.is_person);
        rows.extend(lists.map(|(row, list)| ListRow {
            meta: count(row.kind),
            icon: Some(list.icon.into()),
            ..ListRow::to(Route::List(list.address).path(), list.title)
        }));
        rows.push(ListRow {
            meta: count(kind::NOMINATION),
            icon: Some(IconName::Award),
            ..ListRow::to(Route::Commendation.path(), text::NOMINATIONS)
        });
        rows
    };
    view! {
        {to_do(rows, begin)}
        {move || wait()}
        <Section heading=text::MY_VILLAGE>
            <Rows>{rows_of(mine, None)}</Rows>
        </Section>
        {move || match loader::fetching_for(session) {
            ChunkState::Here(rest) => (rest.begin)(session, beginning),
            ChunkState::UnderWay | ChunkState::Failed => ().into_any(),
        }}
    }
    .into_any()
}

/// What was begun: text typed and not saved first, then registrations.
pub fn unfinished(session: Session) -> AnyView {
    let is_of_village = session.enrolment().is_of_village();
    let begun = Memo::new(move |_| {
        let mut lines = session.lines_of(kind::EMULATION_REGISTRATION);
        // Of a village, there is one among what is to do.
        lines.retain(|line| {
            !is_of_village
                && session.enrolment().keeps(&line.kind)
                && line.about.year == Some(session.year.get())
                && line.about.sections_done < line.about.sections
        });
        lines
    });
    let rows = move || {
        let mut rows: Vec<ListRow> = Vec::new();
        let typed: Vec<Typing> = session
            .typings
            .with(|typings| typings.values().cloned().collect());
        let mut listed: Vec<String> = Vec::new();
        for typing in typed {
            let root = protocol::root_of(&typing.record);
            if listed.iter().any(|one| one == root) {
                continue;
            }
            listed.push(root.to_owned());
            let Some((href, label)) = way_to_typed(session, &typing) else {
                continue;
            };
            let line = session.line(root);
            let title = line.map_or_else(
                || text::PASTE_TITLE.to_owned(),
                |line| named_fully(session, &line),
            );
            let when = platform::moment_text(typing.at);
            let detail = format!("{label}: {} · {when}", text::NOT_YET_TYPED);
            rows.push(ListRow {
                detail,
                badges: vec![(Tone::Warn, text::IN_WORK.into())],
                ..ListRow::to(href, title)
            });
        }
        let begun = begun.get().into_iter();
        let others = begun.filter(|line| !listed.contains(&line.record));
        for line in others.take(AT_ONCE) {
            let mark = text::sections(line.about.sections_done, line.about.sections);
            let title = format!("{} · {}", text::REGISTRATIONS, named(&line));
            let href = records::path_of(session, kind::EMULATION_REGISTRATION, &line.record);
            rows.push(ListRow {
                badges: vec![(Tone::Plain, mark)],
                ..ListRow::to(href, title)
            });
        }
        rows
    };
    let none = move || session.typings.with(SortedMap::is_empty) && begun.with(Vec::is_empty);
    view! {
        <div hidden=none>
            <Section heading=text::IN_WORK>
                <Rows>{rows_of(rows, None)}</Rows>
            </Section>
        </div>
    }
    .into_any()
}
