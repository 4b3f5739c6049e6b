use super::making::{self, named};
use super::places::list_title;
use crate::routes::{LISTS, Route};
use crate::session::{Line, Session};
use crate::text;
use crate::ui::{
    Button, ButtonKind, Chips, Dialog, EmptyState, IconName, LinkButton, Row, RowButton, Rows,
    SearchField, Tone, TopBar, badge,
};
use leptos::prelude::*;
use register::kind;
use register::text::{Query, likely_duplicates};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many rows are drawn at once; more on asking.
const AT_ONCE: usize = 25;

/// The lines of a list, in its order, that a search finds, the best first.
pub fn found<'a>(lines: impl Iterator<Item = &'a Arc<Line>>, search: &str) -> Vec<Arc<Line>> {
    let query = Query::new(search);
    if query.is_empty() {
        return lines.cloned().collect();
    }
    let fit =
        |line: &Arc<Line>| query.score(&line.about.folded, &line.about.title, &line.about.initials);
    let fitting: Vec<(u8, &Arc<Line>)> =
        lines.filter_map(|line| Some((fit(line)?, line))).collect();
    let mut places: Vec<(u8, usize)> = fitting
        .iter()
        .enumerate()
        .map(|(place, (fit, _))| (*fit, place))
        .collect();
    places.sort_unstable();
    places
        .into_iter()
        .map(|(_, place)| fitting[place].1.clone())
        .collect()
}

/// The records whose names are the same to a person who does not mind marks.
fn same_names(lines: &[Arc<Line>]) -> BTreeSet<String> {
    let names = lines.iter().map(|line| {
        let name = line.about.folded.lines().next().unwrap_or_default();
        (line.record.as_str(), name)
    });
    let mut same = BTreeSet::new();
    same.extend(
        likely_duplicates(names)
            .into_iter()
            .flatten()
            .map(str::to_owned),
    );
    same
}

/// What stands at every line: on this phone only, or to be reviewed.
pub fn common_badges(line: &Line) -> Vec<AnyView> {
    let mut badges = Vec::new();
    if line.conflicts > 0 {
        badges.push(badge(Tone::Bad, text::REVIEW));
    }
    if line.waiting > 0 {
        badges.push(badge(Tone::Calm, text::ON_THIS_PHONE));
    }
    badges
}

/// A village's marks: its registration of the year.
fn village_badges(session: Session, line: &Line) -> Vec<AnyView> {
    let registration = making::registration_id(&line.record, session.year.get());
    let registration = session
        .lines
        .with(|lines| lines.get(&(line.scope.clone(), registration)).cloned())
        .filter(|registration| !registration.deleted);
    registration_badges(registration.as_deref())
}

/// How far a registration is, and whether its pledge is signed.
pub fn registration_badges(registration: Option<&Line>) -> Vec<AnyView> {
    let Some(about) = registration.map(|line| &line.about) else {
        return vec![badge(Tone::Warn, text::NOT_REGISTERED)];
    };
    let (done, all) = (about.sections_done, about.sections);
    let signed = is_signed(about).then(|| badge(Tone::Good, text::PLEDGE_SIGNED));
    let far = if done < all {
        Some(badge(Tone::Warn, text::sections(done, all)))
    } else {
        signed.is_none().then(|| badge(Tone::Plain, text::COMPLETE))
    };
    signed.into_iter().chain(far).collect()
}

/// Whether the pledge of a registration is signed.
pub fn is_signed(about: &register::summary::Summary) -> bool {
    about.state == "signed"
}

/// One of the four lists of the place and its people.
pub fn list_page(session: Session, list: &str) -> AnyView {
    let of = LISTS
        .iter()
        .find(|(name, _)| *name == list)
        .map_or(kind::VILLAGE, |(_, kind)| *kind);
    self::list(session, of)
}

