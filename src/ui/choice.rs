//! Controls for choosing: one of several, some of several, settings, and the chips that filter
//! lists.

use leptos::prelude::*;

/// One option of [`RadioRows`] or [`CheckRows`], as a big row.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub title: String,
    /// Under the title: who and when, or an explanation; may be empty.
    pub detail: String,
}

fn choice_text(title: String, detail: String) -> AnyView {
    let bare = detail.is_empty();
    view! {
        <span class="choice-text">
            <b>{title}</b>
            <small hidden=bare>{detail}</small>
        </span>
    }
    .into_any()
}

fn choices(legend: String, hint: String, required: Signal<bool>, rows: Vec<AnyView>) -> AnyView {
    let bare = hint.is_empty();
    view! {
        <fieldset class="choices">
            <legend class:required=required>{legend}</legend>
            <p class="hint" hidden=bare>{hint}</p>
            <div class="card list-rows">{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// One of several. It is also the chooser between two persons' values.
#[component]
pub fn RadioRows(
    /// Unique on the page: it ties the circles together.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// A line under the question.
    #[prop(into, optional)]
    hint: String,
    /// One has to be chosen.
    #[prop(into, optional)]
    required: Signal<bool>,
    /// What there is to choose from.
    options: Vec<Choice>,
    /// The chosen value, if any yet.
    chosen: RwSignal<Option<String>>,
) -> AnyView {
    let rows = options
        .into_iter()
        .map(|option| {
            let Choice {
                value,
                title,
                detail,
            } = option;
            let shown = value.clone();
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        required=required
                        prop:checked=move || chosen.with(|chosen| chosen.as_deref() == Some(&*shown))
                        on:change=move |_| chosen.set(Some(value.clone()))
                    />
                    {choice_text(title, detail)}
                </label>
            }
            .into_any()
        })
        .collect();
    choices(legend, hint, required, rows)
}

/// Any of several.
#[component]
pub fn CheckRows(
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// A line under the question.
    #[prop(into, optional)]
    hint: String,
    /// What there is to choose from.
    options: Vec<Choice>,
    /// The chosen values, in the order of choosing.
    chosen: RwSignal<Vec<String>>,
) -> AnyView {
    let rows = options
        .into_iter()
        .map(|option| {
            let Choice {
                value,
                title,
                detail,
            } = option;
            let shown = value.clone();
            let toggle = move |_| {
                chosen.update(|chosen| match chosen.iter().position(|one| *one == value) {
                    Some(index) => drop(chosen.remove(index)),
                    None => chosen.push(value.clone()),
                });
            };
            view! {
                <label class="choice">
                    <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&shown)) on:change=toggle />
                    {choice_text(title, detail)}
                </label>
            }
            .into_any()
        })
        .collect();
    choices(legend, hint, Signal::stored(false), rows)
}

/// Two to four short choices side by side, for settings.
#[component]
pub fn Segmented(
    /// Unique on the page.
    #[prop(into)]
    name: String,
    /// What is set, for a screen reader.
    #[prop(into)]
    label: String,
    /// What there is to choose from.
    options: Vec<&'static str>,
    /// Which of them.
    #[prop(into)]
    chosen: Signal<usize>,
    /// What choosing does.
    #[prop(into)]
    on_choose: UnsyncCallback<(usize,)>,
) -> AnyView {
    let parts: Vec<AnyView> = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || chosen.get() == index
                        on:change=move |_| on_choose.run((index,))
                    />
                    <span>{option}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! { <div class="segmented" role="radiogroup" aria-label=label>{parts}</div> }.into_any()
}

/// Filters over a list: each says what it counts. Nothing is drawn while there is none.
#[component]
pub fn Chips(
    /// What they filter, for a screen reader.
    #[prop(into)]
    label: String,
    /// The word of the first, which filters nothing.
    #[prop(into, optional)]
    all: String,
    /// Number, word and count of each; no count is zero.
    #[prop(into)]
    chips: Signal<Vec<(usize, &'static str, usize)>>,
    /// Which of them is on.
    chosen: RwSignal<usize>,
) -> AnyView {
    let chip = move |number: usize, word: String, count: usize| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (chosen.get() == number).to_string()
                on:click=move |_| chosen.set(number)
            >
                {word}
                <b hidden=count == 0>{count}</b>
            </button>
        }
        .into_any()
    };
    let chips = move || {
        let listed = chips.get();
        let first = (!all.is_empty() && !listed.is_empty()).then(|| chip(0, all.clone(), 0));
        let others = listed
            .into_iter()
            .map(|(number, word, count)| chip(number, word.to_owned(), count));
        first.into_iter().chain(others).collect::<Vec<_>>()
    };
    view! { <div class="chips" role="group" aria-label=label>{move || chips()}</div> }.into_any()
}
