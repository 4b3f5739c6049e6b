//! The page on which pasted text becomes villages: what was read is shown line by line and saved at
//! once when the person agrees. The reading is done by `crates/worker`.

mod read;

use super::initial_sync::arrival;
use crate::form::{draft, may_not_make};
use crate::history;
use crate::links::PASTED;
use crate::platform;
use crate::records;
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{
    ActionBar, Button, ButtonKind, FieldShell, Later, PreviewLine, Tone, TopBar, gone, later,
    preview,
};
use client::text_field::Event;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use read::{KnownVillage, Read, fill, known_villages, read_lines, tone, verdict};
use register::{kind, summary};
use replica::{Edit, Typing};
use serde_json::Value;
use sorted::by_number;
use std::sync::Arc;
use worker_messages::paste::{LineRead, VillageRead};

/// Many villages at once, out of a message or a spreadsheet, with a preview.
pub fn paste_page(session: Session) -> AnyView {
    if !records::may_add_villages(session) {
        return may_not_make(text::PASTE_TITLE, &Route::List("thon"));
    }
    let place = pasted_place(session);
    let (draft, _) = draft(session, place.clone(), String::new());
    let begin = draft.text();
    let pasted = RwSignal::new(begin.clone());
    let (draft, place) = (StoredValue::new_local(draft), StoredValue::new(place));
    let typed = move |text: String| {
        draft.with_value(|draft| draft.post(Event::Typed(text.clone())));
        pasted.set(text);
    };
    // Thrown away on purpose, or become villages.
    let forget = move || {
        draft.with_value(|draft| draft.post(Event::LetGo));
        let place = place.get_value();
        async move { session.forget_typing(&place).await }
    };
    let list = PastedList::new(session, pasted);
    let add = move |()| {
        let (made, filled) = list.edits(session);
        let (new, more) = list.added.get_untracked();
        let text = text::added_villages(new, more);
        let forget = forget();
        later(async move {
            let villages = Route::List("thon");
            if session.add(made, filled, text, villages.clone()).await {
                forget.await;
                history::replace(&villages.path());
                gone().await;
            }
        })
    };
    let may_make = Memo::new(move |_| arrival(session).may_make());
    let back = Route::List("thon").path();
    let stop = {
        let back = back.clone();
        move |()| {
            let (forget, back) = (forget(), back.clone());
            later(async move {
                forget.await;
                history::back(&back);
                gone().await;
            })
        }
    };
    let nothing = move || list.lines.with(Vec::is_empty);
    view! {
        <TopBar title=text::PASTE_TITLE back=back back_label=text::BACK />
        <main>
            <FieldShell for_id="paste" label=text::PASTE_LABEL hint=text::PASTE_HINT>
                <textarea
                    id="paste"
                    class="input pasted"
                    rows="8"
                    spellcheck="false"
                    prop:value=begin
                    on:input=move |event| typed(event_target_value(&event))
                ></textarea>
            </FieldShell>
            <p class="quiet-text" role="status" hidden=move || may_make.get()>{text::COMING}</p>
            <p class="quiet-text" role="status" hidden=move || list.advice().is_empty()>{move || list.advice()}</p>
            <p id=READ class="quiet-text" role="status" hidden=nothing>{move || list.how_far()}</p>
            <div hidden=nothing>{move || list.preview(session)}</div>
            <ActionBar>
                <Button on_click=stop>{text::CANCEL}</Button>
                {move || add_button(list, may_make, add)}
            </ActionBar>
        </main>
    }
    .into_any()
}

/// Where what is pasted is kept until it is thrown away or becomes villages.
fn pasted_place(session: Session) -> Typing {
    Typing {
        scope: session.own_scope(),
        record: PASTED.into(),
        kind: kind::VILLAGE.into(),
        field: PASTED.into(),
        ..Typing::default()
    }
}

/// The button that makes villages of the lines, once all is read and something is to be made.
fn add_button(
    list: PastedList,
    may_make: Memo<bool>,
    add: impl Fn(()) -> Later + 'static,
) -> impl IntoView {
    (list.is_any() && list.is_read.get() && may_make.get()).then(|| {
        view! {
            <Button kind=ButtonKind::Main on_click=add>
                {move || {
                    let (new, filled) = list.added.get();
                    text::add_villages(new, filled)
                }}
            </Button>
        }
    })
}

