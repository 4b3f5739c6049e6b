use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

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
