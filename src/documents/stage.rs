//! «Ma-két»: the backdrop of a conference's stage, as a drawing and as a picture for the printer.

use super::file::ReadyFile;
use super::gather::Gathered;
use super::{Answer, not_made, stops_when_left, working};
use crate::platform::{self, Address, WorkerError, preference};
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text::{self as common, documents as text};
use crate::ui::{
    ActionBar, Choice, EmptyState, FieldShell, IconName, Notice, RadioRows, Tone, TopBar,
    described_by,
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use reading::Slot;
use serde::Serialize;
use sorted::SortedMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use worker_messages::documents::{Backdrop, BackdropBlank};

const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";
/// Where what was typed for a backdrop is kept, beside the register of whoever typed it.
const KEPT: &str = "stage";

/// The words of a person for a place.
#[derive(Clone, Debug, Default, Serialize, Slot)]
struct Word {
    place: String,
    words: String,
}

type Words = SortedMap<String, String>;

/// The person's words, by place; of an older version those of the phone.
async fn kept(session: Session) -> Words {
    let own = session.phone().kept::<Vec<Word>>(KEPT).await;
    let own = own.ok().flatten().or_else(|| preference(KEPT));
    let own = own.unwrap_or_default().into_iter();
    own.map(|one| (one.place, one.words)).collect()
}

/// What is to be kept next, and whether something is being kept.
#[derive(Default)]
struct Next {
    words: RefCell<Option<Vec<Word>>>,
    is_keeping: Cell<bool>,
}

/// Keeps the words of a person as they are typed, the last of them last, also when the page is left.
#[derive(Clone, Copy)]
struct Keeper {
    session: Session,
    words: RwSignal<Words>,
    next: StoredValue<Rc<Next>, LocalStorage>,
}

impl Keeper {
    fn new(session: Session) -> Self {
        Self {
            session,
            words: RwSignal::default(),
            next: StoredValue::new_local(Rc::default()),
        }
    }

    fn typed(self, place: &str, words: String) {
        self.words
            .update(|all| drop(all.insert(place.to_owned(), words)));
        let word = |(place, words): (&String, &String)| Word {
            place: place.clone(),
            words: words.clone(),
        };
        let all = self
            .words
            .with_untracked(|all| all.iter().map(word).collect());
        let (session, next) = (self.session, self.next.get_value());
        next.words.replace(Some(all));
        if next.is_keeping.replace(true) {
            return;
        }
        spawn_local(async move {
            while let Some(all) = next.words.take() {
                let kept = session.phone().keep(KEPT, &all).await;
                session.failure.set(kept.err().map(Into::into));
            }
            next.is_keeping.set(false);
        });
    }
}

/// A drawing with its files.
struct BackdropDrawing {
    shown: Address,
    files: Vec<ReadyFile>,
}

async fn drawn(
    gathered: &Gathered,
    backdrop: &Backdrop,
    words: &str,
) -> Result<BackdropDrawing, WorkerError> {
    let svg = gathered.backdrop(&backdrop.id, words).await?;
    let shown = Address::of(svg.as_bytes(), SVG).ok_or_else(super::gather::gone)?;
    let file = |format: &str, kind: &str, bytes: &Uint8Array| {
        ReadyFile::of(text::STAGE, &gathered.whose, format, kind, bytes)
    };
    let mut files = Vec::new();
    if let Some(png) = platform::picture_of(&shown.0).await {
        files.extend(file("png", PNG, &png));
    }
    files.extend(file("svg", SVG, &Uint8Array::from(svg.as_bytes())));
    Ok(BackdropDrawing { shown, files })
}

pub fn stage_page(session: Session) -> AnyView {
    let answer: Answer<Vec<Backdrop>> = RwSignal::new(None);
    let gathered: RwSignal<Option<Gathered>, LocalStorage> = RwSignal::new_local(None);
    let drawing: RwSignal<Option<BackdropDrawing>, LocalStorage> = RwSignal::new_local(None);
    let is_at_work = RwSignal::new(false);
    let chosen = RwSignal::new(None::<String>);
    let keeper = Keeper::new(session);
    let words = keeper.words;
    spawn_local(async move {
        words.try_set(kept(session).await);
        let all = async {
            let known = Gathered::of(session, &DocumentSource::Stage).await?;
            let all = known.backdrops().await?;
            gathered.try_set(Some(known));
            Ok(all)
        };
        let all = all.await;
        if let Ok(all) = &all {
            chosen.try_set(all.first().map(|one| one.id.clone()));
        }
        answer.try_set(Some(all));
    });
    stops_when_left(move || answer.try_with_untracked(Option::is_some).unwrap_or(true));
    let backdrop = Memo::new(move |_| {
        let id = chosen.get()?;
        answer.with(|answer| match answer {
            Some(Ok(all)) => all.iter().find(|one| one.id == id).cloned().map(Same),
            _ => None,
        })
    });
    // Drawn anew after every word; what is late is not shown.
    let drawn_for = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (Some(Same(backdrop)), Some(gathered)) = (backdrop.get(), gathered.get()) else {
            return;
        };
        let of_this: BTreeMap<String, String> = words.with(|words| {
            let some = words.iter().filter(|(_, words)| !words.trim().is_empty());
            some.map(|(place, words)| (place.clone(), words.clone()))
                .collect()
        });
        drawn_for.update_value(|count| *count += 1);
        let this = drawn_for.get_value();
        is_at_work.set(true);
        spawn_local(async move {
            let of_this = serde_json::to_string(&of_this).unwrap_or_default();
            let done = drawn(&gathered, &backdrop, &of_this).await;
            if drawn_for.try_get_value() == Some(this) {
                drawing.try_set(done.ok());
                is_at_work.try_set(false);
            }
        });
    });
    let back = Route::Papers(DocumentSource::Year).path();
    let stop = back.clone();
    let body = move || match answer.get() {
        None => working(stop.clone()),
        Some(Err(problem)) => not_made(&problem),
        Some(Ok(all)) => kinds(all, chosen),
    };
    let shown = move || {
        let address = drawing.with(|drawing| Some(drawing.as_ref()?.shown.0.clone()))?;
        Some(view! { <img src=address alt=text::STAGE /> })
    };
    view! {
        <TopBar title=text::STAGE back=back back_label=common::BACK />
        <main>
            {move || body()}
            // As high before the drawing is there: nothing moves under a finger.
            <div class="stage" aria-busy=move || is_at_work.get().then_some("true")>{move || shown()}</div>
            {move || fields(backdrop, keeper)}
            <ActionBar>{move || buttons(drawing)}</ActionBar>
        </main>
    }
    .into_any()
}

