//! What stands around a form's control (label, hint, problem), the search field, progress, and the
//! cards of a table's lines. The controls and their texts are the caller's.

use super::act::Act;
use super::icon::{IconName, icon, small_icon};
use leptos::{html, prelude::*};

/// For a control's `aria-describedby`: its unit, its hint and its problem, as [`FieldShell`] names them.
pub fn described_by(id: &str) -> String {
    format!("{id}-u {id}-h {id}-p")
}

/// Call on every `input` of a textarea: lets it grow where the browser is too old for
/// `field-sizing`. It changes the number of rows only, never the text, and never shrinks.
pub fn grow(area: &web_sys::HtmlTextAreaElement) {
    const LINE_PX: i32 = 24;
    const MOST_ROWS: u32 = 40;
    let hidden_px = area.scroll_height() - area.client_height();
    if hidden_px > 0 {
        let more = u32::try_from(hidden_px / LINE_PX + 1).unwrap_or_default();
        area.set_rows((area.rows() + more).min(MOST_ROWS));
    }
}

/// What stands around a control. The control itself has `id`, `class="input"`,
/// `aria-describedby=described_by(id)` and `aria-invalid`.
#[component]
pub fn FieldShell(
    /// The control's `id`.
    #[prop(into)]
    for_id: String,
    /// Above the control, always visible.
    #[prop(into)]
    label: String,
    /// It has to be filled in: its label carries the mark.
    #[prop(into, optional)]
    required: Signal<bool>,
    /// Under the label: last year's figure, an example.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// After the control.
    #[prop(into, optional)]
    unit: Signal<String>,
    /// Under the control: what is wrong, and whether it must (`Bad`) or may (`Warn`) be mended.
    #[prop(into, optional)]
    problem: Signal<Option<(super::Tone, String)>>,
    /// The control.
    children: Children,
) -> AnyView {
    let (unit_id, hint_id) = (format!("{for_id}-u"), format!("{for_id}-h"));
    let problem = note_below(format!("{for_id}-p"), problem);
    view! {
        <div class="field">
            <label class="field-label" class:required=required for=for_id>{label}</label>
            <p class="hint" id=hint_id hidden=move || hint.with(String::is_empty)>
                {hint}
            </p>
            <div class="control">{children()}<span class="unit" id=unit_id hidden=move || unit.with(String::is_empty)>{unit}</span></div>
            {problem}
        </div>
    }
    .into_any()
}

/// What is said under a control, if anything is.
pub fn note_below(id: String, note: Signal<Option<(super::Tone, String)>>) -> AnyView {
    let tone = move || note.with(|note| note.as_ref().map(|(tone, _)| tone.name()));
    let words = move || note.get().map(|(_, text)| text);
    let sign = move || match note.with(|note| note.as_ref().map(|(tone, _)| *tone)) {
        Some(super::Tone::Info) => icon(IconName::Info),
        _ => icon(IconName::Warning),
    };
    view! {
        <p class="problem" id=id data-tone=tone aria-live="polite" hidden=move || tone().is_none()>
            {move || sign()}
            <span>{move || words()}</span>
        </p>
    }
    .into_any()
}

/// A search field that belongs to the person: nothing ever rewrites its text.
#[component]
pub fn SearchField(
    /// What is searched, for a screen reader.
    #[prop(into)]
    label: String,
    /// An example of what may be typed.
    #[prop(into, optional)]
    placeholder: String,
    /// The word for emptying it.
    #[prop(into)]
    clear_label: String,
    /// What it holds at first, such as on coming back to a list.
    #[prop(into, optional)]
    initial: String,
    /// Told the text at every change, also while it is being composed.
    #[prop(into)]
    on_search: UnsyncCallback<(String,)>,
) -> AnyView {
    let node: NodeRef<html::Input> = NodeRef::new();
    let has_text = RwSignal::new(!initial.is_empty());
    let typed = move |text: String| {
        has_text.set(!text.is_empty());
        on_search.run((text,));
    };
    let clear = move |_| {
        if let Some(input) = node.get_untracked() {
            input.set_value("");
            typed(String::new());
            // Without the keyboard the list would be all that is left: the wish was to type anew.
            let _ = input.focus();
        }
    };
    view! {
        <div class="search" role="search">
            {icon(IconName::Search)}
            <input
                class="input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=label
                placeholder=placeholder
                value=initial
                node_ref=node
                on:input=move |event| typed(event_target_value(&event))
            />
            <button
                type="button"
                class="icon-button"
                aria-label=clear_label
                hidden=move || !has_text.get()
                on:click=clear
            >
                {small_icon(IconName::Close)}
            </button>
        </div>
    }
    .into_any()
}

