//! Where the person is, and the way there and back. Each place in the browser's history keeps the
//! addresses that led to it: «back» is where one came from, and «dismiss» leads to where one was before the
//! record was opened, also after a reload.

use crate::platform;
use crate::routes::Route;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::location::State;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent};

/// A link's `data-way`: to where the person came from; to its address if that is nowhere here.
pub const BACK: &str = "back";
/// A link's `data-way`: its page takes the place of this one, and going back leaves both.
pub const REPLACE: &str = "replace";
/// A link's `data-way`: out of the record, to where it was opened; to its address if nowhere.
pub const DISMISS: &str = "dismiss";

/// So many addresses are kept of the way.
const MOST: usize = 30;

/// WebKit lets a page write its address a hundred times in ten seconds, and then throws, which the
/// router does not expect. A page that comes near that is left for the next as a browser does it.
const WRITES: usize = 90;
const WRITES_IN_MS: i64 = 10_000;

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// A step that waits until the dialog's place in the history is left.
type DeferredStep = Box<dyn FnOnce()>;

thread_local! {
    static NAVIGATE: RefCell<Option<Navigate>> = const { RefCell::new(None) };
    /// A dialog has a place of its own on top, so that «back» leaves it and not the page.
    static COVERED: Cell<bool> = const { Cell::new(false) };
    static UNCOVERING: RefCell<Option<Vec<DeferredStep>>> = const { RefCell::new(None) };
    /// When the address was last written.
    static WRITTEN: RefCell<VecDeque<i64>> = const { RefCell::new(VecDeque::new()) };
}

/// Whether the address may be written once more now.
fn may_write() -> bool {
    let now = platform::now();
    WRITTEN.with_borrow_mut(|written| {
        written.push_back(now);
        if written.len() > WRITES {
            written.pop_front();
        }
        written.len() < WRITES || written.front().is_some_and(|at| now - at > WRITES_IN_MS)
    })
}

fn address() -> String {
    platform::window().location().pathname().unwrap_or_default()
}

/// Where the person is.
pub fn here() -> Route {
    Route::parse(&address())
}

/// From now on taps on links are seen here, before the router sees them.
pub fn begin() {
    drop(window_event_listener(ev::click, |event| {
        follow(&event);
    }));
    platform::listen(&platform::window(), "popstate", || {
        if let Some(steps) = UNCOVERING.take() {
            steps.into_iter().for_each(|step| step());
        } else if COVERED.take() {
            platform::close_dialog();
        }
    });
}

/// A dialog is over the page.
pub fn lay_over() {
    uncovered(|| {
        let pushed = history().and_then(|history| {
            let state = history.state()?;
            history.push_state_with_url(&state, "", None)
        });
        COVERED.set(pushed.is_ok());
    });
}

/// The dialog is gone.
pub fn uncover() {
    if COVERED.take() {
        UNCOVERING.replace(Some(Vec::new()));
        go_back(1);
    }
}

/// Takes a step from the page itself, not from a dialog over it.
fn uncovered(step: impl FnOnce() + 'static) {
    uncover();
    UNCOVERING.with_borrow_mut(|steps| match steps {
        Some(steps) => steps.push(Box::new(step)),
        None => step(),
    });
}

/// The router, once it is there.
pub fn meet_router() {
    let navigate: Navigate = Rc::new(use_navigate());
    NAVIGATE.with(|slot| slot.replace(Some(navigate)));
}

/// What a tap on a link does; nothing where it is no link of ours.
fn follow(event: &MouseEvent) -> Option<()> {
    let with_key = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || with_key {
        return None;
    }
    let tapped = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: HtmlAnchorElement = tapped.closest("a[href]").ok()??.dyn_into().ok()?;
    let origin = platform::window().location().origin().ok()?;
    if link.origin() != origin || link.has_attribute("download") {
        return None;
    }
    event.prevent_default();
    let to = link.pathname() + &link.search() + &link.hash();
    match link.get_attribute("data-way").as_deref() {
        Some(BACK) => back(&to),
        Some(REPLACE) => replace(&to),
        Some(DISMISS) => dismiss(&to),
        _ => go(&to),
    }
    Some(())
}

/// Opens a page.
pub fn go(to: &str) {
    let to = to.to_owned();
    uncovered(move || go_now(&to));
}

fn go_now(to: &str) {
    let here = address();
    if path_of(to) == here {
        return write_over(to);
    }
    if !may_write() {
        drop(platform::window().location().assign(to));
        return;
    }
    let mut way = way();
    way.push(here);
    let kept = way.len().saturating_sub(MOST);
    let state = JsValue::from_str(&way.split_off(kept).join("\n"));
    // The router would not add a page that it believes to be the last one, and it does not notice
    // when two are gone back over at once.
    if let Ok(history) = history() {
        drop(history.push_state_with_url(&state, "", Some(to)));
    }
    write_over(to);
}

/// Opens a page in the place of this one; goes back to it if it is where the person came from.
pub fn replace(to: &str) {
    let to = to.to_owned();
    uncovered(move || {
        if way().last().is_some_and(|last| last == path_of(&to)) {
            go_back(1);
        } else {
            write_over(&to);
        }
    });
}

/// Where the record that is open here was opened, and how many pages ago; `or` if that is nowhere here.
fn before_record(or: &str) -> (String, Option<usize>) {
    let (mut way, here) = (way(), here());
    let of_record = |path: &&String| Route::parse(path).record() == here.record();
    let inside = way.iter().rev().take_while(of_record).count();
    match way.len().checked_sub(inside + 1) {
        Some(place) => (way.swap_remove(place), Some(inside + 1)),
        None => (or.to_owned(), None),
    }
}

/// Where leaving the record that is open here leads.
pub fn out_of_record(or: &str) -> Route {
    Route::parse(&before_record(or).0)
}

/// Leaves the record that is open here.
pub fn dismiss(or: &str) {
    let (to, pages) = before_record(or);
    uncovered(move || match pages {
        Some(pages) => go_back(pages),
        None => write_over(&to),
    });
}

/// Goes to where the person came from; to `or` if that is nowhere here.
pub fn back(or: &str) {
    if way().is_empty() {
        write_over(or);
    } else {
        go_back(1);
    }
}

fn go_back(pages: usize) {
    if let Ok(history) = history() {
        drop(history.go_with_delta(-i32::try_from(pages).unwrap_or(1)));
    }
}

fn write_over(to: &str) {
    if !may_write() {
        drop(platform::window().location().replace(to));
        return;
    }
    let state = history().and_then(|history| history.state());
    let options = NavigateOptions {
        replace: true,
        state: State::new(state.ok()),
        ..NavigateOptions::default()
    };
    if let Some(navigate) = NAVIGATE.with(|slot| slot.borrow().clone()) {
        navigate(to, options);
    }
}

fn history() -> Result<web_sys::History, JsValue> {
    platform::window().history()
}

/// The addresses that led here, the last one last.
fn way() -> Vec<String> {
    let state = platform::window().history().and_then(|it| it.state());
    let way = state.ok().and_then(|state| state.as_string());
    let way = way.unwrap_or_default();
    way.lines().map(str::to_owned).collect()
}

fn path_of(to: &str) -> &str {
    to.split(['?', '#']).next().unwrap_or(to)
}
