//! What the app says to a person: notices, empty states, the snackbar, and dialogs.

use super::{
    Tone,
    act::Act,
    icon::{IconName, icon},
};
use crate::history;
use leptos::{html, prelude::*};

/// Something to know, in its place on the page.
#[component]
pub fn Notice(
    /// Which colour and drawing.
    tone: Tone,
    /// The first word, in the colour: «Chưa có mạng.»
    #[prop(into)]
    word: String,
    /// The rest.
    #[prop(into)]
    text: Signal<String>,
    /// From edge to edge under the header: a new version, putting the app on the home screen.
    #[prop(optional)]
    banner: bool,
    /// It appears while the person does something else: say it to a screen reader.
    #[prop(optional)]
    live: bool,
    /// One or two buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let sign = match tone {
        Tone::Good => IconName::Check,
        Tone::Warn | Tone::Bad => IconName::Warning,
        Tone::Calm => IconName::Phone,
        Tone::Info | Tone::Plain => IconName::Info,
    };
    let no_actions = children.is_none();
    view! {
        <div
            class=if banner { "notice banner" } else { "notice" }
            data-tone=tone.name()
            role=live.then_some("status")
        >
            {icon(sign)}
            <p class="notice-text"><b>{word}</b>" "{text}</p>
            <div class="notice-actions" hidden=no_actions>{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}

/// Empty is a beginning.
#[component]
pub fn EmptyState(
    /// A drawing of what will be here.
    icon: IconName,
    /// «Chưa có thôn nào».
    #[prop(into)]
    title: String,
    /// How to begin.
    #[prop(into)]
    text: String,
    /// One or two buttons, `wide`.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let no_buttons = children.is_none();
    view! {
        <div class="empty">
            {super::icon::icon(icon)}
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="buttons" hidden=no_buttons>{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}

/// «Đã xoá Bản Pò Mã. Hoàn tác», or what could not be saved. Stands once, outside `<main>`; the caller
/// takes the text away again (not before ten seconds, and not while it has the focus).
#[component]
pub fn Snackbar(
    /// What happened, if anything just did.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// The word of its button; no button while it is empty.
    #[prop(into)]
    action: Signal<String>,
    /// It is said at once, whatever a screen reader is at.
    #[prop(into)]
    is_alarm: Signal<bool>,
    /// What the button does.
    #[prop(into)]
    on_action: Act,
) -> AnyView {
    let bar = move || {
        text.get().map(|text| {
            view! {
                <div class="snackbar" role=move || is_alarm.get().then_some("alert")>
                    <p>{text}</p>
                    <button
                        type="button"
                        class="button quiet"
                        hidden=move || action.with(String::is_empty)
                        aria-disabled=move || on_action.busy.get().then_some("true")
                        on:click=move |_| on_action.run(())
                    >
                        {action}
                    </button>
                </div>
            }
            .into_any()
        })
    };
    view! { <div class="snackbars" role="status">{move || bar()}</div> }.into_any()
}

/// A question that has to be answered first. Escape and the phone's “back” close it.
#[component]
pub fn Dialog(
    /// Whether it is asked now.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What it means, then `<div class="dialog-actions">` with the safe button first.
    children: Children,
) -> AnyView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                drop(dialog.show_modal());
                history::lay_over();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-label=title
            on:close=move |_| {
                open.set(false);
                history::uncover();
            }
        >
            <h2>{title}</h2>
            {children()}
        </dialog>
    }
    .into_any()
}
