//! The whole of sync: stories by their names, random walks, real processes, and
//! whether all that notices when a rule is broken.
#![expect(clippy::unwrap_used, reason = "a story that breaks off has failed")]

mod broken;
#[path = "../../../register/tests/support/by_the_page.rs"]
mod by_the_page;
mod life;
mod line;
#[path = "../../../endpoint/tests/endpoint/process.rs"]
#[expect(dead_code, reason = "the endpoint's own tests need more of it")]
mod process;
mod processes;
#[path = "../../examples/line/proxy.rs"]
mod proxy;
mod random;
mod recorded;
mod review;
mod stories;
mod tabs;
mod walk;

use processes::program;
