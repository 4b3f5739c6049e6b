//! What every list is: a search, chips that say what they count, and rows, the first of them at once.

use crate::session::{Line, Session};
use crate::text;
use crate::ui::{Button, Chips, EmptyState, IconName, Rows, SearchField};
use leptos::prelude::*;
use register::text::Query;
use std::sync::Arc;

/// So many rows are drawn at once; more on asking.
const AT_ONCE: usize = 30;
/// While a person types a search, a screen of rows must do: each key draws them anew.
const WHILE_SEARCHING: usize = 12;

/// A chip's word, and the lines that it leaves.
pub type Filter = (&'static str, fn(Session, &Line) -> bool);

/// The places of the lines, in their order, that a search finds, the best first.
fn found(lines: &[Arc<Line>], search: &str, leaves: impl Fn(&Line) -> bool) -> Vec<usize> {
    let query = Query::new(search);
    let mut places: Vec<(u8, usize)> = lines
        .iter()
        .enumerate()
        .filter_map(|(place, line)| {
            let about = &line.about;
            let fit = query.score(&about.folded, &about.title, &about.initials)?;
            leaves(line).then_some((fit, place))
        })
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// A list; `empty` is shown while there is nothing in it at all.
pub fn listing(
    session: Session,
    all: Memo<Vec<Arc<Line>>>,
    example: &'static str,
    filters: &'static [Filter],
    row: Box<dyn Fn(&Line) -> AnyView + Send>,
    empty: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let (search, chip, shown) = (
        RwSignal::new(String::new()),
        RwSignal::new(0_usize),
        RwSignal::new(AT_ONCE),
    );
    let left = move |(_, leaves): &Filter| {
        all.with(|all| all.iter().filter(|line| leaves(session, line)).count())
    };
    // A chip that would leave nothing is not offered; the chosen one stays under the finger.
    let chips = Memo::new(move |_| {
        let counted = filters.iter().enumerate();
        let counted = counted.map(|(place, filter)| (place + 1, filter.0, left(filter)));
        counted
            .filter(|(place, _, count)| *count > 0 || *place == chip.get())
            .collect::<Vec<_>>()
    });
    let listed = Memo::new(move |_| {
        let filter = chip.get().checked_sub(1).and_then(|at| filters.get(at));
        let leaves = |line: &Line| filter.is_none_or(|(_, leaves)| leaves(session, line));
        all.with(|all| search.with(|search| found(all, search, leaves)))
    });
    let rows = move || {
        let drawn = |all: &Vec<Arc<Line>>, listed: &Vec<usize>| {
            let lines = listed.iter().take(shown.get());
            lines
                .filter_map(|place| Some(row(all.get(*place)?)))
                .collect::<Vec<_>>()
        };
        all.with(|all| listed.with(|listed| drawn(all, listed)))
    };
    let nothing = move || match (all.with(Vec::is_empty), listed.with(Vec::is_empty)) {
        (true, _) => empty(),
        (false, true) => view! {
            <EmptyState
                icon=IconName::Search
                title=text::NOTHING_FOUND
                text=text::NOTHING_FOUND_WHY
            />
        }
        .into_any(),
        (false, false) => ().into_any(),
    };
    view! {
        <div class="stack" hidden=move || { all.with(Vec::len) < 2 }>
            <SearchField
                label=text::SEARCH
                placeholder=example
                clear_label=text::CLEAR
                on_search=move |typed: String| {
                    shown.set(if typed.is_empty() { AT_ONCE } else { WHILE_SEARCHING });
                    search.set(typed);
                }
            />
            <Chips label=text::FILTERS all=text::ALL chips=chips chosen=chip />
        </div>
        <div hidden=move || listed.with(Vec::is_empty)>
            <Rows>{rows}</Rows>
        </div>
        {nothing}
        <div hidden=move || listed.with(Vec::len) <= shown.get()>
            <Button on_click=move |()| shown.update(|shown| *shown += AT_ONCE) wide=true>
                {text::SHOW_MORE}
            </Button>
        </div>
    }
    .into_any()
}
