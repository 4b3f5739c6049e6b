use super::icon::{IconName, chevron, icon};
use leptos::prelude::*;

/// What a colour means; it never stands without a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No colour.
    #[default]
    Plain,
    /// Something to know.
    Info,
    /// Confirmed, signed, complete.
    Good,
    /// Incomplete, due soon.
    Warn,
    /// Waiting, on this phone.
    Calm,
    /// Wrong, or lost without action.
    Bad,
}

impl Tone {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Calm => "calm",
            Self::Bad => "bad",
        }
    }
}

/// A word on a wash of its tone; signed has a check, on this phone a phone, wrong a warning.
pub fn badge(tone: Tone, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    let sign = match tone {
        Tone::Good => Some(IconName::Check),
        Tone::Calm => Some(IconName::Phone),
        Tone::Bad => Some(IconName::Warning),
        Tone::Plain | Tone::Info | Tone::Warn => None,
    };
    view! { <span class="badge" data-tone=tone.name()>{sign.map(icon)}{text}</span> }.into_any()
}

/// A sheet of rows with rules between.
#[component]
pub fn Rows(
    /// Each an `<li>`: [`Row`] or [`RowButton`], also out of a `<For>`.
    children: Children,
) -> AnyView {
    view! { <ul class="card list-rows">{children()}</ul> }.into_any()
}

fn row_text(title: String, detail: String, meta: String, badges: Vec<AnyView>) -> AnyView {
    let (plain, no_meta, no_detail) = (badges.is_empty(), meta.is_empty(), detail.is_empty());
    view! {
        <span class="row-text">
            <span class="row-title">{title}</span>
            <span class="row-badges" hidden=plain>{badges}</span>
            <span class="row-meta" hidden=no_meta>{meta}</span>
            <span class="row-detail" hidden=no_detail>{detail}</span>
        </span>
    }
    .into_any()
}

/// A row that leads somewhere.
#[component]
pub fn Row(
    /// Where a tap leads.
    #[prop(into)]
    href: String,
    /// What it is.
    #[prop(into)]
    title: String,
    /// The line under it.
    #[prop(into, optional)]
    detail: String,
    /// A few plain words at the end of the title's line.
    #[prop(into, optional)]
    meta: String,
    /// Made by [`badge`].
    #[prop(optional)]
    badges: Vec<AnyView>,
    /// A drawing before it.
    #[prop(optional)]
    icon: Option<IconName>,
    /// It is the one open beside the list, on a wide screen.
    #[prop(into, optional)]
    current: Signal<bool>,
) -> AnyView {
    let icon = icon.map(super::icon::icon);
    view! {
        <li>
            <a class="row" href=href aria-current=move || current.get().then_some("true")>
                {icon}
                {row_text(title, detail, meta, badges)}
                {chevron()}
            </a>
        </li>
    }
    .into_any()
}

/// A row that does something here, such as picking a person.
#[component]
pub fn RowButton(
    /// What a tap does.
    #[prop(into)]
    on_click: UnsyncCallback<()>,
    /// What it is.
    #[prop(into)]
    title: String,
    /// The line under it.
    #[prop(into, optional)]
    detail: String,
    /// A few plain words at the end of the title's line.
    #[prop(into, optional)]
    meta: String,
    /// Made by [`badge`].
    #[prop(optional)]
    badges: Vec<AnyView>,
    /// A drawing before it, such as `Add`.
    #[prop(optional)]
    icon: Option<IconName>,
) -> AnyView {
    let icon = icon.map(super::icon::icon);
    view! {
        <li>
            <button type="button" class="row" on:click=move |_| on_click.run(())>
                {icon}
                {row_text(title, detail, meta, badges)}
                {chevron()}
            </button>
        </li>
    }
    .into_any()
}
