//! The page of what is handed over and taken in.

use super::{take, words};
use crate::links::way_to_typed;
use crate::platform::{self, Address, WorkerError};
use crate::records;
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self as common, handover as text};
use crate::ui::{
    Busy, Button, ButtonKind, FieldShell, FileButton, IconName, LinkButton, ListRow, Notice, Rows,
    Section, Tone, TopBar, described_by, later, rows_of,
};
use crate::worker::SecondModule;
use client::handover::{HandoverContent, changes, give};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use replica::PendingOperation;
use std::rc::Rc;

/// Shorter ones are guessed by whoever finds the file.
const SHORTEST_PASSPHRASE: usize = 8;
/// Where the made file stands, and where it is said what was taken in.
const MADE: &str = "made";
const TAKEN: &str = "taken";

/// What is said after an act, if anything.
pub type ActReport = Option<(Tone, &'static str, String)>;

pub fn notice(said: RwSignal<ActReport>) -> impl Fn() -> Option<AnyView> {
    move || {
        let (tone, word, words) = said.get()?;
        Some(view! { <Notice tone=tone word=word text=words live=true /> }.into_any())
    }
}

/// Gives what waits here to another phone, and takes what waits on another.
pub fn hand_over_page(session: Session) -> AnyView {
    view! {
        <TopBar title=text::HAND_OVER back=Route::Waiting.path() back_label=common::BACK />
        <main>
            <p class="quiet-text">{text::WHY}</p>
            {typed_notice(session, text::still_typed)}
            {give_part(session)}
            {take_part(session)}
        </main>
    }
    .into_any()
}

/// A file that was made.
#[derive(Clone)]
struct BundleFile {
    sealed: bool,
    file: web_sys::File,
    address: Rc<Address>,
    changes: usize,
}

fn give_part(session: Session) -> AnyView {
    let to_give = RwSignal::new(None::<HandoverContent>);
    let passphrase = RwSignal::new(String::new());
    let making = Busy::default();
    let said: RwSignal<ActReport> = RwSignal::new(None);
    let made: StoredValue<Option<BundleFile>, LocalStorage> = StoredValue::new_local(None);
    let is_made = RwSignal::new(false);
    Effect::new(move |_| {
        session.lines.track();
        session.relayed.track();
        spawn_local(async move {
            if let Ok(unsent) = session.phone().unsent().await {
                to_give.try_set(Some(HandoverContent::of(&unsent)));
            }
        });
    });
    // A file that was made is of the words that stood there then.
    Effect::new(move |_| {
        passphrase.track();
        is_made.set(false);
    });
    let some = move || to_give.get().is_some_and(|give| give.changes > 0);
    let what = move || what_waits(to_give.get());
    let make = making.act(move |()| {
        let words = passphrase.get_untracked().trim().to_owned();
        if !words.is_empty() && words.chars().count() < SHORTEST_PASSPHRASE {
            said.set(Some((
                Tone::Bad,
                text::NOT_MADE,
                text::SHORT_PASSPHRASE.to_owned(),
            )));
            return None;
        }
        said.set(None);
        is_made.set(false);
        Some(later(async move {
            let passphrase = Some(words.as_str()).filter(|words| !words.is_empty());
            match give(&session.phone(), &SecondModule, passphrase).await {
                Ok((bundle, changes)) => {
                    let done = file_of(&bundle, changes, passphrase.is_some());
                    let is_done = done.is_some();
                    made.try_set_value(done);
                    is_made.try_set(is_done);
                    platform::focus_soon(MADE);
                }
                Err(problem) => {
                    let why = super::words(&problem).to_owned();
                    said.try_set(Some((Tone::Warn, text::NOT_MADE, why)));
                }
            }
        }))
    });
    let label = move || {
        if making.get() {
            text::MAKING
        } else {
            text::MAKE_FILE
        }
    };
    let files_stay = move || some() && session.files_waiting().0 > 0;
    view! {
        <Section heading=text::GIVE>
            <p>{what}</p>
            <p class="quiet-text" hidden=move || !files_stay()>{text::FILES_STAY}</p>
            <div class="stack" hidden=move || !some()>
                <LinkButton href=Route::ShowCode.path() wide=true kind=ButtonKind::Main>
                    {text::SHOW_CODE}
                </LinkButton>
                {passphrase_field("passphrase", text::WITH_PASSPHRASE, text::WITH_PASSPHRASE_WHY, passphrase)}
                <Button on_click=make wide=true icon=IconName::Share>{label}</Button>
                {notice(said)}
                <div id=MADE tabindex="-1">
                    {move || is_made.get().then(|| made.with_value(|made| made.clone().map(ready)))}
                </div>
            </div>
        </Section>
    }
    .into_any()
}

/// How much there is to give, in words.
fn what_waits(to_give: Option<HandoverContent>) -> String {
    match to_give {
        None => String::new(),
        Some(HandoverContent { changes: 0, .. }) => text::NOTHING_TO_GIVE.to_owned(),
        Some(give) => {
            let mut words = text::to_give(give.changes, give.records);
            if give.relayed > 0 {
                words.push_str(&text::relayed_too(give.relayed));
            }
            words
        }
    }
}

fn passphrase_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    passphrase: RwSignal<String>,
) -> AnyView {
    view! {
        <FieldShell for_id=id label=label hint=hint.to_owned()>
            <input
                class="input"
                id=id
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described_by(id)
                on:input=move |event| passphrase.set(event_target_value(&event))
            />
        </FieldShell>
    }
    .into_any()
}

