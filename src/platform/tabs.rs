//! What tabs of one store do together: tell each other that the store has changed, and take turns
//! at syncing. The store itself is safe without it.

use super::{sleep, window};
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

/// How long a tab waits for its turn. Another that has it may have been put to
/// sleep by the phone with it in its hand; then both go.
const LONGEST_WAIT: i32 = 10_000;

/// The other tabs of the same person on this phone. A message only says that
/// something has changed; what, is in the store.
#[derive(Clone)]
pub struct Tabs {
    channel: Option<Rc<BroadcastChannel>>,
}

impl Tabs {
    /// Joins the tabs of the store `name`; `heard` is told what others say.
    pub fn join(name: &str, heard: impl Fn(String) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok().map(Rc::new);
        if let Some(channel) = &channel {
            let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    heard(text);
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            heard.forget();
        }
        Self { channel }
    }

    pub fn tell(&self, text: &str) {
        if let Some(channel) = &self.channel {
            drop(channel.post_message(&JsValue::from_str(text)));
        }
    }
}

/// A turn among the tabs of a store; dropping it gives it on. It saves the weak
/// line what two tabs would both ask, and nothing rests on it.
#[derive(Default)]
pub struct Turn {
    over: Rc<Cell<bool>>,
    give_on: Rc<RefCell<Option<Function>>>,
}

impl Turn {
    /// Waits for the turn of that name, but not for long; a browser without
    /// locks gives it at once.
    pub async fn of(name: &str) -> Self {
        let turn = Self::default();
        if let Some(granted) = turn.asked_for(name) {
            let enough = future_to_promise(async {
                sleep(LONGEST_WAIT).await;
                Ok(JsValue::NULL)
            });
            drop(JsFuture::from(Promise::race(&Array::of2(&granted, &enough))).await);
        }
        turn
    }

    fn asked_for(&self, name: &str) -> Option<Promise> {
        let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
        let request = Reflect::get(&locks, &"request".into()).ok()?;
        let request: Function = request.dyn_into().ok()?;
        Some(Promise::new(&mut |has_it, _| {
            let (over, give_on) = (self.over.clone(), self.give_on.clone());
            let granted = Closure::once_into_js(move || {
                drop(has_it.call0(&JsValue::NULL));
                Promise::new(&mut |done, _| {
                    if over.get() {
                        drop(done.call0(&JsValue::NULL));
                    } else {
                        give_on.replace(Some(done));
                    }
                })
            });
            drop(request.call2(&locks, &name.into(), &granted));
        }))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.over.set(true);
        if let Some(give_on) = self.give_on.take() {
            drop(give_on.call0(&JsValue::NULL));
        }
    }
}
