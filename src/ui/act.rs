//! What taps do, so that no control acts twice: an act goes on until all that it began has ended.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// What is still under way when a tap has been taken.
pub type Later = Pin<Box<dyn Future<Output = ()>>>;

/// The rest of an act: what is saved, asked, waited for.
pub fn later(act: impl Future<Output = ()> + 'static) -> Later {
    Box::pin(act)
}

/// The rest of an act that leads away: its button stays as it is until the page is another.
pub async fn gone() {
    std::future::pending().await
}

/// The result of a tap's function: nothing further, or a [`Later`] that ends after a while.
pub trait Ending {
    fn ending(self) -> Option<Later>;
}

impl Ending for () {
    fn ending(self) -> Option<Later> {
        None
    }
}

impl Ending for Later {
    fn ending(self) -> Option<Later> {
        Some(self)
    }
}

impl Ending for Option<Later> {
    fn ending(self) -> Option<Later> {
        self
    }
}

/// A flag that an act is under way, which screens read. Acts that share it take turns: of two taps
/// the second does nothing until the first has ended.
#[derive(Clone, Copy, Debug, Default)]
pub struct Busy(RwSignal<bool>);

impl Busy {
    /// Whether one is under way; a view that asks hears of changes.
    pub fn get(self) -> bool {
        self.0.try_get().unwrap_or_default()
    }

    /// An act that takes its turn here.
    pub fn act<T: 'static, R: Ending>(self, act: impl Fn(T) -> R + 'static) -> Act<T> {
        Act {
            busy: self,
            act: UnsyncCallback::new(move |given| act(given).ending()),
        }
    }
}

/// The action of a control: one tap, one act. From the tap until its act has ended the control is
/// dead.
pub struct Act<T: 'static = ()> {
    pub busy: Busy,
    act: UnsyncCallback<T, Option<Later>>,
}

impl<T> Copy for Act<T> {}

impl<T> Clone for Act<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static, R: Ending, F: Fn(T) -> R + 'static> From<F> for Act<T> {
    fn from(act: F) -> Self {
        Busy::default().act(act)
    }
}

impl<T: Clone + 'static> Act<T> {
    /// The act with what it is given.
    pub fn with(self, given: T) -> Act {
        Act {
            busy: self.busy,
            act: UnsyncCallback::new(move |()| self.act.try_run(given.clone()).flatten()),
        }
    }
}

impl<T: 'static> Act<T> {
    /// Does it, if nothing is under way.
    pub fn run(self, given: T) {
        let busy = self.busy.0;
        // Told at once: two clicks of one tick come before anything is drawn.
        if busy.try_get_untracked() != Some(false) {
            return;
        }
        busy.set(true);
        let rest = self.act.try_run(given).flatten();
        spawn_local(async move {
            if let Some(rest) = rest {
                rest.await;
            }
            // Its page may be gone.
            busy.try_set(false);
        });
    }
}
