//! A request on its way, with what the phone remembers of the moment when it was made. `request.rs`
//! makes it; `sync.rs` checks the reply against it.

use protocol::wire::Request;
use sorted::{SortedMap, SortedSet};

/// How many bytes of operations a request carries, about.
pub(crate) const MOST_OUTGOING: usize = 256 * 1024;

/// The end of what a request reports of one scope after a restore: the last row of the base in it.
/// Once the reply is there, reporting goes on after that row.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportedUntil {
    /// The last key of the base that it reports of.
    pub last: String,
    /// Nothing is left to report.
    pub ended: bool,
}

/// A request to the endpoint, with what its reply is checked against: the cursors, and what it
/// reports.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub request: Request,
    pub(crate) cursors: SortedMap<String, String>,
    /// By scope the last of the base that the request reports of.
    pub(crate) reported: SortedMap<String, ReportedUntil>,
    /// Those that are only asked whether they are there again.
    pub(crate) lost: SortedSet<String>,
    pub(crate) left_out: bool,
}
