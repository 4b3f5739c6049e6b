//! The tab «Khác»: the person, the phone, settings, rarely needed pages, and the page of deleted
//! records.

use super::places::ways_to_lists;
use super::top::first_screen_top;
use crate::platform;
use crate::records::{self, named};
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::settings;
use crate::text::{self, people as words};
use crate::ui::{
    EmptyState, IconName, ListRow, Row, RowButton, Rows, Section, Segmented, TopBar, facts, rows_of,
};
use client::enrolment::PhoneUser;
use client::lines::Line;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind::{self, NavigationPage};
use std::sync::Arc;

/// The person, the phone, and what is rarely needed.
pub fn more_page(session: Session) -> AnyView {
    let rules = move || {
        let rules = session.rules();
        if rules.checked {
            rules.title.clone()
        } else {
            format!("{} · {}", rules.title, text::UNCHECKED)
        }
    };
    let room = RwSignal::new(String::new());
    spawn_local(async move {
        if let Some((used, of)) = platform::storage_estimate().await {
            room.try_set(text::storage_used((used / 1e6) as u64, (of / 1e6) as u64));
        }
    });
    view! {
        {first_screen_top(session, text::TAB_MORE)}
        <main>
            {ways(session)}
            {settings_part()}
            {person_part(session)}
            <p class="quiet-text">{text::RULES} ": " {rules}</p>
            <p class="quiet-text">{room}</p>
            <p class="quiet-text">{text::RELEASE} " " {settings::release_name()}</p>
        </main>
    }
    .into_any()
}

/// The ways to what has no room of its own.
fn ways(session: Session) -> AnyView {
    let of_commune = !session.enrolment().is_of_village();
    let profile = of_commune.then(|| {
        let href = records::path_of(
            session,
            kind::COMMUNE_PROFILE,
            &records::profile_id(session),
        );
        view! { <Row href=href title=text::PROFILE icon=IconName::Register /> }
    });
    let papers = of_commune.then(|| {
        let href = Route::Papers(DocumentSource::Year).path();
        view! {
            <Row href=href title=text::documents::OF_YEAR detail=text::documents::OF_YEAR_WHY icon=IconName::Register />
        }
    });
    let people = session.enrolment().is_official().then(|| {
        let href = Route::People.path();
        view! {
            <Row href=href title=words::PEOPLE detail=words::PEOPLE_WHY icon=IconName::People />
        }
    });
    let lists = move || of_commune.then(|| ways_to_lists(session, NavigationPage::More));
    let waiting = move || match session.waiting() {
        0 => String::new(),
        count => count.to_string(),
    };
    let conflicts = move || match session.conflicts() {
        0 => String::new(),
        count => count.to_string(),
    };
    view! {
        <Rows>
            {profile}
            {papers}
            {people}
            {move || lists()}
            {move || {
                view! {
                    <Row
                        href=Route::Waiting.path()
                        title=text::SHARED_REGISTER
                        meta=waiting()
                        icon=IconName::Clock
                    />
                }
            }}
            {move || {
                view! {
                    <Row
                        href=Route::Review.path()
                        title=text::REVIEW
                        meta=conflicts()
                        icon=IconName::Warning
                    />
                }
            }}
            <Row href=Route::Deleted.path() title=text::DELETED_RECORDS icon=IconName::Delete />
        </Rows>
    }
    .into_any()
}

/// How large the letters are, and which colours.
fn settings_part() -> AnyView {
    let (size, colours) = (
        RwSignal::new(settings::text_size()),
        RwSignal::new(settings::colours()),
    );
    let set_size = move |chosen: usize| {
        settings::set_text_size(chosen);
        size.set(chosen);
    };
    let set_colours = move |chosen: usize| {
        settings::set_colours(chosen);
        colours.set(chosen);
    };
    view! {
        <Section heading=text::SETTINGS>
            <div class="card padded stack">
                <p class="field-label">{text::TEXT_SIZE}</p>
                <Segmented
                    name="text-size"
                    label=text::TEXT_SIZE
                    options=vec!["Vừa", "Lớn", "Rất lớn"]
                    chosen=size
                    on_choose=set_size
                />
                <p class="field-label">{text::COLOURS}</p>
                <Segmented
                    name="colours"
                    label=text::COLOURS
                    options=vec!["Theo máy", "Sáng", "Tối"]
                    chosen=colours
                    on_choose=set_colours
                />
            </div>
        </Section>
    }
    .into_any()
}

/// Who the person is, and the ways to be another one.
fn person_part(session: Session) -> AnyView {
    let enrolment = session.enrolment();
    let place = match &enrolment.village {
        Some(village) => format!("{}, {}", village.name, enrolment.commune.name),
        None => format!(
            "{}, {}",
            enrolment.commune.name, enrolment.commune.province_name
        ),
    };
    let person = vec![
        (text::NAME.to_owned(), enrolment.person.name.clone()),
        (text::ROLE.to_owned(), enrolment.role.label_vi().to_owned()),
        (text::AT.to_owned(), place),
    ];
    let others = settings::people()
        .into_iter()
        .skip(1)
        .map(|user: PhoneUser| {
            let title = format!("{} {}", text::SWITCH_TO, user.name);
            let place = user.place.clone();
            let switch = move |()| {
                settings::set_current(&user);
                drop(platform::window().location().set_href("/"));
            };
            view! { <RowButton on_click=switch title=title detail=place icon=IconName::People /> }
                .into_any()
        });
    let others: Vec<AnyView> = others.collect();
    view! {
        <Section heading=text::THE_PERSON>
            {facts(person, text::NOT_WRITTEN)}
            <Rows>
                {others}
                <Row
                    href="/moi"
                    title=text::OTHER_PERSON
                    detail=text::TYPE_CODE
                    icon=IconName::Add
                />
            </Rows>
        </Section>
    }
    .into_any()
}

/// «Đăng ký thi đua · năm 2026».
fn detail(form: Option<String>, year: Option<i32>) -> String {
    let year = year.map(|year| text::in_year(year.into()));
    form.into_iter().chain(year).collect::<Vec<_>>().join(" · ")
}

/// Deleted records, to be had back.
pub fn deleted_page(session: Session) -> AnyView {
    let deleted = Memo::new(move |_| {
        session.lines.with(|lines| {
            lines
                .values()
                .filter(|line| line.deleted)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let row = |line: Arc<Line>| {
            let form = session
                .rules()
                .form_of_kind(&line.kind)
                .map(|form| form.title.clone());
            ListRow {
                detail: detail(form, line.about.year),
                ..ListRow::to(Route::Record(line.record.clone()).path(), named(&line))
            }
        };
        deleted.get().into_iter().map(row).collect()
    };
    view! {
        <TopBar title=text::DELETED_RECORDS back=Route::More.path() back_label=text::BACK />
        <main>
            <div hidden=move || deleted.with(Vec::is_empty)>
                <Rows>{rows_of(rows, None)}</Rows>
            </div>
            <div hidden=move || !deleted.with(Vec::is_empty)>
                <EmptyState
                    icon=IconName::Delete
                    title=text::NOTHING_DELETED
                    text=text::NOTHING_DELETED_WHY
                />
            </div>
        </main>
    }
    .into_any()
}
