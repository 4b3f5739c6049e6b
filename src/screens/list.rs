//! The list of each kind that has one, and what lists of records share: badges, rows, the question
//! to which part of the commune something new belongs.

use super::emulation::registration_of;
use super::home::way_to_paste;
use super::initial_sync::{arrival, coming};
use super::listing::{ListDisplay, listing};
use crate::records::{self, named};
use crate::routes::{Route, listed_at, path_of_room};
use crate::session::Session;
use crate::text;
use crate::ui::{
    Act, Badge, Button, ButtonKind, Dialog, EmptyState, IconName, LinkButton, ListRow, Rows, Tone,
    TopBar, rows_of,
};
use client::lines::Line;
use leptos::prelude::*;
use register::kind::{self, KindSpec, List, RecordScope};
use register::text::likely_duplicates;
use std::sync::Arc;

/// The records whose names are the same to a person who does not mind marks.
fn same_names(lines: &[Arc<Line>]) -> Vec<String> {
    let names = lines.iter().map(|line| {
        let name = line.about.folded.lines().next().unwrap_or_default();
        (line.record.as_str(), name)
    });
    let same = likely_duplicates(names).into_iter().flatten();
    same.map(str::to_owned).collect()
}

/// What stands at every line: on this phone only, or to be reviewed.
pub fn common_badges(line: &Line) -> Vec<Badge> {
    let mut badges = Vec::new();
    if line.conflicts > 0 {
        badges.push((Tone::Bad, text::REVIEW.into()));
    }
    if line.waiting > 0 {
        badges.push((Tone::Calm, text::ON_THIS_PHONE.into()));
    }
    badges
}

/// How far a registration is, and whether its pledge is signed.
pub fn registration_badges(registration: Option<&Line>) -> Vec<Badge> {
    let Some(about) = registration.map(|line| &line.about) else {
        return vec![(Tone::Warn, text::NOT_REGISTERED.into())];
    };
    let (done, all) = (about.sections_done, about.sections);
    let signed = is_signed(about).then(|| (Tone::Good, text::PLEDGE_SIGNED.to_owned()));
    let far = if done < all {
        Some((Tone::Warn, text::sections(done, all)))
    } else {
        signed
            .is_none()
            .then(|| (Tone::Plain, text::COMPLETE.to_owned()))
    };
    signed.into_iter().chain(far).collect()
}

/// Whether the pledge of a registration is signed.
pub fn is_signed(about: &register::summary::Summary) -> bool {
    about.state == "signed"
}

/// The list of a kind that has one.
pub fn list_page(session: Session, address: &str) -> AnyView {
    let list = |of: &'static KindSpec| Some(list(session, of, of.list.as_ref()?));
    let list = listed_at(address).and_then(list);
    list.unwrap_or_else(|| ().into_any())
}

fn list(session: Session, spec: &'static KindSpec, words: &'static List) -> AnyView {
    let of = spec.kind;
    let is_of_villages = of == kind::VILLAGE;
    let asking = RwSignal::new(false);
    let all = Memo::new(move |_| session.lines_of_year(of));
    let twice = Memo::new(move |_| all.with(|lines| same_names(lines)));
    let row = move |line: &Line| {
        let mut badges = common_badges(line);
        if twice.with(|twice| twice.contains(&line.record)) {
            badges.push((Tone::Warn, text::MAY_BE_TWICE.into()));
        }
        // That most have not begun says «Thi đua»; here it would be said in every row.
        if is_of_villages && let Some(registration) = registration_of(session, line) {
            badges.extend(registration_badges(Some(&registration)));
        }
        person_row(session, line, badges)
    };
    let may_add = session.enrolment().may_write(of, protocol::DELETION);
    let add = move |()| begin_or_ask(session, spec, asking);
    let add_one = move || {
        view! { <Button on_click=add icon=IconName::Add wide=true>{words.add}</Button> }
    };
    let title = move || match all.with(Vec::len) {
        0 => titled(session, spec, words),
        count => format!("{} ({count})", titled(session, spec, words)),
    };
    let none = move || {
        let (title, why) = words.none;
        let why = if may_add { why } else { "" };
        let paste = may_add && is_of_villages;
        view! {
            <EmptyState icon=IconName::from(words.icon) title=title text=why>
                {paste.then(|| way_to_paste(ButtonKind::Main))}
                {may_add.then(add_one)}
            </EmptyState>
        }
        .into_any()
    };
    let make = move || {
        let paste = may_add && is_of_villages;
        view! {
            {paste.then(|| way_to_paste(ButtonKind::Plain))}
            {may_add.then(add_one)}
        }
        .into_any()
    };
    let empty = move || coming(session, none, make);
    let some = move || may_add && !all.with(Vec::is_empty) && arrival(session).may_make();
    let add_more = move || {
        some().then(|| {
            view! {
                <Button kind=ButtonKind::Quiet on_click=add icon=IconName::Add>
                    {words.add}
                </Button>
            }
        })
    };
    let paste_more = move || (is_of_villages && some()).then(way_to_paste_more);
    view! {
        <TopBar title=Signal::derive(title) back=path_of_room(spec.room) back_label=text::BACK>
            {move || add_more()}
        </TopBar>
        <main>
            {listing(session, all, words.search, &[(text::REVIEW, |_, line| line.conflicts > 0)], ListDisplay { row: Box::new(row), does: None }, Box::new(empty))}
            {move || paste_more()}
            {where_to(session, asking, (move |scope: String| records::begin(session, &scope, of)).into())}
        </main>
    }
    .into_any()
}

