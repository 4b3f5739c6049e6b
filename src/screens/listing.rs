//! What every list is: a search, chips that say what they count, and rows, the first of them at once.

use crate::session::Session;
use crate::text;
use crate::ui::{Act, Button, Chips, EmptyState, IconName, ListRow, Rows, SearchField, rows_of};
use client::lines::Line;
use leptos::prelude::*;
use register::text::Query;
use std::sync::Arc;

/// So many rows are drawn at once; more on asking.
const AT_ONCE: usize = 30;
/// While a person types a search, a screen of rows must do: each key draws them anew.
const WHILE_SEARCHING: usize = 12;

/// A chip's word, and the lines that it leaves.
pub type Filter = (&'static str, fn(Session, &Line) -> bool);

/// What a list shows that has nothing in it, and no button of its own to begin with.
pub fn nothing_yet(
    icon: IconName,
    title: &'static str,
    why: &'static str,
) -> Box<dyn Fn() -> AnyView + Send> {
    Box::new(move || view! { <EmptyState icon=icon title=title text=why /> }.into_any())
}

/// What a search found: the places of lines in their order, the best first.
#[derive(PartialEq)]
struct Found {
    query: Query,
    /// Where it looked.
    among: Arc<Vec<usize>>,
    places: Vec<usize>,
}

impl Found {
    /// Who types on searches only in what was found before.
    fn new(
        lines: &[Arc<Line>],
        query: Query,
        among: Arc<Vec<usize>>,
        earlier: Option<&Self>,
    ) -> Self {
        let earlier = earlier
            .filter(|earlier| Arc::ptr_eq(&earlier.among, &among) && query.narrows(&earlier.query));
        let places = earlier.map_or(&*among, |earlier| &earlier.places);
        let fits = places.iter().filter_map(|place| {
            let about = &lines.get(*place)?.about;
            let fit = query.score(&about.folded, &about.title, &about.initials)?;
            Some((fit, *place))
        });
        // What fits alike stays in the order of the list.
        let fits = sorted::by_number(fits.collect(), |(fit, place): &(u8, usize)| {
            i64::from(*fit) << 32 | i64::try_from(*place).unwrap_or_default()
        });
        let places = fits.into_iter().map(|(_, place)| place).collect();
        Self {
            query,
            among,
            places,
        }
    }
}

/// The display of one list: how a line becomes a row, and what a tap does that leads nowhere.
pub struct ListDisplay {
    pub row: Box<dyn Fn(&Line) -> ListRow + Send + Sync>,
    pub does: Option<Act<String>>,
}

/// The chips of a list, each with how many lines it leaves.
fn offered_chips(
    session: Session,
    all: Memo<Vec<Arc<Line>>>,
    filters: &'static [Filter],
    chip: RwSignal<usize>,
) -> Memo<Vec<(usize, &'static str, usize)>> {
    let left = move |(_, leaves): &Filter| {
        all.with(|all| all.iter().filter(|line| leaves(session, line)).count())
    };
    // A chip that would leave nothing is not offered; the chosen one stays under the finger.
    Memo::new(move |_| {
        let counted = filters.iter().enumerate();
        let counted = counted.map(|(place, filter)| (place + 1, filter.0, left(filter)));
        counted
            .filter(|(place, _, count)| *count > 0 || *place == chip.get())
            .collect::<Vec<_>>()
    })
}

/// A list; `empty` is shown while there is nothing in it at all.
pub fn listing(
    session: Session,
    all: Memo<Vec<Arc<Line>>>,
    example: &'static str,
    filters: &'static [Filter],
    ListDisplay { row, does }: ListDisplay,
    empty: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let (search, chip, shown) = (
        RwSignal::new(String::new()),
        RwSignal::new(0_usize),
        RwSignal::new(AT_ONCE),
    );
    let chips = offered_chips(session, all, filters, chip);
    // The lines themselves may have changed: every reckoning is a new one.
    let among = Memo::new_with_compare(
        move |_| {
            let filter = chip.get().checked_sub(1).and_then(|at| filters.get(at));
            let leaves = |line: &Line| filter.is_none_or(|(_, leaves)| leaves(session, line));
            let left = |all: &Vec<Arc<Line>>| {
                let lines = all.iter().enumerate();
                let left = lines.filter(|(_, line)| leaves(line));
                Arc::new(left.map(|(place, _)| place).collect::<Vec<_>>())
            };
            all.with(left)
        },
        |_, _| true,
    );
    let listed = Memo::new(move |earlier| {
        let query = search.with(|search| Query::new(search));
        all.with(|all| Found::new(all, query, among.get(), earlier))
    });
    let is_empty = move || listed.with(|listed| listed.places.is_empty());
    let rows = move || {
        let drawn = |all: &Vec<Arc<Line>>, listed: &Found| {
            let lines = listed.places.iter().take(shown.get());
            lines
                .filter_map(|place| Some(row(all.get(*place)?)))
                .collect::<Vec<_>>()
        };
        all.with(|all| listed.with(|listed| drawn(all, listed)))
    };
    let nothing = move || match (all.with(Vec::is_empty), is_empty()) {
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
        <div hidden=is_empty>
            <Rows>{rows_of(rows, does)}</Rows>
        </div>
        {move || nothing()}
        <div hidden=move || listed.with(|listed| listed.places.len()) <= shown.get()>
            <Button on_click=move |()| shown.update(|shown| *shown += AT_ONCE) wide=true>
                {text::SHOW_MORE}
            </Button>
        </div>
    }
    .into_any()
}
