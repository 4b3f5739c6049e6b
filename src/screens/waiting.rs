//! The page of what is not in the shared register: changes that wait, changes that were refused,
//! files to be sent, and how the sync stands.

use crate::handover::{relayed_part, typed_notice};
use crate::platform;
use crate::records::{self, named};
use crate::routes::Route;
use crate::session::Session;
use crate::settings;
use crate::sync;
use crate::text;
use crate::ui::{
    Button, ButtonKind, Dialog, EmptyState, IconName, ListRow, Notice, Row, Rows, Section,
    Segmented, Tone, TopBar, code_box, later, rows_of,
};
use client::sync::{Link, SyncState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Operation;
use register::kind;
use register::number;
use replica::{PendingOperation, RefusedOperation};
use serde::Serialize;
use sorted::{SortedMap, SortedSet};

/// The file of what is not in the shared register: scope, operation, and why not.
#[derive(Serialize)]
struct UnsentExport<'a> {
    refused: Vec<(&'a str, &'a Operation, &'a str)>,
    waiting: Vec<(&'a str, &'a Operation)>,
}

/// The changes that are not in the shared register, and whether they have been looked for.
struct UnsharedChanges {
    waiting: RwSignal<Vec<PendingOperation>>,
    refused: RwSignal<Vec<RefusedOperation>>,
    looked: RwSignal<bool>,
}

/// What is not in the shared register, record by record, and why not if so.
pub fn waiting_page(session: Session) -> AnyView {
    let UnsharedChanges {
        waiting,
        refused,
        looked,
    } = unshared_now(session);
    let may_enter = move || {
        let of = |sync: &SyncState| sync.link != Link::Revoked && !sync.not_known;
        session.sync.with(of)
    };
    let waiting_rows = move || {
        waiting.with(|waiting| {
            let changes = waiting.iter().map(|one| (&one.pending.operation, None));
            rows_of_changes(session, changes)
        })
    };
    let refused_rows = move || {
        refused.with(|refused| {
            let changes = refused
                .iter()
                .map(|one| (&one.pending.operation, Some(one.code.as_str())));
            rows_of_changes(session, changes)
        })
    };
    let why = move || if may_enter() { text::WAITING_WHY } else { "" };
    let nothing = move || {
        let none = waiting.with(Vec::is_empty) && refused.with(Vec::is_empty);
        let none = none && session.files_waiting().0 == 0 && session.relayed.get() == 0;
        let not_known = session.sync.with(|sync| sync.not_known);
        (looked.get() && none && !not_known).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Check
                    title=text::NOTHING_WAITS
                    text=text::NOTHING_WAITS_WHY
                />
            }
        })
    };
    let take_out = move |()| {
        let waiting = waiting.get_untracked();
        refused.with_untracked(|refused| save_as_file(refused, &waiting));
    };
    let any = move || !(waiting.with(Vec::is_empty) && refused.with(Vec::is_empty));
    view! {
        <TopBar title=text::SHARED_REGISTER back=Route::Home.path() back_label=text::BACK />
        <main>
            {move || link(session)}
            {move || session.sync.with(|sync| sync.not_known).then(|| code_part(session))}
            {typed_notice(session, text::handover::still_typed)}
            <div class="cluster">
                <Button on_click=move |()| sync::now_or_soon()>{text::TRY_NOW}</Button>
            </div>
            <Rows>
                <Row
                    href=Route::HandOver.path()
                    title=text::handover::HAND_OVER
                    detail=text::handover::ROW
                    icon=IconName::Share
                />
            </Rows>
            {part(text::COULD_NOT_ENTER, || text::COULD_NOT_ENTER_WHY, refused_rows)}
            {throwing_away(session, refused)}
            {part(text::WAITING_HERE, why, waiting_rows)}
            {relayed_part(session)}
            {files_part(session)}
            {move || nothing()}
            <div hidden=move || !any()>
                <Button on_click=take_out>{text::TAKE_OUT}</Button>
            </div>
        </main>
    }
    .into_any()
}

/// The changes that are not in the shared register now.
fn unshared_now(session: Session) -> UnsharedChanges {
    let waiting: RwSignal<Vec<PendingOperation>> = RwSignal::new(Vec::new());
    let refused: RwSignal<Vec<RefusedOperation>> = RwSignal::new(Vec::new());
    let looked = RwSignal::new(false);
    Effect::new(move |_| {
        session.lines.track();
        session.refused.track();
        spawn_local(async move {
            let phone = session.phone();
            if let Ok(found) = phone.waiting().await {
                waiting.try_set(found);
            }
            if let Ok(found) = phone.refused().await {
                refused.try_set(found);
            }
            looked.try_set(true);
        });
    });
    UnsharedChanges {
        waiting,
        refused,
        looked,
    }
}