/// «so-thi-dua-chuyen-tay-20261126-0512.txt»: `.txt`, or the share sheet would not take it.
fn file_of(bundle: &Uint8Array, changes: usize, sealed: bool) -> Option<BundleFile> {
    const TYPE: &str = "text/plain";
    let mark = if sealed { "-co-mat-khau" } else { "" };
    let name = format!("so-thi-dua-chuyen-tay-{}{mark}.txt", platform::stamp());
    let file = platform::file(&name, bundle, TYPE)?;
    let address = Rc::new(Address::of(&bundle.to_vec(), TYPE)?);
    Some(BundleFile {
        sealed,
        file,
        address,
        changes,
    })
}

fn ready(made: BundleFile) -> AnyView {
    let kilobytes = (made.file.size() / 1000.0).ceil() as usize;
    let words = text::file_of(made.changes, kilobytes, made.sealed);
    let (name, address) = (made.file.name(), made.address.0.clone());
    let may_share = platform::may_share(&made.file);
    let file = StoredValue::new_local(made.file);
    let share = move |()| later(file.with_value(platform::share));
    view! {
        <Notice tone=Tone::Good word=text::FILE_READY text=words live=true>
            <div hidden=!may_share>
                <Button on_click=share kind=ButtonKind::Main icon=IconName::Share>{text::SHARE}</Button>
            </div>
            <a class="button plain" href=address download=name>{text::SAVE}</a>
        </Notice>
    }
    .into_any()
}

fn take_part(session: Session) -> AnyView {
    let said: RwSignal<ActReport> = RwSignal::new(None);
    let passphrase = RwSignal::new(String::new());
    // What was chosen and wants a passphrase.
    let sealed: StoredValue<Option<Uint8Array>, LocalStorage> = StoredValue::new_local(None);
    let is_sealed = RwSignal::new(false);
    let take_in = move |bundle: Uint8Array| {
        said.set(None);
        let words = passphrase.get_untracked();
        later(async move {
            let given = Some(words.as_str()).filter(|words| !words.trim().is_empty());
            let taken = take::take(session, &bundle, given).await;
            let wants = matches!(&taken, Err(WorkerError::Problem(code)) if code == "sealed");
            let wrong =
                matches!(&taken, Err(WorkerError::Problem(code)) if code == "wrongPassphrase");
            sealed.try_set_value((wants || wrong).then_some(bundle));
            is_sealed.try_set(wants || wrong);
            if !wants {
                said.try_set(Some(said_of(taken)));
            }
            platform::focus_soon(TAKEN);
        })
    };
    let taking = Busy::default();
    let choose = taking.act(move |files: Vec<web_sys::File>| {
        passphrase.set(String::new());
        let file = files.into_iter().next()?;
        Some(later(async move {
            match platform::bytes_of(&file).await {
                Some(bytes) => take_in(Uint8Array::from(bytes.as_slice())).await,
                None => said.set(Some((
                    Tone::Warn,
                    text::NOT_TAKEN,
                    text::FOREIGN.to_owned(),
                ))),
            }
        }))
    });
    let open = taking.act(move |()| sealed.get_value().map(take_in));
    let unseal = move || {
        is_sealed.get().then(|| {
            view! {
                <Notice tone=Tone::Info word=text::SEALED text=text::SEALED_WHY live=true />
                {passphrase_field("open-passphrase", text::PASSPHRASE, "", passphrase)}
                <Button on_click=open wide=true kind=ButtonKind::Main>{text::OPEN_IT}</Button>
            }
            .into_any()
        })
    };
    view! {
        <Section heading=text::TAKE>
            <div class="stack" id=TAKEN tabindex="-1">
                {notice(said)}
                {unseal}
                <LinkButton href=Route::Scan.path() wide=true>{text::SCAN}</LinkButton>
                <FileButton accept="" label=text::CHOOSE_FILE on_choose=choose />
            </div>
        </Section>
    }
    .into_any()
}

