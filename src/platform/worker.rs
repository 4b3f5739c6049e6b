//! The second module: asked by message, at work beside the page. It is fetched quietly after the
//! first load; until then, without a network, it cannot be had.

use js_sys::{Array, Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use worker_messages::Call;

/// The failure of a call to the second module: it is not on the phone yet, or its own code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerError {
    /// It is not on this phone yet.
    NotHere,
    /// Its own word.
    Problem(String),
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// Who waits for which answer.
    static WAITING: RefCell<Vec<(u32, Function)>> = const { RefCell::new(Vec::new()) };
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// What `crates/worker` makes of `given`.
///
/// # Errors
/// If the module is not there, or says a problem.
pub async fn ask(call: Call, given: &Array) -> Result<JsValue, WorkerError> {
    let worker = worker().ok_or(WorkerError::NotHere)?;
    let id = ASKED.with(|asked| asked.replace(asked.get() + 1));
    let answer = Promise::new(&mut |resolve, _| {
        WAITING.with_borrow_mut(|waiting| waiting.push((id, resolve)));
    });
    let question = js_sys::Object::new();
    for (key, value) in [
        ("id", id.into()),
        ("name", call.export().into()),
        ("given", given.into()),
    ] {
        drop(Reflect::set(&question, &key.into(), &value));
    }
    drop(worker.post_message(&question));
    let answer = JsFuture::from(answer).await.unwrap_or_default();
    let member = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or_default();
    if answer.is_null() {
        return Err(WorkerError::NotHere);
    }
    match member("problem").as_string() {
        Some(problem) => Err(WorkerError::Problem(problem)),
        None => Ok(member("answer")),
    }
}

fn worker() -> Option<Worker> {
    WORKER.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = begun();
        }
        slot.clone()
    })
}

/// The page says where the module is: its name carries its content's hash.
fn begun() -> Option<Worker> {
    let place = leptos::prelude::document().query_selector("meta[name=worker]");
    let place = place.ok()??.get_attribute("content")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&place, &options).ok()?;
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let answer = event.data();
        let id = Reflect::get(&answer, &"id".into()).unwrap_or_default();
        let id = id.as_f64();
        let waiting = WAITING.with_borrow_mut(|waiting| {
            let at = waiting
                .iter()
                .position(|(asked, _)| id == Some((*asked).into()))?;
            Some(waiting.swap_remove(at).1)
        });
        if let Some(waiting) = waiting {
            drop(waiting.call1(&JsValue::NULL, &answer));
        }
    });
    worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    // It did not come over the line: the next one who asks tries again.
    let failed = Closure::<dyn Fn()>::new(|| {
        WORKER.take();
        for (_, waiting) in WAITING.take() {
            drop(waiting.call1(&JsValue::NULL, &JsValue::NULL));
        }
    });
    worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    Some(worker)
}

/// Ends whatever is being made: those who wait are told that it was stopped, and the next one who
/// asks begins anew.
pub fn stop_asking() {
    let waiting = WAITING.take();
    if waiting.is_empty() {
        return;
    }
    if let Some(worker) = WORKER.take() {
        worker.terminate();
    }
    let stopped = js_sys::Object::new();
    drop(Reflect::set(&stopped, &"problem".into(), &"stopped".into()));
    for (_, waiting) in waiting {
        drop(waiting.call1(&JsValue::NULL, &stopped));
    }
}
