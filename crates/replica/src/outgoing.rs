use protocol::wire::Request;
use sorted::{SortedMap, SortedSet};

/// How many bytes of operations a request carries, about.
pub(crate) const MOST_OUTGOING: usize = 256 * 1024;

/// How far a request reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportedUntil {
    /// The last key of the base that it reports of.
    pub last: String,
    /// Nothing is left to report.
    pub ended: bool,
}

/// A request, with what its reply is checked against.
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
