//! Buttons, links that look like them, and the bar at the thumb with the line that says whether
//! work is saved.

use super::act::Act;
use super::icon::{IconName, icon, small_icon};
use leptos::prelude::*;

/// The weight of a button on its screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of a screen.
    Main,
    #[default]
    Plain,
    /// Words only.
    Quiet,
    /// Takes something away; never beside the main one.
    Danger,
}

impl ButtonKind {
    const fn class(self, wide: bool) -> &'static str {
        match (self, wide) {
            (Self::Main, false) => "button main",
            (Self::Plain, false) => "button plain",
            (Self::Quiet, false) => "button quiet",
            (Self::Danger, false) => "button danger",
            (Self::Main, true) => "button main wide",
            (Self::Plain, true) => "button plain wide",
            (Self::Quiet, true) => "button quiet wide",
            (Self::Danger, true) => "button danger wide",
        }
    }
}

/// A button that does something here; to go somewhere use [`LinkButton`].
#[component]
pub fn Button(
    /// Its weight on the screen.
    #[prop(optional)]
    kind: ButtonKind,
    /// What a tap does; until it has ended the button is dead.
    #[prop(into)]
    on_click: Act,
    /// Whether it may be pressed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// A drawing before the word.
    #[prop(optional)]
    icon: Option<IconName>,
    /// As wide as its container.
    #[prop(optional)]
    wide: bool,
    /// The word.
    children: Children,
) -> AnyView {
    view! {
        <button
            type="button"
            class=kind.class(wide)
            disabled=disabled
            aria-disabled=move || on_click.busy.get().then_some("true")
            on:click=move |_| on_click.run(())
        >
            {icon.map(small_icon)}
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Its weight on the screen.
    #[prop(optional)]
    kind: ButtonKind,
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// A drawing before the word.
    #[prop(optional)]
    icon: Option<IconName>,
    /// As wide as its container.
    #[prop(optional)]
    wide: bool,
    /// How it is followed, if not simply on: its `data-way`.
    #[prop(optional)]
    way: &'static str,
    /// The word.
    children: Children,
) -> AnyView {
    view! {
        <a class=kind.class(wide) href=href data-way=way>
            {icon.map(small_icon)}
            {children()}
        </a>
    }
    .into_any()
}

/// The bar at the thumb: usually a plain button and then the main one.
#[component]
pub fn ActionBar(
    /// The words of the line above the buttons; no line while they are empty.
    #[prop(into, optional)]
    saved: Signal<String>,
    /// What that line stands at.
    #[prop(into, optional)]
    saved_state: Signal<SavedState>,
    /// One or two buttons, the main one last.
    children: Children,
) -> AnyView {
    view! {
        <div class="actions">
            <SavedLine state=saved_state text=saved />
            <div class="actions-row">{children()}</div>
        </div>
    }
    .into_any()
}

/// The state of the open record's work, in the line above the action bar's buttons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SavedState {
    /// Kept on this phone.
    #[default]
    Saved,
    /// Text is kept that is no part of the record yet.
    Typing,
    /// Could not be kept: the text says what to do.
    Failed,
}

impl SavedState {
    const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Typing => "typing",
            Self::Failed => "failed",
        }
    }

    const fn live(self) -> &'static str {
        match self {
            Self::Saved | Self::Typing => "off",
            Self::Failed => "assertive",
        }
    }
}

/// «Đã lưu trên máy 14:05:22». Only a failure is announced, or it would be read at every key.
#[component]
fn SavedLine(
    /// What the line stands at.
    #[prop(into, optional)]
    state: Signal<SavedState>,
    /// Its words, with the second.
    #[prop(into)]
    text: Signal<String>,
) -> AnyView {
    view! {
        <p class="saved" data-state=move || state.get().name() aria-live=move || state.get().live() hidden=move || text.with(String::is_empty)>
            {icon(IconName::Check)}
            <span>{text}</span>
        </p>
    }
    .into_any()
}