/// Begins a record, or asks first where to.
fn begin_or_ask(session: Session, spec: &KindSpec, asking: RwSignal<bool>) {
    let villages = untrack(|| !session.lines_of(kind::VILLAGE).is_empty());
    let is_asked = spec.lives == RecordScope::Unit && villages;
    if session.enrolment().is_of_village() || !is_asked {
        records::begin(session, &session.own_scope(), spec.kind);
    } else {
        asking.set(true);
    }
}

/// The list's title, with the year where each has its own.
fn titled(session: Session, spec: &KindSpec, words: &List) -> String {
    match spec.is_yearly {
        true => format!(
            "{} {}",
            words.title,
            text::in_year(session.year.get().into())
        ),
        false => words.title.to_owned(),
    }
}

/// The way to many villages at once, under those that there are.
fn way_to_paste_more() -> impl IntoView {
    view! {
        <LinkButton
            href=Route::PasteVillages.path()
            kind=ButtonKind::Quiet
            icon=IconName::Paste
        >
            {text::PASTE_LIST}
        </LinkButton>
    }
}

/// The row of such a list: of whoever belongs to a village, the village is said.
fn person_row(session: Session, line: &Line, badges: Vec<Badge>) -> ListRow {
    let village = session
        .village_of(&line.scope)
        .filter(|_| line.kind != kind::VILLAGE && !session.enrolment().is_of_village());
    let detail = [line.about.detail.clone(), village.unwrap_or_default()];
    let detail: Vec<&str> = detail
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let mut line = line.clone();
    line.about.detail = detail.join(" · ");
    line_row(session, &line, named(&line), badges)
}

/// A record's row in a list.
pub fn line_row(session: Session, line: &Line, title: String, badges: Vec<Badge>) -> ListRow {
    ListRow {
        of: line.record.clone(),
        href: Some(records::path_of(session, &line.kind, &line.record)),
        title,
        detail: line.about.detail.clone(),
        badges,
        ..ListRow::default()
    }
}

/// Which part of the commune something new belongs to.
pub fn where_to(session: Session, asking: RwSignal<bool>, then: Act<String>) -> AnyView {
    let rows = move || {
        if !asking.get() {
            return Vec::new();
        }
        let choose = |scope: String, title: String| ListRow {
            of: scope,
            title,
            ..ListRow::default()
        };
        let mut rows = vec![choose(session.own_scope(), text::WHOLE_COMMUNE.into())];
        let villages = session.lines_of(kind::VILLAGE);
        rows.extend(
            villages
                .iter()
                .map(|line| choose(line.scope.clone(), named(line))),
        );
        rows
    };
    let choose = Act::from(move |scope: String| {
        asking.set(false);
        then.run(scope);
    });
    view! {
        <Dialog open=asking title=text::WHERE_TO>
            <div class="dialog-list">
                <Rows>{rows_of(rows, Some(choose))}</Rows>
            </div>
            <div class="dialog-actions">
                <Button on_click=move |()| asking.set(false)>{text::CANCEL}</Button>
            </div>
        </Dialog>
    }
    .into_any()
}