/// «Phần 2/5 Chỉ tiêu ▮▮▯▯▯».
#[component]
pub fn Progress(
    /// What is counted: a title may have a number of its own.
    #[prop(into)]
    word: String,
    /// This page, from 1; or how many are done.
    done: usize,
    /// Of how many.
    total: usize,
    /// This page's topic.
    #[prop(into)]
    title: String,
) -> AnyView {
    let segments: Vec<AnyView> = (0..total)
        .map(|index| view! { <i class:done=index < done></i> }.into_any())
        .collect();
    view! {
        <div class="progress">
            <h2 class="progress-text">
                <small>{format!("{word} {done}/{total}")}</small>
                " "
                {title}
            </h2>
            <div class="segments" aria-hidden="true">{segments}</div>
        </div>
    }
    .into_any()
}

/// The acts that a [`LineCard`] offers for its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineMove {
    Up,
    Down,
    Delete,
}

/// The words of a line's buttons, for a screen reader; say which line.
#[derive(Clone, Copy, Debug)]
pub struct LineLabels {
    pub up: Signal<String>,
    pub down: Signal<String>,
    pub delete: Signal<String>,
}

/// One line of a table as a card.
#[component]
pub fn LineCard(
    /// «Lần khen 1».
    #[prop(into)]
    title: Signal<String>,
    /// It cannot go up.
    #[prop(into)]
    first: Signal<bool>,
    /// It cannot go down.
    #[prop(into)]
    last: Signal<bool>,
    /// The words of its buttons.
    labels: LineLabels,
    /// What they do; without it there are none.
    on_move: Option<Act<LineMove>>,
    /// The line's fields.
    children: Children,
) -> AnyView {
    let never = Signal::stored(false);
    let buttons = on_move.map(|on_move| {
        view! {
            {line_button("icon-button", IconName::Up, labels.up, first, LineMove::Up, on_move)}
            {line_button("icon-button", IconName::Down, labels.down, last, LineMove::Down, on_move)}
            {line_button("icon-button delete", IconName::Delete, labels.delete, never, LineMove::Delete, on_move)}
        }
        .into_any()
    });
    view! {
        <li class="card line-card">
            <div class="line-head">
                <h3>{title}</h3>
                {buttons}
            </div>
            <div class="fields">{children()}</div>
        </li>
    }
    .into_any()
}

fn line_button(
    class: &'static str,
    sign: IconName,
    label: Signal<String>,
    disabled: Signal<bool>,
    what: LineMove,
    on_move: Act<LineMove>,
) -> AnyView {
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            disabled=disabled
            aria-disabled=move || on_move.busy.get().then_some("true")
            on:click=move |_| on_move.run(what)
        >
            {small_icon(sign)}
        </button>
    }
    .into_any()
}

/// A reference already chosen, with a button to choose another.
#[component]
pub fn Picked(
    /// Where the keyboard comes to.
    #[prop(into)]
    id: String,
    /// Who or what.
    #[prop(into)]
    title: Signal<String>,
    /// What tells him from his namesakes.
    #[prop(into, optional)]
    detail: Signal<String>,
    /// The quiet button at the end.
    children: Children,
) -> AnyView {
    view! {
        <div class="picked" id=id tabindex="-1">
            <span class="row-text">
                <span class="row-title">{title}</span>
                <span class="row-detail">{detail}</span>
            </span>
            {children()}
        </div>
    }
    .into_any()
}
