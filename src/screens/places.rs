use super::top::first_screen_top;
use crate::routes::{LISTS, Route};
use crate::session::Session;
use crate::text;
use crate::ui::{IconName, Row, Rows};
use leptos::prelude::*;
use register::kind;

/// What the list of a kind is called.
pub fn list_title(of: &str) -> &'static str {
    match of {
        kind::VILLAGE => text::VILLAGES,
        kind::PERSON => text::PEOPLE,
        kind::FAMILY => text::FAMILIES,
        _ => text::COLLECTIVES,
    }
}

/// The place and its people: four lists.
pub fn places_page(session: Session) -> AnyView {
    let rows = move || {
        let row = |(list, of): (&'static str, &'static str)| {
            let icon = match of {
                kind::VILLAGE => IconName::Place,
                kind::FAMILY => IconName::Home,
                kind::COLLECTIVE => IconName::Building,
                _ => IconName::People,
            };
            let count = session.lines_of(of).len().to_string();
            view! { <Row href=Route::List(list).path() title=list_title(of) meta=count icon=icon /> }
                .into_any()
        };
        LISTS.into_iter().map(row).collect::<Vec<AnyView>>()
    };
    view! {
        {first_screen_top(session, text::TAB_PLACES)}
        <main>
            <Rows>{move || rows()}</Rows>
        </main>
    }
    .into_any()
}
