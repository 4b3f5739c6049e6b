//! The drawings of the app, as paths in the code, so that no file is fetched for them.

use leptos::prelude::*;
use register::kind::Icon;

/// A drawing of one stroke, always beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Home,
    Place,
    Building,
    Emulation,
    Award,
    More,
    Back,
    Next,
    Up,
    Down,
    Close,
    Add,
    Search,
    Check,
    Warning,
    Info,
    Delete,
    Phone,
    Clock,
    People,
    Register,
    Share,
    Paste,
    /// The one red star; solid, for the first screen and the invitation only.
    Star,
}

impl From<Icon> for IconName {
    fn from(icon: Icon) -> Self {
        match icon {
            Icon::Place => Self::Place,
            Icon::People => Self::People,
            Icon::Home => Self::Home,
            Icon::Building => Self::Building,
            Icon::Clock => Self::Clock,
        }
    }
}

impl IconName {
    /// The path in a square of 24 by 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11.5 12 4.5l8 7V20h-5.5v-5.5h-5V20H4z",
            Self::Place => "M2.5 19 9 7.5l4 6.5 2-3 6.5 8z",
            Self::Building => "M5 20V5h9v15M14 10h5v10M3 20h18M8 8.5h3M8 12h3M8 15.5h3",
            Self::Emulation => "M6 21V4m0 .5c4-2 8 2 13 0v9c-5 2-9-2-13 0",
            Self::Award => {
                "M12 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8.7 13.5 7.5 21l4.5-2.6 4.5 2.6-1.2-7.5"
            }
            Self::More => "M4 7h16M4 12h16M4 17h16",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Next => "M9 5l7 7-7 7",
            Self::Up => "M5 15l7-7 7 7",
            Self::Down => "M5 9l7 7 7-7",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Add => "M12 5v14M5 12h14",
            Self::Search => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Warning => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1",
            Self::Info => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.6v.1",
            Self::Delete => "M5 7h14M10 7V4.5h4V7M7 7l.8 13h8.4L17 7M10.3 11v5.5M13.7 11v5.5",
            Self::Phone => {
                "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2"
            }
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2",
            Self::People => {
                "M9 5a3.2 3.2 0 1 1 0 6.4A3.2 3.2 0 0 1 9 5zM3 19.5c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M16 5.3a3.2 3.2 0 0 1 0 5.9M17.5 14.3c2.2.7 3.5 2.6 3.5 5.2"
            }
            Self::Register => "M6 3.5h12v17H6zM9 3.5v17M11.8 8h3.5M11.8 11.5h3.5",
            Self::Share => "M12 15V4M8 7.5 12 3.5l4 4M6 11.5H5V20h14v-8.5h-1",
            Self::Paste => "M9 5H6v15.5h12V5h-3M9 3.5h6v3H9z",
            Self::Star => {
                "M12 2.6l2.35 7.03 7.4.06-5.95 4.4 2.24 7.06L12 16.85l-6.04 4.3 2.24-7.06-5.95-4.4 7.4-.06z"
            }
        }
    }
}

/// An icon, of the size of a title's line; hidden from screen readers, for the word beside it speaks.
pub fn icon(name: IconName) -> AnyView {
    let class = if name == IconName::Star {
        "icon solid star"
    } else {
        "icon"
    };
    drawing(name, class)
}

/// The same, of the size of a word.
pub(super) fn small_icon(name: IconName) -> AnyView {
    drawing(name, "icon small")
}

pub(super) fn chevron() -> AnyView {
    drawing(IconName::Next, "icon chevron")
}

fn drawing(name: IconName, class: &'static str) -> AnyView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=name.path()></path>
        </svg>
    }
    .into_any()
}
