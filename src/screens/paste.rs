use super::coming::arrival;
use super::making;
use crate::form::{Draft, PASTED, Seed, may_not_make};
use crate::platform;
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{
    ActionBar, Button, ButtonKind, FieldShell, PreviewLine, Tone, TopBar, gone, later, preview,
};
use crate::way;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use reading::read_exactly;
use register::kind;
use replica::Typing;
use serde_json::Value;
use sorted::by_number;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A line of what was pasted, as `crates/workshop` reads it: a village, or why it is none.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    number: usize,
    raw: String,
    skipped: String,
    village: Option<Village>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Village {
    kind: String,
    name: String,
    head: Option<String>,
    phone: Option<String>,
    households: Option<u32>,
    people: Option<u32>,
    /// The line where the same village stands already; 0 for the register.
    twice: Option<usize>,
    is_certain: bool,
    is_unlikely: bool,
    reasons: Vec<String>,
}

read_exactly!(Line {
    number,
    raw,
    skipped,
    village
});

read_exactly!(Village {
    kind,
    name,
    head,
    phone,
    households,
    people,
    twice,
    is_certain = "isCertain",
    is_unlikely = "isUnlikely",
    reasons
});

/// A text, and its lines; or why they could not be read.
type Read = (String, Result<Vec<Line>, &'static str>);

/// Many villages at once, out of a message or a spreadsheet, with a preview.
pub fn paste_page(session: Session) -> AnyView {
    if !making::may_add_villages(session) {
        return may_not_make(text::PASTE_TITLE, &Route::List("thon"));
    }
    let place = Typing {
        scope: session.own_scope(),
        record: PASTED.into(),
        kind: kind::VILLAGE.into(),
        field: PASTED.into(),
        ..Typing::default()
    };
    let (draft, _) = Draft::new(session, Seed::default(), place.clone(), String::new());
    let begin = draft.text.borrow().clone();
    let pasted = RwSignal::new(begin.clone());
    let (draft, place) = (
        StoredValue::new_local(Rc::new(draft)),
        StoredValue::new(place),
    );
    let typed = move |text: String| {
        draft.with_value(|draft| draft.typed(text.clone()));
        pasted.set(text);
    };
    // Thrown away on purpose, or become villages.
    let forget = move || {
        draft.with_value(|draft| draft.let_go());
        let place = place.get_value();
        async move { session.forget_typing(&place).await }
    };
    let read: RwSignal<Read> = RwSignal::new((String::new(), Ok(Vec::new())));
    Effect::new(move |_| {
        let (text, known) = (pasted.get(), known(session));
        spawn_local(async move {
            let lines = read_lines(&text, &known).await;
            // What was typed meanwhile is read by itself.
            if pasted.try_get_untracked().is_some_and(|now| now == text) {
                read.set((text, lines));
            }
        });
    });
    let lines = Memo::new(move |_| read.with(|(_, lines)| lines.clone().unwrap_or_default()));
    let is_read = Memo::new(move |_| read.with(|(text, _)| pasted.with(|pasted| pasted == text)));
    // The lines of which the person says otherwise: a village is taken unless it is there already
    // or nothing speaks for it.
    let turned: RwSignal<Vec<Turned>> = RwSignal::new(Vec::new());
    let added =
        Memo::new(move |_| lines.with(|lines| turned.with(|turned| taken(lines, turned).count())));
    let twice = move || {
        lines.with(|lines| {
            let mut villages = lines.iter().filter_map(|line| line.village.as_ref());
            villages.any(|village| village.twice.is_some())
        })
    };
    let list = move || {
        let all = lines.get().into_iter().enumerate();
        let line = |(place, line)| turned.with(|turned| preview_line(session, place, line, turned));
        // What is to be looked at comes first, what is left out last.
        let shown = by_number(all.map(line).collect(), |line| {
            match (line.taken, line.tone) {
                (None, _) => 2,
                (Some(_), Tone::Good) => 1,
                (Some(_), _) => 0,
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
    };
    let add = move |()| {
        let (lines, turned) = (lines.get_untracked(), turned.get_untracked());
        let taken = taken(&lines, &turned);
        let edits = taken.flat_map(|one| edits_of(session, one)).collect();
        let text = text::added_villages(added.get_untracked());
        let forget = forget();
        later(async move {
            let list = Route::List("thon");
            if session.add(edits, text, list.clone()).await {
                forget.await;
                way::turn(&list.path());
                gone().await;
            }
        })
    };
    let problem = move || read.with(|(_, lines)| lines.as_ref().err().copied());
    let advice = move || match (added.get(), twice()) {
        _ if !is_read.get() => "",
        (1.., _) => "",
        (0, true) => text::PASTE_ALL_TWICE,
        (0, false) if pasted.with(|pasted| pasted.trim().is_empty()) => text::PASTE_EMPTY,
        (0, false) => problem().unwrap_or(text::PASTE_NO_NAMES),
    };
    let may_make = Memo::new(move |_| arrival(session).may_make());
    let main_button = move || {
        (added.get() > 0 && is_read.get() && may_make.get()).then(|| {
            view! {
                <Button kind=ButtonKind::Main on_click=add>
                    {move || text::add_villages(added.get())}
                </Button>
            }
        })
    };
    let back = Route::List("thon").path();
    let stop = {
        let back = back.clone();
        move |()| {
            let (forget, back) = (forget(), back.clone());
            later(async move {
                forget.await;
                way::back(&back);
                gone().await;
            })
        }
    };
    view! {
        <TopBar title=text::PASTE_TITLE back=back back_label=text::BACK />
        <main>
            <FieldShell for_id="paste" label=text::PASTE_LABEL hint=text::PASTE_HINT>
                <textarea
                    id="paste"
                    class="input"
                    rows="8"
                    spellcheck="false"
                    prop:value=begin
                    on:input=move |event| typed(event_target_value(&event))
                ></textarea>
            </FieldShell>
            <p class="quiet-text" role="status" hidden=move || may_make.get()>{text::COMING}</p>
            <p class="quiet-text" role="status" hidden=move || advice().is_empty()>{move || advice()}</p>
            <p class="quiet-text" hidden=move || lines.with(Vec::is_empty)>{text::PASTE_CHOOSE}</p>
            <div hidden=move || lines.with(Vec::is_empty)>{move || list()}</div>
            <ActionBar>
                <Button on_click=stop>{text::CANCEL}</Button>
                {move || main_button()}
            </ActionBar>
        </main>
    }
    .into_any()
}

/// The code of the kind and the name of each village of the register.
fn known(session: Session) -> Array {
    let lines = session.lines_of(kind::VILLAGE);
    let said = lines.iter().flat_map(|line| {
        ["villageKind", "name"].map(|key| {
            let said = line.about.extra.get(key).and_then(Value::as_str);
            JsValue::from_str(said.unwrap_or_default())
        })
    });
    said.collect()
}

async fn read_lines(pasted: &str, known: &Array) -> Result<Vec<Line>, &'static str> {
    let given = Array::of2(&pasted.into(), known);
    let answer = platform::ask("pasted_villages", &given).await;
    let answer = answer.map_err(|_| text::PASTE_NOT_HERE)?.as_string();
    reading::read(answer.unwrap_or_default().as_bytes()).map_err(|_| text::PASTE_NOT_HERE)
}

/// A line, by its number, its words and its village: what is typed above it makes it another.
type Turned = (usize, String, String);

fn turned_line(line: &Line) -> Turned {
    let name = line.village.as_ref().map(|village| village.name.clone());
    (line.number, line.raw.clone(), name.unwrap_or_default())
}

/// Whether a line becomes a village.
fn is_taken(line: &Line, turned: &[Turned]) -> bool {
    let turned = turned.contains(&turned_line(line));
    let is_expected = |village: &Village| village.twice.is_none() && !village.is_unlikely;
    line.village
        .as_ref()
        .is_some_and(|village| is_expected(village) != turned)
}

fn taken<'a>(lines: &'a [Line], turned: &'a [Turned]) -> impl Iterator<Item = &'a Village> {
    let taken = lines.iter().filter(|line| is_taken(line, turned));
    taken.filter_map(|line| line.village.as_ref())
}

/// What the line at a place would become.
fn preview_line(session: Session, place: usize, line: Line, turned: &[Turned]) -> PreviewLine {
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
    let kind = Some(&village.kind[..]);
    let mut detail: Vec<String> = Vec::new();
    detail.extend(village.head);
    detail.extend(village.households.map(|count| format!("{count} hộ")));
    detail.extend(village.people.map(|count| format!("{count} khẩu")));
    detail.extend(village.phone);
    detail.extend(village.reasons);
    PreviewLine {
        place,
        number,
        title: register::summary::village_title(&session.rules(), kind, &village.name),
        detail: detail.join(" · "),
        tone: if village.twice.is_none() && village.is_certain {
            Tone::Good
        } else {
            Tone::Warn
        },
        taken: Some(taken),
        verdict: match village.twice {
            None if village.is_unlikely => text::UNLIKELY.into(),
            None => text::NEW.into(),
            Some(0) => text::IN_REGISTER.into(),
            Some(line) => text::same_as_line(line),
        },
    }
}

fn edits_of(session: Session, village: &Village) -> Vec<replica::Edit> {
    let mut values = vec![
        ("villageKind", Value::from(village.kind.clone())),
        ("name", Value::from(village.name.clone())),
    ];
    let mut put = |key, value: Option<Value>| values.extend(value.map(|value| (key, value)));
    put("headName", village.head.clone().map(Value::from));
    put("headPhone", village.phone.clone().map(Value::from));
    put("households", village.households.map(Value::from));
    put("people", village.people.map(Value::from));
    making::new_village(session, values)
}