/// The villages of the register, with what stands in them now.
fn known_now(session: Session) -> RwSignal<Option<Arc<Vec<KnownVillage>>>> {
    let known = RwSignal::new(None);
    Effect::new(move |_| {
        let lines = session.lines_of(kind::VILLAGE);
        spawn_local(async move {
            let found = known_villages(session, &lines).await;
            // What has changed meanwhile is looked at by itself.
            if untrack(|| session.lines_of(kind::VILLAGE)) == lines {
                known.try_set(Some(Arc::new(found)));
            }
        });
    });
    known
}

/// What is read of the text as it stands now.
fn read_now(session: Session, pasted: RwSignal<String>) -> RwSignal<Read> {
    let known = known_now(session);
    let read: RwSignal<Read> = RwSignal::default();
    Effect::new(move |_| {
        let (text, Some(known)) = (pasted.get(), known.get()) else {
            return;
        };
        spawn_local(async move {
            let now = read_lines(session, text, known).await;
            // What was typed meanwhile is read by itself.
            if pasted
                .try_get_untracked()
                .is_some_and(|text| text == now.text)
            {
                let lines = |read: &Read| read.text.lines().count();
                let is_pasted = lines(&now) > read.with_untracked(lines) + 1;
                read.set(now);
                if is_pasted {
                    // Drawn and brought into sight at once: nothing moves under a finger.
                    tick().await;
                    platform::bring_up(READ);
                }
            }
        });
    });
    read
}

/// What was read of a pasted text, and what the person says of its lines.
#[derive(Clone, Copy)]
struct PastedList {
    read: RwSignal<Read>,
    lines: Memo<Vec<LineRead>>,
    /// Whether all that is written is read.
    is_read: Memo<bool>,
    /// The lines of which the person says otherwise.
    turned: RwSignal<Vec<Turned>>,
    /// How many villages are new, and how many are filled up.
    added: Memo<(usize, usize)>,
}

impl PastedList {
    fn new(session: Session, pasted: RwSignal<String>) -> Self {
        let read = read_now(session, pasted);
        let lines = Memo::new(move |_| read.with(|read| read.lines.clone()));
        let is_read = Memo::new(move |_| read.with(|read| pasted.with(|text| *text == read.text)));
        let turned: RwSignal<Vec<Turned>> = RwSignal::new(Vec::new());
        let added = Memo::new(move |_| {
            lines.with(|lines| {
                turned.with(|turned| {
                    let all = taken(lines, turned).count();
                    let filled = taken(lines, turned).filter(|one| one.is_more()).count();
                    (all - filled, filled)
                })
            })
        });
        Self {
            read,
            lines,
            is_read,
            turned,
            added,
        }
    }

    fn is_any(self) -> bool {
        self.added.get() != (0, 0)
    }

    /// Why there is nothing to add, if so.
    fn advice(self) -> &'static str {
        if !self.is_read.get() || self.is_any() {
            return "";
        }
        self.read.with(|read| {
            let villages = || read.lines.iter().filter_map(|line| line.village.as_ref());
            let is_there = |village: &VillageRead| village.twice.or(village.known).is_some();
            match read.problem {
                Some(problem) => problem,
                None if read.text.trim().is_empty() => text::PASTE_EMPTY,
                None if villages().next().is_none() => text::PASTE_NO_NAMES,
                None if villages().all(is_there) => text::PASTE_ALL_TWICE,
                None => text::PASTE_NONE_CHOSEN,
            }
        })
    }

    /// How many lines were read, and how many of them are to be looked at.
    fn how_far(self) -> String {
        let to_look_at = |line: &&LineRead| {
            line.village
                .as_ref()
                .is_some_and(VillageRead::is_to_look_at)
        };
        self.lines
            .with(|lines| text::pasted_lines(lines.len(), lines.iter().filter(to_look_at).count()))
    }

    /// What would become of each line, to be turned by a tap.
    fn preview(self, session: Session) -> AnyView {
        let Self { lines, turned, .. } = self;
        let all = lines.get().into_iter().enumerate();
        let line = |(place, line)| turned.with(|turned| preview_line(session, place, line, turned));
        // What is to be looked at comes first, what is left out last.
        let shown = by_number(all.map(line).collect(), |line| {
            match (line.taken, line.tone) {
                (None, _) => 3,
                (_, Tone::Plain) => 2,
                (_, Tone::Good) => 1,
                _ => 0,
            }
        });
        preview(shown, move |place: usize| {
            let line = lines.with_untracked(|lines| lines.get(place).map(turned_line));
            turned.update(|turned| {
                let Some(line) = line else { return };
                match turned.iter().position(|one| *one == line) {
                    Some(at) => drop(turned.remove(at)),
                    None => turned.push(line),
                }
            });
        })
    }

    /// The edits that make the new villages, and those that fill up the others.
    fn edits(self, session: Session) -> (Vec<Edit>, Vec<Edit>) {
        let (read, turned) = (self.read.get_untracked(), self.turned.get_untracked());
        let (filled, new): (Vec<_>, Vec<_>) =
            taken(&read.lines, &turned).partition(|one| one.is_more());
        let made = new.into_iter().flat_map(|one| edits_of(session, one));
        let filled = filled.into_iter().flat_map(|one| fill(one, &read.known));
        (made.collect(), filled.collect())
    }
}

