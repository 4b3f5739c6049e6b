//! How the sync stands, as a person sees it.

use replica::Pulled;

/// The state of the sync as a person is told it: link, last contact, clock, and how much of the
/// register is here. Screens show it; the machine alone changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncState {
    pub link: Link,
    /// When the shared register was last reached, by the endpoint's clock.
    pub last: Option<i64>,
    /// The endpoint has said that it does not know this phone, and nothing else since: it was
    /// set back to before the phone was enrolled.
    pub not_known: bool,
    /// The phone's clock is off by so many milliseconds, if it matters.
    pub clock_off: Option<i64>,
    pub pull: PullProgress,
}

/// The progress of the shared register onto this phone, since the app was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullProgress {
    /// It is on its way, and how far, once the endpoint has answered.
    Coming(Option<Pulled>),
    /// It has not all come, and now nothing comes: why.
    Stopped(Link),
    /// All that the endpoint had was here, since the app was opened.
    Whole,
}

impl From<Option<Pulled>> for PullProgress {
    fn from(pulled: Option<Pulled>) -> Self {
        match pulled {
            Some(pulled) if pulled.whole == pulled.of => Self::Whole,
            pulled => Self::Coming(pulled),
        }
    }
}

/// The connection to the endpoint, as the status line shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not tried yet.
    Starting,
    /// Under way.
    Busy,
    /// Reached.
    Reached,
    /// No way to the endpoint now.
    Away,
    /// The endpoint does not take anything of this phone any more.
    Revoked,
    /// The endpoint cannot serve now, or this version is too old for it.
    Trouble,
}

impl SyncState {
    /// Before the endpoint was asked, as the store has kept it.
    pub fn starting(last: Option<i64>, pulled: Option<Pulled>, not_known: bool) -> Self {
        Self {
            link: Link::Starting,
            last,
            not_known,
            clock_off: None,
            pull: pulled.into(),
        }
    }

    /// The link changes; where it fails, what has not all come comes no more for now.
    pub(super) fn set_link(&mut self, link: Link) {
        let fails = matches!(link, Link::Away | Link::Revoked | Link::Trouble);
        if fails && self.pull != PullProgress::Whole {
            self.pull = PullProgress::Stopped(link);
        }
        self.link = link;
    }
}
