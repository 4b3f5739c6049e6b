//! Rows, badges, and lists that change while a finger is on them.

use super::act::Act;
use super::icon::{IconName, chevron, icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The meaning of a colour; it never stands without a word.
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

/// One part of a list that changes: a key that stays its own, and the view to draw for it.
pub struct Keyed {
    pub key: String,
    pub draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Parts of a list that changes: each is drawn once for its key, and never becomes another's. So what
/// it says and what it does stay of one thing, whoever else writes into the page (a translator does),
/// and a finger that is on it does not come down on another.
pub fn keyed(parts: impl Fn() -> Vec<Keyed> + Send + Sync + 'static) -> AnyView {
    drawn_by_key(Box::new(parts))
}

/// Parts that are known by their keys alone, each drawn from its key.
pub fn by_key(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    draw: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let draw: Arc<dyn Fn(String) -> AnyView + Send + Sync> = Arc::new(draw);
    let part = move |key: String| {
        let draw = draw.clone();
        Keyed {
            key: key.clone(),
            draw: Box::new(move || draw(key)),
        }
    };
    keyed(move || keys().into_iter().map(&part).collect())
}

/// One code for all lists.
fn drawn_by_key(parts: Box<dyn Fn() -> Vec<Keyed> + Send + Sync>) -> AnyView {
    view! { <For each=parts key=|part| part.key.clone() children=|part: Keyed| (part.draw)() /> }
        .into_any()
}

/// A badge to be: its colour and its word.
pub type Badge = (Tone, String);

/// The content of a record's row in a list, and where a tap on it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// The record, or what else it is.
    pub of: String,
    /// Where a tap leads; without it the tap does something here with the record, if the list does
    /// anything.
    pub href: Option<String>,
    pub title: String,
    pub detail: String,
    /// A few plain words at the end of the title's line.
    pub meta: String,
    pub badges: Vec<Badge>,
    /// A drawing before it.
    pub icon: Option<IconName>,
}

impl ListRow {
    /// A row that leads somewhere, by what it is and where it leads.
    pub fn to(href: String, title: impl Into<String>) -> Self {
        Self {
            href: Some(href),
            title: title.into(),
            ..Self::default()
        }
    }

    /// The row, in a list that does not change; `does` is what a tap does where it leads nowhere.
    pub fn drawn(self, does: Option<Act<String>>) -> AnyView {
        let badges = self.badges.into_iter();
        let badges = badges.map(|(tone, word)| badge(tone, word)).collect();
        let (title, detail, meta, icon) = (self.title, self.detail, self.meta, self.icon);
        match (self.href, does) {
            (Some(href), _) => view! {
                <Row href=href title=title detail=detail meta=meta badges=badges icon=icon />
            }
            .into_any(),
            (None, Some(does)) => {
                let act = does.with(self.of);
                view! {
                    <RowButton
                        on_click=act
                        title=title
                        detail=detail
                        meta=meta
                        badges=badges
                        icon=icon
                    />
                }
                .into_any()
            }
            (None, None) => view! {
                <li>
                    <div class="row">{icon.map(super::icon::icon)}{row_text(title, detail, meta, badges)}</div>
                </li>
            }
            .into_any(),
        }
    }

    /// By all that it says: a row that says something else is another one.
    fn keyed(self, does: Option<Act<String>>) -> Keyed {
        let mut key = String::new();
        let href = self.href.as_deref().unwrap_or_default();
        let badges = self.badges.iter();
        let badges = badges.flat_map(|(tone, word)| [tone.name(), word]);
        for said in [&self.of, href, &self.title, &self.detail, &self.meta]
            .into_iter()
            .chain(badges)
        {
            // No text of a form has this sign.
            key.push('\0');
            key.push_str(said);
        }
        Keyed {
            key,
            draw: Box::new(move || self.drawn(does)),
        }
    }
}

/// The rows of a list that changes, for a [`Rows`].
pub fn rows_of(
    rows: impl Fn() -> Vec<ListRow> + Send + Sync + 'static,
    does: Option<Act<String>>,
) -> AnyView {
    rows_by_what_they_say(Box::new(rows), does)
}

fn rows_by_what_they_say(
    rows: Box<dyn Fn() -> Vec<ListRow> + Send + Sync>,
    does: Option<Act<String>>,
) -> AnyView {
    keyed(move || rows().into_iter().map(|row| row.keyed(does)).collect())
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
    #[prop(into, optional_no_strip)]
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
    on_click: Act,
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
    #[prop(into, optional_no_strip)]
    icon: Option<IconName>,
) -> AnyView {
    let icon = icon.map(super::icon::icon);
    view! {
        <li>
            <button
                type="button"
                class="row"
                aria-disabled=move || on_click.busy.get().then_some("true")
                on:click=move |_| on_click.run(())
            >
                {icon}
                {row_text(title, detail, meta, badges)}
                {chevron()}
            </button>
        </li>
    }
    .into_any()
}
