//! A QR code on the screen. Its drawing comes from the caller.

use leptos::prelude::*;

/// A code for another phone's camera: black on white whatever the colours are. The drawing is the
/// width of its square in units, a blank, and a path.
pub fn code_panel(drawing: Signal<String>, label: &'static str) -> AnyView {
    let part = move |path: bool| {
        drawing.with(|drawing| {
            let (width, squares) = drawing.split_once(' ').unwrap_or(("0", ""));
            match path {
                true => squares.to_owned(),
                false => format!("0 0 {width} {width}"),
            }
        })
    };
    view! {
        <svg
            class="code-panel"
            viewBox=move || part(false)
            role="img"
            aria-label=label
            shape-rendering="crispEdges"
        >
            <path d=move || part(true)></path>
        </svg>
    }
    .into_any()
}