fn list(session: Session, of: &'static str) -> AnyView {
    let (search, chip, shown) = (
        RwSignal::new(String::new()),
        RwSignal::new(0_usize),
        RwSignal::new(AT_ONCE),
    );
    let asking = RwSignal::new(false);
    let all = Memo::new(move |_| session.lines_of(of));
    let twice = Memo::new(move |_| all.with(|lines| same_names(lines)));
    let registered = move |line: &Line| {
        let id = making::registration_id(&line.record, session.year.get());
        session.lines.with(|lines| {
            lines
                .get(&(line.scope.clone(), id))
                .is_some_and(|registration| !registration.deleted)
        })
    };
    let unregistered = move || all.with(|lines| lines.iter().filter(|l| !registered(l)).count());
    let conflicted = move || all.with(|lines| lines.iter().filter(|l| l.conflicts > 0).count());
    let chips = move || {
        let mut chips = vec![(text::ALL.to_owned(), None)];
        if of == kind::VILLAGE {
            chips.push((text::NOT_REGISTERED.to_owned(), Some(unregistered())));
        }
        chips.push((text::REVIEW.to_owned(), Some(conflicted())));
        chips
    };
    let listed = Memo::new(move |_| {
        let chip = match (of == kind::VILLAGE, chip.get()) {
            (false, 1) => 2,
            (_, chip) => chip,
        };
        all.with(|all| {
            let lines = all.iter().filter(|line| match chip {
                1 => !registered(line),
                2 => line.conflicts > 0,
                _ => true,
            });
            found(lines, &search.get())
        })
    });
    let rows = move || {
        let row = |line: Arc<Line>| {
            let mut badges = common_badges(&line);
            if twice.with(|twice| twice.contains(&line.record)) {
                badges.push(badge(Tone::Warn, text::MAY_BE_TWICE));
            }
            if of == kind::VILLAGE {
                badges.extend(village_badges(session, &line));
            }
            view! {
                <Row
                    href=making::path_of(session, of, &line.record)
                    title=named(&line)
                    detail=line.about.detail.clone()
                    badges=badges
                />
            }
            .into_any()
        };
        listed
            .get()
            .into_iter()
            .take(shown.get())
            .map(row)
            .collect::<Vec<AnyView>>()
    };
    let more = move || listed.with(Vec::len) > shown.get();
    let may_add = session.enrolment().may_write(of, merge::DELETION) || of != kind::VILLAGE;
    let may_add = may_add && session.enrolment().may_write(of, "name");
    let add = move |()| {
        let villages = untrack(|| !session.lines_of(kind::VILLAGE).is_empty());
        if of == kind::VILLAGE || session.enrolment().is_village_head() || !villages {
            making::begin(session, &session.own_scope(), of);
        } else {
            asking.set(true);
        }
    };
    let add_word = match of {
        kind::VILLAGE => text::ADD_VILLAGE,
        kind::PERSON => text::ADD_PERSON,
        kind::FAMILY => text::ADD_FAMILY,
        _ => text::ADD_COLLECTIVE,
    };
    let title = move || format!("{} ({})", list_title(of), all.with(Vec::len));
    let empty = move || {
        if !listed.with(Vec::is_empty) {
            return ().into_any();
        }
        if !search.with(String::is_empty) || !all.with(Vec::is_empty) {
            return view! {
                <EmptyState
                    icon=IconName::Search
                    title=text::NOTHING_FOUND
                    text=text::NOTHING_FOUND_WHY
                />
            }
            .into_any();
        }
        let (title, why) = match of {
            kind::VILLAGE => (text::NO_VILLAGES, text::NO_VILLAGES_WHY),
            _ => (text::NONE_YET, text::NONE_YET_WHY),
        };
        let paste = (of == kind::VILLAGE).then(|| {
            view! {
                <LinkButton
                    href=Route::PasteVillages.path()
                    kind=ButtonKind::Main
                    icon=IconName::Paste
                    wide=true
                >
                    {text::PASTE_LIST}
                </LinkButton>
            }
        });
        view! {
            <EmptyState icon=IconName::Place title=title text=why>
                {may_add.then_some(paste)}
                {may_add
                    .then(|| view! { <Button on_click=add icon=IconName::Add wide=true>{add_word}</Button> })}
            </EmptyState>
        }
        .into_any()
    };
    let buttons = move || {
        (may_add && !all.with(Vec::is_empty)).then(|| {
            view! {
                <div class="cluster">
                    <Button on_click=add icon=IconName::Add>{add_word}</Button>
                    {(of == kind::VILLAGE)
                        .then(|| {
                            view! {
                                <LinkButton
                                    href=Route::PasteVillages.path()
                                    kind=ButtonKind::Quiet
                                    icon=IconName::Paste
                                >
                                    {text::PASTE_LIST}
                                </LinkButton>
                            }
                        })}
                </div>
            }
        })
    };
    view! {
        <TopBar title=Signal::derive(title) back=Route::Places.path() back_label=text::BACK />
        <main>
            {buttons}
            <div class="stack" hidden=move || all.with(Vec::is_empty)>
                <SearchField
                    label=text::SEARCH
                    placeholder=text::SEARCH_EXAMPLE
                    clear_label=text::CLEAR
                    on_search=move |typed| {
                        shown.set(AT_ONCE);
                        search.set(typed);
                    }
                />
                <Chips label=text::ALL chips=Signal::derive(chips) chosen=chip />
            </div>
            <div hidden=move || listed.with(Vec::is_empty)>
                <Rows>{rows}</Rows>
            </div>
            {empty}
            <div hidden=move || !more()>
                <Button on_click=move |()| shown.update(|shown| *shown += AT_ONCE) wide=true>
                    {text::SHOW_MORE}
                </Button>
            </div>
            {where_to(session, asking, move |scope| making::begin(session, &scope, of))}
        </main>
    }
    .into_any()
}

/// Which part of the commune something new belongs to.
pub fn where_to(
    session: Session,
    asking: RwSignal<bool>,
    then: impl Fn(String) + Copy + Send + 'static,
) -> AnyView {
    let rows = move || {
        if !asking.get() {
            return Vec::new();
        }
        let choose = move |scope: String, title: String| {
            let act = move |()| {
                asking.set(false);
                then(scope.clone());
            };
            view! { <RowButton on_click=act title=title /> }.into_any()
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
    view! {
        <Dialog open=asking title=text::WHERE_TO>
            <div class="dialog-list">
                <Rows>{rows}</Rows>
            </div>
            <div class="dialog-actions">
                <Button on_click=move |()| asking.set(false)>{text::CANCEL}</Button>
            </div>
        </Dialog>
    }
    .into_any()
}
