use super::coming::arrival;
use super::making;
use crate::form::{Draft, PASTED, Seed};
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{
    ActionBar, Button, ButtonKind, FieldShell, PreviewLine, Tone, TopBar, gone, later, preview,
};
use crate::way;
use leptos::prelude::*;
use register::kind;
use register::paste::{
    Certainty, Outcome, PastedLine, PastedVillage, SkipReason, Twice, VillageKind, villages,
};
use replica::Typing;
use serde_json::Value;
use sorted::by_number;
use std::rc::Rc;

/// Many villages at once, out of a message or a spreadsheet, with a preview.
pub fn paste_page(session: Session) -> AnyView {
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
    let lines = Memo::new(move |_| pasted.with(|pasted| read(session, pasted)));
    // The lines of which the person says otherwise: a village is taken unless it is there already
    // or nothing speaks for it.
    let turned: RwSignal<Vec<Turned>> = RwSignal::new(Vec::new());
    let added =
        Memo::new(move |_| lines.with(|lines| turned.with(|turned| taken(lines, turned).count())));
    let twice = move || lines.with(|lines| lines.iter().filter_map(village).any(is_twice));
    let list = move || {
        let all = lines.get().into_iter().enumerate();
        let line = |(place, line)| turned.with(|turned| preview_line(session, place, line, turned));
        // What is to be looked at comes first, what is left out last.
        let shown = by_number(all.filter_map(line).collect(), |line| {
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
    let advice = move || match (added.get(), twice()) {
        (1.., _) => "",
        (0, true) => text::PASTE_ALL_TWICE,
        (0, false) if pasted.with(|pasted| pasted.trim().is_empty()) => text::PASTE_EMPTY,
        (0, false) => text::PASTE_NO_NAMES,
    };
    let may_make = Memo::new(move |_| arrival(session).may_make());
    let main_button = move || {
        (added.get() > 0 && may_make.get()).then(|| {
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

fn read(session: Session, pasted: &str) -> Vec<PastedLine> {
    let lines = session.lines_of(kind::VILLAGE);
    let known = lines.iter().map(|line| {
        let said = |key: &str| line.about.extra.get(key).and_then(Value::as_str);
        let kind = said("villageKind").and_then(VillageKind::of_code);
        (kind, said("name").unwrap_or_default())
    });
    villages(pasted, &known.collect::<Vec<_>>())
}

fn village(line: &PastedLine) -> Option<&PastedVillage> {
    match &line.outcome {
        Outcome::Village(village) => Some(village),
        Outcome::PartOf(_) | Outcome::Skipped(_) => None,
    }
}

/// A line, by its number, its words and its village: what is typed above it makes it another.
type Turned = (usize, String, String);

fn turned_line(line: &PastedLine) -> Turned {
    let name = village(line).map(|village| village.name.clone());
    (line.line_no, line.raw.clone(), name.unwrap_or_default())
}

fn is_twice(village: &PastedVillage) -> bool {
    village.twice.is_some()
}

/// Whether a village is added if nobody says otherwise.
fn is_expected(village: &PastedVillage) -> bool {
    !is_twice(village) && village.certainty != Certainty::Unlikely
}

/// Whether a line becomes a village.
fn is_taken(line: &PastedLine, turned: &[Turned]) -> bool {
    let turned = turned.contains(&turned_line(line));
    village(line).is_some_and(|village| is_expected(village) != turned)
}

fn taken<'a>(
    lines: &'a [PastedLine],
    turned: &'a [Turned],
) -> impl Iterator<Item = &'a PastedVillage> {
    let taken = lines.iter().filter(|line| is_taken(line, turned));
    taken.filter_map(village)
}

/// What the line at a place would become; nothing if it is no row of its own.
fn preview_line(
    session: Session,
    place: usize,
    line: PastedLine,
    turned: &[Turned],
) -> Option<PreviewLine> {
    let (number, taken) = (line.line_no, is_taken(&line, turned));
    let village = match line.outcome {
        Outcome::Village(village) => village,
        Outcome::PartOf(_) | Outcome::Skipped(SkipReason::Empty) => return None,
        Outcome::Skipped(reason) => {
            return Some(PreviewLine {
                place,
                number,
                title: line.raw.trim().chars().take(80).collect(),
                detail: reason.message_vi().to_owned(),
                tone: Tone::Plain,
                taken: None,
                verdict: text::SKIPPED.into(),
            });
        }
    };
    let code = Some(village.kind.code());
    let mut detail: Vec<String> = Vec::new();
    detail.extend(village.head);
    detail.extend(village.households.map(|count| format!("{count} hộ")));
    detail.extend(village.people.map(|count| format!("{count} khẩu")));
    detail.extend(village.phone);
    let is_certain = village.certainty == Certainty::Certain;
    detail.extend(village.reasons);
    Some(PreviewLine {
        place,
        number,
        title: register::summary::village_title(&session.rules(), code, &village.name),
        detail: detail.join(" · "),
        tone: if village.twice.is_none() && is_certain {
            Tone::Good
        } else {
            Tone::Warn
        },
        taken: Some(taken),
        verdict: match village.twice {
            None if village.certainty == Certainty::Unlikely => text::UNLIKELY.into(),
            None => text::NEW.into(),
            Some(Twice::Line(line)) => text::same_as_line(line),
            Some(Twice::Register) => text::IN_REGISTER.into(),
        },
    })
}

fn edits_of(session: Session, village: &PastedVillage) -> Vec<replica::Edit> {
    let mut values = vec![
        ("villageKind", Value::from(village.kind.code())),
        ("name", Value::from(village.name.clone())),
    ];
    let mut put = |key, value: Option<Value>| values.extend(value.map(|value| (key, value)));
    put("headName", village.head.clone().map(Value::from));
    put("headPhone", village.phone.clone().map(Value::from));
    put("households", village.households.map(Value::from));
    put("people", village.people.map(Value::from));
    making::new_village(session, values)
}
