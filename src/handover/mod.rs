//! Passing work on by hand, without a network: as a file, or as a moving QR code. The second module
//! makes and reads both; what is taken in is kept, shown and sent like the phone's own, and stays
//! its authors'.

mod page;
mod scan;
mod show;
mod take;

pub use page::{hand_over_page, relayed_part, typed_notice};
pub use scan::scan_page;
pub use show::show_page;

use crate::platform::WorkerError;
use crate::text::handover as text;

/// Why it could not be made or taken in, for a person.
fn words(problem: &WorkerError) -> &'static str {
    let WorkerError::Problem(code) = problem else {
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
