//! The suite of stores over IndexedDB, for the tests in browsers: a page that
//! lists each case as `PASS name` or `FAIL name: why`, and is done when its
//! title says so.

use crate::store::IdbStore;
use leptos::prelude::document;
use wasm_bindgen_futures::spawn_local;

pub fn run() {
    spawn_local(async {
        let run = js_sys::Date::now();
        let fresh = async |name: &str| IdbStore::new(&format!("conformance-{run}-{name}"));
        let verdicts = replica::conformance::run_all(fresh).await;
        let lines: Vec<String> = verdicts
            .into_iter()
            .map(|(case, verdict)| match verdict {
                Ok(()) => format!("PASS {case}"),
                Err(why) => format!("FAIL {case}: {why}"),
            })
            .collect();
        if let Some(place) = document().get_element_by_id("app") {
            place.set_text_content(Some(&lines.join("\n")));
        }
        document().set_title("done");
    });
}
