//! Which nominations go into the documents of the year: those that lack nothing, unless the person
//! says otherwise.

use crate::platform::{preference, set_preference};
use crate::records::{draft_badge_words, named, nominations};
use crate::session::Session;
use crate::text::documents as text;
use crate::ui::{CheckRows, Choice};
use client::lines::Line;
use client::lines::is_complete;
use leptos::prelude::*;
use reading::Slot;
use serde::Serialize;
use std::sync::Arc;

const KEPT: &str = "papers";

/// A nomination that the person has taken in, or left out.
#[derive(Clone, Debug, Default, Serialize, Slot)]
struct Inclusion {
    record: String,
    taken: bool,
}

fn said() -> Vec<Inclusion> {
    preference(KEPT).unwrap_or_default()
}

fn is_taken(said: &[Inclusion], line: &Line) -> bool {
    let own = said.iter().find(|one| one.record == line.record);
    own.map_or_else(|| is_complete(line), |one| one.taken)
}

/// Those that go into the documents.
pub fn taken_in(session: Session) -> Vec<Arc<Line>> {
    let mut lines = untrack(|| nominations(session));
    let said = said();
    lines.retain(|line| is_taken(&said, line));
    lines
}

/// The choice, on the screen; `changed` is run after each.
pub fn chooser(session: Session, changed: impl Fn() + 'static) -> AnyView {
    let lines = untrack(|| nominations(session));
    let kept = said();
    let taken = lines.iter().filter(|line| is_taken(&kept, line));
    let taken: Vec<String> = taken.map(|line| line.record.clone()).collect();
    let all_in = taken.len() == lines.len();
    let options = lines.iter().map(|line| Choice {
        value: line.record.clone(),
        title: named(line),
        detail: [line.about.detail.as_str(), &draft_badge_words(line)]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    });
    let options: Vec<Choice> = options.collect();
    let total = options.len();
    let chosen = RwSignal::new(taken);
    Effect::watch(
        move || chosen.get(),
        move |chosen: &Vec<String>, _, _| {
            let kept: Vec<Inclusion> = lines
                .iter()
                .map(|line| Inclusion {
                    record: line.record.clone(),
                    taken: chosen.contains(&line.record),
                })
                .filter(|one| {
                    let line = lines.iter().find(|line| line.record == one.record);
                    line.is_some_and(|line| is_complete(line) != one.taken)
                })
                .collect();
            set_preference(KEPT, &kept);
            changed();
        },
        false,
    );
    let summary = move || text::taken_in(chosen.with(Vec::len), total);
    view! {
        <details class="findings" open=!all_in>
            <summary>{move || summary()}</summary>
            <CheckRows legend=text::TAKE_IN_WHY options=options chosen=chosen />
        </details>
    }
    .into_any()
}
