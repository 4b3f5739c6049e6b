//! The frame around every screen: header, status line, navigation, parts with headings.

use super::icon::{IconName, chevron, icon};
use leptos::prelude::*;

/// The frame of the whole app: a [`TopBar`], a [`StatusLine`], a `<main>` and a [`TabBar`].
#[component]
pub fn AppFrame(
    /// A form is open: on a wide screen the column of tabs gives up its room.
    #[prop(into, optional)]
    in_form: Signal<bool>,
    /// The parts, in that order.
    children: Children,
) -> AnyView {
    view! { <div class="app" class:in-form=in_form>{children()}</div> }.into_any()
}

/// The header with its hem.
#[component]
pub fn TopBar(
    /// Where we are.
    #[prop(into)]
    title: Signal<String>,
    /// A smaller line over the title, such as the form's name over the village's.
    #[prop(into, optional)]
    over: Signal<String>,
    /// Where “back” leads if the person came from nowhere; none on the first screens of the tabs.
    #[prop(into, optional)]
    back: Option<String>,
    /// The word for “back”, for a screen reader.
    #[prop(into, optional)]
    back_label: String,
    /// The red star: first screen and invitation only.
    #[prop(optional)]
    star: bool,
    /// At the far end: the year chip (`class="year"`), or one quiet button.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let back = back.map(|href| {
        view! { <a class="back" href=href data-way="back" aria-label=back_label>{icon(IconName::Back)}</a> }
            .into_any()
    });
    view! {
        <header class="topbar">
            {back}
            {star.then(|| icon(IconName::Star))}
            <h1>
                <small hidden=move || over.with(String::is_empty)>{over}</small>
                {title}
            </h1>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}

/// The state of the person's work in the status line; every one of them is calm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusState {
    /// On this phone, nothing waits.
    #[default]
    Saved,
    /// All of it is in the shared register.
    Confirmed,
    /// Some of it waits for signal.
    Waiting,
    /// Something wants a person.
    Attention,
}

impl StatusState {
    const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Attention => "attention",
        }
    }
}

/// The line under the header: a dot, words, and a tap to each item.
#[component]
pub fn StatusLine(
    /// Where the list of items is.
    #[prop(into)]
    href: String,
    /// Which dot.
    #[prop(into)]
    state: Signal<StatusState>,
    /// The first words, in ink: «Đã lưu trên máy».
    #[prop(into)]
    word: Signal<String>,
    /// The rest: « · 3 thay đổi chưa vào sổ chung».
    #[prop(into, optional)]
    text: Signal<String>,
    /// What a screen reader is told when it changes; leave times and counts of keystrokes out.
    #[prop(into, optional)]
    announce: Signal<String>,
) -> AnyView {
    view! {
        <a class="status" data-state=move || state.get().name() href=href>
            <span class="dot"></span>
            <span class="status-text">
                <b>{word}</b>
                {text}
            </span>
            {chevron()}
            <span class="unseen" role="status">{announce}</span>
        </a>
    }
    .into_any()
}

/// One entry of the bottom navigation, of at most five.
#[derive(Clone, Debug)]
pub struct Tab {
    pub href: &'static str,
    pub label: &'static str,
    pub icon: IconName,
}

/// The bottom navigation; a column at the side on a wide screen.
#[component]
pub fn TabBar(
    /// At most five.
    tabs: Vec<Tab>,
    /// Which of them we are in.
    #[prop(into)]
    current: Signal<Option<usize>>,
    /// What the navigation is called, for a screen reader.
    #[prop(into)]
    label: String,
    /// Away while a form is open: the keyboard needs the room.
    #[prop(into, optional)]
    hidden: Signal<bool>,
) -> AnyView {
    let tabs: Vec<AnyView> = tabs
        .into_iter()
        .enumerate()
        .map(|(index, tab)| {
            view! {
                <a class="tab" href=tab.href aria-current=move || (current.get() == Some(index)).then_some("page")>
                    {icon(tab.icon)}
                    <span>{tab.label}</span>
                </a>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="tabs" aria-label=label hidden=hidden>
            {tabs}
        </nav>
    }
    .into_any()
}

/// A part of a screen under its small heading.
#[component]
pub fn Section(
    /// «Việc cần làm»; the drawing puts it in capitals.
    #[prop(into)]
    heading: Signal<String>,
    /// At the heading's far end: a link.
    #[prop(optional)]
    more: Option<AnyView>,
    /// What stands under it.
    children: Children,
) -> AnyView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2 class="label">{heading}</h2>
                {more}
            </div>
            {children()}
        </section>
    }
    .into_any()
}
