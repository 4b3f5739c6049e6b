use super::list::{common_badges, is_signed, registration_badges};
use super::making::{self, Registrant};
use crate::app::first_screen_top;
use crate::platform;
use crate::session::{Line, Session, record_of};
use crate::text;
use crate::ui::{Button, Chips, Dialog, EmptyState, IconName, Row, RowButton, Rows, SearchField};
use crate::way;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind;
use register::record::ORDER_FIELD;
use replica::Edit;
use serde_json::Value;
use std::sync::Arc;

/// The registration of a subject and year, if it has been begun.
pub fn registration_of(session: Session, of: &Registrant, year: i32) -> Option<Arc<Line>> {
    let id = making::registration_id(&of.record, year);
    let line = session
        .lines
        .with(|lines| lines.get(&(of.scope.clone(), id)).cloned());
    line.filter(|line| !line.deleted)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    None,
    Partial,
    Signed,
    Complete,
}

fn progress(line: Option<&Line>) -> Progress {
    match line.map(|line| &line.about) {
        None => Progress::None,
        Some(about) if is_signed(about) => Progress::Signed,
        Some(about) if about.sections_done < about.sections => Progress::Partial,
        Some(_) => Progress::Complete,
    }
}

/// Who has registered for the year, who is incomplete, who has signed.
pub fn emulation_page(session: Session) -> AnyView {
    let (search, chip) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let beginning: RwSignal<Option<Registrant>> = RwSignal::new(None);
    let asking = RwSignal::new(false);
    let all = Memo::new(move |_| {
        let year = session.year.get();
        let of = |registrant: Registrant| {
            let line = registration_of(session, &registrant, year);
            (registrant, line.map(|line| (*line).clone()))
        };
        making::registrants(session)
            .into_iter()
            .map(of)
            .collect::<Vec<_>>()
    });
    let counted = move |wanted: Progress| {
        all.with(|all| {
            all.iter()
                .filter(|(_, line)| progress(line.as_ref()) == wanted)
                .count()
        })
    };
    let chips = move || {
        vec![
            (text::ALL.to_owned(), None),
            (
                text::NOT_REGISTERED.to_owned(),
                Some(counted(Progress::None)),
            ),
            (
                text::INCOMPLETE.to_owned(),
                Some(counted(Progress::Partial)),
            ),
            (
                text::PLEDGE_SIGNED.to_owned(),
                Some(counted(Progress::Signed)),
            ),
        ]
    };
    let rows = move || {
        let wanted = match chip.get() {
            1 => Some(Progress::None),
            2 => Some(Progress::Partial),
            3 => Some(Progress::Signed),
            _ => None,
        };
        let query = register::text::Query::new(&search.get());
        let matches = |registrant: &Registrant| {
            let folded = register::text::fold(&registrant.title);
            let initials = register::text::initials(&registrant.title);
            query.is_empty() || query.score(&folded, &registrant.title, &initials).is_some()
        };
        let row = |(registrant, line): (Registrant, Option<Line>)| {
            let mut badges = line.as_ref().map(common_badges).unwrap_or_default();
            badges.extend(registration_badges(line.as_ref()));
            match line {
                Some(line) => view! {
                    <Row
                        href=making::path_of(session, kind::EMULATION_REGISTRATION, &line.record)
                        title=registrant.title
                        detail=registrant.detail
                        badges=badges
                    />
                }
                .into_any(),
                None => {
                    let (title, detail) = (registrant.title.clone(), registrant.detail.clone());
                    let begin = move |()| {
                        beginning.set(Some(registrant.clone()));
                        asking.set(true);
                    };
                    view! { <RowButton on_click=begin title=title detail=detail badges=badges /> }
                        .into_any()
                }
            }
        };
        let listed = all.get().into_iter().filter(|(registrant, line)| {
            wanted.is_none_or(|wanted| progress(line.as_ref()) == wanted) && matches(registrant)
        });
        listed.map(row).collect::<Vec<AnyView>>()
    };
    let nothing = move || {
        all.with(Vec::is_empty).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Emulation
                    title=text::NO_VILLAGES
                    text=text::NO_VILLAGES_WHY
                />
            }
        })
    };
    view! {
        {first_screen_top(session, text::TAB_EMULATION)}
        <main>
            <h2 class="label">{move || text::registration_of(session.year.get())}</h2>
            <div class="stack" hidden=move || { all.with(Vec::len) < 2 }>
                <SearchField
                    label=text::SEARCH
                    placeholder=text::SEARCH_EXAMPLE
                    clear_label=text::CLEAR
                    on_search=move |typed| search.set(typed)
                />
                <Chips label=text::ALL chips=Signal::derive(chips) chosen=chip />
            </div>
            <Rows>{rows}</Rows>
            {nothing}
            {begin_dialog(session, asking, beginning)}
        </main>
    }
    .into_any()
}

