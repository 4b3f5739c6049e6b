//! The tab «Địa bàn», the place and its people: the ways to its lists.

use super::top::first_screen_top;
use crate::routes::{Route, lists_in};
use crate::session::Session;
use crate::text;
use crate::ui::{IconName, Row, Rows};
use leptos::prelude::*;
use register::kind::{KindSpec, List, NavigationPage};

/// The ways to the lists of a room, each with how much is in it.
pub fn ways_to_lists(session: Session, room: NavigationPage) -> Vec<AnyView> {
    let row = |(of, list): (&'static KindSpec, &'static List)| {
        let count = session.lines_of_year(of.kind).len().to_string();
        let href = Route::List(list.address).path();
        view! { <Row href=href title=list.title meta=count icon=IconName::from(list.icon) /> }
            .into_any()
    };
    lists_in(room).map(row).collect()
}

/// The place and its people.
pub fn places_page(session: Session) -> AnyView {
    view! {
        {first_screen_top(session, text::TAB_PLACES)}
        <main>
            <Rows>{move || ways_to_lists(session, NavigationPage::Places)}</Rows>
        </main>
    }
    .into_any()
}