/// Whether the shared register is reached, and when it last was.
fn link(session: Session) -> impl IntoView {
    let not_known = session.sync.with(|sync| sync.not_known);
    let (tone, words) = match session.sync.with(|sync| sync.link) {
        Link::Starting => (Tone::Calm, text::LINK_STARTING),
        Link::Busy => (Tone::Calm, text::LINK_BUSY),
        Link::Reached => (Tone::Good, text::LINK_REACHED),
        _ if not_known => (Tone::Bad, text::LINK_NOT_KNOWN),
        Link::Away => (Tone::Calm, text::LINK_AWAY),
        Link::Trouble => (Tone::Warn, text::LINK_TROUBLE),
        Link::Revoked => (Tone::Bad, text::LINK_REVOKED),
    };
    let last = session.sync.with(|sync| sync.last);
    let when = last.map(|at| text::last_reached_at(&platform::moment_text(at)));
    let words = format!("{words}{}", when.unwrap_or_default());
    view! { <Notice tone=tone word=text::SHARED_REGISTER_IS text=words live=true /> }
}

fn save_as_file(refused: &[RefusedOperation], waiting: &[PendingOperation]) {
    let content = serde_json::to_string(&UnsentExport {
        refused: refused
            .iter()
            .map(|one| (&*one.scope, &one.pending.operation, &*one.code))
            .collect(),
        waiting: waiting
            .iter()
            .map(|one| (&*one.scope, &one.pending.operation))
            .collect(),
    });
    platform::save_file(text::WAITING_FILE, &content.unwrap_or_default());
}

