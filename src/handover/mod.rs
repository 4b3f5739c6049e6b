//! Passing work on by hand, without a network: as a file, or as a moving QR code. The second module
//! makes and reads both; what is taken in is kept, shown and sent like the phone's own, and stays
//! its authors'.

mod give;
mod page;
mod scan;
mod show;
mod take;

pub use page::{carried_part, hand_over_page, typed_notice};
pub use scan::scan_page;
pub use show::show_page;

use crate::platform::{self, WorkerProblem};
use crate::text::handover as text;
use js_sys::Array;
use wasm_bindgen::JsValue;
use worker_messages::Call;

/// Asks the second module.
async fn asked<const N: usize>(call: Call, given: [JsValue; N]) -> Result<JsValue, WorkerProblem> {
    platform::ask(call, &Array::from_iter(given)).await
}

/// Why it could not be made or taken in, for a person.
fn words(problem: &WorkerProblem) -> &'static str {
    let WorkerProblem::Problem(code) = problem else {
        return text::NOT_HERE;
    };
    match code.as_str() {
        "empty" => text::EMPTY,
        "newer" => text::NEWER,
        "truncated" => text::TRUNCATED,
        "altered" | "malformed" => text::ALTERED,
        "tooLarge" => text::TOO_LARGE,
        "wrongPassphrase" => text::WRONG_PASSPHRASE,
        "badSignature" => text::BAD_SIGNATURE,
        "notKept" => text::NOT_KEPT,
        "noKey" => text::NO_KEY,
        _ => text::FOREIGN,
    }
}

/// A problem of this room's own, under its stable code.
fn problem(code: &str) -> WorkerProblem {
    WorkerProblem::Problem(code.to_owned())
}
