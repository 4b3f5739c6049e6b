//! Small views of a record's content: names with values, previews of pasted lines, an invitation's
//! code.

use super::{Tone, badge};
use leptos::prelude::*;

/// So many letters do not fit beside a name.
const LONG: usize = 60;

/// Names and values to check before printing; an empty value shows `missing`, in the colour of a warning.
pub fn facts(facts: Vec<(String, String)>, missing: &str) -> AnyView {
    let facts: Vec<AnyView> = facts
        .into_iter()
        .map(|(name, value)| {
            let (class, value) = if value.is_empty() {
                ("missing", missing.to_owned())
            } else {
                ("", value)
            };
            let whole = value.contains('\n') || value.chars().count() > LONG;
            view! { <div class:whole=whole><dt>{name}</dt><dd class=class>{value}</dd></div> }
                .into_any()
        })
        .collect();
    view! { <dl class="card facts">{facts}</dl> }.into_any()
}

/// The preview of what one pasted line would become, to be left out or taken by a tap.
#[derive(Clone, Debug)]
pub struct PreviewLine {
    /// Its place among what was read: several may stand in one line.
    pub place: usize,
    /// The line's number in what was pasted, from 1.
    pub number: usize,
    pub title: String,
    pub detail: String,
    pub tone: Tone,
    /// Whether it becomes something; nothing if it cannot.
    pub taken: Option<bool>,
    /// «Mới», «trùng dòng 3», «Bỏ qua».
    pub verdict: String,
}

/// Pasted lines before they become records; `on_turn` is told the place of one that is to be left
/// out, or taken all the same.
pub fn preview(
    lines: Vec<PreviewLine>,
    on_turn: impl Fn(usize) + Copy + Send + 'static,
) -> AnyView {
    let lines: Vec<AnyView> = lines
        .into_iter()
        .map(|line| {
            let (place, fixed) = (line.place, line.taken.is_none());
            let taken = line.taken.unwrap_or_default();
            view! {
                <li data-tone=line.tone.name() class:out=!taken>
                    <label>
                        <input
                            type="checkbox"
                            prop:checked=taken
                            disabled=fixed
                            on:change=move |_| on_turn(place)
                        />
                        <span class="num">{line.number.to_string()}</span>
                        <span class="row-text">
                            <span class="row-title">{line.title}</span>
                            {badge(line.tone, line.verdict)}
                            <span class="row-detail">{line.detail}</span>
                        </span>
                    </label>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="card list-rows preview">{lines}</ol> }.into_any()
}

/// An invitation's short code to type, in groups.
pub fn code_box(code: String) -> AnyView {
    view! { <p class="code">{code}</p> }.into_any()
}
