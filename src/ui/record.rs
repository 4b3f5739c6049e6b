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

/// What a pasted line would become.
#[derive(Clone, Debug)]
pub struct PreviewLine {
    /// The line's number in what was pasted, from 1.
    pub number: usize,
    pub title: String,
    pub detail: String,
    pub tone: Tone,
    /// It becomes nothing, and is struck through.
    pub out: bool,
    /// «Mới», «trùng dòng 3», «Bỏ qua».
    pub verdict: String,
}

/// Pasted lines before they become records.
pub fn preview(lines: Vec<PreviewLine>) -> AnyView {
    let lines: Vec<AnyView> = lines
        .into_iter()
        .map(|line| {
            view! {
                <li data-tone=line.tone.name() class:out=line.out>
                    <span class="num">{line.number.to_string()}</span>
                    <span class="row-text">
                        <span class="row-title">{line.title}</span>
                        <span class="row-detail">{line.detail}</span>
                    </span>
                    {badge(line.tone, line.verdict)}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="card list-rows preview">{lines}</ol> }.into_any()
}

/// An invitation's code, and its picture for another phone's camera.
#[component]
pub fn CodeBox(
    /// The short code to type, in groups.
    #[prop(into)]
    code: String,
    /// The dark squares as one SVG path in units of one square; none where there is no picture.
    #[prop(into, optional)]
    picture: Option<String>,
    /// How many squares a side has.
    #[prop(optional)]
    side: usize,
    /// What the picture is, for a screen reader.
    #[prop(into, optional)]
    picture_label: String,
    /// Between picture and code: «Nếu không mở được, hãy ghi mã này:».
    #[prop(into, optional)]
    instruction: String,
) -> AnyView {
    let picture = picture.map(|path| {
        view! {
            <div class="qr" role="img" aria-label=picture_label>
                <svg viewBox=format!("0 0 {side} {side}") shape-rendering="crispEdges" aria-hidden="true">
                    <path d=path></path>
                </svg>
            </div>
        }
        .into_any()
    });
    let bare = instruction.is_empty();
    view! { {picture}<p class="quiet-text" hidden=bare>{instruction}</p><p class="code">{code}</p> }
        .into_any()
}