/// What became of taking something in, for a person.
pub fn said_of(taken: Result<(&'static str, String), WorkerError>) -> (Tone, &'static str, String) {
    match taken {
        Ok((word, words)) => (Tone::Good, word, words),
        Err(problem) => {
            let why = format!("{}{}", words(&problem), text::NOTHING_CHANGED);
            (Tone::Bad, text::NOT_TAKEN, why)
        }
    }
}

/// What this phone carries for others, as far as it may be seen.
pub fn relayed_part(session: Session) -> AnyView {
    let relayed: RwSignal<Vec<PendingOperation>> = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        session.relayed.track();
        session.lines.track();
        spawn_local(async move {
            if let Ok(found) = session.phone().relayed().await {
                relayed.try_set(found);
            }
        });
    });
    // What may be seen, record by record; the rest is only counted.
    let is_seen = move |one: &&PendingOperation| {
        let root = protocol::root_of(&one.pending.operation.record);
        session.line(root).is_some()
    };
    let seen = move || relayed.with(|relayed| relayed.iter().filter(is_seen).count());
    let elsewhere =
        move || relayed.with(|relayed| changes(relayed.iter().filter(|one| !is_seen(one))));
    let rows = move || {
        relayed.with(|relayed| {
            let mut roots: Vec<&str> = Vec::new();
            for one in relayed.iter().filter(is_seen) {
                let root = protocol::root_of(&one.pending.operation.record);
                if !roots.contains(&root) {
                    roots.push(root);
                }
            }
            let rows = roots.iter().filter_map(|root| row(session, root, relayed));
            rows.collect()
        })
    };
    view! {
        <div hidden=move || relayed.with(Vec::is_empty)>
            <Section heading=text::CARRIED>
                <p class="quiet-text">{text::CARRIED_WHY}</p>
                <div hidden=move || seen() == 0>
                    <Rows>{rows_of(rows, None)}</Rows>
                </div>
                <p hidden=move || elsewhere() == 0>{move || text::of_elsewhere(elsewhere())}</p>
            </Section>
        </div>
    }
    .into_any()
}

fn row(session: Session, root: &str, relayed: &[PendingOperation]) -> Option<ListRow> {
    let line = session.line(root)?;
    let of_it = |one: &&PendingOperation| protocol::root_of(&one.pending.operation.record) == root;
    let mut detail = common::changes(changes(relayed.iter().filter(of_it)));
    let is_held = |one: &PendingOperation| {
        one.pending
            .relayed
            .as_ref()
            .is_some_and(|c| c.held.is_some())
    };
    if relayed.iter().filter(of_it).any(is_held) {
        detail = format!("{detail}. {}", text::HELD);
    }
    let href = records::path_of(session, &line.kind, &line.record);
    Some(ListRow {
        detail,
        ..ListRow::to(href, records::named(&line))
    })
}

/// What is typed and not saved goes nowhere: that is said where all else is said to be on its way.
pub fn typed_notice(session: Session, still_typed: fn(usize) -> String) -> AnyView {
    let notice = move || {
        let typings = session.typings.get();
        let first = typings
            .values()
            .find_map(|typing| way_to_typed(session, typing));
        (!typings.is_empty()).then(|| {
            let open = first.map(|(href, _)| {
                view! { <LinkButton href=href>{text::OPEN_FIELD}</LinkButton> }.into_any()
            });
            view! {
                <Notice
                    tone=Tone::Warn
                    word=text::STILL_TYPED
                    text=still_typed(typings.len())
                >
                    {open}
                </Notice>
            }
            .into_any()
        })
    };
    view! { {move || notice()} }.into_any()
}