/// Which backdrops there are, to choose one.
fn kinds(all: Vec<Backdrop>, chosen: RwSignal<Option<String>>) -> AnyView {
    if all.is_empty() {
        return view! {
            <EmptyState icon=IconName::Register title=text::NO_STAGE text=text::NONE_WHY />
        }
        .into_any();
    }
    let options = all.into_iter().map(|one| Choice {
        value: one.id,
        title: one.name,
        detail: String::new(),
    });
    let options: Vec<Choice> = options.collect();
    view! { <RadioRows name="backdrop" legend=text::STAGE_KIND options=options chosen=chosen /> }
        .into_any()
}

/// The places of the chosen backdrop, for the person's words.
fn fields(backdrop: Memo<Option<Same>>, keeper: Keeper) -> Option<impl IntoView> {
    let backdrop = backdrop.get().map(|Same(one)| one)?;
    let reference = backdrop.is_reference.then(|| {
        view! { <Notice tone=Tone::Info word=text::REFERENCE text=text::REFERENCE_WHY /> }
    });
    let fields = backdrop
        .places
        .into_iter()
        .map(|place| field(place, keeper));
    let fields: Vec<AnyView> = fields.collect();
    Some(view! { {reference} <div class="stack">{fields}</div> })
}

/// The drawing's files, the one that the page is for first.
fn buttons(drawing: RwSignal<Option<BackdropDrawing>, LocalStorage>) -> Option<Vec<AnyView>> {
    let of_file = |(place, file): (usize, &ReadyFile)| match place {
        0 => file.main_buttons(text::SAVE_PICTURE, text::SHARE_PICTURE),
        _ => file.buttons(text::SAVE_DRAWING, ""),
    };
    drawing.with(|drawing| {
        let files = &drawing.as_ref()?.files;
        // Without a picture there is the drawing alone.
        let first = 2_usize.saturating_sub(files.len());
        let all = files.iter().enumerate();
        Some(
            all.map(|(place, file)| of_file((place + first, file)))
                .collect::<Vec<_>>(),
        )
    })
}

/// A backdrop is another one where its id is.
#[derive(Clone)]
struct Same(Backdrop);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

fn field(BackdropBlank { key: place, known }: BackdropBlank, keeper: Keeper) -> AnyView {
    let id = format!("stage-{place}");
    let begun = keeper
        .words
        .with_untracked(|words| words.get(&place).cloned());
    let label = text::place(&place).to_owned();
    let typed = move |event| keeper.typed(&place, event_target_value(&event));
    view! {
        <FieldShell for_id=id.clone() label=label>
            <input
                class="input"
                id=id.clone()
                type="text"
                autocomplete="off"
                placeholder=known
                value=begun.unwrap_or_default()
                aria-describedby=described_by(&id)
                on:input=typed
            />
        </FieldShell>
    }
    .into_any()
}
