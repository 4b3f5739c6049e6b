//! What journeys are made of: real browsers, the real endpoint, and places to serve pages from that
//! can die and come back.
//!
//! A journey never sleeps for a fixed time: it waits for what it wants to see, until a deadline.
//! Offline means that the port is dead. Everything that a journey starts is killed when it is
//! dropped, with all its children.

#![expect(clippy::unwrap_used, reason = "a journey that cannot go on fails")]

mod browser;
mod crowd;
mod endpoint;
mod film;
mod hands;
mod line;
mod paper;
mod phone;
mod photo;
mod process;
mod recorded;
mod release;
mod site;
mod words;

pub use browser::{Browser, Engine, Profile};
pub use endpoint::{Endpoint, Invitation, Invited};
pub use film::Film;
pub use line::Line;
pub use phone::Phone;
pub use photo::{Gallery, WRITTEN_BY_CAMERA};
pub use recorded::Recording;
pub use release::NextRelease;
pub use site::{Page, Site};
pub use thirtyfour::{Key, WebElement};

use std::time::{Duration, Instant};

/// How long something may take before it counts as not happening. Generous: it is only ever waited
/// for in full when a journey fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until the condition holds, and fails with `what` if it does not within [`PATIENCE`].
pub async fn wait_for(what: &str, condition: impl AsyncFn() -> bool) {
    assert!(
        holds_in_time(&condition).await,
        "waited {} s in vain: {what}",
        PATIENCE.as_secs()
    );
}

async fn holds_in_time(condition: &impl AsyncFn() -> bool) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    true
}

/// Makes a test of a journey for each of the engines: `journey!(opens_offline: Chromium, WebKit);`
/// runs `async fn opens_offline(engine: Engine)`.
#[macro_export]
macro_rules! journey {
    ($name:ident: $($engine:ident),+) => {
        mod $name {
            $(
                #[expect(non_snake_case, reason = "named as the engine")]
                #[test]
                fn $engine() {
                    $crate::on_its_own(super::$name($crate::Engine::$engine));
                }
            )+
        }
    };
}

/// Runs a journey to its end on this thread.
pub fn on_its_own(journey: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(journey);
}