/// What could not enter is thrown away, once it is in a file.
fn throwing_away(session: Session, refused: RwSignal<Vec<RefusedOperation>>) -> AnyView {
    let asking = RwSignal::new(false);
    let saved: RwSignal<Vec<RefusedOperation>> = RwSignal::new(Vec::new());
    let ask = move |()| {
        saved.set(Vec::new());
        asking.set(true);
    };
    let save = move |()| {
        let all = refused.get_untracked();
        save_as_file(&all, &[]);
        saved.set(all);
    };
    let throw = move |()| {
        asking.set(false);
        later(async move {
            match session.phone().throw_away(&saved.get_untracked()).await {
                Ok(()) => session.look_at_refused().await,
                Err(problem) => session.failure.set(Some(problem.into())),
            }
            session.tell_tabs();
        })
    };
    let not_saved = Signal::derive(move || saved.with(Vec::is_empty));
    let title = move || text::throw_away(session.refused.get());
    view! {
        <div class="cluster" hidden=move || refused.with(Vec::is_empty)>
            <Button kind=ButtonKind::Danger on_click=ask>{text::THROW_AWAY_REFUSED}</Button>
        </div>
        <Dialog open=asking title=Signal::derive(title)>
            <p>{text::THROW_AWAY_WHY}</p>
            <div class="dialog-actions">
                <Button on_click=move |()| asking.set(false)>{text::CANCEL}</Button>
                <Button on_click=save>{text::TAKE_REFUSED_OUT}</Button>
                <Button kind=ButtonKind::Danger on_click=throw disabled=not_saved>
                    {text::THROW_AWAY}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// By what whoever invites makes this person again: the person's id, and the village's.
fn code_part(session: Session) -> AnyView {
    let enrolment = session.enrolment();
    let village = enrolment.village.as_ref().map(|village| &village.id);
    let ids = [Some(&enrolment.person.id), village];
    let code = Vec::from_iter(ids.into_iter().flatten().map(String::as_str)).join(" ");
    view! {
        <Section heading=text::CODE_FOR_INVITATION>{code_box(code)}</Section>
    }
    .into_any()
}

/// What is still to be sent of photos and files, and whether it goes by itself.
fn files_part(session: Session) -> AnyView {
    let later = RwSignal::new(usize::from(settings::files_later()));
    let words = move || match session.files_waiting() {
        (0, _) => text::FILES_ALL_SHARED.to_owned(),
        (count, size) => {
            let tenths = i64::try_from(size.div_ceil(100_000)).unwrap_or_default();
            let words = text::files_waiting(count, &number::format(tenths, 1));
            match later.get() {
                0 => words,
                _ => words + text::FILES_WAIT,
            }
        }
    };
    let choose = move |chosen: usize| {
        settings::set_files_later(chosen == 1);
        later.set(chosen);
        sync::now_or_soon();
    };
    view! {
        <div hidden=move || session.files.with(|files| files.all.is_empty())>
            <Section heading=text::SEND_FILES>
                <p class="quiet-text" aria-live="polite">{move || words()}</p>
                <Segmented
                    name="send-files"
                    label=text::SEND_FILES
                    options=vec![text::SEND_FILES_NOW, text::SEND_FILES_LATER]
                    chosen=later
                    on_choose=choose
                />
            </Section>
        </div>
    }
    .into_any()
}

/// A change, and why it could not enter.
type WaitingChange<'a> = (&'a Operation, Option<&'a str>);

/// Some of the records that are not in the shared register, if there are any.
fn part(
    heading: &'static str,
    why: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    rows: impl Fn() -> Vec<ListRow> + Send + Sync + 'static,
) -> AnyView {
    let rows = Memo::new(move |_| rows());
    let heading = move || format!("{heading}: {}", text::records(rows.with(Vec::len)));
    view! {
        <div hidden=move || rows.with(Vec::is_empty)>
            <Section heading=Signal::derive(heading)>
                <p class="quiet-text" hidden=move || why().is_empty()>{why}</p>
                <Rows>{rows_of(move || rows.get(), None)}</Rows>
            </Section>
        </div>
    }
    .into_any()
}

/// The changes, a row a record, the one changed last first.
fn rows_of_changes<'a>(
    session: Session,
    changes: impl Iterator<Item = WaitingChange<'a>>,
) -> Vec<ListRow> {
    let mut records: SortedMap<&str, Vec<WaitingChange<'_>>> = SortedMap::new();
    for change in changes {
        let root = protocol::root_of(&change.0.record);
        records.or_default(root).push(change);
    }
    let records = sorted::by_number(records.into_entries(), |(_, changes)| {
        last(changes).map_or(i64::MAX, i64::saturating_neg)
    });
    let rows = records.iter().map(|(root, of)| row(session, root, of));
    rows.collect()
}

/// What was saved at once is one change to a person.
fn savings(changes: &[WaitingChange<'_>]) -> usize {
    let savings: SortedSet<_> = changes
        .iter()
        .map(|(one, _)| (&one.device, one.save))
        .collect();
    savings.len()
}

fn last(changes: &[WaitingChange<'_>]) -> Option<i64> {
    changes.iter().map(|(one, _)| one.at).max()
}

/// «Bản Pò Mã: Đăng ký thi đua · 6 thay đổi · 09:12».
fn row(session: Session, root: &str, changes: &[WaitingChange<'_>]) -> ListRow {
    // Of what could not enter there may be no record: the changes alone say what it was.
    let line = session.line(root).filter(|line| !line.kind.is_empty());
    let root_changes = changes.iter().map(|(one, _)| *one);
    let root_changes = root_changes.filter(|one| one.record == root);
    let kind_of_root = root_changes.clone().next().map(|one| one.kind.clone());
    let of = line.as_ref().map(|line| line.kind.clone()).or(kind_of_root);
    let of = of.unwrap_or_default();
    let title = match &line {
        Some(line) => named(line),
        None => {
            let is_name = |one: &&Operation| one.field == kind::naming_field(&of);
            let name = root_changes
                .filter(is_name)
                .find_map(|one| one.value.as_str());
            name.unwrap_or(text::UNNAMED).to_owned()
        }
    };
    let kind = session.form(&of).map(|form| form.title);
    let mut words: Vec<String> = kind.into_iter().filter(|kind| *kind != title).collect();
    let year = line.as_ref().and_then(|line| line.about.year);
    words.extend(year.map(|year| text::in_year(year.into())));
    if line.as_ref().is_some_and(|line| line.deleted) {
        words.push(text::WAS_DELETED.to_owned());
    }
    words.push(text::changes(savings(changes)));
    words.extend(last(changes).map(platform::moment_text));
    let mut detail = words.join(" · ");
    if let Some(code) = changes.iter().find_map(|(_, code)| *code) {
        detail.push_str(". ");
        detail.push_str(match code {
            "noRight" => text::NO_RIGHT,
            "malformed" => text::REFUSED_FORM,
            "badSignature" | "notYourDevice" => text::handover::BAD_SIGNATURE,
            "revoked" => text::handover::AUTHOR_REVOKED,
            _ => text::REFUSED_OTHER,
        });
    }
    ListRow {
        of: root.to_owned(),
        href: line.map(|_| records::path_of(session, &of, root)),
        title,
        detail,
        ..ListRow::default()
    }
}