/// A registration begins empty, from last year's, or from another's.
pub fn begin_dialog(
    session: Session,
    asking: RwSignal<bool>,
    beginning: RwSignal<Option<Registrant>>,
) -> AnyView {
    let begin = StoredValue::new_local(move |from: Option<Arc<Line>>| {
        let Some(of) = beginning.get_untracked() else {
            return;
        };
        asking.set(false);
        let year = session.year.get_untracked();
        spawn_local(async move {
            let mut edits = brought_back(session, &of, year).await;
            edits.extend(making::new_registration(session, &of, year));
            if let Some(from) = from {
                edits.extend(copied(session, &from, &of, year).await);
            }
            if session.save(edits).await.is_ok() {
                let record = making::registration_id(&of.record, year);
                let path = making::path_of(session, kind::EMULATION_REGISTRATION, &record);
                way::go(&path);
            }
        });
    });
    let rows = move || {
        let Some(of) = beginning.get().filter(|_| asking.get()) else {
            return Vec::new();
        };
        let year = session.year.get();
        let row = |title: String, detail: String, from: Option<Arc<Line>>| {
            let act = move |()| begin.with_value(|begin| begin(from.clone()));
            view! { <RowButton on_click=act title=title detail=detail /> }.into_any()
        };
        let mut rows = vec![row(text::BEGIN_EMPTY.into(), String::new(), None)];
        if let Some(last) = registration_of(session, &of, year - 1) {
            rows.push(row(
                text::begin_from_year(year - 1),
                String::new(),
                Some(last),
            ));
        }
        let others = session.lines_of(kind::EMULATION_REGISTRATION).into_iter();
        let others = others.filter(|line| {
            line.about.year == Some(year) && line.about.subject.as_ref() != Some(&of.record)
        });
        rows.extend(others.take(20).map(|line| {
            let title = format!("{} {}", text::BEGIN_FROM_OTHER, line.about.title);
            row(title, line.about.detail.clone(), Some(line))
        }));
        rows
    };
    view! {
        <Dialog open=asking title=text::BEGIN>
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

/// A registration that was deleted comes back when it is begun again: there is
/// one of a subject and a year.
async fn brought_back(session: Session, of: &Registrant, year: i32) -> Vec<Edit> {
    let id = making::registration_id(&of.record, year);
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

/// What a registration takes over from another: of its own last year the
/// indicators and the titles, of another's the indicators. Results and figures
/// are left to be written: they are this year's.
async fn copied(session: Session, from: &Line, to: &Registrant, year: i32) -> Vec<Edit> {
    let Ok(tree) = session.phone().tree(&from.scope, &from.record).await else {
        return Vec::new();
    };
    let Some(record) = record_of(&from.scope, &tree) else {
        return Vec::new();
    };
    let own = from.about.subject.as_ref() == Some(&to.record);
    let target = making::registration_id(&to.record, year);
    let mut edits = Vec::new();
    let mut put = |id: &str, kind: &str, field: &str, value: Value| {
        edits.push(Edit {
            scope: to.scope.clone(),
            record: id.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value,
            replaces: Vec::new(),
        });
    };
    for line in &record.lines {
        let fields: &[&str] = match line.kind.as_str() {
            kind::INDICATOR => &["name", "unit"],
            kind::COLLECTIVE_TITLE | kind::INDIVIDUAL_TITLE | kind::FAMILY_TITLE if own => {
                &["subject", "subjectName", "position", "award"]
            }
            _ => continue,
        };
        let id = format!("{target}.{}", platform::fresh_line_part());
        for field in fields.iter().chain([&ORDER_FIELD]) {
            if let Some(value) = line.value(field) {
                put(&id, &line.kind, field, value.clone());
            }
        }
    }
    if let Some(movements) = record.value("movements") {
        put(
            &target,
            kind::EMULATION_REGISTRATION,
            "movements",
            movements.clone(),
        );
    }
    edits
}
