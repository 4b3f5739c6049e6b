//! The button that asks for files, and small pictures of attachments.

use super::act::Act;
use super::icon::{IconName, icon, small_icon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// A button that asks the phone for files: its camera, its pictures, its folders.
#[component]
pub fn FileButton(
    /// The types that are offered.
    accept: &'static str,
    /// The word.
    label: &'static str,
    /// What was chosen, one or more.
    #[prop(into)]
    on_choose: Act<Vec<File>>,
) -> AnyView {
    let choose = move |event: leptos::ev::Event| {
        let Some(input) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let files = input.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        let chosen = (0..count)
            .filter_map(|at| files.as_ref()?.get(at))
            .collect();
        // The same file may be chosen once more.
        input.set_value("");
        on_choose.run(chosen);
    };
    view! {
        <label
            class="button plain wide file"
            aria-disabled=move || on_choose.busy.get().then_some("true")
        >
            <input
                class="unseen"
                type="file"
                multiple
                accept=accept
                disabled=move || on_choose.busy.get()
                on:change=choose
            />
            {small_icon(IconName::Add)}
            {label}
        </label>
    }
    .into_any()
}

/// Pictures side by side.
#[component]
pub fn Thumbnails(
    /// Each a [`Thumbnail`].
    children: Children,
) -> AnyView {
    view! { <ul class="thumbnails">{children()}</ul> }.into_any()
}

/// A small picture that leads to the whole one; a drawing where there is none.
#[component]
pub fn Thumbnail(
    /// Where a tap leads.
    href: String,
    /// What it is.
    title: String,
    /// A JPEG in base64.
    preview: Option<String>,
    /// A word over it.
    #[prop(into)]
    sign: Signal<Option<&'static str>>,
) -> AnyView {
    let picture = match preview {
        Some(preview) => {
            let address = format!("data:image/jpeg;base64,{preview}");
            view! { <img src=address alt="" /> }.into_any()
        }
        None => icon(IconName::Register),
    };
    view! {
        <li>
            <a class="thumbnail" href=href>
                {picture}
                <span class="thumbnail-title">{title}</span>
                {move || sign.get().map(|sign| view! { <span class="thumbnail-sign">{sign}</span> })}
            </a>
        </li>
    }
    .into_any()
}