/// Where it is said how much was read.
const READ: &str = "pasted-read";

/// A line, by its number, its words and its village: what is typed above it makes it another.
type Turned = (usize, String, String);

fn turned_line(line: &LineRead) -> Turned {
    let name = line.village.as_ref().map(|village| village.name.clone());
    (line.number, line.raw.clone(), name.unwrap_or_default())
}

/// Whether a line is written into the register.
fn is_taken(line: &LineRead, turned: &[Turned]) -> bool {
    let turned = turned.contains(&turned_line(line));
    line.village
        .as_ref()
        .is_some_and(|village| village.is_expected() != turned)
}

fn taken<'a>(lines: &'a [LineRead], turned: &'a [Turned]) -> impl Iterator<Item = &'a VillageRead> {
    let taken = lines.iter().filter(|line| is_taken(line, turned));
    taken.filter_map(|line| line.village.as_ref())
}

/// What the line at a place would become.
fn preview_line(session: Session, place: usize, line: LineRead, turned: &[Turned]) -> PreviewLine {
    let (number, taken) = (line.number, is_taken(&line, turned));
    let Some(village) = line.village else {
        return PreviewLine {
            place,
            number,
            title: line.raw.trim().chars().take(80).collect(),
            detail: line.skipped,
            tone: Tone::Plain,
            taken: None,
            verdict: text::SKIPPED.into(),
        };
    };
    let (rules, kind) = (session.rules(), Some(&village.kind[..]));
    let is_more = village.is_more();
    let head = |name: &String| match is_more {
        true => text::head(summary::head_title(&rules, kind), name),
        false => name.clone(),
    };
    let phone = |number: &String| match is_more {
        true => text::phone(number),
        false => number.clone(),
    };
    let said = [
        ("headName", village.head.as_ref().map(head)),
        ("households", village.households.map(text::households)),
        ("people", village.people.map(text::people)),
        ("headPhone", village.phone.as_ref().map(phone)),
    ];
    let said = said
        .into_iter()
        .filter(|(field, _)| !is_more || village.adds.iter().any(|one| one == field))
        .filter_map(|(_, words)| words);
    let mut detail: Vec<String> = said.collect();
    if is_more {
        detail = vec![text::more_of_village(&detail)];
    }
    let (tone, verdict) = (tone(&village), verdict(&village));
    detail.extend(village.reasons);
    PreviewLine {
        place,
        number,
        title: summary::village_title(&rules, kind, &village.name),
        detail: detail.join(" · "),
        tone,
        taken: Some(taken),
        verdict,
    }
}

fn edits_of(session: Session, village: &VillageRead) -> Vec<Edit> {
    let mut values = vec![
        ("villageKind", Value::from(village.kind.clone())),
        ("name", Value::from(village.name.clone())),
    ];
    let said = village.values().into_iter();
    values.extend(said.filter_map(|(field, value)| Some((field, value?))));
    records::new_village(session, values)
}
