//! What is said beside a document, and in which order.

use register::finding::Finding;

/// The record lacks it.
const BLANK: &str = "blank";
/// The office's profile lacks it.
const BLANK_OFFICE: &str = "blankOffice";
/// A report was cut where it is longer than its place.
pub(crate) const CUT: &str = "cut";
const ON_SIGNING: &str = "onSigning";
/// To whom the paper is sent and by when: nothing is missing in it.
pub(super) const HAND_IN: &str = "handIn";

/// Whether something is still to be done on a paper: number and day are written in when it is
/// signed, and where it is sent is no part of it.
pub fn is_open(finding: &Finding) -> bool {
    ![ON_SIGNING, HAND_IN].contains(&finding.code)
}

/// The person or place that can fill an open place on the paper. Findings lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MissingSource {
    /// Whoever writes the record: the field's key.
    Record(String),
    /// Whoever keeps the office's profile: the field's key.
    Office(&'static str),
    /// Whoever signs and issues the document: what is written in then.
    OnSigning(&'static str),
}

/// The codes of texts that were printed otherwise than they were written.
const CHANGED: [&str; 5] = ["forbidden", "decomposed", "oddBlanks", "bullets", CUT];

/// The findings of one document while it is made, each place once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    all: Vec<Finding>,
    on_signing: Vec<&'static str>,
}

impl Findings {
    pub fn miss(&mut self, lack: MissingSource, message: String) {
        let (code, about) = match &lack {
            MissingSource::Record(about) => (BLANK, about.as_str()),
            MissingSource::Office(about) => (BLANK_OFFICE, *about),
            MissingSource::OnSigning(what) => {
                if !self.on_signing.contains(what) {
                    self.on_signing.push(what);
                }
                return;
            }
        };
        let is_known = |one: &Finding| one.code == code && one.about == about;
        if !self.all.iter().any(is_known) {
            self.all.push(Finding::warning(code, about, message));
        }
    }

    /// What the register itself has found, also where two facts have found it.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            if !self.all.contains(&finding) {
                self.all.push(finding);
            }
        }
    }

    /// In the order of [`super::ComposedDocument::findings`].
    pub fn in_order(mut self) -> Vec<Finding> {
        self.all.sort_by_key(|one| match one.code {
            BLANK_OFFICE => 1,
            code if CHANGED.contains(&code) => 2,
            HAND_IN => 3,
            _ => 0,
        });
        let what = self.on_signing.join(", ");
        let mut letters = what.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let what: String = first.chain(letters).collect();
        if !what.is_empty() {
            let message = format!("{what} để trống, ghi khi ký ban hành.");
            let finding = Finding::warning(ON_SIGNING, ON_SIGNING, message);
            self.all.push(finding);
        }
        self.all
    }
}
